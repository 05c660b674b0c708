import type { SamplePolynomial } from './iq.js';
import { SignalError } from './signal-error.js';
import { splineSlopes } from './spline.js';

/** A frequency at a time. */
export interface FrequencyKnot {
  readonly atS: number;
  readonly hz: number;
}

/** A piece of a profile: `count` samples whose phase is a polynomial of the index, counted from the first of them. */
export interface TurnsStretch {
  readonly count: number;
  readonly turns: SamplePolynomial;
}

/** Turns that a cubic of the phase may be off the integral of the frequency. */
const TOLERANCE = 2e-5;

/**
 * A carrier frequency over time, through knots: Doppler to put on or to take off. Between knots it is a cubic spline (its rate and the
 * change of its rate are continuous, so that a loop that follows it sees no step of any of them; knots of a smooth curve h seconds apart
 * give it to the fourth power of h). Before the first knot and after the last the frequency stands still. The phase is the exact integral of
 * the frequency, 0 at the first knot: a profile has one phase at each time, so that stretches follow each other without a step however
 * they are cut. Times should be counted from the beginning of a pass: the precision of the phase is that of a time in double precision.
 */
export class CarrierProfile {
  private readonly at: Float64Array;
  private readonly hz: Float64Array;
  private readonly slopes: Float64Array;
  /** Turns at each knot. */
  private readonly phase: Float64Array;

  /** One knot or more, times rising. Throws SignalError. */
  constructor(knots: readonly FrequencyKnot[]) {
    if (knots.length === 0) throw new SignalError('knots of a carrier profile', 'one or more', 0);
    for (const [n, { atS, hz }] of knots.entries()) {
      if (!Number.isFinite(atS) || !Number.isFinite(hz))
        throw new SignalError(`knot ${n} of a carrier profile`, 'finite numbers', `${atS} s, ${hz} Hz`);
      if (n > 0 && atS <= knots[n - 1]!.atS)
        throw new SignalError(`knot ${n} of a carrier profile`, `later than ${knots[n - 1]!.atS} s`, atS);
    }
    this.at = Float64Array.from(knots, ({ atS }) => atS);
    this.hz = Float64Array.from(knots, ({ hz }) => hz);
    this.slopes = splineSlopes(this.at, this.hz);
    this.phase = new Float64Array(knots.length);
    for (let n = 0; n + 1 < knots.length; n++)
      this.phase[n + 1] = this.phase[n]! + this.within(n, this.at[n + 1]! - this.at[n]!).turns;
  }

  hzAt(s: number): number {
    return this.valuesIn(this.knotAt(s), s).hz;
  }

  /** The phase, in turns since the first knot. */
  turnsAt(s: number): number {
    return this.valuesIn(this.knotAt(s), s).turns;
  }

  /**
   * The phase of `count` samples from the time `fromS` on, as stretches that follow each other, each a cubic that has the phase and the
   * frequency of the profile at both of its ends and is nowhere further from it than 2e-5 turns.
   */
  turnsOver(fromS: number, sampleRateHz: number, count: number): TurnsStretch[] {
    const stretches: TurnsStretch[] = [];
    let done = 0;
    while (done < count) {
      const startS = fromS + done / sampleRateHz;
      const { endS, longestS } = this.pieceAt(startS);
      const toEnd = Math.floor((endS - startS) * sampleRateHz) + 1;
      const length = Math.max(1, Math.min(count - done, toEnd, Math.floor(longestS * sampleRateHz)));
      stretches.push({ count: length, turns: this.cubic(startS, sampleRateHz, length) });
      done += length;
    }
    return stretches;
  }

  /** Of the piece at `startS`, which is taken to go on where the last sample is less than one before its end. */
  private cubic(startS: number, sampleRateHz: number, length: number): SamplePolynomial {
    const knot = this.knotAt(startS);
    const from = this.valuesIn(knot, startS);
    const to = this.valuesIn(knot, startS + length / sampleRateHz);
    const c1 = from.hz / sampleRateHz;
    if (knot < 0 || knot === this.at.length - 1) return [from.turns, c1, 0, 0];
    const rise = to.turns - from.turns - c1 * length;
    const bend = (to.hz - from.hz) / sampleRateHz;
    return [from.turns, c1, (3 * rise - bend * length) / length ** 2, (bend * length - 2 * rise) / length ** 3];
  }

  /** Index of the knot at or before `s`, -1 before all. */
  private knotAt(s: number): number {
    let low = 0;
    let high = this.at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle]! <= s) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Where the polynomial that holds at `s` ends, and for how long a cubic may stand for its integral. */
  private pieceAt(s: number): { readonly endS: number; readonly longestS: number } {
    const knot = this.knotAt(s);
    const endS = this.at[knot + 1] ?? Infinity;
    if (knot < 0 || endS === Infinity) return { endS, longestS: Infinity };
    // A cubic with the right value and slope at both ends of L is off the fourth derivative times L⁴ / 384 at most.
    const fourth = Math.abs(6 * this.coefficients(knot)[3]);
    return { endS, longestS: ((384 * TOLERANCE) / fourth) ** 0.25 };
  }

  /** In the piece after a knot: -1 is the one before all knots. */
  private valuesIn(knot: number, s: number): { readonly hz: number; readonly turns: number } {
    const last = this.at.length - 1;
    if (knot >= 0 && knot < last) {
      const { hz, turns } = this.within(knot, s - this.at[knot]!);
      return { hz, turns: this.phase[knot]! + turns };
    }
    const end = Math.max(0, knot);
    return { hz: this.hz[end]!, turns: this.phase[end]! + this.hz[end]! * (s - this.at[end]!) };
  }

  /** Frequency, and turns since the knot, `s` seconds after it. */
  private within(knot: number, s: number): { readonly hz: number; readonly turns: number } {
    const [a, b, c, d] = this.coefficients(knot);
    return { hz: a + s * (b + s * (c + s * d)), turns: s * (a + s * (b / 2 + s * (c / 3 + (s * d) / 4))) };
  }

  private coefficients(knot: number): readonly [number, number, number, number] {
    const width = this.at[knot + 1]! - this.at[knot]!;
    const [a, b] = [this.hz[knot]!, this.slopes[knot]!];
    const chord = (this.hz[knot + 1]! - a) / width;
    const end = this.slopes[knot + 1]!;
    return [a, b, (3 * chord - 2 * b - end) / width, (b + end - 2 * chord) / width ** 2];
  }
}
