import { describe, expect, it } from '@jest/globals';
import { type Coding } from './coding.js';
import { DISTANCE_SPECTRUM } from './convolutional-performance.js';
import { codedErrorRate, type Criterion } from './error-rates.js';
import { requiredEbN0, requiredEbN0Table } from './required-eb-n0.js';

const bpsk = { kind: 'bpsk' } as const;
const ber = (rate: number): Criterion => ({ kind: 'bit-error-rate', rate });
const rs223: Coding = { kind: 'reed-solomon', dataSymbols: 223, interleaving: 5 };
const rs239: Coding = { kind: 'reed-solomon', dataSymbols: 239, interleaving: 5 };
const frame: Criterion = { kind: 'frame-error-rate', rate: 1e-4, frameBits: 8920 };

/** Paths of the code that leave state 0 and come back for the first time, counted by weight: [weight, paths, ones in their input]. */
function countedSpectrum(most: number): number[][] {
  const parity = (x: number): number => [...x.toString(2)].filter((bit) => bit === '1').length % 2;
  const totals = new Map<number, [number, number]>();
  // Per state and weight: paths, and the sum of their input ones.
  let now = new Map<string, [number, number, number, number]>([['32,2', [32, 2, 1, 1]]]);
  while (now.size > 0) {
    const next = new Map<string, [number, number, number, number]>();
    for (const [state, weight, paths, ones] of now.values())
      for (const bit of [0, 1]) {
        const register = (bit << 6) | state;
        const heavier = weight + parity(register & 0o171) + parity(register & 0o133);
        if (heavier > most) continue;
        const to = register >> 1;
        const bits = ones + bit * paths;
        if (to === 0) {
          const [p, b] = totals.get(heavier) ?? [0, 0];
          totals.set(heavier, [p + paths, b + bits]);
        } else {
          const key = `${to},${heavier}`;
          const [, , p, b] = next.get(key) ?? [to, heavier, 0, 0];
          next.set(key, [to, heavier, p + paths, b + bits]);
        }
      }
    now = next;
  }
  return [...totals].map(([weight, [paths, bits]]) => [weight, paths, bits]).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

describe('required Eb/N0', () => {
  // Q(√(2 Eb/N0)), and Reed-Solomon by scipy.stats.binom with CCSDS 130.1-G's formulas, solved by scipy.optimize.brentq.
  it.each<[string, Coding, Criterion, number]>([
    ['uncoded, BER 1e-5', { kind: 'uncoded' }, ber(1e-5), 9.587858346847417],
    ['uncoded, BER 1e-6', { kind: 'uncoded' }, ber(1e-6), 10.529831699571446],
    ['uncoded, frames of 8920', { kind: 'uncoded' }, frame, 11.941334564004885],
    ['RS(255,223), BER 1e-5', rs223, ber(1e-5), 6.159502574645012],
    ['RS(255,223), BER 1e-6', rs223, ber(1e-6), 6.377272852753294],
    ['RS(255,223), FER 1e-4', rs223, frame, 6.5254366147057565],
    ['RS(255,239), BER 1e-5', rs239, ber(1e-5), 6.800595671776058],
    ['RS(255,239), BER 1e-6', rs239, ber(1e-6), 7.083274910448722],
    ['RS(255,239), FER 1e-4', rs239, frame, 7.342113521224616],
    [
      'BCH, 20 codeblocks, FER 1e-3',
      { kind: 'bch', decoding: 'sec' },
      { kind: 'frame-error-rate', rate: 1e-3, frameBits: 1120 },
      8.68994423509771,
    ],
  ])('%s', (_, coding, criterion, expected) => {
    expect(Math.abs(requiredEbN0(bpsk, coding, criterion).ebN0Db - expected)).toBeLessThan(1e-6);
  });

  it('counts the spectrum of the convolutional code from its generators', () => {
    expect(countedSpectrum(26)).toEqual(DISTANCE_SPECTRUM.map((row) => [...row]));
  });

  // The well known gain of the (7, 1/2) code with unquantised soft decisions: 4.2 and 4.8 dB (from memory).
  it.each([
    [1e-5, 4.2],
    [1e-6, 4.8],
  ])('of the convolutional code for BER %p is %p dB', (rate, expected) => {
    const { ebN0Db } = requiredEbN0(bpsk, { kind: 'convolutional' }, ber(rate));
    expect(Math.abs(ebN0Db - expected)).toBeLessThan(0.05);
  });

  it('falls from uncoded to Reed-Solomon to convolutional to both', () => {
    for (const criterion of [ber(1e-5), ber(1e-6)]) {
      const chain: Coding[] = [
        { kind: 'uncoded' },
        rs239,
        rs223,
        { kind: 'convolutional' },
        { ...rs239, kind: 'concatenated' },
        { ...rs223, kind: 'concatenated' },
      ];
      const needed = chain.map((coding) => requiredEbN0(bpsk, coding, criterion).ebN0Db);
      expect(needed).toEqual([...needed].sort((a, b) => b - a));
      expect(new Set(needed).size).toBe(chain.length);
    }
  });

  it('is where the error rate meets the criterion, for every row of the table', () => {
    const table = requiredEbN0Table();
    expect(table).toHaveLength(18);
    for (const { coding, criterion, ebN0Db, source } of table) {
      expect(Math.abs(codedErrorRate(coding, ebN0Db, criterion) / criterion.rate - 1)).toBeLessThan(1e-6);
      expect(source).not.toBe('');
    }
  });

  it('adds the loss of GMSK, and nothing for QPSK', () => {
    const uncoded: Coding = { kind: 'uncoded' };
    const { ebN0Db } = requiredEbN0(bpsk, uncoded, ber(1e-6));
    expect(requiredEbN0({ kind: 'qpsk' }, uncoded, ber(1e-6)).ebN0Db).toBe(ebN0Db);
    const gmsk = requiredEbN0({ kind: 'gmsk', bandwidthTime: 0.25 }, uncoded, ber(1e-6)).ebN0Db;
    expect(gmsk - ebN0Db).toBeCloseTo(0.7389, 3);
  });

  it('refuses criteria that do not fit', () => {
    expect(() => requiredEbN0(bpsk, { kind: 'bch', decoding: 'ted' }, ber(1e-5))).toThrow(/criterion.kind/);
    expect(() => requiredEbN0(bpsk, { kind: 'uncoded' }, { kind: 'frame-error-rate', rate: 1e-4 })).toThrow(
      /frameBits/,
    );
    expect(() => requiredEbN0(bpsk, rs223, ber(0.1))).toThrow(/criterion.rate: expected 1e-12 to 0.01, found 0.1/);
  });
});
