import type { FirKernel } from './fir.kernel.js';

/** The kernel as its formula, in double precision. */
export function referenceFir(taps: ArrayLike<number>, decimation: number): FirKernel {
  const values = Float32Array.from(taps);
  return (input, out, outFrom, count) => {
    for (let n = 0; n < count; n++) {
      let i = 0;
      let q = 0;
      for (const [j, tap] of values.entries()) {
        i += tap * input[2 * (n * decimation + j)]!;
        q += tap * input[2 * (n * decimation + j) + 1]!;
      }
      out[2 * (outFrom + n)] = i;
      out[2 * (outFrom + n) + 1] = q;
    }
  };
}
