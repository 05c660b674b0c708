import type { MixerKernel } from './mixer.kernel.js';

/** The kernel as its formula, in double precision. */
export const mixerReference: MixerKernel = (input, inputFrom, out, outFrom, count, [c0, c1, c2, c3]) => {
  for (let k = 0; k < count; k++) {
    const turns = c0 + k * (c1 + k * (c2 + k * c3));
    const angle = 2 * Math.PI * (turns - Math.round(turns));
    const cosine = Math.cos(angle);
    const sine = Math.sin(angle);
    const i = input[2 * (inputFrom + k)]!;
    const q = input[2 * (inputFrom + k) + 1]!;
    out[2 * (outFrom + k)] = i * cosine - q * sine;
    out[2 * (outFrom + k) + 1] = i * sine + q * cosine;
  }
};
