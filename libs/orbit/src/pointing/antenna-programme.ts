import { type PointingCurve } from './pointing-profile.js';

/**
 * How an antenna follows a contact. `normal`: azimuth and elevation as they are. `flipped`: azimuth + 180, 180 - elevation, all the
 * time. `over the top`: one before the highest point and the other after it, so that the azimuth stays where it is and the elevation
 * goes through 90.
 */
export type TrackMode = 'normal' | 'flipped' | 'over the top';

/** Wanted positions of the axes by time: the mechanical azimuth (whole turns included) and the elevation, also above 90. */
export interface AntennaProgramme {
  readonly mode: TrackMode;
  /** Whole turns of azimuth added. */
  readonly turns: number;
  readonly seconds: Float64Array;
  readonly azimuthDeg: Float64Array;
  readonly elevationDeg: Float64Array;
}

/** Place of the highest elevation. */
export function highestPoint(curve: PointingCurve): number {
  let highest = 0;
  curve.elevationDeg.forEach((elevation, i) => {
    if (elevation > (curve.elevationDeg[highest] as number)) highest = i;
  });
  return highest;
}

/** A stretch that is followed flipped, and by how much its azimuth is moved. */
interface Flip {
  readonly from: number;
  readonly to: number;
  readonly shiftDeg: number;
}

function programme(curve: PointingCurve, mode: TrackMode, turns: number, flip: Flip | undefined): AntennaProgramme {
  const flipped = (i: number): boolean => flip !== undefined && i >= flip.from && i < flip.to;
  return {
    mode,
    turns,
    seconds: curve.seconds,
    azimuthDeg: curve.azimuthDeg.map((az, i) => az + 360 * turns + (flipped(i) ? (flip?.shiftDeg ?? 0) : 0)),
    elevationDeg: curve.elevationDeg.map((el, i) => (flipped(i) ? 180 - el : el)),
  };
}

/** The programmes of one mode that reach into an azimuth range, by whole turns; without those that cannot. */
function inRange(
  curve: PointingCurve,
  mode: TrackMode,
  flip: Flip | undefined,
  azimuthMinDeg: number,
  azimuthMaxDeg: number,
): AntennaProgramme[] {
  const { azimuthDeg } = programme(curve, mode, 0, flip);
  let [low, high] = [Infinity, -Infinity];
  for (const azimuth of azimuthDeg) [low, high] = [Math.min(low, azimuth), Math.max(high, azimuth)];
  const found: AntennaProgramme[] = [];
  const last = Math.floor((azimuthMaxDeg - low) / 360);
  for (let turns = Math.ceil((azimuthMinDeg - high) / 360); turns <= last; turns++)
    found.push(programme(curve, mode, turns, flip));
  return found;
}

/** All programmes of a mode whose azimuths touch the range. `over the top` goes up normal and down flipped, or the other way. */
export function programmesOf(
  curve: PointingCurve,
  mode: TrackMode,
  azimuthMinDeg: number,
  azimuthMaxDeg: number,
): AntennaProgramme[] {
  const length = curve.seconds.length;
  if (mode === 'normal') return inRange(curve, mode, undefined, azimuthMinDeg, azimuthMaxDeg);
  if (mode === 'flipped')
    return inRange(curve, mode, { from: 0, to: length, shiftDeg: 180 }, azimuthMinDeg, azimuthMaxDeg);
  const top = highestPoint(curve);
  const turned = (curve.azimuthDeg[length - 1] ?? 0) - (curve.azimuthDeg[0] ?? 0);
  const back = turned > 0 ? -180 : 180;
  return [
    ...inRange(curve, mode, { from: top, to: length, shiftDeg: back }, azimuthMinDeg, azimuthMaxDeg),
    ...inRange(curve, mode, { from: 0, to: top, shiftDeg: -back }, azimuthMinDeg, azimuthMaxDeg),
  ];
}
