import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { ReedSolomonCodec, ReedSolomonError, type ReedSolomonParameters } from './reed-solomon.js';

const parameters = fc.record({
  e: fc.constantFrom(16 as const, 8 as const),
  interleave: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, 8 as const),
  basis: fc.constantFrom('dual' as const, 'conventional' as const),
  virtualFill: fc.constantFrom(0, 1, 16, 100, 200),
});

/** A frame of octets that differ from run to run. */
function frameOf(length: number, seed: number): Uint8Array {
  let state = seed >>> 0;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** The codeblock with `count` different symbols of one codeword changed. */
function damage(codeblock: Uint8Array, interleave: number, codeword: number, errors: Map<number, number>): Uint8Array {
  const damaged = codeblock.slice();
  for (const [symbol, value] of errors) damaged[symbol * interleave + codeword]! ^= value;
  return damaged;
}

const errorPattern = (symbols: number, min: number, max: number): fc.Arbitrary<Map<number, number>> =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: symbols - 1 }), fc.integer({ min: 1, max: 255 })), {
      minLength: min,
      maxLength: max,
      selector: ([symbol]) => symbol,
    })
    .map((pairs) => new Map(pairs));

describe('Reed-Solomon (131.0-B)', () => {
  it('corrects every pattern of up to E symbol errors in each codeword, and counts them', () => {
    fc.assert(
      fc.property(
        parameters.chain((p) => {
          const pattern = errorPattern(255 - p.virtualFill, 0, p.e);
          return fc.tuple(
            fc.constant(p),
            fc.array(pattern, { minLength: p.interleave, maxLength: p.interleave }),
            fc.integer(),
          );
        }),
        ([p, patterns, seed]) => {
          const codec = new ReedSolomonCodec(p);
          const frame = frameOf(codec.frameLength, seed);
          let received = codec.encode(frame);
          patterns.forEach((errors, codeword) => (received = damage(received, p.interleave, codeword, errors)));
          const before = received.slice();
          const decoded = codec.decode(received);
          expect(decoded.codewords).toEqual(patterns.map((errors) => errors.size));
          expect(decoded.isGood).toBe(true);
          expect(bytesToHex(decoded.frame)).toBe(bytesToHex(frame));
          expect(received).toEqual(before);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('beyond E errors it refuses, or gives a codeword within E symbols of what was received: never anything else', () => {
    let refused = 0;
    let runs = 0;
    fc.assert(
      fc.property(
        fc
          .constantFrom(16 as const, 8 as const)
          .chain((e) => fc.tuple(fc.constant(e), errorPattern(255, e + 1, 2 * e))),
        fc.integer(),
        ([e, errors], seed) => {
          const codec = new ReedSolomonCodec({ e, interleave: 1, basis: 'dual', virtualFill: 0 });
          const received = damage(codec.encode(frameOf(codec.frameLength, seed)), 1, 0, errors);
          const decoded = codec.decode(received);
          runs++;
          if (!decoded.isGood) {
            refused++;
            expect(decoded.codewords).toEqual(['uncorrectable']);
            expect(decoded.frame).toEqual(received.slice(0, codec.frameLength));
            return;
          }
          const again = codec.encode(decoded.frame);
          const distance = again.reduce((sum, symbol, i) => sum + (symbol === received[i] ? 0 : 1), 0);
          expect(distance).toBe(decoded.codewords[0]);
          expect(distance).toBeLessThanOrEqual(e);
        },
      ),
      { numRuns: 1000 },
    );
    // Theory: about 1/16! of the patterns for E=16 and 1/8! = 2.5e-5 for E=8 lead to a wrong codeword.
    expect(runs - refused).toBeLessThanOrEqual(2);
  });

  it('trap 3: symbol j belongs to codeword j mod I; one bad codeword makes the frame bad and leaves the others corrected', () => {
    const codec = new ReedSolomonCodec({ e: 16, interleave: 5, basis: 'dual', virtualFill: 0 });
    const codeblock = codec.encode(frameOf(1115, 7));
    // 16 symbols of each codeword, and one more of codeword 2.
    for (let i = 0; i < 5 * 16; i++) codeblock[i]! ^= 0x5a;
    codeblock[5 * 16 + 2]! ^= 0x5a;
    const { codewords, isGood } = codec.decode(codeblock);
    expect(isGood).toBe(false);
    expect(codewords).toEqual([16, 16, 'uncorrectable', 16, 16]);
  });

  it('corrects a burst of 5 · 16 octets at interleave 5, anywhere', () => {
    const codec = new ReedSolomonCodec({ e: 16, interleave: 5, basis: 'dual', virtualFill: 0 });
    const frame = frameOf(1115, 3);
    const codeblock = codec.encode(frame);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1275 - 80 }), fc.integer({ min: 1, max: 255 }), (at, value) => {
        const received = codeblock.map((octet, i) => (i >= at && i < at + 80 ? octet ^ value : octet));
        const decoded = codec.decode(received);
        expect(decoded.codewords).toEqual([16, 16, 16, 16, 16]);
        expect(decoded.frame).toEqual(frame);
      }),
      { numRuns: 50 },
    );
  });

  it('trap 4: virtual fill shortens each codeword by leading zeros that are never sent', () => {
    const full = new ReedSolomonCodec({ e: 16, interleave: 2, basis: 'dual', virtualFill: 0 });
    const short = new ReedSolomonCodec({ e: 16, interleave: 2, basis: 'dual', virtualFill: 40 });
    expect(short.frameLength).toBe(2 * (223 - 40));
    expect(short.codeblockLength).toBe(2 * (255 - 40));
    const frame = frameOf(short.frameLength, 1);
    const padded = new Uint8Array(full.frameLength);
    padded.set(frame, 80);
    expect(short.encode(frame)).toEqual(full.encode(padded).subarray(80));
  });

  it('traps 1 and 2: another basis or another E is another code', () => {
    const dual = new ReedSolomonCodec({ e: 16, interleave: 1, basis: 'dual', virtualFill: 0 });
    const conventional = new ReedSolomonCodec({ e: 16, interleave: 1, basis: 'conventional', virtualFill: 0 });
    const codeblock = dual.encode(frameOf(223, 5));
    expect(conventional.decode(codeblock).isGood).toBe(false);
    const eight = new ReedSolomonCodec({ e: 8, interleave: 1, basis: 'dual', virtualFill: 0 });
    expect(dual.decode(eight.encode(frameOf(239, 5))).isGood).toBe(false);
  });

  it('refuses parameters and lengths that the book does not know', () => {
    const good: ReedSolomonParameters = { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 };
    for (const wrong of [{ e: 15 }, { interleave: 6 }, { basis: 'other' }, { virtualFill: 223 }, { virtualFill: -1 }])
      expect(() => new ReedSolomonCodec({ ...good, ...wrong } as ReedSolomonParameters)).toThrow(ReedSolomonError);
    const codec = new ReedSolomonCodec(good);
    expect(() => codec.encode(new Uint8Array(1114))).toThrow(/expected 1115 octets, found 1114/);
    expect(() => codec.decode(new Uint8Array(1115))).toThrow(/expected 1275 octets, found 1115/);
  });
});

interface LibfecCase {
  kind: 'encode' | 'decode';
  E: 16 | 8;
  basis: 'dual' | 'conventional';
  virtualFill: number;
  data: string;
  parity: string;
  received: string;
  symbolErrors: number;
  result: number;
  corrected: string | null;
}
const libfec = ['telemetry-command', 'vectors', 'rs-libfec.json'] as const;
(haveOracle(...libfec) ? describe : describe.skip)('Reed-Solomon against libfec', () => {
  const cases = haveOracle(...libfec) ? oracleJson<{ cases: LibfecCase[] }>(...libfec).cases : [];
  it('has 24 cases', () => expect(cases.length).toBe(24));
  it.each(cases.map((c, i) => ({ ...c, i })))('case $i: $kind E=$E $basis fill $virtualFill', (c) => {
    const codec = new ReedSolomonCodec({ e: c.E, interleave: 1, basis: c.basis, virtualFill: c.virtualFill });
    if (c.kind === 'encode') {
      const codeblock = codec.encode(hexToBytes(c.data));
      expect(bytesToHex(codeblock)).toBe(c.data + c.parity);
      expect(codec.decode(codeblock).codewords).toEqual([0]);
      return;
    }
    const decoded = codec.decode(hexToBytes(c.received));
    expect(decoded.codewords).toEqual([c.result < 0 ? 'uncorrectable' : c.result]);
    if (c.corrected !== null) expect(bytesToHex(decoded.frame)).toBe(c.corrected.slice(0, 2 * codec.frameLength));
  });
});

interface InterleavedCase {
  E: 16 | 8;
  I: 1 | 2 | 3 | 4 | 5 | 8;
  frame: string;
  checkSymbols: string;
}
const interleaved = ['telemetry-command', 'vectors', 'rs-interleaved-dual.json'] as const;
(haveOracle(...interleaved) ? describe : describe.skip)('Reed-Solomon against dariol83/ccsds, interleaved', () => {
  const cases = haveOracle(...interleaved) ? oracleJson<{ cases: InterleavedCase[] }>(...interleaved).cases : [];
  it('has 12 cases', () => expect(cases.length).toBe(12));
  it.each(cases)('traps 1 to 3: E=$E I=$I', ({ E, I, frame, checkSymbols }) => {
    const codec = new ReedSolomonCodec({ e: E, interleave: I, basis: 'dual', virtualFill: 0 });
    const codeblock = codec.encode(hexToBytes(frame));
    expect(bytesToHex(codeblock)).toBe(frame + checkSymbols);
    expect(codec.decode(codeblock).codewords).toEqual(new Array(I).fill(0));
  });
});
