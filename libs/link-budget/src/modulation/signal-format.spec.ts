import { describe, expect, it } from '@jest/globals';
import { codeRate } from './coding.js';
import { bitRates, type SignalFormat } from './signal-format.js';

const concatenated: SignalFormat = {
  modulation: { kind: 'qpsk' },
  symbolRateHz: 2e6,
  coding: { kind: 'concatenated', dataSymbols: 223, interleaving: 5 },
  framing: { syncMarkerBits: 32, overheadBits: 96 },
};

describe('bit rates', () => {
  it('takes off code, marker and frame overhead one by one', () => {
    // 4 Mbit/s at the modulator, 2 behind Viterbi, of which 8920 of 10 200 + 32 bits are the frame.
    const rates = bitRates(concatenated);
    expect(rates.channelBps).toBe(4e6);
    expect(rates.decodedBps).toBe(2e6);
    expect(rates.frameBps).toBeCloseTo(1_743_549.6482, 4);
    expect(rates.dataBps).toBeCloseTo((2e6 * (8920 - 96)) / 10_232, 4);
    expect(rates.codeRate).toBeCloseTo(223 / 510, 14);
  });

  it('shortens codewords by their fill', () => {
    const coding = { kind: 'reed-solomon', dataSymbols: 223, interleaving: 4, virtualFillSymbols: 3 } as const;
    expect(codeRate(coding)).toBeCloseTo(220 / 252, 14);
    const rates = bitRates({ ...concatenated, coding });
    expect(rates.frameBps / rates.channelBps).toBeCloseTo((4 * 220 * 8) / (4 * 252 * 8 + 32), 14);
  });

  it('sends 64 bits for each 56 begun with BCH', () => {
    const framing = { syncMarkerBits: 0, frameBits: 57, overheadBits: 0 };
    const rates = bitRates({
      ...concatenated,
      modulation: { kind: 'bpsk' },
      coding: { kind: 'bch', decoding: 'sec' },
      framing,
    });
    expect(rates.frameBps).toBeCloseTo((2e6 * 57) / 128, 6);
  });

  it.each([
    [{ symbolRateHz: 0 }, /symbolRateHz/],
    [{ framing: { syncMarkerBits: 32, overheadBits: 9000 } }, /framing.overheadBits: expected 0 to 8920/],
    [{ framing: { syncMarkerBits: 32, overheadBits: 0, frameBits: 8000 } }, /framing.frameBits: expected 8920/],
    [{ coding: { kind: 'uncoded' } }, /framing.frameBits/],
    [
      { coding: { kind: 'reed-solomon', dataSymbols: 223, interleaving: 5, virtualFillSymbols: 223 } },
      /virtualFillSymbols/,
    ],
  ] as const)('refuses %p', (change, message) => {
    expect(() => bitRates({ ...concatenated, ...change })).toThrow(message);
  });
});
