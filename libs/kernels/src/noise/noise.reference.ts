import type { NoiseKernel } from './noise.kernel.js';

/** The stream in double precision, number by number. */
export function referenceNoise(state: Uint32Array): NoiseKernel {
  const words = state.slice();
  let lane = 0;
  const rotated = (x: number, left: number): number => ((x << left) | (x >>> (32 - left))) >>> 0;
  const next = (): number => {
    const [s0, s1, s2, s3] = [words[lane]!, words[4 + lane]!, words[8 + lane]!, words[12 + lane]!];
    const third = s2 ^ s0;
    const fourth = s3 ^ s1;
    words[lane] = s0 ^ fourth;
    words[4 + lane] = s1 ^ third;
    words[8 + lane] = third ^ (s1 << 9);
    words[12 + lane] = rotated(fourth >>> 0, 11);
    return (rotated((s0 + s3) >>> 0, 7) + s0) >>> 0;
  };
  return {
    add(samples, from, count, sigma) {
      for (let n = from; n < from + count; n++) {
        const radius = Math.sqrt(-2 * Math.log((next() + 0.5) / 2 ** 32));
        const angle = (2 * Math.PI * (next() | 0)) / 2 ** 32;
        samples[2 * n] = samples[2 * n]! + sigma * radius * Math.cos(angle);
        samples[2 * n + 1] = samples[2 * n + 1]! + sigma * radius * Math.sin(angle);
        lane = (lane + 1) & 3;
      }
    },
  };
}
