import {
  type ElementAge,
  type ElementSet,
  type Propagator,
  createPropagator,
  elementAge,
  propagateInto,
  sgp4Reason,
} from '@app/orbit';
import { type Tai, formatUtc, plusSeconds } from '@app/time';

/** Where SGP4 first gives no state, on the way from the epoch. */
export interface Sgp4Stop {
  readonly code: number;
  readonly reason: string;
  /** To the second, UTC. */
  readonly at: string;
  readonly daysFromEpoch: number;
}

/** What is to be known of an element set before it is used. */
export interface ElementReport {
  readonly object: string;
  readonly objectId: string | null;
  readonly catalogNumber: number | null;
  readonly epoch: string;
  readonly ageDays: number;
  readonly verdict: ElementAge['verdict'];
  /** `unusable`: not even at the epoch. */
  readonly sgp4: 'usable' | 'limited' | 'unusable';
  readonly sgp4Stops: readonly Sgp4Stop[];
  /** Above the equator (6378.135 km), of the mean orbit. */
  readonly perigeeKm: number;
  readonly apogeeKm: number;
  readonly inclinationDeg: number;
  readonly periodMin: number;
  readonly orbit: 'near-Earth' | 'deep-space';
}

/** WGS72, with which elements are fitted. */
const EARTH_RADIUS_KM = 6378.135;
const EARTH_GM_KM3_S2 = 398_600.8;

const REACH_S = 14 * 86_400;
const COARSE_STEP_S = 3 * 3600;
/** In an orbit this low the path may dip below the surface for some minutes of a revolution, long before SGP4 gives up for good. */
const LOW_PERIGEE_KM = 250;
const FINE_STEP_S = 120;

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** Where SGP4 first fails on the way from the epoch in a direction, sought in steps and then to the second, in seconds; undefined: not by `until`. */
function firstFailure(codeAt: (seconds: number) => number, stepS: number, until: number): number | undefined {
  for (let step = stepS; step <= until; step += stepS) {
    if (codeAt(step) === 0) continue;
    let [good, bad] = [step - stepS, step];
    while (bad - good > 1) {
      const middle = Math.floor((good + bad) / 2);
      if (codeAt(middle) === 0) good = middle;
      else bad = middle;
    }
    return bad;
  }
  return undefined;
}

function stopTowards(propagator: Propagator, direction: 1 | -1, perigeeKm: number): Sgp4Stop | undefined {
  const out = new Float64Array(6);
  const codeAt = (seconds: number): number => propagateInto(propagator, (direction * seconds) / 60, out);
  const coarse = firstFailure(codeAt, COARSE_STEP_S, REACH_S);
  const dips = coarse !== undefined || perigeeKm < LOW_PERIGEE_KM;
  const first = (dips ? firstFailure(codeAt, FINE_STEP_S, coarse ?? REACH_S) : undefined) ?? coarse;
  return first === undefined ? undefined : stopAt(propagator, codeAt(first), direction * first);
}

function stopAt({ elementSet }: Propagator, code: number, seconds: number): Sgp4Stop {
  const at = formatUtc(plusSeconds(elementSet.epoch, seconds), 0);
  return { code, reason: sgp4Reason(code), at, daysFromEpoch: rounded(seconds / 86_400, 6) };
}

function stopsOf(propagator: Propagator, perigeeKm: number): readonly Sgp4Stop[] {
  const code = propagateInto(propagator, 0, new Float64Array(6));
  if (code !== 0) return [stopAt(propagator, code, 0)];
  return ([-1, 1] as const).flatMap((direction) => stopTowards(propagator, direction, perigeeKm) ?? []);
}

/** The report of a set, its age counted at `at`. SGP4 is tried at the epoch and 14 days to both sides. */
export function elementReport(elementSet: ElementSet, at: Tai): ElementReport {
  const propagator = createPropagator(elementSet);
  const { days, verdict } = elementAge(elementSet.epoch, at);
  // `no` is the mean motion that SGP4 makes of the published one, in radians a minute.
  const { no, method } = propagator.satrec;
  const semiMajorKm = Math.cbrt(EARTH_GM_KM3_S2 / (no / 60) ** 2);
  const heightKm = (factor: number): number => rounded(semiMajorKm * factor - EARTH_RADIUS_KM, 1);
  const perigeeKm = heightKm(1 - elementSet.eccentricity);
  const stops = stopsOf(propagator, perigeeKm);
  return {
    object: elementSet.objectName,
    objectId: elementSet.objectId ?? null,
    catalogNumber: elementSet.catalogNumber ?? null,
    epoch: formatUtc(elementSet.epoch),
    ageDays: rounded(days, 3),
    verdict,
    sgp4: stops.some(({ daysFromEpoch }) => daysFromEpoch === 0) ? 'unusable' : stops.length > 0 ? 'limited' : 'usable',
    sgp4Stops: stops,
    perigeeKm,
    apogeeKm: heightKm(1 + elementSet.eccentricity),
    inclinationDeg: elementSet.inclinationDeg,
    periodMin: rounded(1440 / elementSet.meanMotionRevPerDay, 3),
    orbit: method === 'd' ? 'deep-space' : 'near-Earth',
  };
}
