/** A cubic of the sample index k, counted from 0: c[0] + c[1] k + c[2] k² + c[3] k³. */
export type SampleCubic = readonly [number, number, number, number];

/**
 * A pulse for all positions of a sample between two symbols: `phases` + 1 rows of `taps` values. Row p holds, for the symbols that reach
 * a sample at the fraction p / phases of a symbol, what each contributes, the oldest first. Between rows it is linear.
 */
export interface PulseTable {
  /** A multiple of 4, at most MAX_TAPS. */
  readonly taps: number;
  readonly phases: number;
  /** (phases + 1) · taps values, at most MAX_TABLE_VALUES. */
  readonly values: Float32Array;
}

export const MAX_TAPS = 64;
export const MAX_TABLE_VALUES = 32_784;

/** Samples to render: added to `out` (I and Q interleaved) from sample `from` on. */
export interface WaveformRun {
  readonly out: Float32Array;
  readonly from: number;
  readonly count: number;
  /** Where sample k lies in the array of symbols: its taps are elements floor(position) and the taps - 1 that follow. Never falls. */
  readonly position: SampleCubic;
  /** Phase of the carrier in turns. */
  readonly carrier: SampleCubic;
  readonly amplitude: SampleCubic;
}

/**
 * Renders symbols as samples by a pulse table. Every array must hold all elements that the positions ask for; one more sample than a symbol
 * at least, in the mean.
 */
export interface WaveformKernel {
  /**
   * Sum of pulses. `quadrature` null: symbols are real. The quadrature's samples lie `quadratureDelay` (0 or ½) symbols earlier among its
   * symbols than the position says.
   */
  linear(run: WaveformRun, inPhase: Float32Array, quadrature: Float32Array | null, quadratureDelay: number): void;
  /**
   * Constant envelope: the phase is `turns[floor(position)]` + `turnsPerSymbol` · sum of pulses of `symbols`. Where the symbol in the
   * middle (tap taps / 2) is 0 there is no carrier.
   */
  frequency(run: WaveformRun, symbols: Float32Array, turns: Float32Array, turnsPerSymbol: number): void;
}
