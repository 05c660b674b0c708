import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededBits } from '../testing/seeded-bits.js';
import { DcBlocker } from './dc-blocker.js';
import { Decimator } from './decimator.js';
import type { Iq } from './iq.js';
import { type LowPassDesign, lowPass } from './low-pass.js';
import { RealToComplex } from './real-to-complex.js';
import { SignalError } from './signal-error.js';

function response(taps: ArrayLike<number>, turnsPerSample: number): number {
  let sum = 0;
  const half = (taps.length - 1) / 2;
  for (let n = 0; n < taps.length; n++) sum += taps[n]! * Math.cos(2 * Math.PI * turnsPerSample * (n - half));
  return sum;
}

function tone(count: number, turnsPerSample: number, turns = 0): Iq {
  const samples = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    samples[2 * k] = Math.cos(2 * Math.PI * (turns + turnsPerSample * k));
    samples[2 * k + 1] = Math.sin(2 * Math.PI * (turns + turnsPerSample * k));
  }
  return samples;
}

/** The greatest difference, `edge` numbers at both ends left out. */
function farthest(found: Iq, expected: Iq, edge: number): number {
  let most = 0;
  for (let n = edge; n < found.length - edge; n++) most = Math.max(most, Math.abs(found[n]! - expected[n]!));
  return most;
}

function joined(pieces: readonly Iq[]): Iq {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

describe('Low-pass design', () => {
  it.each<LowPassDesign>([
    { sampleRateHz: 1, passbandHz: 0.1, stopbandHz: 0.15, attenuationDb: 60 },
    { sampleRateHz: 48_000, passbandHz: 4000, stopbandHz: 9000, attenuationDb: 80 },
    { sampleRateHz: 250e3, passbandHz: 0, stopbandHz: 20e3, attenuationDb: 40 },
    { sampleRateHz: 1, passbandHz: 0.22, stopbandHz: 0.26, attenuationDb: 70 },
  ])('%j: ripple and stopband as asked', (design) => {
    const { sampleRateHz, passbandHz, stopbandHz, attenuationDb } = design;
    const taps = lowPass(design);
    expect(taps.length % 2).toBe(1);
    const ripple = 10 ** (-attenuationDb / 20);
    let [inPassband, inStopband] = [0, 0];
    for (let n = 0; n <= 100; n++) {
      const pass = response(taps, (passbandHz * n) / 100 / sampleRateHz);
      inPassband = Math.max(inPassband, Math.abs(pass - 1));
      const stop = response(taps, (stopbandHz + ((sampleRateHz / 2 - stopbandHz) * n) / 100) / sampleRateHz);
      inStopband = Math.max(inStopband, Math.abs(stop));
    }
    expect(inPassband).toBeLessThan(2 * ripple);
    expect(inStopband).toBeLessThan(ripple);
    // Not longer than it has to be: half of the taps do not do it.
    expect(taps.length).toBeLessThan(
      2 * (((attenuationDb - 5.95) * sampleRateHz) / (14.36 * (stopbandHz - passbandHz)) + 2),
    );
  });

  it.each<LowPassDesign>([
    { sampleRateHz: 1, passbandHz: 0.2, stopbandHz: 0.2, attenuationDb: 60 },
    { sampleRateHz: 1, passbandHz: 0.2, stopbandHz: 0.6, attenuationDb: 60 },
    { sampleRateHz: 1, passbandHz: 0.2, stopbandHz: 0.2001, attenuationDb: 60 },
  ])('%j: refused', (design) => expect(() => lowPass(design)).toThrow(SignalError));
});

describe('Decimator', () => {
  const taps = lowPass({ sampleRateHz: 1, passbandHz: 0.05, stopbandHz: 0.1, attenuationDb: 70 });

  it.each([1, 2, 3, 5, 8])(
    'by %i: output k is the signal at input sample k times the factor; no delay is left',
    (factor) => {
      const decimator = new Decimator(taps, factor);
      const out = joined([decimator.push(tone(1000, 0.021, 0.3)), decimator.flush()]);
      expect(out.length / 2).toBe(Math.ceil(1000 / factor));
      const expected = tone(out.length / 2, 0.021 * factor, 0.3);
      const edge = Math.ceil(decimator.delaySamples / factor);
      expect(farthest(out, expected, 2 * edge)).toBeLessThan(1e-3);
    },
  );

  it('keeps out what would fold', () => {
    const decimator = new Decimator(taps, 5);
    const out = joined([decimator.push(tone(2000, 0.2 + 0.02)), decimator.flush()]);
    expect(farthest(out, new Float32Array(out.length), 40)).toBeLessThan(10 ** (-68 / 20));
  });

  it('gives the same samples however the input is cut, and afresh after a flush; the factor may be more than the taps', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 7, 90),
        fc.constantFrom(1, 5, 31),
        fc.array(fc.integer({ min: 0, max: 250 }), { minLength: 1, maxLength: 12 }),
        (factor, length, pieces) => {
          const total = pieces.reduce((sum, piece) => sum + piece, 0);
          const input = Float32Array.from(seededBits(2 * total, 3).values, (bit) => 2 * bit - 1);
          const filter = Float64Array.from({ length }, (_, n) => Math.min(n + 1, length - n));
          const decimator = new Decimator(filter, factor);
          const whole = joined([decimator.push(input), decimator.flush()]);
          let from = 0;
          const parts = pieces.map((piece) => decimator.push(input.subarray(2 * from, 2 * (from += piece))));
          const cut = joined([...parts, decimator.flush()]);
          expect(cut.length).toBe(2 * Math.ceil(total / factor));
          // By the formula, nothing before and after the input.
          const half = (length - 1) / 2;
          const expected = Float32Array.from({ length: cut.length }, (_, n) => {
            let sum = 0;
            for (let j = 0; j < length; j++)
              sum += filter[j]! * (input[2 * ((n >> 1) * factor + j - half) + (n & 1)] ?? 0);
            return sum;
          });
          expect(farthest(cut, expected, 0)).toBeLessThan(1e-3);
          expect(farthest(cut, whole, 0)).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuses an even number of taps and a factor that is none', () => {
    expect(() => new Decimator([1, 1], 2)).toThrow(SignalError);
    for (const factor of [0, 1.5, 2000]) expect(() => new Decimator([1], factor)).toThrow(SignalError);
  });
});

