/** How the two symbols of a bit follow each other. */
export interface ViterbiOrder {
  /** The symbol of polynomial 133 comes first. */
  readonly swapped: boolean;
  /** The symbol of polynomial 133 is sent inverted. */
  readonly inverted: boolean;
}

/** Symbols pairs that one call takes at most, and the length of the ring of decisions. */
export const MAX_STEPS = 1024;

/** What a branch costs at most: 256 for each of its two symbols. */
export const MAX_BRANCH_COST = 512;

/**
 * The machine of a decoder of the rate 1/2, constraint length 7 code (polynomials 171 and 133 octal): metrics of 64 states and a ring of
 * decisions. A state is the last six bits, the newest lowest. A branch costs 128 - s for each symbol s (-128 to 127, positive = bit 1)
 * that should be 1, and 128 + s for each that should be 0. Of two equal ways the one from the lower state survives.
 */
export interface ViterbiKernel {
  /**
   * Takes pairs of soft symbols from `symbols[2 · from]` on, `steps` of them (at most MAX_STEPS); decisions of the first go to place
   * `ring` of the ring. Gives the cost of the best way that was taken off all metrics since.
   */
  addCompareSelect(symbols: Int8Array, from: number, steps: number, ring: number): number;
  /** The state with the least metric, the lowest of several. */
  bestState(): number;
  /** From `state` after the step before place `end` back over `skip` steps, then the `count` bits (whole octets) before them. */
  traceBack(state: number, end: number, skip: number, count: number): Uint8Array;
  /** All metrics equal (the encoder's state is not known), or only `state` possible. */
  reset(state: number | null): void;
}

/** Metric of a state that cannot be, at the start: more than six branches can make good. */
export const IMPOSSIBLE = 6 * MAX_BRANCH_COST + 1;
