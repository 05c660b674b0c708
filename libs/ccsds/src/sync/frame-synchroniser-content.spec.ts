import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc16 } from '../coding/crc16.js';
import { bytesToHex } from '../hex.js';
import { bitsOf, packBits, seededNumbers, seededOctets } from '../testing/bits.js';
import { ASM, CaduCodec } from './cadu.js';
import { FrameSynchroniser, type SynchroniserOutput, type SynchroniserParameters } from './frame-synchroniser.js';

const LENGTH = 60; // octets of codeblock
const PERIOD = 32 + 8 * LENGTH;
const asmBits = Array.from({ length: 32 }, (_, i) => (ASM >>> (31 - i)) & 1);
const noise = (bits: number, seed: number): number[] => bitsOf(seededOctets(Math.ceil(bits / 8), seed)).slice(0, bits);

/** Octets that end in their FECF. */
function frameAt(index: number, length = LENGTH, plant: (frame: Uint8Array) => void = () => {}): Uint8Array {
  const frame = seededOctets(length, 2000 + index);
  plant(frame);
  const crc = crc16(frame, 0, length - 2);
  frame.set([crc >>> 8, crc & 0xff], length - 2);
  return frame;
}

/** An ASM pattern inside the data, at the same place in every frame. */
const withPattern = (frame: Uint8Array): void => frame.set([0x1a, 0xcf, 0xfc, 0x1d], 20);
const caduBits = (index: number): number[] => [...asmBits, ...bitsOf(frameAt(index))];
const isFrame = (codeblock: Uint8Array): boolean => crc16(codeblock) === 0;

type Frame = Extract<SynchroniserOutput, { kind: 'frame' }>;
const framesOf = (outputs: readonly SynchroniserOutput[]): Frame[] =>
  outputs.filter((output): output is Frame => output.kind === 'frame');

function synchronise(bits: readonly number[], parameters: Partial<SynchroniserParameters> = {}): SynchroniserOutput[] {
  const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH, isFrame, ...parameters });
  return [...synchroniser.push(packBits(bits), bits.length), ...synchroniser.flush()];
}

/** Frames of bursts, in lock, damaged, with bits dropped or put in, all from a seed. */
function impairedStream(seed: number): number[] {
  const next = seededNumbers(seed);
  const below = (limit: number): number => next() % limit;
  const bits = noise(below(700), seed);
  for (let i = 0; i < 25; i++) {
    const cadu = caduBits(i);
    if (below(2) === 0) cadu[below(PERIOD)]! ^= 1;
    if (below(6) === 0) for (let e = below(12); e > 0; e--) cadu[below(32)]! ^= 1;
    if (below(6) === 0) cadu.splice(below(PERIOD), 1 + below(60));
    if (below(6) === 0) cadu.push(...noise(below(300), i + 1));
    bits.push(...cadu);
  }
  return [...bits, ...noise(below(900), seed + 1)];
}

