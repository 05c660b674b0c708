import { describe, expect, it } from '@jest/globals';
import { GaussianNoise } from '../../signal/noise.js';
import type { SoftDecisions } from '../demodulator.js';
import { type LinearSignal, type MadeSignal, compared, linearSignal } from '../testing/linear-signal.js';
import { LinearDemodulator } from './linear-demodulator.js';
import type { LinearDemodulatorOptions } from './linear-options.js';

function demodulated(
  { samples, waveform, sampleRateHz }: Pick<MadeSignal, 'samples' | 'waveform' | 'sampleRateHz'>,
  options: Partial<LinearDemodulatorOptions> = {},
): SoftDecisions[] {
  const demodulator = new LinearDemodulator({ waveform, sampleRateHz, maxChirpHzPerSecond: 0, ...options });
  return [...demodulator.push(samples), ...demodulator.flush()];
}

const usual: LinearSignal = {
  modulation: 'BPSK',
  symbols: 12_000,
  samplesPerSymbol: 2.5,
  esN0Db: 6,
  offset: 0.01,
  after: 50,
  before: 30.2,
};
const ratioOf = (sent: MadeSignal): number[] =>
  compared(demodulated(sent), sent).map(({ errors, bits }) => errors / bits);

describe('demodulator of linear modulations: where signals begin and end', () => {
  it.each(['BPSK', 'QPSK', 'OQPSK'] as const)('%s: noise alone gives nothing', (modulation) => {
    const { waveform } = linearSignal({ modulation, symbols: 1 });
    const samples = new Float32Array(2 * 300_000);
    new GaussianNoise(77).add(samples, 0, 300_000, 0.3);
    expect(demodulated({ samples, waveform, sampleRateHz: 125_000 })).toEqual([]);
  });

  it('silence, a carrier alone and a constant give nothing', () => {
    const { waveform } = linearSignal({ modulation: 'BPSK', symbols: 1 });
    for (const frequency of [null, 0, 0.1]) {
      const samples = new Float32Array(2 * 50_000);
      for (let n = 0; frequency !== null && n < 50_000; n++) {
        samples[2 * n] = Math.cos(2 * Math.PI * frequency * n);
        samples[2 * n + 1] = Math.sin(2 * Math.PI * frequency * n);
      }
      expect(demodulated({ samples, waveform, sampleRateHz: 125_000 })).toEqual([]);
    }
  });

  it.each(['BPSK', 'QPSK'] as const)('%s: two bursts with a pause, each whole and at its place', (modulation) => {
    const first = linearSignal({
      ...usual,
      modulation,
      esN0Db: 9,
      symbols: 3000,
      before: 9000.4,
      after: 20_000,
      seed: 2,
    });
    const second = linearSignal({
      ...usual,
      modulation,
      esN0Db: 9,
      symbols: 5000,
      before: 700.1,
      after: 9000,
      seed: 3,
    });
    const samples = new Float32Array(first.samples.length + second.samples.length);
    samples.set(first.samples);
    samples.set(second.samples, first.samples.length);
    const blocks = demodulated({ ...first, samples });
    const shift = first.samples.length / 2;
    const groups = [
      blocks.filter((block) => block.firstSymbolAt < shift),
      blocks.filter((block) => block.firstSymbolAt >= shift),
    ];
    [first, { ...second, firstSymbolAt: second.firstSymbolAt + shift }].forEach((sent, n) => {
      const runs = compared(groups[n]!, sent);
      expect(groups[n]![0]!.continues).toBe(false);
      const bits = runs.reduce((sum, run) => sum + run.bits, 0);
      const errors = runs.reduce((sum, run) => sum + run.errors, 0);
      expect(bits).toBe(sent.bits.length);
      expect(errors / bits).toBeLessThan(modulation === 'BPSK' ? 1e-3 : 4e-3);
      expect(runs[0]!.first).toBeGreaterThan(-260);
      expect(runs.at(-1)!.end).toBeLessThan(sent.bits.length / (modulation === 'BPSK' ? 1 : 2) + 900);
      expect(Math.max(...runs.map((run) => run.timingError))).toBeLessThan(0.1);
    });
  });

  it('a fade of half a second: lost, found again, at the right places, and no phase is told to go on', () => {
    const sent = linearSignal({ ...usual, symbols: 45_000, clockError: 5e-4, esN0Db: 4 });
    const [from, to] = [25_000, 87_500];
    const noise = linearSignal({ ...usual, symbols: 45_000, clockError: 5e-4, esN0Db: null });
    // The signal goes, the noise stays.
    for (let n = 2 * from; n < 2 * to; n++) sent.samples[n]! -= noise.samples[n]!;
    const blocks = demodulated(sent);
    const runs = compared(blocks, sent);
    expect(runs).toHaveLength(2);
    expect(runs[0]!.end).toBeGreaterThan(from / 2.5 - 1);
    expect(runs[0]!.end).toBeLessThan(from / 2.5 + 900);
    expect(runs[1]!.first).toBeGreaterThan(to / 2.5 - 160);
    expect(runs[1]!.first).toBeLessThan(to / 2.5 + 70);
    for (const { timingError } of runs) expect(timingError).toBeLessThan(0.1);
    const behind = compared(
      blocks.filter((block) => block.firstSymbolAt > to + 2000),
      sent,
    )[0]!;
    expect(behind.errors / behind.bits).toBeLessThan(0.02);
    expect(behind.errors).toBeGreaterThan(50);
  });

  it.each<[string, (samples: Float32Array) => void]>([
    ['a direct-current offset', (samples) => samples.forEach((v, n) => (samples[n] = v + 0.07))],
    [
      'unequal I and Q: 1 dB, 5°',
      (samples) => {
        for (let n = 0; n < samples.length; n += 2)
          samples[n + 1] = 10 ** 0.05 * (samples[n + 1]! * Math.cos(0.0873) + samples[n]! * Math.sin(0.0873));
      },
    ],
    ['a step of +40 dB', (samples) => samples.forEach((v, n) => (samples[n] = n < samples.length / 2 ? v : v * 100))],
    ['a step of -40 dB', (samples) => samples.forEach((v, n) => (samples[n] = n < samples.length / 2 ? v : v / 100))],
    ['a level of -120 dB', (samples) => samples.forEach((v, n) => (samples[n] = v * 1e-6))],
    ['samples that are no numbers', (samples) => samples.forEach((_, n) => (n % 3001 === 5 ? (samples[n] = NaN) : 0))],
  ])('%s is borne', (_, spoil) => {
    // Eb/N0 4 dB: 1.25 %; 0.5 dB less 1.7 %.
    const sent = linearSignal({ ...usual, offset: 0, esN0Db: 4 });
    spoil(sent.samples);
    const ratios = ratioOf(sent);
    expect(ratios).toHaveLength(1);
    expect(ratios[0]).toBeGreaterThan(0.01);
    expect(ratios[0]).toBeLessThan(0.017);
  });

  it('a direct-current offset does not move the decisions', () => {
    const sent = linearSignal({ ...usual, offset: 0, phase: 0, esN0Db: 10, before: 0 });
    sent.samples.forEach((v, n) => (sent.samples[n] = n % 2 === 0 ? v + 0.1 : v));
    const blocks = demodulated(sent).slice(16, -2);
    const from = Math.round((blocks[0]!.firstSymbolAt - sent.firstSymbolAt) / sent.samplesPerSymbol);
    const decisions = blocks.flatMap((block) => [...block.decisions]);
    const inverted = decisions[0]! > 0 !== (sent.bits[from] === 1);
    const off = decisions.map((d, n) => (inverted ? -d : d) - (sent.bits[from + n] === 1 ? 40 : -40));
    // A tenth of the amplitude would be 4.
    expect(Math.abs(off.reduce((a, b) => a + b, 0) / off.length)).toBeLessThan(1);
  });

  it('a stronger neighbour of another symbol rate in the band is not taken for the signal', () => {
    const sent = linearSignal({ ...usual, samplesPerSymbol: 5, offset: 0.06, esN0Db: 6 });
    const other = linearSignal({ ...usual, samplesPerSymbol: 8.4, offset: -2.6, esN0Db: null, seed: 8 });
    for (let n = 0; n < sent.samples.length; n++) sent.samples[n]! += 1.4 * (other.samples[n] ?? 0);
    const ratios = ratioOf(sent);
    expect(ratios).toHaveLength(1);
    expect(ratios[0]).toBeLessThan(5e-3);
  });
});
