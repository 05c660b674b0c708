import { NOISE_STATE_WORDS, type NoiseKernel, noiseKernel } from '@app/kernels';
import type { Iq } from './iq.js';

/** A signal in noise, for the deviation that makes its ratio what is asked. */
export interface NoiseRatio {
  /** Energy of a channel symbol over noise density, decibels. */
  readonly esN0Db: number;
  /** Mean power of the signal: its amplitude squared. */
  readonly power: number;
  readonly symbolRateHz: number;
  readonly sampleRateHz: number;
}

/**
 * Deviation of the noise in I, and in Q, of each sample. Complex noise of density N0 that fills the sample rate fs has the power
 * N0 · fs = 2 σ², a signal of power P and symbol rate R has Es = P / R: Es/N0 = P · fs / (R · 2 σ²).
 */
export function noiseSigma({ esN0Db, power, symbolRateHz, sampleRateHz }: NoiseRatio): number {
  return Math.sqrt((power * sampleRateHz) / (2 * symbolRateHz * 10 ** (esN0Db / 10)));
}

/**
 * White complex Gaussian noise, I and Q independent. The same seed (any numbers) makes the same noise, however calls are cut; different
 * seeds make noises that have nothing to do with each other.
 */
export class GaussianNoise {
  private readonly kernel: NoiseKernel;

  constructor(seed: number | readonly number[]) {
    this.kernel = noiseKernel(stateOf(typeof seed === 'number' ? [seed] : seed));
  }

  /** Adds noise of this deviation per component to `count` samples from `from` on. Sigma 0 uses the noise up all the same. */
  add(out: Iq, from: number, count: number, sigmaPerComponent: number): void {
    this.kernel.add(out, from, count, sigmaPerComponent);
  }
}

/** All bits of all numbers stirred into one word, which the state is counted out from (splitmix64). */
function stateOf(seed: readonly number[]): Uint32Array {
  const mask = (1n << 64n) - 1n;
  const stirred = (word: bigint): bigint => {
    let z = word & mask;
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & mask;
    return z ^ (z >> 31n);
  };
  const bits = new DataView(new ArrayBuffer(8));
  let word = BigInt(seed.length);
  for (const number of seed) {
    bits.setFloat64(0, number);
    word = stirred(word + 0x9e37_79b9_7f4a_7c15n) ^ bits.getBigUint64(0);
  }
  const state = new Uint32Array(NOISE_STATE_WORDS);
  for (let n = 0; n < NOISE_STATE_WORDS; n += 2) {
    word += 0x9e37_79b9_7f4a_7c15n;
    const made = stirred(word);
    state[n] = Number(made & 0xffff_ffffn);
    state[n + 1] = Number(made >> 32n);
  }
  return state;
}
