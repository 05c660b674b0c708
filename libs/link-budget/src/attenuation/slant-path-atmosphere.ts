import { LinkBudgetError, requireRange } from '../link-budget.error.js';
import { cloudAttenuation } from './cloud-attenuation.js';
import { rainAttenuation } from './rain-attenuation.js';
import { scintillationFade } from './scintillation.js';
import { rainHeightOf, type Site, type SiteClimate } from './site-climate.js';
import { LOWEST_TESTED_ELEVATION_RAD } from './slant-path-factor.js';
import { type Attenuation, slantPathGas } from './slant-path-gas.js';
import { vapourPressureHPa } from './specific-gas-attenuation.js';
import { totalAttenuation, TOTAL_ATTENUATION_MODEL } from './total-attenuation.js';
import { type ZenithGas, zenithGasByColumn, zenithGasBySurface } from './zenith-gas-attenuation.js';

/** One part of the attenuation: reckoned, or why not. */
export type AtmosphereTerm =
  ({ readonly state: 'computed' } & Attenuation) | { readonly state: 'not computed'; readonly reason: string };

export const atmosphereParts = ['gas', 'rain', 'cloud', 'scintillation'] as const;
export type AtmospherePart = (typeof atmosphereParts)[number];

/** Attenuation exceeded for a share of the year. `total` combines the parts that were computed; `missing` names the others. */
export interface AtmosphereLoss {
  readonly percentOfYear: number;
  readonly parts: Readonly<Record<AtmospherePart, AtmosphereTerm>>;
  readonly total: AtmosphereTerm;
  readonly missing: readonly AtmospherePart[];
  /** What stretches a recommendation beyond what it was made for. */
  readonly notes: readonly string[];
}

export interface AtmosphereInput {
  readonly frequencyHz: number;
  readonly site: Site;
  readonly climate: SiteClimate;
  /** Share of an average year in which the link may be worse, 0.001 to 50 %: 100 less the availability. */
  readonly percentOfYear: number;
  /** Tilt of the polarisation to the horizontal, rad; pi/4 for circular. */
  readonly tiltRad: number;
  /** Antenna of the station; without it scintillation is not computed. */
  readonly antenna?: { readonly diameterM: number; readonly efficiency: number };
}

/** Rain's method ends here, % of the year. */
const MOST_RAIN_PERCENT = 5;

function notComputed(reason: string): AtmosphereTerm {
  return { state: 'not computed', reason };
}

type NumberKey = Exclude<keyof SiteClimate, 'cloudLiquidKind'>;

/** The named values of a climate, or the names of those that are not entered. */
function entered<K extends NumberKey>(
  climate: SiteClimate,
  keys: readonly K[],
): { readonly values: Record<K, number> } | { readonly absent: AtmosphereTerm } {
  const values: Partial<Record<NumberKey, number>> = {};
  const absent: string[] = [];
  for (const key of keys) {
    const value = climate[key];
    if (value === undefined) absent.push(key);
    else values[key] = value;
  }
  if (absent.length > 0) return { absent: notComputed(`climate has no ${absent.join(', ')}`) };
  return { values: values as Record<K, number> };
}

function zenithGas(input: AtmosphereInput): ZenithGas | AtmosphereTerm {
  const { climate, frequencyHz, site } = input;
  const given = entered(climate, ['waterVapourDensityGPerM3', 'temperatureK', 'pressureHPa']);
  if ('absent' in given) return given.absent;
  const { waterVapourDensityGPerM3, temperatureK, pressureHPa } = given.values;
  const dryPressureHPa = pressureHPa - vapourPressureHPa(waterVapourDensityGPerM3, temperatureK);
  const air = { dryPressureHPa, temperatureK, waterVapourDensityGPerM3 };
  const kgPerM2 = climate.columnarWaterVapourKgPerM2;
  if (kgPerM2 === undefined) return zenithGasBySurface(frequencyHz, air);
  return zenithGasByColumn(frequencyHz, air, { kgPerM2, siteHeightKm: site.heightM / 1000 });
}

function rainTerm(input: AtmosphereInput, elevationRad: number): AtmosphereTerm {
  const { climate, site, frequencyHz, tiltRad, percentOfYear } = input;
  const given = entered(climate, ['r001MmPerH']);
  if ('absent' in given) return given.absent;
  const rainHeightKm = rainHeightOf(climate);
  if (rainHeightKm === undefined) return notComputed('climate has no rainHeightKm or h0Km');
  if (percentOfYear > MOST_RAIN_PERCENT)
    return notComputed(`rain is predicted for at most ${MOST_RAIN_PERCENT} % of the year`);
  const { latitudeRad, heightM } = site;
  const path = { frequencyHz, elevationRad, tiltRad, latitudeRad, siteHeightKm: heightM / 1000, rainHeightKm };
  return { state: 'computed', ...rainAttenuation({ ...path, ...given.values }, percentOfYear) };
}

