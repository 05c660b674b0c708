import { gOverTDegradationDb, SKY_NOISE_MODEL } from '../attenuation/sky-noise.js';
import {
  type AtmosphereLoss,
  atmosphereParts,
  type AtmosphereTerm,
  slantPathAtmosphere,
} from '../attenuation/slant-path-atmosphere.js';
import { bitRates, type BitRates } from '../modulation/signal-format.js';
import { ebN0FromEsN0Db, esN0FromCN0Db } from '../modulation/energy-conversion.js';
import { bitsPerSymbol, modulationLossDb } from '../modulation/modulation.js';
import { requiredEbN0, type RequiredEbN0 } from '../modulation/required-eb-n0.js';
import { freeSpaceLossDb } from '../path-loss.js';
import {
  type DirectedLink,
  type LinkBudgetInput,
  type LinkGeometry,
  requireGeometry,
  requireLink,
} from './link-budget-input.js';

/** Boltzmann's constant as a level, dBW/(K Hz); 1.380649e-23 J/K is exact in the SI. */
export const BOLTZMANN_DBW_PER_K_HZ = 10 * Math.log10(1.380_649e-23);

/** A link, worked out. Levels in dB unless the name says otherwise; losses are positive. */
export interface LinkBudget {
  readonly direction: 'downlink' | 'uplink';
  readonly frequencyHz: number;
  readonly elevationRad: number;
  readonly rangeM: number;
  readonly eirpDbW: number;
  readonly transmitPointingLossDb: number;
  readonly receivePointingLossDb: number;
  readonly polarisationLossDb: number;
  readonly freeSpaceLossDb: number;
  readonly otherLossesDb: number;
  /** Gas, rain, cloud, scintillation, total, by the chosen availability; each may be "not computed". */
  readonly atmosphere: AtmosphereLoss | { readonly state: 'not computed'; readonly reason: string };
  /** What was taken off for the atmosphere: the total, or 0 where none was computed (see `complete`). */
  readonly atmosphereLossDb: number;
  readonly gOverTDbPerK: number;
  /** Fall of G/T by the noise of rain and clouds; downlink only. */
  readonly gOverTDegradation:
    | { readonly state: 'computed'; readonly degradationDb: number; readonly model: string }
    | { readonly state: 'not computed'; readonly reason: string };
  readonly cN0DbHz: number;
  readonly implementationLossDb: number;
  /** Power that does not carry data (carrier, unused sidebands). */
  readonly modulationLossDb: number;
  /** Of channel symbols, by the power that carries data, implementation loss taken off. */
  readonly esN0Db: number;
  /** Of information bits: energy of channel bits over the code rate; markers and headers are not counted. */
  readonly ebN0Db: number;
  readonly required: RequiredEbN0;
  readonly marginDb: number;
  readonly rates: BitRates;
  /** False when some part of the atmosphere was not computed: the true margin is smaller. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}

function notComputed(reason: string): { readonly state: 'not computed'; readonly reason: string } {
  return { state: 'not computed', reason };
}

function absorption(atmosphere: AtmosphereLoss): number {
  return (['gas', 'rain', 'cloud'] as const).reduce((sum, part) => sum + decibelsOf(atmosphere.parts[part]), 0);
}

function decibelsOf(term: AtmosphereTerm): number {
  return term.state === 'computed' ? term.attenuationDb : 0;
}

function degradation(link: DirectedLink, atmosphere: LinkBudget['atmosphere']): LinkBudget['gOverTDegradation'] {
  if (link.direction === 'uplink') return notComputed('a spacecraft looks at the warm Earth whatever the weather');
  if (link.receivingSystem === undefined) return notComputed('no receiving system given');
  if ('state' in atmosphere) return notComputed(atmosphere.reason);
  if (atmosphere.total.state === 'not computed') return notComputed(atmosphere.total.reason);
  const clearSkyDb = decibelsOf(atmosphere.parts.gas);
  const degradationDb = gOverTDegradationDb(link.receivingSystem, clearSkyDb, absorption(atmosphere));
  return { state: 'computed', degradationDb, model: SKY_NOISE_MODEL };
}

function notesOf(atmosphere: LinkBudget['atmosphere']): readonly string[] {
  if ('state' in atmosphere) return [`atmosphere not computed: ${atmosphere.reason}`];
  const reasons = atmosphereParts.flatMap((part) => {
    const term = atmosphere.parts[part];
    return term.state === 'computed' ? [] : [`${part} not computed: ${term.reason}`];
  });
  return [...reasons, ...atmosphere.notes];
}

/**
 * A link's budget as a function of its geometry: what does not depend on it is reckoned once. Pure; errors: LinkBudgetError for a
 * value out of range, at the preparation or at the geometry.
 */
export function preparedLinkBudget(link: DirectedLink): (geometry: LinkGeometry) => LinkBudget {
  requireLink(link);
  const rates = bitRates(link.signal);
  const lostToCarrierDb = modulationLossDb(link.signal.modulation);
  const required: RequiredEbN0 =
    link.requiredEbN0Db === undefined
      ? requiredEbN0(link.signal.modulation, link.signal.coding, link.criterion)
      : { ebN0Db: link.requiredEbN0Db, source: 'given by the operator', notes: [] };
  const air = link.atmosphere;
  const atmosphereAt =
    air === undefined
      ? () => notComputed('no climate given')
      : slantPathAtmosphere({
          frequencyHz: link.frequencyHz,
          site: air.site,
          climate: air.climate,
          percentOfYear: Math.max(0.001, Number((100 - air.availabilityPercent).toPrecision(9))),
          tiltRad: air.tiltRad ?? Math.PI / 4,
          ...(air.antenna === undefined ? {} : { antenna: air.antenna }),
        });
  const otherLossesDb = (link.otherLosses ?? []).reduce((sum, { lossDb }) => sum + lossDb, 0);
  const fixedDb =
    link.eirpDbW -
    link.transmitPointingLossDb -
    link.receivePointingLossDb -
    link.polarisationLossDb -
    otherLossesDb +
    link.gOverTDbPerK -
    BOLTZMANN_DBW_PER_K_HZ;

  return ({ elevationRad, rangeM }) => {
    requireGeometry({ elevationRad, rangeM });
    const atmosphere = atmosphereAt(elevationRad);
    const atmosphereLossDb = 'state' in atmosphere ? 0 : decibelsOf(atmosphere.total);
    const gOverTDegradation = degradation(link, atmosphere);
    const warmerDb = gOverTDegradation.state === 'computed' ? gOverTDegradation.degradationDb : 0;
    const spaceDb = freeSpaceLossDb(rangeM, link.frequencyHz);
    const cN0DbHz = fixedDb - spaceDb - atmosphereLossDb - warmerDb;
    const esN0Db = esN0FromCN0Db(cN0DbHz, link.signal.symbolRateHz) - lostToCarrierDb - link.implementationLossDb;
    const ebN0Db = ebN0FromEsN0Db(esN0Db, bitsPerSymbol(link.signal.modulation), rates.codeRate);
    return {
      direction: link.direction,
      frequencyHz: link.frequencyHz,
      elevationRad,
      rangeM,
      eirpDbW: link.eirpDbW,
      transmitPointingLossDb: link.transmitPointingLossDb,
      receivePointingLossDb: link.receivePointingLossDb,
      polarisationLossDb: link.polarisationLossDb,
      freeSpaceLossDb: spaceDb,
      otherLossesDb,
      atmosphere,
      atmosphereLossDb,
      gOverTDbPerK: link.gOverTDbPerK,
      gOverTDegradation,
      cN0DbHz,
      implementationLossDb: link.implementationLossDb,
      modulationLossDb: lostToCarrierDb,
      esN0Db,
      ebN0Db,
      required,
      marginDb: ebN0Db - required.ebN0Db,
      rates,
      complete: !('state' in atmosphere) && atmosphere.missing.length === 0,
      notes: [...notesOf(atmosphere), ...required.notes],
    };
  };
}

/** The budget of one link at one geometry, downlink or uplink. Errors: LinkBudgetError. */
export function linkBudget(input: LinkBudgetInput): LinkBudget {
  return preparedLinkBudget(input)(input);
}
