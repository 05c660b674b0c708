import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { bitsOf, seededNumbers, seededOctets } from '../testing/bits.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { type ConvolutionalParameters, ConvolutionalEncoder, ConvolutionalError } from './convolutional.js';
import { type DecodedBits, ConvolutionalDecoder } from './convolutional-decoder.js';

const ccsds: ConvolutionalParameters = { rate: '1/2', order: 'ccsds' };
const parameters = fc.record({
  rate: fc.constant('1/2' as const),
  order: fc.constantFrom('ccsds' as const, 'nasa-dsn' as const),
  invertG2: fc.boolean(),
});

/** Hard symbols as soft ones of full size. */
const soft = (symbols: Uint8Array): Int8Array => Int8Array.from(bitsOf(symbols), (bit) => (bit === 1 ? 127 : -127));

/** Standard normal numbers from a seed. */
function normal(seed: number): () => number {
  const next = seededNumbers(seed);
  return () => Math.sqrt(-2 * Math.log((next() + 1) / 4294967297)) * Math.cos((2 * Math.PI * next()) / 4294967296);
}

function join(...parts: readonly DecodedBits[]): number[] {
  return parts.flatMap(({ bits, bitCount }) => bitsOf(bits).slice(0, bitCount));
}

function decode(symbols: Int8Array, using: ConvolutionalParameters): number[] {
  const decoder = new ConvolutionalDecoder(using);
  return join(decoder.push(symbols), decoder.flush());
}

