import {
  angleBetween,
  type FollowedTrack,
  type PointingProfile,
  trackChoice,
  type TrackMode,
  type TrackOption,
} from '@app/orbit';
import { secondsBetween, type Tai } from '@app/time';
import type { AntennaPosition } from '../rotator/rotator.port.js';
import { AxisCurve } from './axis-curve.js';
import type { PointingLimits } from './pointing-limits.js';
import type { SkyDirection } from './spacecraft-view.js';

export interface TrackRequest {
  readonly start: Tai;
  /** Where the spacecraft stands, by seconds since the start. */
  readonly profile: PointingProfile;
  readonly limits: PointingLimits;
  /** Where the antenna comes from: of several ways that serve as well, the nearest is taken. */
  readonly from: AntennaPosition;
  /** Pointing error that does not matter, degrees; a tenth of the beam is usual. */
  readonly toleranceDeg: number;
}

/** The spacecraft is never where the antenna can look. */
export class NoTrackError extends Error {
  override readonly name = 'NoTrackError';
  constructor(readonly reason: string) {
    super(`no track: ${reason}`);
  }
}

/** What the drives are planned to use of their rates: with all of it they could not make up for what they are behind. */
const RATE_USED = 0.98;

/** What an antenna is told during one pass, axis by axis: within its limits, no faster than it turns. Before and after it stands. */
export class PointingTrack {
  readonly mode: TrackMode;
  /** What was chosen, and why, as text. */
  readonly reason: string;
  private readonly azimuth: AxisCurve;
  private readonly elevation: AxisCurve;

  constructor(
    readonly start: Tai,
    option: TrackOption,
    reason: string,
    limits: PointingLimits,
  ) {
    this.mode = option.mode;
    this.reason = reason;
    const curve = (axis: 'azimuth' | 'elevation'): AxisCurve => {
      const rateDegPerS = limits[`${axis}RateDegPerS`];
      const { seconds, degrees } = joined(option.track, `${axis}Deg`, rateDegPerS);
      return new AxisCurve(seconds, degrees, {
        minDeg: limits[`${axis}MinDeg`],
        maxDeg: limits[`${axis}MaxDeg`],
        rateDegPerS,
        accelerationDegPerS2: limits[`${axis}AccelerationDegPerS2`],
      });
    };
    this.azimuth = curve('azimuth');
    this.elevation = curve('elevation');
  }

  /** Where the antenna is to be. */
  positionAt(instant: Tai): AntennaPosition {
    const seconds = secondsBetween(this.start, instant);
    return { azimuthDeg: this.azimuth.positionAt(seconds), elevationDeg: this.elevation.positionAt(seconds) };
  }

  /** The target to be given, so that the antenna passes there at the instant and at the track's rate. */
  aimAt(instant: Tai): AntennaPosition {
    const seconds = secondsBetween(this.start, instant);
    return { azimuthDeg: this.azimuth.aimAt(seconds), elevationDeg: this.elevation.aimAt(seconds) };
  }
}

/**
 * Plans a pass: normal, flipped or over the top, with the turns of cable that go through, by `trackChoice`. Where an axis ends in mid-pass
 * it unwinds; where the spacecraft turns faster than the drives it is begun early. Throws NoTrackError.
 */
export function planTrack({ start, profile, limits, from, toleranceDeg }: TrackRequest): PointingTrack {
  const planned = {
    ...limits,
    azimuthRateDegPerS: RATE_USED * limits.azimuthRateDegPerS,
    elevationRateDegPerS: RATE_USED * limits.elevationRateDegPerS,
    ...(limits.elevationMinDeg === limits.elevationMaxDeg && anyElevation),
    ...(limits.azimuthMinDeg === limits.azimuthMaxDeg && anyAzimuth),
  };
  const choice = trackChoice(profile, planned, { start: from, toleranceDeg });
  if (choice.outcome === 'none') throw new NoTrackError(choice.reason);
  return new PointingTrack(start, choice.best, choice.reason, limits);
}

/** For an axis that does not move: what it cannot follow does not keep the other from following. */
const anyElevation = { elevationMinDeg: -90, elevationMaxDeg: 90 };
const anyAzimuth = { azimuthMinDeg: 0, azimuthMaxDeg: 720 };

/** The angle between two directions, degrees, 0 to 180; elevations above 90 look to the other side. */
export function angleBetweenDeg(
  a: Pick<SkyDirection, 'azimuthDeg' | 'elevationDeg'>,
  b: Pick<SkyDirection, 'azimuthDeg' | 'elevationDeg'>,
): number {
  const radPerDeg = Math.PI / 180;
  const inRadians = ({ azimuthDeg, elevationDeg }: typeof a) => ({
    azimuthRad: azimuthDeg * radPerDeg,
    elevationRad: elevationDeg * radPerDeg,
  });
  return angleBetween(inRadians(a), inRadians(b)) / radPerDeg;
}

/**
 * The pieces of a track end to end. Between two the axis goes to the next one's beginning at its rate, and waits there; where it cannot be
 * there in time, it meets it later.
 */
function joined(
  pieces: readonly FollowedTrack[],
  axis: 'azimuthDeg' | 'elevationDeg',
  rateDegPerS: number,
): { seconds: number[]; degrees: number[] } {
  const seconds: number[] = [];
  const degrees: number[] = [];
  for (const piece of pieces) {
    const [left, at] = [seconds.at(-1), degrees.at(-1)];
    if (left === undefined || at === undefined) {
      seconds.push(...piece.seconds);
      degrees.push(...piece[axis]);
      continue;
    }
    const needsS = (i: number): number => Math.abs((piece[axis][i] as number) - at) / rateDegPerS;
    const met = piece.seconds.findIndex((second, i) => needsS(i) <= second - left);
    if (met === -1) continue;
    if (met === 0 && needsS(0) < (piece.seconds[0] as number) - left) {
      seconds.push(left + needsS(0));
      degrees.push(piece[axis][0] as number);
    }
    seconds.push(...piece.seconds.subarray(met));
    degrees.push(...piece[axis].subarray(met));
  }
  return { seconds, degrees };
}
