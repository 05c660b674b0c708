/** Values of a sequence at most. */
export const MAX_SEQUENCE = 8192;
/** Bins of a spectrum at most. */
export const MAX_SPECTRUM = 16_384;

/** A line, or two that move together, in a spectrum. */
export interface SpectralLine {
  /** Its bin; negative for negative frequencies where the search began there. */
  readonly bin: number;
  /** The first spectrum has it so many bins higher, the second lower; 0 where only one was looked at. */
  readonly shift: number;
  /** Its weighed power, or the sum of the two. */
  readonly power: number;
}

/** Looks for lines in the spectra of two sequences of complex values. Bin k of a spectrum of `size` is k / size turns a value. */
export interface SpectralSearchKernel {
  /** Interleaved; room for MAX_SEQUENCE values each. */
  readonly sequences: readonly [Float32Array, Float32Array];
  /** Powers of the bins, after `transform`. */
  readonly spectra: readonly [Float32Array, Float32Array];
  /** What bins are multiplied by before they are compared: 0 until they are set. */
  readonly weights: readonly [Float32Array, Float32Array];
  /**
   * The power spectrum of the first `count` values of a sequence, with zeros up to `size` (a power of two, 4 to MAX_SPECTRUM), after a chirp
   * of `chirp` turns a value² is taken off: exp(-jπ · chirp · (n - count / 2)²).
   */
  transform(which: 0 | 1, count: number, size: number, chirp: number): void;
  /** The strongest bin of the first spectrum of `count` from bin `from` on; the lowest of several. */
  strongest(size: number, from: number, count: number): SpectralLine;
  /** The strongest sum of bin n + d of the first and bin n - d of the second spectrum, n as above, d from -`spread` to `spread`. */
  strongestPair(size: number, from: number, count: number, spread: number): SpectralLine;
}
