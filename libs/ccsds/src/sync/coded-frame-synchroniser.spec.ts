import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConvolutionalEncoder } from '../coding/convolutional.js';
import { NrzMCodec } from '../coding/nrz-m.js';
import { bytesToHex } from '../hex.js';
import { bitsOf, seededNumbers, seededOctets } from '../testing/bits.js';
import { CaduCodec } from './cadu.js';
import {
  type CodedFrame,
  type CodedSynchroniserParameters,
  CodedFrameSynchroniser,
} from './coded-frame-synchroniser.js';

const LENGTH = 200;
const codec = new CaduCodec(LENGTH, { asm: '1acffc1d', randomizer: 'ccsds-131071', reedSolomon: null });
const frameAt = (index: number): Uint8Array => seededOctets(LENGTH, 50 + index);

/** Symbols of `count` CADUs in a row as a modulator would send them. */
function symbolsOf(count: number, { convolutional, differential }: CodedSynchroniserParameters): number[] {
  const stream = Uint8Array.from(Array.from({ length: count }, (_, i) => [...codec.encode(frameAt(i))]).flat());
  const levels = differential ? new NrzMCodec().encode(stream) : stream;
  const coded = convolutional === null ? levels : new ConvolutionalEncoder(convolutional).encode(levels);
  return bitsOf(coded).map((bit) => (bit === 1 ? 80 : -80));
}

/** Which frames came out, by number; -1 for anything that was not sent. */
function numbersOf(frames: readonly CodedFrame[], count: number): number[] {
  const known = new Map(Array.from({ length: count }, (_, i) => [bytesToHex(frameAt(i)), i]));
  return frames.map(({ codeblock }) => {
    const decoded = codec.decode(codeblock);
    return decoded.kind === 'decoded' ? (known.get(bytesToHex(decoded.frame)) ?? -1) : -1;
  });
}

const links = fc.record({
  convolutional: fc.constantFrom(
    null,
    { rate: '1/2' as const, order: 'ccsds' as const },
    { rate: '1/2' as const, order: 'nasa-dsn' as const },
    { rate: '1/2' as const, order: 'ccsds' as const, invertG2: false },
  ),
  differential: fc.boolean(),
});

describe('frame synchronisation of coded symbols (131.0-B)', () => {
  it('trap 7: gives every frame from either node phase, upright or inverted, whatever comes before and however the stream is cut', () => {
    fc.assert(
      fc.property(
        links,
        fc.integer({ min: 0, max: 41 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3000 }),
        (link, before, inverted, cut) => {
          const parameters = { ...link, codeblockLength: LENGTH };
          const noise = bitsOf(seededOctets(6, before)).slice(0, before);
          const sent = [...noise.map((bit) => (bit ? 80 : -80)), ...symbolsOf(6, parameters)];
          const symbols = Int8Array.from(sent, (symbol) => (inverted ? -symbol : symbol));
          const synchroniser = new CodedFrameSynchroniser(parameters);
          const frames: CodedFrame[] = [];
          for (let at = 0; at < symbols.length; at += cut)
            frames.push(...synchroniser.push(symbols.subarray(at, at + cut)));
          frames.push(...synchroniser.flush());
          expect(numbersOf(frames, 6)).toEqual([0, 1, 2, 3, 4, 5]);
          const perBit = link.convolutional === null ? 1 : 2;
          const period = perBit * 8 * (4 + LENGTH);
          expect(frames.map(({ firstBitIndex }) => firstBitIndex)).toEqual(
            [0, 1, 2, 3, 4, 5].map((i) => before + i * period),
          );
          // NRZ-M does not know polarity.
          if (!link.differential) expect(frames.map((frame) => frame.inverted)).toEqual(new Array(6).fill(inverted));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a stream after a flush gives the same frames at the same places as the one before it', () => {
    fc.assert(
      fc.property(links, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (link, before, behind) => {
        const parameters = { ...link, codeblockLength: LENGTH };
        const around = (count: number): number[] => new Array<number>(count).fill(-80);
        // An odd number of symbols, or bits that are no whole octets, may stand at the end.
        const symbols = Int8Array.from([...around(before), ...symbolsOf(3, parameters), ...around(behind)]);
        const synchroniser = new CodedFrameSynchroniser(parameters);
        const first = [...synchroniser.push(symbols), ...synchroniser.flush()];
        expect(numbersOf(first, 3)).toEqual([0, 1, 2]);
        expect(synchroniser.isLocked).toBe(false);
        expect([...synchroniser.push(symbols), ...synchroniser.flush()]).toEqual(first);
      }),
      { numRuns: 40 },
    );
  });

  it('a symbol that slips changes the node phase and costs the frame that it happened in, no other', () => {
    const parameters = {
      convolutional: { rate: '1/2', order: 'ccsds' },
      differential: false,
      codeblockLength: LENGTH,
    } as const;
    const next = seededNumbers(3);
    const period = 2 * 8 * (4 + LENGTH);
    for (let run = 0; run < 5; run++) {
      const sent = symbolsOf(16, parameters);
      // In the middle of frames 5 and 10, far enough from their ends for the decoder to recover.
      for (const frame of [10, 5]) {
        const at = frame * period + 400 + (next() % 2000);
        if (next() % 2 === 0) sent.splice(at, 1);
        else sent.splice(at, 0, 5);
      }
      const synchroniser = new CodedFrameSynchroniser(parameters);
      const frames = [...synchroniser.push(Int8Array.from(sent)), ...synchroniser.flush()];
      const numbers = numbersOf(frames, 16).filter((number) => number >= 0);
      expect(numbers).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15]);
    }
  });

  it('noise gives no frame', () => {
    const parameters = {
      convolutional: { rate: '1/2', order: 'ccsds' },
      differential: true,
      codeblockLength: LENGTH,
    } as const;
    const synchroniser = new CodedFrameSynchroniser(parameters);
    const noise = Int8Array.from(seededOctets(400_000, 8), (octet) => octet - 128);
    expect(
      [...synchroniser.push(noise), ...synchroniser.flush()].filter(({ state }) => state !== 'unverified'),
    ).toEqual([]);
    expect(synchroniser.isLocked).toBe(false);
  });
});
