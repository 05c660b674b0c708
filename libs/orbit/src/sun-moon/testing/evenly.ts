import fc from 'fast-check';

const STEPS = 1_000_000;

/** Numbers spread evenly over a range, its ends included. (`fc.double` spreads over bit patterns: most of its numbers are next to 0.) */
export function evenly(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: STEPS }).map((k) => min + ((max - min) * k) / STEPS);
}
