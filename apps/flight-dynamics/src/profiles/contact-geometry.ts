import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Antenna, ContactGeometry, ContactWindow } from '@app/contracts';
import {
  antennaConflicts,
  DEG_PER_RAD,
  eclipseIntervals,
  interferenceIntervals,
  interferenceThresholdRad,
  minimumSeparation,
  RAD_PER_DEG,
  type TimeInterval,
} from '@app/orbit';
import { parseUtc } from '@app/time';
import { alongPath, contactHead, type ContactMotion, utcAt } from './contact-motion.js';
import { contactPointing } from './contact-pointing.js';
import { rounded } from './rounded.js';

/** Rows of the pointing that the azimuth rate's peak is taken from; between them it is searched. */
const PEAK_STEP_S = 20;

function intervalAnswer(motion: ContactMotion, { fromSeconds, toSeconds, fromOpen, toOpen }: TimeInterval) {
  return {
    from: utcAt(motion, fromSeconds),
    to: utcAt(motion, toSeconds),
    fromOpen,
    toOpen,
  };
}

function bodyAnswer(motion: ContactMotion, body: 'Sun' | 'Moon'): ContactGeometry['sun'] {
  const { path, frame, durationS, antenna } = motion;
  const search = { body, path, frame, fromSeconds: 0, toSeconds: durationS };
  const thresholdRad = interferenceThresholdRad(antenna.beamwidthDeg * RAD_PER_DEG);
  const least = minimumSeparation(search);
  const near = least !== undefined && least.separationRad < thresholdRad;
  return {
    minimumSeparationDeg: least === undefined ? null : rounded(least.separationRad * DEG_PER_RAD, 6),
    at: least === undefined ? null : utcAt(motion, least.seconds),
    thresholdDeg: rounded(thresholdRad * DEG_PER_RAD, 6),
    interference: near,
    intervals: near ? interferenceIntervals(search, thresholdRad).map((one) => intervalAnswer(motion, one)) : [],
  };
}

const overlap = (a: ContactWindow, b: ContactWindow): boolean =>
  parseUtc(a.aos) < parseUtc(b.los) && parseUtc(b.aos) < parseUtc(a.los);

function otherAnswer({ id, spacecraft, site, antenna, aos, los, maxElevationDeg }: ContactWindow) {
  return { id, spacecraft, site, antenna, aos, los, maxElevationDeg };
}

/** Those of `others` that want the antenna while this one does. */
function conflictsOf(window: ContactWindow, others: readonly ContactWindow[], antenna: Antenna): ContactWindow[] {
  const { setUpS, tearDownS } = antenna;
  const occupying = (one: ContactWindow) => ({
    spacecraft: one.spacecraft,
    station: one.site,
    antenna: one.antenna,
    aos: parseUtc(one.aos),
    los: parseUtc(one.los),
    setUpS,
    tearDownS,
  });
  return others.filter((other) => antennaConflicts([occupying(window), occupying(other)]).length > 0);
}

/** Seconds before AOS and after LOS within which other windows can be in conflict. */
export function conflictReachS({ setUpS, tearDownS }: Antenna): number {
  return setUpS + tearDownS;
}

/** What surrounds a contact; `near` are the other windows of its antenna or spacecraft within `conflictReachS`. */
export async function contactGeometry(motion: ContactMotion, near: readonly ContactWindow[]): Promise<ContactGeometry> {
  const { window, path, durationS, antenna } = motion;
  const eclipses = alongPath(window.id, () => eclipseIntervals(path, 0, durationS));
  await nextTurn();
  const sun = alongPath(window.id, () => bodyAnswer(motion, 'Sun'));
  await nextTurn();
  const moon = alongPath(window.id, () => bodyAnswer(motion, 'Moon'));
  const { profile } = await contactPointing(motion, PEAK_STEP_S, 'geometric');
  const peak = profile.peakAzimuthRate;
  return {
    ...contactHead(motion),
    eclipses: eclipses.map((one) => ({ ...intervalAnswer(motion, one), shadow: one.shadow })),
    sun,
    moon,
    peakAzimuthRate: peak === undefined ? null : { at: utcAt(motion, peak.seconds), degPerS: rounded(peak.degPerS, 8) },
    uncertainty: window.uncertainty,
    conflicts: conflictsOf(window, near, antenna).map(otherAnswer),
    simultaneous: near
      .filter((other) => other.spacecraft === window.spacecraft && other.antenna !== window.antenna)
      .filter((other) => overlap(other, window))
      .map(otherAnswer),
  };
}
