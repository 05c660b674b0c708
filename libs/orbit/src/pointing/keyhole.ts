import { type AntennaLimits } from './antenna-limits.js';
import { type PointingProfile } from './pointing-profile.js';

/** A time in which the spacecraft's azimuth turns faster than the antenna. */
export interface KeyholeInterval {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** What the keyhole round the zenith does to a contact. */
export interface Keyhole {
  readonly intervals: readonly KeyholeInterval[];
  readonly peakAzimuthRateDegPerS: number;
  /** Largest pointing error when the antenna runs after the spacecraft at its full rate. */
  readonly errorWithoutLeadDeg: number;
  /** The smallest largest error that any motion within the azimuth rate has, begun early enough. */
  readonly errorWithLeadDeg: number;
  /** The same with the elevation going over the top; undefined where the limits do not allow that. */
  readonly errorOverTheTopDeg: number | undefined;
  /** Whether going over the top keeps the error within the tolerance. */
  readonly overTheTopAvoids: boolean;
}

/** Where |azimuth rate| is above the antenna's, by straight lines between the rates of the curve's points. */
export function keyholeIntervals(
  { curve, peakAzimuthRate }: PointingProfile,
  { azimuthRateDegPerS: limit }: AntennaLimits,
): KeyholeInterval[] {
  const found: KeyholeInterval[] = [];
  const { seconds, azimuthDeg, azimuthRateDegPerS } = curve;
  const add = (fromSeconds: number, toSeconds: number): void => {
    const last = found.at(-1);
    if (last !== undefined && fromSeconds <= last.toSeconds)
      found[found.length - 1] = { fromSeconds: last.fromSeconds, toSeconds };
    else found.push({ fromSeconds, toSeconds });
  };
  for (let i = 1; i < seconds.length; i++) {
    const [from = 0, to = 0] = [seconds[i - 1], seconds[i]];
    const [a, b] = [Math.abs(azimuthRateDegPerS[i - 1] as number), Math.abs(azimuthRateDegPerS[i] as number)];
    const crossing = from + ((limit - a) / (b - a)) * (to - from);
    const mean = Math.abs((azimuthDeg[i] as number) - (azimuthDeg[i - 1] as number)) / (to - from);
    const holdsPeak = peakAzimuthRate !== undefined && peakAzimuthRate.seconds >= from && peakAzimuthRate.seconds <= to;
    if (a > limit && b > limit) add(from, to);
    else if (a > limit) add(from, crossing);
    else if (b > limit) add(crossing, to);
    // Both ends slow and a peak between them: points a millisecond apart beside the zenith.
    else if (mean > limit || (holdsPeak && peakAzimuthRate.degPerS > limit)) add(from, to);
  }
  return found;
}
