/** Complex numbers that a kernel makes at once. */
export const NOISE_BLOCK = 1024;

/** Words of a state: four generators, the first words of all, then the second ones, and so on. Not all words of one are 0. */
export const NOISE_STATE_WORDS = 16;

/**
 * A stream of complex Gaussian numbers, I and Q independent and each of deviation 1, out to 6.6 deviations. Made of uniform numbers of
 * four xoshiro128++ generators: numbers n of the stream with n mod 4 = g are those of generator g.
 */
export interface NoiseKernel {
  /** Adds `sigma` times the next `count` numbers to `samples` (I and Q interleaved) from sample `from` on. */
  add(samples: Float32Array, from: number, count: number, sigma: number): void;
}