describe('DC blocker', () => {
  it('takes the mean off, from the first samples on, and leaves the signal', () => {
    const blocker = new DcBlocker(0.0005, 1);
    const samples = tone(20_000, 0.013).map((value, n) => value + (n & 1 ? -0.7 : 0.4));
    for (let from = 0; from < samples.length; from += 700) blocker.apply(samples.subarray(from, from + 700));
    const signal = tone(20_000, 0.013);
    let [off, mean] = [0, 0];
    for (let n = 20_000; n < 40_000; n++) {
      off += (samples[n]! - signal[n]!) ** 2 / 20_000;
      mean += samples[n]! / 20_000;
    }
    expect(Math.sqrt(off)).toBeLessThan(0.05);
    expect(Math.abs(mean)).toBeLessThan(0.003);
    // Two periods of the tone, when a filter that began with a mean of 0 would still leave two thirds of the offset.
    let early = 0;
    for (let k = 60; k < 214; k++) early += samples[2 * k]! / 154;
    expect(Math.abs(early)).toBeLessThan(0.1);
  });
});

describe('Real samples to complex ones', () => {
  const cosine = (count: number, turnsPerSample: number, turns: number): Float32Array =>
    Float32Array.from({ length: count }, (_, k) => Math.cos(2 * Math.PI * (turns + turnsPerSample * k)));

  it.each([
    [0.25, 1, 0],
    [0.25, 2, 0.12],
    [0.1, 1, 0.05],
    [0.1, 2, -0.07],
    [0.41, 1, 0.06],
  ] as const)(
    'centre %d of the sample rate, decimation %i: a cosine %d above it becomes a tone of size 1 at its instants, image below -50 dB',
    (center, decimation, off) => {
      const converter = new RealToComplex({ sampleRateHz: 1, centerHz: center, decimation });
      expect(converter.sampleRateHz).toBe(1 / decimation);
      const input = cosine(3000, center + off, 0.2);
      const out = joined([
        converter.push(input.subarray(0, 701)),
        converter.push(input.subarray(701)),
        converter.flush(),
      ]);
      expect(out.length / 2).toBe(3000 / decimation);
      const expected = tone(out.length / 2, off * decimation, 0.2);
      expect(farthest(out, expected, 600)).toBeLessThan(10 ** (-50 / 20));
    },
  );

  it('refuses a centre at the edge of the band and a band that reaches its image', () => {
    expect(() => new RealToComplex({ sampleRateHz: 48_000, centerHz: 0 })).toThrow(SignalError);
    expect(() => new RealToComplex({ sampleRateHz: 48_000, centerHz: 24_000 })).toThrow(SignalError);
    expect(() => new RealToComplex({ sampleRateHz: 48_000, centerHz: 12_000, bandwidthHz: 12_000 })).toThrow(
      SignalError,
    );
  });
});
