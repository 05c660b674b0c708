import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PointingAnswer, TrackOptionAnswer } from '@app/contracts';
import {
  type AntennaPosition,
  type PointingCurve,
  type PointingProfile,
  pointingProfile,
  type SignalSense,
  type TrackChoice,
  trackChoice,
  type TrackOption,
} from '@app/orbit';
import { contactHead, type ContactMotion } from './contact-motion.js';
import { missingRows } from './missing-rows.js';
import { rounded, roundedColumn } from './rounded.js';
import { bySlices, joined, slicesOf } from './slices.js';

/** A row may be worked out with some points beside it. */
const ROWS_A_SLICE = 120;

/** Errors below this part of the beam do not count. */
const TOLERATED_BEAM_PART = 0.1;

export interface ContactPointing {
  readonly profile: PointingProfile;
  readonly choice: TrackChoice;
  readonly toleranceDeg: number;
  readonly missing: PointingAnswer['missing'];
}

/** Curves end to end, the azimuth without a jump. */
function joinedCurve(curves: readonly PointingCurve[]): PointingCurve {
  const column = (valuesOf: (curve: PointingCurve) => Float64Array): Float64Array =>
    joined(curves.map((curve) => ({ seconds: curve.seconds, values: valuesOf(curve) })));
  const azimuthDeg = column((curve) => curve.azimuthDeg);
  for (let i = 1; i < azimuthDeg.length; i++) {
    const [before = 0, here = 0] = [azimuthDeg[i - 1], azimuthDeg[i]];
    azimuthDeg[i] = here - 360 * Math.round((here - before) / 360);
  }
  return {
    seconds: column((curve) => curve.seconds),
    azimuthDeg,
    elevationDeg: column((curve) => curve.elevationDeg),
    rangeM: column((curve) => curve.rangeM),
    azimuthRateDegPerS: column((curve) => curve.azimuthRateDegPerS),
    elevationRateDegPerS: column((curve) => curve.elevationRateDegPerS),
  };
}

/** Rows and curve agree to the turn, as those of one profile do. */
function joinedProfile(parts: readonly PointingProfile[], signal: SignalSense): PointingProfile {
  const peaks = parts.flatMap(({ peakAzimuthRate }) => peakAzimuthRate ?? []);
  return {
    signal,
    ...joinedCurve(parts),
    curve: joinedCurve(parts.map(({ curve }) => curve)),
    peakAzimuthRate: peaks.reduce<(typeof peaks)[number] | undefined>(
      (most, peak) => (most === undefined || peak.degPerS > most.degPerS ? peak : most),
      undefined,
    ),
    missing: parts.find(({ missing }) => missing !== undefined)?.missing,
  };
}

/** Where the antenna points in a contact, and how it gets there from its parking position. */
export async function contactPointing(
  motion: ContactMotion,
  stepS: number,
  signal: SignalSense,
): Promise<ContactPointing> {
  const { path, frame, durationS, antenna } = motion;
  const parts = await bySlices(slicesOf(0, durationS, stepS, ROWS_A_SLICE), ({ from, to }) =>
    pointingProfile(path, frame, from, to, stepS, signal),
  );
  const profile = joinedProfile(parts, signal);
  const { parkAzimuthDeg: azimuthDeg, parkElevationDeg: elevationDeg, ...limits } = antenna.slew;
  const toleranceDeg = rounded(TOLERATED_BEAM_PART * antenna.beamwidthDeg, 6);
  const choice = trackChoice(profile, limits, { start: { azimuthDeg, elevationDeg }, toleranceDeg });
  return { profile, choice, toleranceDeg, missing: missingRows(parts) };
}

function optionAnswer(option: TrackOption): TrackOptionAnswer {
  const { mode, turns, first, last, slewS, interruptions, lostS, errorDeg, errorWithoutLeadDeg } = option;
  const axes = ({ azimuthDeg, elevationDeg }: AntennaPosition): AntennaPosition => ({
    azimuthDeg: rounded(azimuthDeg, 6),
    elevationDeg: rounded(elevationDeg, 6),
  });
  return {
    mode,
    turns: turns + 0,
    first: axes(first),
    last: axes(last),
    slewFromParkS: slewS === undefined ? null : rounded(slewS, 3),
    interruptions: interruptions.map((one) => ({ ...one })),
    lostS: rounded(lostS, 3),
    errorDeg: rounded(errorDeg, 6),
    errorWithoutLeadDeg: rounded(errorWithoutLeadDeg, 6),
  };
}

function trackAnswer(choice: TrackChoice, toleranceDeg: number): PointingAnswer['track'] {
  const { outcome, reason } = choice;
  if (choice.outcome === 'none') return { outcome, reason, toleranceDeg, best: null, options: [], keyhole: null };
  const { best, options, keyhole } = choice;
  return {
    outcome,
    reason,
    toleranceDeg,
    best: optionAnswer(best),
    options: options.map(optionAnswer),
    keyhole:
      keyhole === undefined
        ? null
        : {
            ...keyhole,
            intervals: keyhole.intervals.map((one) => ({ ...one })),
            errorOverTheTopDeg: keyhole.errorOverTheTopDeg ?? null,
          },
  };
}

/** As JSON: angles to a microdegree, ranges to a millimetre. */
export async function pointingAnswer(
  motion: ContactMotion,
  stepS: number,
  signal: SignalSense,
): Promise<PointingAnswer> {
  const { profile, choice, toleranceDeg, missing } = await contactPointing(motion, stepS, signal);
  await nextTurn();
  const { peakAzimuthRate: peak } = profile;
  return {
    ...contactHead(motion),
    stepS,
    signal,
    seconds: roundedColumn(profile.seconds, 6),
    azimuthDeg: roundedColumn(profile.azimuthDeg, 6),
    elevationDeg: roundedColumn(profile.elevationDeg, 6),
    rangeM: roundedColumn(profile.rangeM, 3),
    azimuthRateDegPerS: roundedColumn(profile.azimuthRateDegPerS, 8),
    elevationRateDegPerS: roundedColumn(profile.elevationRateDegPerS, 8),
    peakAzimuthRate:
      peak === undefined ? null : { seconds: rounded(peak.seconds, 6), degPerS: rounded(peak.degPerS, 8) },
    track: trackAnswer(choice, toleranceDeg),
    missing,
  };
}
