// Frame sequence numbers have eight bits: all arithmetic is modulo 256 (CCSDS 232.1-B-2, notes in 5.2.1 and 6.2.1; trap 27).
export const FRAME_SEQUENCE_MODULO = 256;

/** The number after `value`. */
export const nextNumber = (value: number): number => (value + 1) % FRAME_SEQUENCE_MODULO;

/** How many steps forward lead from `from` to `to`: 0 to 255. */
export const stepsAhead = (from: number, to: number): number =>
  (to - from + FRAME_SEQUENCE_MODULO) % FRAME_SEQUENCE_MODULO;
