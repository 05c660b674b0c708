import { type ReceivingSystem } from '../attenuation/sky-noise.js';
import { type Site, type SiteClimate } from '../attenuation/site-climate.js';
import { LinkBudgetError, requireFinite, requirePositive, requireRange } from '../link-budget.error.js';
import { type Criterion } from '../modulation/error-rates.js';
import { type SignalFormat } from '../modulation/signal-format.js';

/** The ground station's air. The station transmits in an uplink and receives in a downlink; the air between is the same. */
export interface BudgetAtmosphere {
  readonly site: Site;
  readonly climate: SiteClimate;
  /** Share of an average year in which the atmosphere is no worse, 50 to 99.999 %. */
  readonly availabilityPercent: number;
  /** Tilt of the polarisation to the horizontal, rad; pi/4 (circular) where it is left out. */
  readonly tiltRad?: number;
  readonly antenna?: { readonly diameterM: number; readonly efficiency: number };
}

/** A link but for its geometry. */
export interface LinkTerms {
  readonly frequencyHz: number;
  /** EIRP on the axis of the transmitting antenna, dBW. */
  readonly eirpDbW: number;
  /** G/T on the axis of the receiving antenna with a clear sky, dB/K. */
  readonly gOverTDbPerK: number;
  /** Losses in dB, 0 or more. */
  readonly transmitPointingLossDb: number;
  readonly receivePointingLossDb: number;
  readonly polarisationLossDb: number;
  /** Loss of a real modulator, filter, receiver and decoder against ideal ones. */
  readonly implementationLossDb: number;
  /** Anything else, by name: radome, interference, ageing. */
  readonly otherLosses?: readonly { readonly name: string; readonly lossDb: number }[];
  readonly signal: SignalFormat;
  readonly criterion: Criterion;
  /** Required Eb/N0 in dB where the operator has a figure of his own; else it comes from modulation, coding and criterion. */
  readonly requiredEbN0Db?: number;
  /** Left out: the atmosphere is not computed, and the result says so. */
  readonly atmosphere?: BudgetAtmosphere;
}

export type DirectedLink =
  /** Spacecraft to station. `receivingSystem`: G/T falls by the noise of rain and clouds. */
  | ({ readonly direction: 'downlink'; readonly receivingSystem?: ReceivingSystem } & LinkTerms)
  /** Station to spacecraft. */
  | ({ readonly direction: 'uplink' } & LinkTerms);

/** Where the spacecraft is: elevation -pi/2 to pi/2 (0 and up with an atmosphere) and slant range. */
export interface LinkGeometry {
  readonly elevationRad: number;
  readonly rangeM: number;
}

export type LinkBudgetInput = DirectedLink & LinkGeometry;

/** Largest loss by pointing, polarisation and the like that is taken for an entry and not for a slip, dB. */
const LARGEST_LOSS_DB = 200;

/** Refuses what is out of range, naming it. */
export function requireLink(link: DirectedLink): void {
  if (link.direction !== 'downlink' && link.direction !== 'uplink')
    throw new LinkBudgetError('direction', 'downlink or uplink', String((link as { direction: unknown }).direction));
  requirePositive('frequencyHz', link.frequencyHz, 'Hz');
  requireRange('eirpDbW', link.eirpDbW, -100, 150, 'dBW');
  requireRange('gOverTDbPerK', link.gOverTDbPerK, -100, 100, 'dB/K');
  const losses = [
    'transmitPointingLossDb',
    'receivePointingLossDb',
    'polarisationLossDb',
    'implementationLossDb',
  ] as const;
  for (const field of losses) requireRange(field, link[field], 0, LARGEST_LOSS_DB, 'dB');
  for (const { name, lossDb } of link.otherLosses ?? [])
    requireRange(`otherLosses.${name}`, lossDb, 0, LARGEST_LOSS_DB, 'dB');
  if (link.requiredEbN0Db !== undefined) requireFinite('requiredEbN0Db', link.requiredEbN0Db, 'dB');
  if (link.atmosphere !== undefined)
    requireRange('atmosphere.availabilityPercent', link.atmosphere.availabilityPercent, 50, 99.999, '%');
}

export function requireGeometry(geometry: LinkGeometry): void {
  requireRange('elevationRad', geometry.elevationRad, -Math.PI / 2, Math.PI / 2, 'rad');
  requirePositive('rangeM', geometry.rangeM, 'm');
}
