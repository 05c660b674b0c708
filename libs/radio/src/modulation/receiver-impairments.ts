import type { Iq } from '../signal/iq.js';

/** What the analogue part of a receiver does to a signal, and its converter. */
export interface ReceiverImpairmentParameters {
  /** Added to I and to Q, after the imbalance. */
  readonly dcOffset?: readonly [i: number, q: number];
  /** How much stronger I is than Q, decibels. */
  readonly gainImbalanceDb?: number;
  /** How far the axes are from a right angle, degrees. */
  readonly phaseImbalanceDeg?: number;
  /** Bits of the converter, full scale ±1: 2^bits levels, none of them 0, as an RTL-SDR's octets (0 is 127.5); null: no converter. */
  readonly bits?: number | null;
}

/**
 * I' = √g · I + offset, Q' = (Q cos φ + I sin φ) / √g + offset, then rounded to a level and held at full scale. The image of a signal is
 * |1 - g e^(-jφ)| / |1 + g e^(jφ)| of its size.
 */
export class ReceiverImpairments {
  private readonly gainI: number;
  private readonly gainQ: number;
  private readonly leak: number;
  private readonly offset: readonly [number, number];
  /** Steps from 0 to full scale; 0: no converter. */
  private readonly steps: number;

  constructor({
    dcOffset = [0, 0],
    gainImbalanceDb = 0,
    phaseImbalanceDeg = 0,
    bits = null,
  }: ReceiverImpairmentParameters) {
    const root = 10 ** (gainImbalanceDb / 40);
    const phase = (phaseImbalanceDeg * Math.PI) / 180;
    this.gainI = root;
    this.gainQ = Math.cos(phase) / root;
    this.leak = Math.sin(phase) / root;
    this.offset = dcOffset;
    this.steps = bits === null ? 0 : (2 ** bits - 1) / 2;
  }

  /** In place, `count` samples from `from` on. */
  apply(samples: Iq, from = 0, count = samples.length / 2 - from): void {
    const [offsetI, offsetQ] = this.offset;
    for (let n = 2 * from; n < 2 * (from + count); n += 2) {
      const i = samples[n]!;
      samples[n] = this.converted(this.gainI * i + offsetI);
      samples[n + 1] = this.converted(this.gainQ * samples[n + 1]! + this.leak * i + offsetQ);
    }
  }

  private converted(value: number): number {
    if (this.steps === 0) return value;
    const level = Math.round(value * this.steps + this.steps);
    return Math.min(Math.max(level, 0), 2 * this.steps) / this.steps - 1;
  }
}
