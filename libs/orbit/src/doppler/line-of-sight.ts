import { EARTH_RATE_RAD_PER_S } from '../frames/sidereal-time.js';
import { type Vector3 } from '../frames/vector.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { LocalMotion } from './local-motion.js';

// Light travels in inertial axes. While a signal is under way for tau seconds the Earth turns by omega tau, so the spacecraft's
// Earth-fixed position of t - tau (or t + tau) is turned into the Earth-fixed axes of t, where the station stands still (the Sagnac
// effect: up to 4 m in low orbit, 60 m from a geostationary one). The turn is about the axis z: the pole's 1e-6 rad makes 1e-5 m of error.
//
// Everything is then a function of the time t at the ground: s(t) = R(-k omega tau) r(t + k tau) - g, with tau(t) = |s(t)| / c and
// k = -1 for a signal received at t, +1 for one sent at t, 0 for geometry. Derivatives by t follow by the chain rule, with tau'
// and tau'' inside.

/** Speed of light, m/s (exact, SI). */
export const SPEED_OF_LIGHT_MPS = 299_792_458;

/** `received`: what arrives at the ground at the time; `sent`: what leaves it then; `geometric`: no light time. */
export type SignalSense = 'received' | 'sent' | 'geometric';

const SENSE = { received: -1, sent: 1, geometric: 0 } as const;
const LIGHT_TIME_TOLERANCE_S = 1e-15;
const MAX_ITERATIONS = 10;

const dot = (a: Float64Array, b: Float64Array): number =>
  (a[0] as number) * (b[0] as number) + (a[1] as number) * (b[1] as number) + (a[2] as number) * (b[2] as number);

/** A place's line of sight to a spacecraft, by the time at the place. One per thread: `moveTo` and `solve` change it. */
export class LineOfSight {
  private readonly motion: LocalMotion;
  private readonly state = new Float64Array(9);
  private readonly relative = new Float64Array(9);
  private readonly unit = new Float64Array(3);
  private seconds = 0;

  lightTimeS = 0;
  rangeM = 0;
  rangeRateMps = 0;
  rangeAccelerationMps2 = 0;
  /** From the place to the spacecraft in the Earth-fixed axes of the time at the place: m, and its two derivatives by that time. */
  readonly offset = this.relative.subarray(0, 3);
  readonly offsetRate = this.relative.subarray(3, 6);
  readonly offsetAcceleration = this.relative.subarray(6, 9);

  constructor(
    path: EarthFixedPath,
    readonly origin: Vector3,
  ) {
    this.motion = new LocalMotion(path);
  }

  /** Prepares the time at the place; 0, or the code of the path's failure. */
  moveTo(seconds: number): number {
    this.seconds = seconds;
    return this.motion.moveTo(seconds);
  }

  /** Fills the fields for the prepared time. Range and rates are those of the signal's way, by the time at the place. */
  solve(signal: SignalSense): void {
    const k = SENSE[signal];
    let tau = 0;
    this.place(0);
    if (k !== 0)
      for (let i = 0; i < MAX_ITERATIONS; i++) {
        const next = Math.sqrt(dot(this.offset, this.offset)) / SPEED_OF_LIGHT_MPS;
        const change = Math.abs(next - tau);
        tau = next;
        this.place(k * tau);
        if (change < LIGHT_TIME_TOLERANCE_S) break;
      }
    this.lightTimeS = tau;
    this.differentiate(k);
  }

  /** Spacecraft of `delay` seconds later, in the axes of the prepared time: position less origin, velocity, acceleration. */
  private place(delay: number): void {
    this.motion.at(this.seconds + delay, this.state);
    const cos = Math.cos(EARTH_RATE_RAD_PER_S * delay);
    const sin = Math.sin(EARTH_RATE_RAD_PER_S * delay);
    for (let at = 0; at < 9; at += 3) {
      const x = this.state[at] as number;
      const y = this.state[at + 1] as number;
      this.relative[at] = cos * x - sin * y;
      this.relative[at + 1] = sin * x + cos * y;
      this.relative[at + 2] = this.state[at + 2] as number;
    }
    for (let axis = 0; axis < 3; axis++)
      this.offset[axis] = (this.offset[axis] as number) - (this.origin[axis] as number);
  }

  private differentiate(k: number): void {
    const { offset, offsetRate: v, offsetAcceleration: a, unit } = this;
    const range = Math.sqrt(dot(offset, offset));
    for (let axis = 0; axis < 3; axis++) unit[axis] = range === 0 ? 0 : (offset[axis] as number) / range;
    const x = (offset[0] as number) + this.origin[0];
    const y = (offset[1] as number) + this.origin[1];
    const omega = EARTH_RATE_RAD_PER_S;
    // Velocity in inertial axes: what a change of tau moves the position by.
    const vx = v[0] as number;
    const vy = v[1] as number;
    const ix = vx - omega * y;
    const iy = vy + omega * x;
    const iz = v[2] as number;
    const towards = (unit[0] as number) * ix + (unit[1] as number) * iy + (unit[2] as number) * iz;
    const slow = 1 - (k * towards) / SPEED_OF_LIGHT_MPS;
    const rangeRate = dot(unit, v) / slow;
    const tauRate = (k * rangeRate) / SPEED_OF_LIGHT_MPS; // k tau'
    // Second derivative but for the part of tau''. The turn's own derivatives: (x, y) -> omega (-y, x), twice: -omega^2 (x, y).
    const mixed = 2 * (1 + tauRate) * tauRate * omega;
    const turn = (omega * tauRate) ** 2;
    a[0] = (a[0] as number) * (1 + tauRate) ** 2 - mixed * vy - turn * x;
    a[1] = (a[1] as number) * (1 + tauRate) ** 2 + mixed * vx - turn * y;
    a[2] = (a[2] as number) * (1 + tauRate) ** 2;
    v[0] = vx + tauRate * ix;
    v[1] = vy + tauRate * iy;
    v[2] = iz * (1 + tauRate);
    const across = range === 0 ? 0 : (dot(v, v) - rangeRate ** 2) / range;
    const rangeAcceleration = (across + dot(unit, a)) / slow;
    const tauAcceleration = (k * rangeAcceleration) / SPEED_OF_LIGHT_MPS;
    a[0] += tauAcceleration * ix;
    a[1] += tauAcceleration * iy;
    a[2] += tauAcceleration * iz;
    this.rangeM = range;
    this.rangeRateMps = rangeRate;
    this.rangeAccelerationMps2 = rangeAcceleration;
  }
}