function cloudTerm(input: AtmosphereInput, elevationRad: number): AtmosphereTerm {
  const { cloudLiquidKgPerM2: liquid, cloudLiquidKind: kind = 'reduced' } = input.climate;
  if (liquid === undefined) return notComputed('climate has no cloudLiquidKgPerM2');
  return { state: 'computed', ...cloudAttenuation(input.frequencyHz, elevationRad, liquid, kind) };
}

function scintillationTerm(input: AtmosphereInput, elevationRad: number): AtmosphereTerm {
  const { nWet } = input.climate;
  if (nWet === undefined) return notComputed('climate has no nWet');
  if (input.antenna === undefined) return notComputed('no antenna given');
  const { diameterM: antennaDiameterM, efficiency: antennaEfficiency } = input.antenna;
  const path = { frequencyHz: input.frequencyHz, elevationRad, nWet, antennaDiameterM, antennaEfficiency };
  return { state: 'computed', ...scintillationFade(path, input.percentOfYear) };
}

function combined(parts: AtmosphereLoss['parts'], missing: readonly AtmospherePart[]): AtmosphereTerm {
  if (missing.length === atmosphereParts.length) return notComputed('no part of it was computed');
  const [gasDb, rainDb, cloudDb, scintillationDb] = atmosphereParts.map((part) => {
    const term = parts[part];
    return term.state === 'computed' ? term.attenuationDb : 0;
  }) as [number, number, number, number];
  const total = totalAttenuation({ gasDb, rainDb, cloudDb, scintillationDb });
  const model = missing.length === 0 ? total.model : `${TOTAL_ATTENUATION_MODEL}, without ${missing.join(', ')}`;
  return { state: 'computed', attenuationDb: total.attenuationDb, model };
}

function notesOf(input: AtmosphereInput, elevationRad: number, parts: AtmosphereLoss['parts']): string[] {
  const notes: string[] = [];
  if (elevationRad < LOWEST_TESTED_ELEVATION_RAD)
    notes.push('below 5 degrees: gas, cloud and scintillation extrapolated along a spherical path, on the safe side');
  if (parts.scintillation.state === 'computed') {
    if (input.frequencyHz < 4e9 || input.frequencyHz > 20e9)
      notes.push('scintillation outside the 4 to 20 GHz for which it is recommended');
    if (input.percentOfYear < 0.01) notes.push('scintillation below 0.01 % of the time');
  }
  return notes;
}

/**
 * Attenuation of a site's atmosphere as a function of the elevation (rad, 0 to pi/2): what does not depend on it is reckoned once.
 * Frequency 1 to 55 GHz; outside, every part is "not computed". Gas by P.676-12 where the climate has a water vapour column, by
 * P.676-13 where not; clouds by P.840, rain, scintillation and their combination by P.618. Below 5 degrees see `slantPathFactor`
 * (P.618's own method for deep fading there is not built). Errors: LinkBudgetError for a value out of range.
 */
export function slantPathAtmosphere(input: AtmosphereInput): (elevationRad: number) => AtmosphereLoss {
  const { percentOfYear, frequencyHz } = input;
  requireRange('percentOfYear', percentOfYear, 0.001, 50, '% of the year');
  if (!(frequencyHz > 0)) throw new LinkBudgetError('frequencyHz', 'above 0 Hz', String(frequencyHz));
  if (frequencyHz < 1e9 || frequencyHz > 55e9) {
    const term = notComputed('frequency outside 1 to 55 GHz');
    const parts = { gas: term, rain: term, cloud: term, scintillation: term };
    return () => ({ percentOfYear, parts, total: term, missing: atmosphereParts, notes: [] });
  }
  const zenith = zenithGas(input);
  return (elevationRad) => {
    requireRange('elevationRad', elevationRad, 0, Math.PI / 2, 'rad');
    const parts: AtmosphereLoss['parts'] = {
      gas: 'state' in zenith ? zenith : { state: 'computed', ...slantPathGas(zenith, elevationRad) },
      rain: rainTerm(input, elevationRad),
      cloud: cloudTerm(input, elevationRad),
      scintillation: scintillationTerm(input, elevationRad),
    };
    const missing = atmosphereParts.filter((part) => parts[part].state === 'not computed');
    const notes = notesOf(input, elevationRad, parts);
    return { percentOfYear, parts, total: combined(parts, missing), missing, notes };
  };
}
