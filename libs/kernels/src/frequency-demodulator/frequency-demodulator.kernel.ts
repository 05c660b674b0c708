/** Lag-1 correlation and power of a stretch of samples. */
export interface LagCorrelation {
  /** Sum of x[k] times the conjugate of x[k - 1]. */
  readonly re: number;
  readonly im: number;
  /** Sum of the squares. */
  readonly power: number;
}

/** What a kernel is built for. */
export interface FrequencyDemodulatorShape {
  /** Low-pass taps, symmetric, an odd number; empty where only real samples are matched. */
  readonly channelTaps: Float32Array;
  /** Frequencies are kept within so many turns a sample around the centre. */
  readonly frequencyLimit: number;
  /** Fractions of a sample that the matched filters are made for. */
  readonly phases: number;
  /** Taps of one matched filter, a multiple of 4. */
  readonly matchedLength: number;
  /** `phases` + 1 filters one after the other. */
  readonly matchedTaps: Float32Array;
  /** Samples that a filter reaches back from the whole part of its place. */
  readonly matchedBefore: number;
}

/** Samples that one call takes at most. */
export const MAX_BLOCK = 4096;
/** Results that one call of `match` gives at most. */
export const MAX_MATCHED = 1024;

/**
 * The machine of a demodulator of frequency modulation. Complex samples go through `discriminate` block by block: mixed to the middle,
 * filtered, turned into frequency. `match` works on real samples that the caller holds.
 */
export interface FrequencyDemodulatorKernel {
  /** Sums over `count` samples from sample `from` of interleaved I and Q; the first is correlated with `before`. */
  correlate(iq: Float32Array, from: number, count: number, before: readonly [number, number]): LagCorrelation;
  /**
   * Frequency of `count` (a multiple of 8, at most MAX_BLOCK) samples from sample `from` on, turns a sample. `turns` is the phase of the
   * mixer at the first, `turnsPerSample` its frequency, which is taken off before the filter and put back behind it. Result n belongs to
   * the instant half a sample and (taps - 1) / 2 samples before sample n.
   */
  discriminate(
    iq: Float32Array,
    from: number,
    count: number,
    turns: number,
    turnsPerSample: number,
    out: Float32Array,
    outAt: number,
  ): void;
  /**
   * Matched filters at the places `start`, `start` + `step`, ... of `samples` (at most MAX_MATCHED): written to `out`. All that the
   * filters reach must be there.
   */
  match(samples: Float32Array, start: number, step: number, count: number, out: Float32Array): void;
  /** The stream begins anew. */
  reset(): void;
}
