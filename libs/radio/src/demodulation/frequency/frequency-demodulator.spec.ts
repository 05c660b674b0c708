import { describe, expect, it } from '@jest/globals';
import { seededOctets } from '../../../../ccsds/src/testing/bits.js';
import { type FrequencyWaveform, usualWaveform } from '../../modulation/waveform.js';
import { type Iq } from '../../signal/iq.js';
import { GaussianNoise } from '../../signal/noise.js';
import { type SoftDecisions } from '../demodulator.js';
import { type FrequencySignal, compareBurst, frequencySignal } from '../testing/frequency-signal.js';
import { FrequencyDemodulatorError } from './frequency-demodulator.error.js';
import { FrequencyDemodulator, type FrequencyDemodulatorParameters } from './frequency-demodulator.js';

const RATE = 10_000;
const gmsk = usualWaveform('GMSK', RATE) as FrequencyWaveform;
const fsk = usualWaveform('FSK', RATE) as FrequencyWaveform;

function received(
  signal: FrequencySignal,
  more: Partial<FrequencyDemodulatorParameters> = {},
  iq = frequencySignal(signal),
): readonly SoftDecisions[] {
  const { waveform, sampleRateHz } = signal;
  const demodulator = new FrequencyDemodulator({ waveform, sampleRateHz, ...more });
  return [...demodulator.push(iq), ...demodulator.flush()];
}

/** What an FM discriminator makes of a signal, with a level and a centre of its own. */
function audioOf(iq: Iq): Iq {
  const audio = new Float32Array(iq.length);
  for (let n = 1; n < iq.length / 2; n++) {
    const [i, q, pi, pq] = [iq[2 * n]!, iq[2 * n + 1]!, iq[2 * n - 2]!, iq[2 * n - 1]!];
    audio[2 * n] = 0.04 + 0.3 * Math.atan2(q * pi - i * pq, i * pi + q * pq);
  }
  return audio;
}

const base = { waveform: gmsk, sampleRateHz: 50_000, gap: 300, bursts: [seededOctets(900, 1)] } as const;

