import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GaussianNoise, noiseSigma } from './noise.js';

const COUNT = 1_000_000;

function noise(seed: number | readonly number[], count: number, sigma = 1): Float32Array {
  const out = new Float32Array(2 * count);
  new GaussianNoise(seed).add(out, 0, count, sigma);
  return out;
}

/** Mean of a[m] · b[m + shift], over every second number from `first` on. */
function correlation(a: Float32Array, b: Float32Array, first: number, shift: number): number {
  let sum = 0;
  let count = 0;
  for (let m = first; m + shift < a.length && m + shift < b.length; m += 2) {
    sum += a[m]! * b[m + shift]!;
    count++;
  }
  return sum / count;
}

describe('Gaussian noise', () => {
  const samples = noise(42, COUNT);

  // Bounds are five standard deviations of each estimate for COUNT independent numbers.
  it.each([
    ['I', 0],
    ['Q', 1],
  ] as const)('%s: mean 0, variance 1, no skew, kurtosis 3, the tails of the normal distribution', (_, which) => {
    let [sum, squares, cubes, fourths] = [0, 0, 0, 0];
    const beyond = { above3: 0, below3: 0, above4: 0, below4: 0 };
    let most = 0;
    for (let n = which; n < 2 * COUNT; n += 2) {
      const x = samples[n]!;
      sum += x;
      squares += x * x;
      cubes += x * x * x;
      fourths += x * x * x * x;
      if (x > 3) beyond.above3++;
      if (x < -3) beyond.below3++;
      if (x > 4) beyond.above4++;
      if (x < -4) beyond.below4++;
      most = Math.max(most, Math.abs(x));
    }
    const sigmas = 5 / Math.sqrt(COUNT);
    expect(Math.abs(sum / COUNT)).toBeLessThan(sigmas);
    expect(Math.abs(squares / COUNT - 1)).toBeLessThan(sigmas * Math.sqrt(2));
    expect(Math.abs(cubes / COUNT)).toBeLessThan(sigmas * Math.sqrt(15));
    expect(Math.abs(fourths / COUNT - 3)).toBeLessThan(sigmas * Math.sqrt(96));
    // One side of the normal distribution: 1.349898e-3 beyond 3, 3.167124e-5 beyond 4.
    for (const count of [beyond.above3, beyond.below3])
      expect(Math.abs(count - 1349.9)).toBeLessThan(5 * Math.sqrt(1349.9));
    for (const count of [beyond.above4, beyond.below4])
      expect(Math.abs(count - 31.67)).toBeLessThan(5 * Math.sqrt(31.67));
    expect(most).toBeGreaterThan(4.4);
    expect(most).toBeLessThan(6.7);
  });

  it('white: I and Q, samples apart and other seeds have nothing to do with each other', () => {
    const bound = 5 / Math.sqrt(COUNT);
    const count = 60_000;
    const shorter = 5 / Math.sqrt(count);
    expect(Math.abs(correlation(samples, samples, 0, 1))).toBeLessThan(bound);
    const start = samples.subarray(0, 2 * count);
    for (const shift of [1, 2, 3, 4, 6, 8, 16, 2048])
      for (const first of [0, 1]) expect(Math.abs(correlation(start, start, first, shift))).toBeLessThan(shorter);
    for (const seed of [43, [42, 0], [42, 1], -42, 42.5]) {
      const other = noise(seed, count);
      for (const shift of [0, 1, 2]) expect(Math.abs(correlation(start, other, 0, shift))).toBeLessThan(shorter);
    }
    // Not by their squares either: the radius of a pair must not come back in another.
    const squares = start.map((x) => x * x - 1);
    for (const shift of [1, 2, 4, 8])
      expect(Math.abs(correlation(squares, squares, 0, shift))).toBeLessThan(3 * shorter);
  });

  it('is the same for the same seed, however it is cut', () => {
    const whole = noise([1, 2, 3], 6000, 0.3);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2500 }), { minLength: 3, maxLength: 20 }), (pieces) => {
        const generator = new GaussianNoise([1, 2, 3]);
        const out = new Float32Array(12_000);
        let from = 0;
        for (const piece of [...pieces, 6000]) {
          const length = Math.min(piece, 6000 - from);
          generator.add(out, from, length, 0.3);
          from += length;
        }
        expect(out.every((x, n) => x === whole[n])).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is added to what is there', () => {
    const out = new Float32Array(20).fill(5);
    new GaussianNoise(1).add(out, 2, 5, 2);
    const alone = noise(1, 5, 2);
    expect(out).toEqual(Float32Array.from({ length: 20 }, (_, n) => (n >= 4 && n < 14 ? 5 + alone[n - 4]! : 5)));
  });

  it('makes the ratio that is asked: Es/N0 of a signal of power P is P · fs / (R · 2σ²)', () => {
    const [power, symbolRateHz, sampleRateHz, esN0Db] = [0.49, 50e3, 250e3, 3];
    const sigma = noiseSigma({ power, symbolRateHz, sampleRateHz, esN0Db });
    const made = noise(9, 200_000, sigma);
    let measured = 0;
    for (const x of made) measured += (x * x) / 200_000;
    const density = measured / sampleRateHz;
    expect(10 * Math.log10(power / symbolRateHz / density)).toBeCloseTo(3, 1);
    expect(sigma).toBeCloseTo(Math.sqrt((0.49 * 5) / (2 * 1.995262)), 5);
  });
});
