import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bitsOf, packBits, seededOctets } from '../testing/bits.js';
import { type ConvolutionalParameters, ConvolutionalEncoder, ConvolutionalError } from './convolutional.js';
import { type DecodedBits, ConvolutionalDecoder } from './convolutional-decoder.js';

const ccsds: ConvolutionalParameters = { rate: '1/2', order: 'ccsds' };
const encode = (octets: Uint8Array): Int8Array =>
  Int8Array.from(bitsOf(new ConvolutionalEncoder(ccsds).encode(octets)), (bit) => (bit === 1 ? 127 : -127));
const join = (...parts: readonly DecodedBits[]): number[] =>
  parts.flatMap(({ bits, bitCount }) => bitsOf(bits).slice(0, bitCount));

describe('Viterbi decoder of a stream (131.0-B)', () => {
  it('a stream after a flush gives the same bits at the same cost as the one before it, whatever state that ended in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.nat(),
        fc.option(fc.integer({ min: 0, max: 63 })),
        (length, seed, startState) => {
          // Symbols of no code, an odd number of them now and then: every metric is another one at the end.
          const symbols = Int8Array.from(seededOctets(length, seed), (octet) => octet - 128);
          const decoder = new ConvolutionalDecoder(ccsds, startState);
          const run = (): unknown => {
            const pushed = decoder.push(symbols);
            const { pairCount, costPerPair } = decoder;
            return { pairCount, costPerPair, bits: join(pushed, decoder.flush()) };
          };
          const first = run();
          expect([decoder.pairCount, decoder.costPerPair]).toEqual([0, 0]);
          expect(run()).toEqual(first);
        },
      ),
    );
  });

  it('bits come out in blocks of 512, 128 bits behind the symbols', () => {
    const decoder = new ConvolutionalDecoder(ccsds);
    const counts = [2 * 640 - 1, 1, 2 * 512 - 1, 1, 0].map((count) => decoder.push(new Int8Array(count)).bitCount);
    expect(counts).toEqual([0, 512, 0, 512, 0]);
    expect(decoder.flush().bitCount).toBe(128);
  });

  it('a doubt that 110 bits leave open is settled by those behind them', () => {
    // Two messages differ from bit 505 on. Where their symbols differ, nothing is received up to bit 620, but for one symbol
    // that weakly tells the wrong one.
    const right = seededOctets(160, 3);
    const wrong = right.map((octet, i) => (i < 63 ? octet : octet ^ 0x77));
    const [symbols, others] = [encode(right), encode(wrong)];
    const differ = [...symbols.keys()].filter((i) => symbols[i] !== others[i] && i < 2 * 620);
    for (const i of differ) symbols[i] = 0;
    symbols[differ[0]!] = others[differ[0]!]! > 0 ? 3 : -3;
    const decoder = new ConvolutionalDecoder(ccsds, 0);
    expect(packBits(join(decoder.push(symbols), decoder.flush()))).toEqual(right);
  });

  it.each([-1, 64, 1.5, Number.NaN])('refuses %d for the state at the start or at the end', (state) => {
    expect(() => new ConvolutionalDecoder(ccsds, state)).toThrow(ConvolutionalError);
    expect(() => new ConvolutionalDecoder(ccsds, state)).toThrow(/startState: expected an integer from 0 to 63/);
    const decoder = new ConvolutionalDecoder(ccsds, 63);
    expect(() => decoder.flush(state)).toThrow(ConvolutionalError);
    expect(() => decoder.flush(state)).toThrow(/endState: expected an integer from 0 to 63/);
    expect(decoder.flush(63)).toEqual({ bits: new Uint8Array(0), bitCount: 0 });
  });
});
