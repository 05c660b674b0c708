import { describe, expect, it } from '@jest/globals';
import { type FrequencyDemodulatorShape, referenceFrequencyDemodulator, wasmFrequencyDemodulator } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

const numbers = (seed: number, length: number): Float32Array => {
  const octets = seededOctets(2 * length, seed);
  return Float32Array.from({ length }, (_, n) => (256 * octets[2 * n]! + octets[2 * n + 1]!) / 32768 - 1);
};

const phases = 8;
const matchedLength = 12;
const shape: FrequencyDemodulatorShape = {
  channelTaps: Float32Array.of(-0.02, 0.05, 0.25, 0.44, 0.25, 0.05, -0.02),
  frequencyLimit: 0.3,
  phases,
  matchedLength,
  matchedTaps: numbers(5, (phases + 1) * matchedLength),
  matchedBefore: 5,
};

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, n) => Math.max(largest, Math.abs(value - b[n]!)), 0);
}

describe('frequency demodulator kernel (SIMD) beside its reference', () => {
  it('runs here', () => expect(wasmFrequencyDemodulator(shape)).not.toBeNull());

  it('gives the same frequencies, block after block, and the same sums', () => {
    const fast = wasmFrequencyDemodulator(shape)!;
    const slow = referenceFrequencyDemodulator(shape);
    const iq = numbers(1, 2 * 4096);
    for (const kernel of [fast, slow]) kernel.reset();
    let from = 0;
    for (const [count, turnsPerSample] of [
      [8, 0.01],
      [1024, -0.2],
      [16, 0.37],
      [2048, 0],
    ] as const) {
      const results = [fast, slow].map((kernel) => {
        const out = new Float32Array(count + 3);
        kernel.discriminate(iq, from, count, 0.3, turnsPerSample, out, 2);
        return out;
      });
      // An angle of half a turn may come out as either; where the filter leaves next to nothing single precision does not tell.
      const differences = results[0]!.map((value, n) => Math.abs(value - results[1]![n]!));
      const few = differences.filter((difference) => difference > 2e-5);
      expect(few.length).toBeLessThanOrEqual(1 + count / 500);
      expect(results[0]!.slice(2, -1).some((value) => value !== 0)).toBe(true);
      const sums = [fast, slow].map((kernel) => kernel.correlate(iq, from, count, [0.5, -0.25]));
      for (const field of ['re', 'im', 'power'] as const)
        expect(Math.abs(sums[0]![field] - sums[1]![field])).toBeLessThan(1e-4 * sums[1]!.power);
      from += count;
    }
  });

  it('a carrier has its own frequency, wherever the mixer stands, kept within the limit around it', () => {
    const frequency = 0.11;
    const iq = Float32Array.from({ length: 2 * 512 }, (_, i) => {
      const phase = 2 * Math.PI * frequency * (i >> 1);
      return i % 2 === 0 ? Math.cos(phase) : Math.sin(phase);
    });
    for (const kernel of [wasmFrequencyDemodulator(shape)!, referenceFrequencyDemodulator(shape)])
      for (const mixer of [0, 0.1, -0.05]) {
        kernel.reset();
        const out = new Float32Array(512);
        kernel.discriminate(iq, 0, 512, 0, mixer, out, 0);
        for (const value of out.subarray(16)) expect(Math.abs(value - frequency)).toBeLessThan(1e-5);
      }
    const narrow = wasmFrequencyDemodulator({ ...shape, frequencyLimit: 0.02 })!;
    const out = new Float32Array(512);
    narrow.discriminate(iq, 0, 512, 0, 0.05, out, 0);
    for (const value of out.subarray(16)) expect(value).toBeCloseTo(0.07, 5);
  });

  it('gives the same matched values at any place and step', () => {
    const fast = wasmFrequencyDemodulator(shape)!;
    const slow = referenceFrequencyDemodulator(shape);
    const samples = numbers(2, 20_000);
    for (const [start, step, count] of [
      [5, 1, 100],
      [7.06, 0.61, 700],
      [4000.999, 13.37, 1000],
      [100.5, 0.25, 1],
    ] as const) {
      const results = [fast, slow].map((kernel) => {
        const out = new Float32Array(1024);
        kernel.match(samples, start, step, count, out);
        return out;
      });
      expect(largestDifference(results[0]!, results[1]!)).toBeLessThan(2e-5);
      expect(results[0]![count - 1]).not.toBe(0);
    }
  });

  it('nothing has the frequency 0', () => {
    const fast = wasmFrequencyDemodulator(shape)!;
    const out = new Float32Array(64).fill(1);
    fast.discriminate(new Float32Array(128), 0, 64, 0, 0, out, 0);
    expect([...out]).toEqual(new Array(64).fill(0));
  });
});
