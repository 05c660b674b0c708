/** One of the four codes of 131.0-B: how many symbols a codeword corrects, and in which basis its symbols travel. */
export interface ReedSolomonCode {
  readonly e: 16 | 8;
  readonly basis: 'dual' | 'conventional';
}

/** The result of a codeword with more than E errors. */
export const UNCORRECTABLE = -1;

/**
 * Works on whole codeblocks in place: `interleave` codewords (1 to 8) of n symbols each (2E + 1 to 255, shortened ones without their
 * leading zeros), symbol j of the codeblock in codeword j mod interleave. Lengths are the caller's to check.
 */
export interface ReedSolomonKernel {
  /** Writes the check symbols behind the information symbols. */
  encode(codeblock: Uint8Array, interleave: number): void;
  /**
   * Corrects up to E symbols a codeword. `results[c]` becomes the number of corrected symbols, or UNCORRECTABLE where the codeword stays
   * as it was. Gives the number of uncorrectable codewords.
   */
  decode(codeblock: Uint8Array, interleave: number, results: Int8Array): number;
}