describe('convolutional code (131.0-B)', () => {
  it('decode is the inverse of encode in every order, however the stream is cut', () => {
    fc.assert(
      fc.property(
        parameters,
        fc.integer({ min: 1, max: 300 }),
        fc.integer(),
        fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 8 }),
        (using, length, seed, cuts) => {
          const data = seededOctets(length, seed);
          const encoder = new ConvolutionalEncoder(using);
          const half = length >>> 1;
          const symbols = [...encoder.encode(data.subarray(0, half)), ...encoder.encode(data.subarray(half))];
          const received = soft(Uint8Array.from(symbols));
          const decoder = new ConvolutionalDecoder(using, 0);
          const parts: DecodedBits[] = [];
          let at = 0;
          for (const cut of cuts) {
            parts.push(decoder.push(received.subarray(at, at + cut)));
            at = Math.min(received.length, at + cut);
          }
          parts.push(decoder.push(received.subarray(at)));
          expect(decoder.pairCount).toBe(8 * length);
          expect(decoder.costPerPair).toBeLessThan(0.01);
          parts.push(decoder.flush());
          expect(join(...parts)).toEqual(bitsOf(data));
        },
      ),
    );
  });

  it('with a free distance of 10 it corrects four wrong symbols and one erased in every 200, wherever they stand', () => {
    const data = seededOctets(400, 5);
    const symbols = soft(new ConvolutionalEncoder(ccsds).encode(data));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 180 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 4 }),
        fc.integer({ min: 12, max: 30 }),
        (at, where, erased) => {
          const received = symbols.slice();
          // Not at the very end: there the ways of the trellis do not come together again.
          for (let i = at; i < received.length - 200; i += 200) {
            for (const w of where) received[i + w]! *= -1;
            received[i + erased] = 0;
          }
          const decoder = new ConvolutionalDecoder(ccsds, 0);
          expect(join(decoder.push(received), decoder.flush())).toEqual(bitsOf(data));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('trap 7: an inverted stream decodes to inverted bits', () => {
    const data = seededOctets(200, 6);
    for (const order of ['ccsds', 'nasa-dsn'] as const) {
      const using = { rate: '1/2', order } as const;
      const inverted = soft(new ConvolutionalEncoder(using).encode(data)).map((symbol) => -symbol);
      // The register before the first bit is inverted as well: ones.
      const decoder = new ConvolutionalDecoder(using, 63);
      expect(join(decoder.push(inverted), decoder.flush())).toEqual(bitsOf(data).map((bit) => 1 - bit));
    }
  });

  it('trap 7: a wrong order, or an upright G2, or the other node phase, fits far worse than the right one', () => {
    const data = seededOctets(1000, 7);
    const symbols = soft(new ConvolutionalEncoder(ccsds).encode(data));
    const cost = (received: Int8Array, using: ConvolutionalParameters): number => {
      const decoder = new ConvolutionalDecoder(using);
      decoder.push(received);
      return decoder.costPerPair;
    };
    expect(cost(symbols, ccsds)).toBeLessThan(0.01);
    expect(cost(symbols, { rate: '1/2', order: 'nasa-dsn' })).toBeGreaterThan(0.08);
    expect(cost(symbols, { ...ccsds, invertG2: false })).toBeGreaterThan(0.08);
    expect(cost(symbols.subarray(1), ccsds)).toBeGreaterThan(0.08);
  });

  // Published: bit error rate 3.4e-4 at 3.0 dB and 5.4e-3 at 2.0 dB Eb/N0 with eight-bit soft decisions (research, radio, section 5).
  it.each([
    [2.0, 5.4e-3],
    [3.0, 3.4e-4],
  ])('at Eb/N0 %d dB its bit error rate is the published one', (ebN0Db, published) => {
    const gauss = normal(11);
    const sigma = Math.sqrt(1 / 10 ** (ebN0Db / 10)); // Es = 1 a symbol, Eb = 2 Es, N0 = 2 sigma^2
    let errors = 0;
    let bits = 0;
    while (errors < 300 && bits < 2_000_000) {
      const data = seededOctets(5000, bits + 1);
      const clean = soft(new ConvolutionalEncoder(ccsds).encode(data));
      const received = Int8Array.from(clean, (symbol) =>
        Math.max(-128, Math.min(127, Math.round(40 * (Math.sign(symbol) + sigma * gauss())))),
      );
      const decoded = decode(received, ccsds);
      bitsOf(data).forEach((bit, i) => (errors += bit ^ decoded[i]!));
      bits += 8 * data.length;
    }
    expect(errors / bits).toBeGreaterThan(published * 0.7);
    expect(errors / bits).toBeLessThan(published * 1.4);
  });

  it('refuses what the code does not have', () => {
    expect(() => new ConvolutionalEncoder({ rate: '3/4', order: 'ccsds' } as never)).toThrow(ConvolutionalError);
    expect(() => new ConvolutionalDecoder({ rate: '1/2', order: 'other' } as never)).toThrow(/ccsds or nasa-dsn/);
  });
});

interface ConvolutionalCase {
  data: string;
  symbolCount: number;
  symbols: string;
}
const vectors = ['telemetry-command', 'vectors', 'conv-k7-r12.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('convolutional code against a bit-level model', () => {
  const cases = haveOracle(...vectors) ? oracleJson<{ cases: ConvolutionalCase[] }>(...vectors).cases : [];
  it('has cases', () => expect(cases.length).toBeGreaterThan(3));
  it.each(cases)('trap 7: $symbolCount symbols', ({ data, symbolCount, symbols }) => {
    const octets = hexToBytes(data);
    // Six zeros bring the register back: they are the first six bits of an octet of zeros.
    const encoded = new ConvolutionalEncoder(ccsds).encode(Uint8Array.of(...octets, 0));
    const sent = bitsOf(encoded).slice(0, symbolCount);
    expect(symbolCount).toBe(2 * (8 * octets.length + 6));
    expect(sent).toEqual(bitsOf(hexToBytes(symbols)).slice(0, symbolCount));
    const decoder = new ConvolutionalDecoder(ccsds, 0);
    const decoded = join(decoder.push(Int8Array.from(sent, (bit) => (bit ? 100 : -100))), decoder.flush(0));
    expect(decoded).toEqual([...bitsOf(octets), 0, 0, 0, 0, 0, 0]);
    expect(bytesToHex(octets)).toBe(data);
  });
});
