import { ConvolutionalDecoder, ConvolutionalEncoder } from '@app/ccsds';
import { describe, expect, it } from '@jest/globals';
import { convolutionalBitErrorRate, decodedErrorRates } from './convolutional-performance.js';

/** Numbers from 0 to below 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('behind the Viterbi decoder', () => {
  it('errors are fewer than the union bound, and near it where it is tight', () => {
    const ratio = (db: number): number => decodedErrorRates(db).bit / convolutionalBitErrorRate(10 ** (db / 10));
    for (const db of [2.5, 2.75, 3, 3.25, 3.5]) expect(ratio(db)).toBeLessThan(1);
    expect(ratio(3.5)).toBeGreaterThan(0.65);
    expect(ratio(3.5)).toBeGreaterThan(ratio(2.5));
  });

  it('are what another decoder leaves: that of libs/ccsds, eight-bit soft decisions, seeded noise', () => {
    const octetCount = 40_000;
    const ebN0Db = 2;
    const random = seeded(20_251_201);
    const sent = Uint8Array.from({ length: octetCount }, () => Math.floor(random() * 256));
    const hard = new ConvolutionalEncoder({ rate: '1/2', order: 'ccsds', invertG2: true }).encode(sent);
    const sigma = Math.sqrt(1 / 10 ** (ebN0Db / 10)); // Es = Eb / 2 and N0 = 2 sigma²
    const soft = Int8Array.from({ length: 8 * hard.length }, (_, i) => {
      const bit = ((hard[i >> 3] as number) >> (7 - (i & 7))) & 1;
      const noise = sigma * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return Math.max(-127, Math.min(127, Math.round(40 * ((bit === 1 ? 1 : -1) + noise))));
    });
    const decoder = new ConvolutionalDecoder({ rate: '1/2', order: 'ccsds', invertG2: true }, 0);
    const { bits } = decoder.push(soft);
    let wrong = 0;
    for (const [i, octet] of bits.entries()) if (octet !== sent[i]) wrong++;
    // About 520 wrong octets, in bursts: 15 % is some three standard deviations and a little for the quantising.
    expect(Math.abs(wrong / bits.length / decodedErrorRates(ebN0Db).symbol - 1)).toBeLessThan(0.15);
  });

  it('fall steadily, between and beyond the simulated points', () => {
    for (let db = 0; db < 5; db += 0.05) {
      expect(decodedErrorRates(db + 0.05).bit).toBeLessThan(decodedErrorRates(db).bit);
      expect(decodedErrorRates(db + 0.05).symbol).toBeLessThanOrEqual(decodedErrorRates(db).symbol);
    }
  });

  it('come in bursts: a wrong symbol has between two and four wrong bits', () => {
    for (let db = 1; db <= 3.5; db += 0.25) {
      const { bit, symbol } = decodedErrorRates(db);
      expect((8 * bit) / symbol).toBeGreaterThan(2);
      expect((8 * bit) / symbol).toBeLessThan(4);
    }
  });
});
