import { gaussianTail } from './error-function.js';

/** Bit error rate of coherent BPSK in white noise: Q(√(2 Es/N0)), 0 to 0.5. */
export function bpskBitErrorRate(esN0Db: number): number {
  return gaussianTail(Math.sqrt(2 * 10 ** (esN0Db / 10)));
}
