import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';

// Derivatives of positions. SGP4's velocity is not the slope of its positions (0.02 m/s apart = 0.15 Hz at 2.2 GHz), so velocity and
// acceleration come from the polynomial of degree 4 through five exact positions. In low orbit, at 2 s between them, it is good to
// 1e-8 m/s where the positions are exact; their rounding (1e-6 m some days from the epoch) makes that about 1e-6 m/s and 1e-6 m/s^2.

/** Seconds between the positions; the short one where a usable span leaves no room for the long one. */
const NODE_STEPS_S = [2, 0.25] as const;
/** Where the middle position may lie, in steps: around the time, or to one side at the end of a usable span. */
const SHIFTS = [0, 2, -2] as const;

/** The five numbers of an axis. (Typed arrays are slow to take apart by iteration.) */
const five = (from: Float64Array, axis: number): [number, number, number, number, number] => {
  const at = 5 * axis;
  return [
    from[at] as number,
    from[at + 1] as number,
    from[at + 2] as number,
    from[at + 3] as number,
    from[at + 4] as number,
  ];
};

/** The motion around one time: exact positions, and velocity and acceleration that are their slopes. Earth-fixed. */
export class LocalMotion {
  private readonly scratch = new Float64Array(6);
  private readonly nodes = new Float64Array(15);
  /** Five coefficients an axis, of powers of (time - middle) / step. */
  private readonly coefficients = new Float64Array(15);
  private middle = Number.NaN;
  private step: number = NODE_STEPS_S[0];

  constructor(readonly path: EarthFixedPath) {}

  /** Prepares the motion around `seconds`; 0, or the code of the path's failure. */
  moveTo(seconds: number): number {
    const failure = this.fit(seconds, NODE_STEPS_S[0]);
    if (failure === 0) return 0;
    const code = this.path.stateInto(seconds, this.scratch);
    if (code !== 0) return code;
    for (const step of NODE_STEPS_S)
      for (const shift of SHIFTS) if (this.fit(seconds + shift * step, step) === 0) return 0;
    return failure;
  }

  /** Position (m), velocity (m/s) and acceleration (m/s^2) into `out[0..8]`, at a time within a second of the last `moveTo`. */
  at(seconds: number, out: Float64Array): void {
    const x = (seconds - this.middle) / this.step;
    for (let axis = 0; axis < 3; axis++) {
      const [c0, c1, c2, c3, c4] = five(this.coefficients, axis);
      out[axis] = c0 + x * (c1 + x * (c2 + x * (c3 + x * c4)));
      out[3 + axis] = (c1 + x * (2 * c2 + x * (3 * c3 + x * 4 * c4))) / this.step;
      out[6 + axis] = (2 * c2 + x * (6 * c3 + x * 12 * c4)) / this.step ** 2;
    }
  }

  private fit(middle: number, step: number): number {
    for (let node = 0; node < 5; node++) {
      const code = this.path.stateInto(middle + (node - 2) * step, this.scratch);
      if (code !== 0) return code;
      for (let axis = 0; axis < 3; axis++) this.nodes[5 * axis + node] = this.scratch[axis] as number;
    }
    for (let axis = 0; axis < 3; axis++) {
      const [a, b, c, d, e] = five(this.nodes, axis);
      const at = 5 * axis;
      this.coefficients[at] = c;
      this.coefficients[at + 1] = (a - e - 8 * (b - d)) / 12;
      this.coefficients[at + 2] = (16 * (b + d) - a - e - 30 * c) / 24;
      this.coefficients[at + 3] = (e - a + 2 * (b - d)) / 12;
      this.coefficients[at + 4] = (a + e - 4 * (b + d) + 6 * c) / 24;
    }
    this.middle = middle;
    this.step = step;
    return 0;
  }
}