describe('frequency demodulator: complex samples', () => {
  it.each([2, 2.4, 3, 5, 8, 14.7])(
    'without noise every bit of a burst comes out at its place, at %d samples a symbol',
    (sps) => {
      const signal = { ...base, sampleRateHz: sps * RATE, esN0Db: null, clockPpm: 30 };
      const { errors, first, last, farthest } = compareBurst(received(signal), signal, 0);
      expect(errors).toBe(0);
      expect(first).toBeLessThanOrEqual(sps < 3 ? 128 : 0);
      expect(last).toBe(7199);
      expect(farthest).toBeLessThan(0.06);
    },
  );

  // A limiter-discriminator is bound by differential detection: 0.5 exp(-Es/N0) is what that of MSK can reach.
  it.each([
    ['MSK', fsk, 8, 0.0075],
    ['MSK', fsk, 10, 0.0008],
    ['GMSK', gmsk, 10, 0.0045],
  ] as const)('%s: bit errors at Es/N0 of the noise that was added', (_, waveform, esN0Db, most) => {
    const signal = { ...base, waveform, bursts: [seededOctets(3000, 2)], esN0Db };
    const { compared, errors } = compareBurst(received(signal), signal, 0);
    expect(compared).toBeGreaterThan(22_000);
    expect(errors / compared).toBeLessThan(most);
    expect(errors / compared).toBeGreaterThan(0.5 * Math.exp(-(10 ** (esN0Db / 10))));
  });

  it.each([{ offsetHz: 9000 }, { offsetHz: -4000, chirpHzPerSecond: 2000 }, { clockPpm: 900 }, { clockPpm: -8000 }])(
    'follows %j',
    (impairment) => {
      const signal = { ...base, esN0Db: 14, bursts: [seededOctets(1500, 3)], ...impairment };
      const outputs = received(signal);
      const { errors, first, last } = compareBurst(outputs, signal, 0);
      expect(errors).toBeLessThanOrEqual(4);
      expect([first < 700, last]).toEqual([true, 11_999]);
      const { estimate } = outputs[Math.floor(outputs.length / 2)]!;
      const carrier = (impairment.offsetHz ?? 0) + (impairment.chirpHzPerSecond ?? 0) * 0.6;
      expect(Math.abs(estimate.carrierOffsetHz - carrier)).toBeLessThan(150);
      expect(Math.abs(estimate.symbolRateHz / RATE - 1 - (impairment.clockPpm ?? 0) * 1e-6)).toBeLessThan(1e-4);
    },
  );

  it('long runs of equal bits do not move the centre', () => {
    const bits = seededOctets(2000, 4);
    for (const [from, value] of [
      [600, 0xff],
      [1100, 0],
    ] as const)
      bits.fill(value, from, from + 120);
    const signal = { ...base, bursts: [bits], esN0Db: 16 };
    const outputs = received(signal);
    expect(compareBurst(outputs, signal, 0)).toMatchObject({ errors: 0, last: 15_999 });
    expect(outputs.filter(({ continues }) => !continues)).toHaveLength(1);
  });

  it('several bursts between noise, each from its beginning', () => {
    const bursts = [5, 6, 7].map((seed) => seededOctets(400, seed));
    const signal = { ...base, bursts, gap: 2500, esN0Db: 14 };
    const outputs = received(signal);
    for (const burst of [0, 1, 2]) {
      const { errors, first, last } = compareBurst(outputs, signal, burst);
      expect([first < 64, last]).toEqual([true, 3199]);
      expect(errors).toBeLessThanOrEqual(4);
    }
    expect(outputs.filter(({ continues }) => !continues).length).toBeGreaterThanOrEqual(3);
  });

  it('noise alone gives next to nothing', () => {
    const iq = new Float32Array(2 * 150_000);
    new GaussianNoise(8).add(iq, 0, 150_000, 0.3);
    const decisions = received({ ...base, esN0Db: null }, {}, iq).reduce((sum, one) => sum + one.decisions.length, 0);
    expect(decisions).toBeLessThan(1500);
  });

  it('how the input is cut changes nothing; what is no number counts as 0', () => {
    const signal = { ...base, bursts: [seededOctets(400, 9)], esN0Db: 12 };
    const iq = frequencySignal(signal);
    iq[4001] = 0;
    const whole = received(signal, {}, iq);
    iq[4001] = Number.NaN;
    const demodulator = new FrequencyDemodulator({ waveform: gmsk, sampleRateHz: 50_000 });
    for (const run of [0, 1]) {
      const pieces: SoftDecisions[] = [];
      for (let at = 0; at < iq.length; at += 2 * (777 + run))
        pieces.push(...demodulator.push(iq.subarray(at, at + 2 * (777 + run))));
      pieces.push(...demodulator.flush());
      expect(pieces).toEqual(whole);
    }
    expect(whole.length).toBeGreaterThan(40);
  });

  it('the soft decisions of bits without noise stand in the middle of their range; inverted, they are complemented', () => {
    const signal = { ...base, waveform: fsk, bursts: [seededOctets(800, 10)], esN0Db: 20 };
    const all = received(signal).flatMap(({ decisions }) => [...decisions.map(Math.abs)]);
    all.sort((a, b) => a - b);
    expect(Math.abs(all[all.length >> 1]! - 48)).toBeLessThan(4);
    const { compared, errors } = compareBurst(received(signal, { inverted: true }), signal, 0);
    expect(errors).toBe(compared);
  });
});

describe('frequency demodulator: discriminator audio', () => {
  it.each([
    [2.4, 22],
    [4.92, 22],
    [20, 32],
  ])('of any level and centre, at %d samples a symbol', (sps, esN0Db) => {
    const signal = { ...base, waveform: fsk, sampleRateHz: sps * RATE, esN0Db, bursts: [seededOctets(800, 11)] };
    const outputs = received(signal, { input: 'audio' }, audioOf(frequencySignal(signal)));
    const { errors, first, last } = compareBurst(outputs, signal, 0);
    expect(errors).toBe(0);
    expect([first < 400, last >= 6398]).toEqual([true, true]);
  });
});

describe('frequency demodulator: parameters', () => {
  it('refuses what it cannot do', () => {
    const make = (sampleRateHz: number, waveform = gmsk): FrequencyDemodulator =>
      new FrequencyDemodulator({ waveform, sampleRateHz });
    expect(() => make(19_000)).toThrow(FrequencyDemodulatorError);
    expect(() => make(19_000)).toThrow(/samples a symbol: expected 2 to 4096, found 1.9/);
    expect(() => make(50_000, { ...gmsk, deviationHz: 1 })).toThrow(/deviation: expected 0.05 to 20/);
  });
});
