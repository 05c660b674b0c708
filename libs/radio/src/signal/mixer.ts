import { mixerKernel } from '@app/kernels';
import type { Iq, SamplePolynomial } from './iq.js';

/**
 * Turns `count` samples from `from` on, in place, by a phase in turns that is a polynomial of the sample's index counted from `from`: a
 * positive slope moves the signal up. Right to 1e-6 of a turn; the phase is evaluated for each sample, so that no error adds up.
 */
export function rotate(samples: Iq, from: number, count: number, turns: SamplePolynomial): void {
  mixerKernel(samples, from, samples, from, count, turns);
}

/** The same, from one buffer into another, which it overwrites. */
export function rotateInto(
  out: Iq,
  outFrom: number,
  samples: Iq,
  from: number,
  count: number,
  turns: SamplePolynomial,
): void {
  mixerKernel(samples, from, out, outFrom, count, turns);
}

/** The turns that undo these. */
export function reversed([c0, c1, c2, c3]: SamplePolynomial): SamplePolynomial {
  return [-c0, -c1, -c2, -c3];
}
