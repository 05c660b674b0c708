import { NS_PER_DAY, NS_PER_SECOND, type Tai, plusSeconds } from '@app/time';
import { type EarthOrientation, utcMinusTaiSince } from './earth-orientation.js';
import { EARTH_RATE_RAD_PER_S, greenwichMeanSiderealTime } from './sidereal-time.js';
import { type Vector3 } from './vector.js';

const JD_1958 = 2_436_204.5;
const DAY_S = 86_400;

/**
 * The rotation from TEME to the Earth-fixed frame, by seconds since `start`: sidereal time of UT1 to PEF, then polar motion to
 * ITRF. (With orientation `none` PEF stands for ITRF.)
 */
export class EarthRotation {
  private readonly taiDay: number;
  private readonly secondsOfDay: number;
  private readonly utcMinusTai: (seconds: number) => number;

  constructor(
    readonly start: Tai,
    readonly orientation: EarthOrientation,
  ) {
    this.taiDay = Number(start / NS_PER_DAY);
    const rest = start % NS_PER_DAY;
    this.secondsOfDay = Number(rest / NS_PER_SECOND) + Number(rest % NS_PER_SECOND) / 1e9;
    this.utcMinusTai = utcMinusTaiSince(start);
  }

  /** Turns a TEME state (m, m/s) of `seconds` after the start into the Earth-fixed one, in place. */
  rotate(seconds: number, state: Float64Array): void {
    if (this.orientation === 'none') {
      this.spin(seconds, this.utcMinusTai(seconds), state);
      return;
    }
    const { ut1MinusTaiSeconds, poleXRad, poleYRad } = this.orientation.at(plusSeconds(this.start, seconds));
    this.spin(seconds, ut1MinusTaiSeconds, state);
    wobble(poleXRad, poleYRad, state, 0);
    wobble(poleXRad, poleYRad, state, 3);
  }

  private spin(seconds: number, ut1MinusTai: number, state: Float64Array): void {
    const fraction = (this.secondsOfDay + seconds + ut1MinusTai) / DAY_S;
    const angle = greenwichMeanSiderealTime({ day: JD_1958 + this.taiDay, fraction });
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const [x = 0, y = 0, , vx = 0, vy = 0] = state;
    const px = cos * x + sin * y;
    const py = cos * y - sin * x;
    state[0] = px;
    state[1] = py;
    state[3] = cos * vx + sin * vy + EARTH_RATE_RAD_PER_S * py;
    state[4] = cos * vy - sin * vx - EARTH_RATE_RAD_PER_S * px;
  }
}

/** Polar motion: from the pole of rotation to the pole of the ITRF (Vallado 2013, 3.7.3, from memory). */
function wobble(xp: number, yp: number, state: Float64Array, at: number): void {
  const x = state[at] ?? 0;
  const y = state[at + 1] ?? 0;
  const z = state[at + 2] ?? 0;
  const cosX = Math.cos(xp);
  const sinX = Math.sin(xp);
  const cosY = Math.cos(yp);
  const sinY = Math.sin(yp);
  state[at] = cosX * x + sinX * (sinY * y + cosY * z);
  state[at + 1] = cosY * y - sinY * z;
  state[at + 2] = -sinX * x + cosX * (sinY * y + cosY * z);
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