describe('frame synchroniser that asks for the content (trap 9)', () => {
  it.each([0, 1])(
    'frames of bursts, which no next ASM confirms, are found by their content: bits exclusive-or %i',
    (flip) => {
      const bursts = [0, 1, 2].flatMap((i) => [...noise(77 + 5 * i, i), ...caduBits(i)]);
      const bits = [...bursts, ...noise(200, 9)].map((bit) => bit ^ flip);
      const frames = framesOf(synchronise(bits));
      expect(frames.map(({ codeblock }) => bytesToHex(codeblock))).toEqual(
        [0, 1, 2].map((i) => bytesToHex(frameAt(i))),
      );
      expect(frames).toMatchObject(
        [77, 77 + 82 + PERIOD, 77 + 82 + 87 + 2 * PERIOD].map((firstBitIndex) => ({
          firstBitIndex,
          state: 'content',
          inverted: flip === 1,
        })),
      );
      expect(framesOf(synchronise(bits, { isFrame: () => false }))).toEqual([]);
      expect(new FrameSynchroniser({ codeblockLength: LENGTH }).push(packBits(bits), bits.length)).toEqual([]);
    },
  );

  // Reed-Solomon with E = 16 and interleave 5 bears 80 octets that are lost at the end of a codeblock.
  const codec = new CaduCodec(1115, {
    asm: '1acffc1d',
    randomizer: 'ccsds-255',
    reedSolomon: { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 },
  });
  const decodes = (codeblock: Uint8Array): boolean => {
    const decoded = codec.decode(codeblock);
    return decoded.kind === 'decoded' && isFrame(decoded.frame);
  };
  it.each([1, 3, 5, 8, 16, 40, 400])('%i bits dropped from the tail of every frame cost no frame', (lost) => {
    const cadus = Array.from({ length: 8 }, (_, i) => bitsOf(codec.encode(frameAt(i, 1115))).slice(0, -lost));
    const outputs = synchronise([...cadus.flat(), ...noise(600, 3)], { codeblockLength: 1275, isFrame: decodes });
    const period = 8 * 1279 - lost;
    expect(framesOf(outputs).map(({ firstBitIndex }) => firstBitIndex)).toEqual(cadus.map((_, i) => i * period));
    for (const [i, { codeblock }] of framesOf(outputs).entries())
      expect(codec.decode(codeblock)).toMatchObject({ kind: 'decoded', frame: frameAt(i, 1115) });
    // A slip of one bit is within the window that a lock looks at.
    if (lost > 2) expect(new Set(framesOf(outputs).map(({ state }) => state))).toEqual(new Set(['content']));
  });

  it('a lock on an ASM pattern inside the data is given up after eight frames in a row that are none', () => {
    const sent = Array.from({ length: 20 }, (_, i) => frameAt(i, LENGTH, withPattern));
    const stream = sent.flatMap((frame) => [...asmBits, ...bitsOf(frame)]);
    // The stream begins behind the first ASM: the pattern is the first candidate.
    const frames = framesOf(synchronise(stream.slice(80)));
    expect(frames.map(({ state }) => state)).toEqual(
      frames.map((_, i) => (i % 9 === 0 && i < 10 ? 'verified' : 'locked')),
    );
    expect(frames.map(({ codeblock }) => isFrame(codeblock))).toEqual(frames.map((_, i) => i >= 9));
    expect(frames.slice(9).map(({ codeblock }) => codeblock)).toEqual(sent.slice(9));
    // Markers alone never find out.
    const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH });
    expect(framesOf(synchroniser.push(packBits(stream.slice(80)))).some(({ codeblock }) => isFrame(codeblock))).toBe(
      false,
    );
  });

  it('one good frame starts the count of eight anew; a true lock that is given up costs no frame', () => {
    const statesOf = (damaged: readonly number[]): string[] => {
      const cadus = Array.from({ length: 20 }, (_, i) =>
        caduBits(i).map((bit, at) => (at === 100 && damaged.includes(i) ? bit ^ 1 : bit)),
      );
      const frames = framesOf(synchronise(cadus.flat()));
      expect(frames.map(({ firstBitIndex }) => firstBitIndex)).toEqual(cadus.map((_, i) => i * PERIOD));
      return frames.slice(1).map(({ state }) => state);
    };
    const locked = new Array<string>(19).fill('locked');
    expect(statesOf([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15])).toEqual(locked);
    // Frame 9, behind the eighth bad one, is found by a search.
    expect(statesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toEqual(locked.with(8, 'verified'));
    // So is frame 18 behind the next eight: each lock counts from 0.
    expect(statesOf([...locked.keys()])).toEqual(locked.with(8, 'verified').with(17, 'verified'));
  });

  it('chunks of any number of bits give what one chunk gives, in order, and leave no bit out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 40 }),
        (seed, sizes) => {
          const bits = impairedStream(seed);
          const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH, isFrame });
          const outputs: SynchroniserOutput[] = [];
          for (let at = 0, turn = 0; at < bits.length; turn++) {
            const piece = bits.slice(at, at + sizes[turn % sizes.length]!);
            outputs.push(...synchroniser.push(packBits(piece), piece.length));
            at += piece.length;
          }
          outputs.push(...synchroniser.flush());
          expect(outputs).toEqual(synchronise(bits));
          let end = 0;
          for (const output of outputs) {
            if (output.kind === 'discarded') expect(output.firstBitIndex).toBe(end);
            else expect(output.firstBitIndex).toBeLessThanOrEqual(end);
            end = output.firstBitIndex + (output.kind === 'frame' ? PERIOD : output.bitCount);
          }
          expect(end).toBe(bits.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
