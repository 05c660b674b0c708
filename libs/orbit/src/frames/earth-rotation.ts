import { type Tai } from '@app/time';
import { type EarthOrientation } from './earth-orientation.js';
import { EarthOrientationReader } from './earth-orientation-reader.js';
import { EARTH_RATE_RAD_PER_S, greenwichMeanSiderealTime } from './sidereal-time.js';
import { spin, wobble } from './state-turns.js';
import { TaiDay } from './tai-day.js';
import { type Vector3 } from './vector.js';

/**
 * The rotation from TEME to the Earth-fixed frame, by seconds since `start`: sidereal time of UT1 to PEF, then polar motion to
 * ITRF. (With orientation `none` PEF stands for ITRF.)
 */
export class EarthRotation {
  private readonly day: TaiDay;
  private readonly earth: EarthOrientationReader;

  constructor(
    readonly start: Tai,
    readonly orientation: EarthOrientation,
  ) {
    this.day = new TaiDay(start);
    this.earth = new EarthOrientationReader(start, orientation);
  }

  /** Turns a TEME state (m, m/s) of `seconds` after the start into the Earth-fixed one, in place. */
  rotate(seconds: number, state: Float64Array): void {
    const { earth } = this;
    earth.load(seconds);
    const ut1 = this.day.julianDate(seconds + earth.ut1MinusTaiSeconds);
    spin(greenwichMeanSiderealTime(ut1), EARTH_RATE_RAD_PER_S, state);
    wobble(earth.poleXRad, earth.poleYRad, state);
  }
}

/** A TEME position and velocity (m, m/s) as Earth-fixed ones at an instant. */
export function temeToItrf(
  state: { readonly position: Vector3; readonly velocity: Vector3 },
  instant: Tai,
  orientation: EarthOrientation,
): { readonly position: Vector3; readonly velocity: Vector3 } {
  const out = Float64Array.from([...state.position, ...state.velocity]);
  new EarthRotation(instant, orientation).rotate(0, out);
  const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = out;
  return { position: [x, y, z], velocity: [vx, vy, vz] };
}
