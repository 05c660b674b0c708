import { describe, expect, it } from '@jest/globals';
import { referenceLinearDemodulator, referenceSpectralSearch } from '@app/kernels';
import { bitsPerSymbol } from '../../modulation/waveform.js';
import { SignalError } from '../../signal/signal-error.js';
import type { SoftDecisions } from '../demodulator.js';
import {
  type LinearSignal,
  type MadeSignal,
  compared,
  linearSignal,
  theoreticalErrorRate,
} from '../testing/linear-signal.js';
import { LinearDemodulator } from './linear-demodulator.js';
import type { LinearDemodulatorOptions } from './linear-options.js';

function demodulated(
  { samples, waveform, sampleRateHz }: MadeSignal,
  options: Partial<LinearDemodulatorOptions> = {},
  cut = 40_000,
): SoftDecisions[] {
  const demodulator = new LinearDemodulator({ waveform, sampleRateHz, maxChirpHzPerSecond: 0, ...options });
  const blocks: SoftDecisions[] = [];
  for (let at = 0; at < samples.length; at += 2 * cut)
    blocks.push(...demodulator.push(samples.subarray(at, at + 2 * cut)));
  return [...blocks, ...demodulator.flush()];
}

const middleOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('demodulator of linear modulations', () => {
  it.each([
    ['BPSK', 4, 40_000],
    ['QPSK', 7, 20_000],
    ['OQPSK', 7, 20_000],
    ['BPSK', -1, 20_000],
  ] as const)(
    '%s at Es/N0 %d dB loses at most 0.3 dB with its loops, and gains nothing',
    (modulation, esN0Db, symbols) => {
      const sent = linearSignal({
        modulation,
        symbols,
        esN0Db,
        offset: 0.11,
        clockError: 1e-4,
        before: 777.25,
        after: 500,
      });
      const runs = compared(demodulated(sent), sent);
      expect(runs).toHaveLength(1);
      const { errors, bits, first, end, timingError } = runs[0]!;
      const rate = errors / bits;
      const ebN0 = sent.measuredEsN0 / bitsPerSymbol(modulation);
      expect(bits).toBe(sent.bits.length);
      expect(rate).toBeLessThan(theoreticalErrorRate(ebN0 / 10 ** 0.03));
      expect(rate).toBeGreaterThan(0.85 * theoreticalErrorRate(ebN0));
      // Not before its beginning, but for some groups; not beyond its end, but for a block.
      expect(first).toBeGreaterThan(-260);
      expect(first).toBeLessThanOrEqual(0);
      expect(end).toBeLessThan(symbols + 300);
      expect(timingError).toBeLessThan(0.1);
    },
  );

  it.each<[string, LinearSignal & Partial<LinearDemodulatorOptions>]>([
    [
      '2 samples a symbol, carrier at the edge of the band',
      { modulation: 'QPSK', symbols: 9000, samplesPerSymbol: 2, offset: 0.9 },
    ],
    [
      '2.4 samples a symbol, clock 1000 ppm fast',
      { modulation: 'BPSK', symbols: 9000, samplesPerSymbol: 2.4, offset: -0.4, clockError: 1e-3 },
    ],
    [
      '3.125 samples a symbol, roll-off 0.2',
      { modulation: 'BPSK', symbols: 9000, samplesPerSymbol: 3.125, offset: 0.4, pulse: { kind: 'rrc', rollOff: 0.2 } },
    ],
    [
      '7.3 samples a symbol, roll-off 0.5',
      { modulation: 'OQPSK', symbols: 9000, samplesPerSymbol: 7.3, offset: 2, pulse: { kind: 'rrc', rollOff: 0.5 } },
    ],
    [
      '10 samples a symbol, clock 1000 ppm slow',
      { modulation: 'BPSK', symbols: 6000, samplesPerSymbol: 10, offset: -3, clockError: -1e-3 },
    ],
    ['rectangular symbols', { modulation: 'QPSK', symbols: 9000, offset: 0.05, pulse: { kind: 'rectangular' } }],
    [
      'rectangular symbols of OQPSK',
      { modulation: 'OQPSK', symbols: 9000, samplesPerSymbol: 7.3, offset: 0.05, pulse: { kind: 'rectangular' } },
    ],
    // 3 kHz/s at 50 kBd, and 1 kHz/s at 9.6 kBd by the symbol.
    [
      'a chirp of 3 kHz/s',
      { modulation: 'OQPSK', symbols: 12_000, offset: -0.2, chirp: 1.2e-6, maxChirpHzPerSecond: 3500 },
    ],
    [
      'a chirp of 1 kHz/s at 9600 Bd',
      { modulation: 'BPSK', symbols: 9000, offset: -0.3, chirp: 1.085e-5, maxChirpHzPerSecond: 30_000 },
    ],
  ])('follows %s', (_, signal) => {
    const esN0Db = signal.modulation === 'BPSK' ? 3 : 6;
    const sent = linearSignal({ ...signal, esN0Db, before: 333.4, after: 100, seed: 3 });
    const { maxChirpHzPerSecond = 0 } = signal;
    const runs = compared(demodulated(sent, { maxChirpHzPerSecond }), sent);
    expect(runs).toHaveLength(1);
    const { errors, bits, timingError } = runs[0]!;
    const expected = theoreticalErrorRate(sent.measuredEsN0 / bitsPerSymbol(signal.modulation));
    expect(bits).toBe(sent.bits.length);
    expect(errors / bits / expected).toBeGreaterThan(0.75);
    expect(errors / bits / expected).toBeLessThan(1.4);
    expect(timingError).toBeLessThan(0.1);
  });

  it('each start phase of QPSK and OQPSK is undone by some quarter', () => {
    for (const modulation of ['QPSK', 'OQPSK'] as const) {
      const seen = new Set<number>();
      for (let n = 0; n < 4; n++) {
        const sent = linearSignal({
          modulation,
          symbols: 5000,
          samplesPerSymbol: 2.5,
          phase: 0.05 + n / 4,
          before: 20 + n / 2,
          esN0Db: 16,
          seed: n + 1,
        });
        const [run] = compared(demodulated(sent), sent);
        // A half pair that a rotation puts before the first is nothing known.
        expect(run!.errors).toBeLessThanOrEqual(1);
        expect(run!.bits).toBeGreaterThanOrEqual(9998);
        seen.add(run!.quarterTurns);
      }
      expect(seen.size).toBeGreaterThan(1);
    }
  });

  it.each([
    ['BPSK', -2],
    ['BPSK', 15],
    ['QPSK', 2],
    ['OQPSK', 15],
  ] as const)('knows carrier, clock and Es/N0 of %s at %d dB', (modulation, esN0Db) => {
    const sent = linearSignal({
      modulation,
      symbols: 25_000,
      samplesPerSymbol: 3.2,
      esN0Db,
      offset: 0.123,
      clockError: 3e-4,
      seed: 9,
    });
    const estimates = demodulated(sent)
      .slice(30, -4)
      .map(({ estimate }) => estimate);
    expect(estimates.length).toBeGreaterThan(50);
    const measured = 10 * Math.log10(sent.measuredEsN0);
    for (const { carrierOffsetHz, symbolRateHz, esN0Db: found } of estimates) {
      expect(Math.abs(carrierOffsetHz / 50_000 - 0.123)).toBeLessThan(1e-4);
      expect(Math.abs(symbolRateHz / 50_000 - 1.0003)).toBeLessThan(3e-5);
      expect(Math.abs(found - measured)).toBeLessThan(0.5);
    }
    const level = middleOf(estimates.map((estimate) => estimate.level));
    expect(level ** 2 / (1 + 3.2 / sent.measuredEsN0)).toBeCloseTo(1, 1);
  });

  it('decisions have the mean magnitude that is asked, to both sides', () => {
    for (const decisionLevel of [undefined, 25]) {
      const sent = linearSignal({ modulation: 'BPSK', symbols: 8000, samplesPerSymbol: 2.5, esN0Db: -1 });
      const decisions = demodulated(sent, decisionLevel === undefined ? {} : { decisionLevel })
        .slice(4, -2)
        .flatMap((block) => [...block.decisions]);
      expect(Math.abs(middleOf(decisions.map(Math.abs)) / (decisionLevel ?? 40) - 1)).toBeLessThan(0.05);
      expect(Math.max(...decisions)).toBeGreaterThan(2.2 * (decisionLevel ?? 40));
      expect(Math.min(...decisions)).toBeLessThan(-2.2 * (decisionLevel ?? 40));
      expect(Math.min(...decisions)).toBeGreaterThanOrEqual(-127);
    }
  });

  it('how the input is cut changes nothing, nor does what was before a flush', () => {
    const sent = linearSignal({
      modulation: 'QPSK',
      symbols: 9000,
      samplesPerSymbol: 2.4,
      esN0Db: 5,
      offset: 0.2,
      before: 4000.7,
      after: 6000,
    });
    const whole = demodulated(sent, {}, 1e6);
    expect(whole.length).toBeGreaterThan(30);
    for (const cut of [777, 8192]) expect(demodulated(sent, {}, cut)).toEqual(whole);
    const { samples, waveform, sampleRateHz } = sent;
    const used = new LinearDemodulator({ waveform, sampleRateHz, maxChirpHzPerSecond: 0 });
    used.push(samples.subarray(0, 2 * 15_001));
    used.flush();
    expect([...used.push(samples), ...used.flush()]).toEqual(whole);
  });

  it('the plain kernels decide alike', () => {
    const sent = linearSignal({
      modulation: 'BPSK',
      symbols: 2500,
      samplesPerSymbol: 2,
      esN0Db: 6,
      before: 10.3,
      after: 50,
    });
    const { samples, waveform, sampleRateHz } = sent;
    const options = { waveform, sampleRateHz, maxChirpHzPerSecond: 0 };
    const plain = new LinearDemodulator(options, referenceLinearDemodulator, referenceSpectralSearch());
    const [slow, fast] = [[...plain.push(samples), ...plain.flush()], demodulated(sent)];
    expect(slow).toHaveLength(fast.length);
    slow.forEach(({ decisions, firstSymbolAt }, n) => {
      expect(firstSymbolAt).toBeCloseTo(fast[n]!.firstSymbolAt, 2);
      decisions.forEach((d, k) => expect(Math.abs(d - fast[n]!.decisions[k]!)).toBeLessThanOrEqual(2));
    });
  });

  it('refuses options that make no sense', () => {
    const waveform = { modulation: 'BPSK', symbolRateHz: 1000, pulse: { kind: 'rrc', rollOff: 0.35 } } as const;
    for (const wrong of [
      { sampleRateHz: 1900 },
      { sampleRateHz: NaN },
      { decisionLevel: 0 },
      { carrierLoopBandwidth: 1 },
      { maxCarrierOffsetHz: -1 },
    ])
      expect(() => new LinearDemodulator({ waveform, sampleRateHz: 5000, ...wrong })).toThrow(SignalError);
  });
});
