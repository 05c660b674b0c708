import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex } from '../hex.js';
import { bitsOf, packBits, seededNumbers, seededOctets } from '../testing/bits.js';
import { ASM } from './cadu.js';
import {
  FrameSynchroniser,
  SynchroniserError,
  type SynchroniserOutput,
  type SynchroniserParameters,
} from './frame-synchroniser.js';

const LENGTH = 60; // octets of codeblock
const PERIOD = 32 + 8 * LENGTH;
const asmBits = Array.from({ length: 32 }, (_, i) => (ASM >>> (31 - i)) & 1);
const codeblockAt = (index: number): Uint8Array => seededOctets(LENGTH, 1000 + index);
const caduBits = (index: number): number[] => [...asmBits, ...bitsOf(codeblockAt(index))];
const cadus = (count: number, first = 0): number[] =>
  Array.from({ length: count }, (_, i) => caduBits(first + i)).flat();
const noise = (bits: number, seed: number): number[] => bitsOf(seededOctets(Math.ceil(bits / 8), seed)).slice(0, bits);

type Frame = Extract<SynchroniserOutput, { kind: 'frame' }>;
const framesOf = (outputs: readonly SynchroniserOutput[]): Frame[] =>
  outputs.filter((output): output is Frame => output.kind === 'frame');

function synchronise(bits: readonly number[], parameters: Partial<SynchroniserParameters> = {}): SynchroniserOutput[] {
  const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH, ...parameters });
  return [...synchroniser.push(packBits(bits), bits.length), ...synchroniser.flush()];
}

/** Which of the first `count` codeblocks came out whole, by number; -1 for anything else that came out. */
function received(outputs: readonly SynchroniserOutput[], count: number): number[] {
  const known = new Map(Array.from({ length: count }, (_, i) => [bytesToHex(codeblockAt(i)), i]));
  return framesOf(outputs).map(({ codeblock }) => known.get(bytesToHex(codeblock)) ?? -1);
}

/** A stream with noise around frames, bit errors, slips and phase flips, all from a seed. */
function impairedStream(seed: number): number[] {
  const next = seededNumbers(seed);
  const below = (limit: number): number => next() % limit;
  const bits = noise(below(700), seed);
  let flip = 0;
  for (let i = 0; i < 12; i++) {
    const cadu = caduBits(i);
    for (let e = below(12); e > 0; e--) cadu[below(PERIOD)]! ^= 1;
    if (below(4) === 0) for (let e = below(12); e > 0; e--) cadu[below(32)]! ^= 1;
    if (below(5) === 0) cadu.splice(below(PERIOD), 1 + below(3));
    if (below(5) === 0) cadu.splice(below(PERIOD), 0, ...noise(1 + below(3), i + 1));
    if (below(8) === 0) cadu.splice(below(200), below(300));
    if (below(8) === 0) flip ^= 1;
    for (const bit of cadu) bits.push(bit ^ flip);
  }
  return [...bits, ...noise(below(900), seed + 1)];
}

describe('frame synchroniser (131.0-B)', () => {
  it('finds every frame at any bit offset and accounts for every bit', () => {
    for (let offset = 0; offset < 17; offset++) {
      const outputs = synchronise([...noise(offset, 5), ...cadus(6), ...noise(100, 6)]);
      expect(received(outputs, 6)).toEqual([0, 1, 2, 3, 4, 5]);
      const frames = framesOf(outputs);
      expect(frames.map(({ firstBitIndex }) => firstBitIndex)).toEqual(frames.map((_, i) => offset + i * PERIOD));
      expect(frames.map(({ state }) => state)).toEqual(['verified', 'locked', 'locked', 'locked', 'locked', 'locked']);
      expect(outputs.filter(({ kind }) => kind === 'discarded')).toEqual([
        ...(offset > 0 ? [{ kind: 'discarded', firstBitIndex: 0, bitCount: offset }] : []),
        { kind: 'discarded', firstBitIndex: offset + 6 * PERIOD, bitCount: 100 },
      ]);
    }
  });

  it('chunks of any number of bits give what one chunk gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 }),
        (seed, sizes) => {
          const bits = impairedStream(seed);
          const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH });
          const outputs: SynchroniserOutput[] = [];
          for (let at = 0, turn = 0; at < bits.length; turn++) {
            const size = Math.min(bits.length - at, Math.max(sizes[turn % sizes.length]!, turn % 2));
            const packed = packBits(bits.slice(at, at + size));
            // Bits beyond the count are not to be looked at.
            if (size % 8 !== 0) packed[packed.length - 1]! |= 0xff >>> (size % 8);
            outputs.push(...synchroniser.push(packed, size));
            at += size;
          }
          outputs.push(...synchroniser.flush());
          expect(synchroniser.bitCount).toBe(bits.length);
          expect(outputs).toEqual(synchronise(bits));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('frames and discarded spans come in order and leave no bit out; they overlap only where bits dropped out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const bits = impairedStream(seed);
        let end = 0;
        for (const output of synchronise(bits)) {
          if (output.kind === 'discarded') expect(output.firstBitIndex).toBe(end);
          else expect(output.firstBitIndex).toBeLessThanOrEqual(end);
          end = output.firstBitIndex + (output.kind === 'frame' ? PERIOD : output.bitCount);
        }
        expect(end).toBe(bits.length);
      }),
      { numRuns: 200 },
    );
  });

  it.each([-2, -1, 1, 2])('a slip of %i bits in mid stream costs the frame it happened in and no other', (slip) => {
    for (const place of [40, 200, PERIOD - 60]) {
      const bits = cadus(8);
      if (slip < 0) bits.splice(3 * PERIOD + place, -slip);
      else bits.splice(3 * PERIOD + place, 0, ...noise(slip, 9));
      const outputs = synchronise(bits);
      expect(received(outputs, 8).filter((i) => i >= 0)).toEqual([0, 1, 2, 4, 5, 6, 7]);
      expect(framesOf(outputs).map(({ slippedBits }) => slippedBits)).toEqual([0, 0, 0, 0, slip, 0, 0, 0]);
    }
  });

  it.each([-450, -40, -5, 5, 40, 450, 3000])('a jump of %i bits costs one frame as well', (jump) => {
    const bits = cadus(12);
    if (jump < 0) bits.splice(3 * PERIOD + 50, -jump);
    else bits.splice(3 * PERIOD + 50, 0, ...noise(jump, 11));
    expect(received(synchronise(bits), 12).filter((i) => i >= 0)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it.each([5, 40, -40])('a jump of %i bits two frames before the end is found by the flush', (jump) => {
    const bits = cadus(6);
    if (jump < 0) bits.splice(3 * PERIOD + 50, -jump);
    else bits.splice(3 * PERIOD + 50, 0, ...noise(jump, 11));
    expect(received(synchronise(bits), 6).filter((i) => i >= 0)).toEqual([0, 1, 2, 4, 5]);
  });

  it('trap 8: an inverted stream is recognised by its ASM and comes out upright', () => {
    const outputs = synchronise(cadus(5).map((bit) => bit ^ 1));
    expect(received(outputs, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(framesOf(outputs).every(({ inverted, asmErrors }) => inverted && asmErrors === 0)).toBe(true);
  });

  it('trap 8: a phase flip in mid stream costs the frame it happened in', () => {
    const flipAt = 3 * PERIOD + 100;
    const outputs = synchronise(cadus(8).map((bit, i) => (i < flipAt ? bit : bit ^ 1)));
    expect(received(outputs, 8).filter((i) => i >= 0)).toEqual([0, 1, 2, 4, 5, 6, 7]);
    expect(framesOf(outputs).map(({ inverted }) => inverted)).toEqual([
      ...Array<boolean>(4).fill(false),
      ...Array<boolean>(4).fill(true),
    ]);
  });

  it('trap 8: a candidate is not confirmed by an ASM of the other polarity', () => {
    const outputs = synchronise(cadus(4).map((bit, i) => (i < 100 ? bit : bit ^ 1)));
    expect(received(outputs, 4)).toEqual([1, 2, 3]);
    expect(framesOf(outputs)[0]).toMatchObject({ firstBitIndex: PERIOD, state: 'verified', inverted: true });
  });

  it('trap 8: two bit errors are allowed in the search, four where the ASM is due', () => {
    const damaged = (counts: readonly number[]): number[] =>
      counts.flatMap((count, i) => caduBits(i).map((bit, at) => (at < 3 * count && at % 3 === 0 ? bit ^ 1 : bit)));
    const outputs = synchronise(damaged([2, 2, 4, 4, 0]));
    expect(received(outputs, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(framesOf(outputs).map(({ asmErrors }) => asmErrors)).toEqual([2, 2, 4, 4, 0]);
    expect(received(synchronise(damaged([3, 2, 0, 0, 0])), 5)).toEqual([1, 2, 3, 4]);
  });

  it('flywheel: frames behind missed ASMs are held until a later ASM confirms them', () => {
    const bits = cadus(7);
    for (const frame of [3, 4]) for (let i = 0; i < 12; i++) bits[frame * PERIOD + 2 * i]! ^= 1;
    const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH });
    const early = synchroniser.push(packBits(bits.slice(0, 5 * PERIOD)), 5 * PERIOD);
    expect(received(early, 7)).toEqual([0, 1, 2]);
    const late = synchroniser.push(packBits(bits.slice(5 * PERIOD)), 2 * PERIOD);
    expect(received(late, 7)).toEqual([3, 4, 5, 6]);
    expect(framesOf(late).map(({ state }) => state)).toEqual(['flywheel', 'flywheel', 'locked', 'locked']);
    expect(framesOf(late).map(({ asmErrors }) => asmErrors)).toEqual([12, 12, 0, 0]);
  });

  it('a slipped ASM is held to the tolerance of the search, not to that of the due place', () => {
    for (const errors of [2, 3]) {
      const bits = cadus(7);
      for (let i = 0; i < errors; i++) bits[4 * PERIOD + 3 * i]! ^= 1;
      bits.splice(3 * PERIOD + 200, 1);
      const { state, slippedBits } = framesOf(synchronise(bits))[4]!;
      expect({ errors, state, slippedBits }).toEqual(
        errors === 2 ? { errors, state: 'locked', slippedBits: -1 } : { errors, state: 'flywheel', slippedBits: 0 },
      );
    }
  });

  it.each([false, true])('a missed ASM has the polarity of the last one that was seen: inverted %s', (inverted) => {
    const bits = cadus(6);
    for (let i = 0; i < 20; i++) bits[3 * PERIOD + i]! ^= 1;
    const outputs = synchronise(bits.map((bit) => (inverted ? bit ^ 1 : bit)));
    expect(received(outputs, 6)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(framesOf(outputs)[3]).toMatchObject({ state: 'flywheel', asmErrors: 20, inverted });
  });

  it('lock is dropped after the agreed number of misses, and nothing comes out for the noise', () => {
    const bits = [...cadus(3), ...noise(5 * PERIOD, 21), ...cadus(3, 3)];
    const outputs = synchronise(bits);
    expect(received(outputs, 6)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(outputs.filter(({ kind }) => kind === 'discarded')).toEqual([
      { kind: 'discarded', firstBitIndex: 3 * PERIOD, bitCount: 5 * PERIOD },
    ]);
  });

  it('an ASM that stands alone is held back and never comes out as a frame while the stream goes on', () => {
    const bits = [...noise(300, 31), ...asmBits, ...noise(2 * PERIOD + 77, 32), ...cadus(4)];
    expect(received(synchronise(bits), 4)).toEqual([0, 1, 2, 3]);
  });

  it('trap 9: an ASM pattern inside the data, a few octets off, never moves a lock nor makes a false frame', () => {
    for (const at of [32 + 8 * 6, 32 + 8 * 7, 300]) {
      const bits = cadus(6);
      asmBits.forEach((bit, i) => (bits[at + i] = bits[3 * PERIOD + at + i] = bit));
      const outputs = synchronise(bits);
      expect(framesOf(outputs).map(({ firstBitIndex }) => firstBitIndex % PERIOD)).toEqual([0, 0, 0, 0, 0, 0]);
      expect(received(outputs, 6)).toEqual([-1, 1, 2, -1, 4, 5]);
      // Searching from inside the first frame, the planted pattern is the first candidate.
      expect(received(synchronise(bits.slice(40)), 6)).toEqual([1, 2, -1, 4, 5]);
    }
  });

  it('four million bits of noise give no frame', () => {
    const synchroniser = new FrameSynchroniser({ codeblockLength: 1275 });
    const outputs = synchroniser.push(seededOctets(500_000, 77));
    expect(outputs).toEqual([]);
    expect(framesOf(synchroniser.flush()).length).toBeLessThanOrEqual(1);
  });

  it('flush gives a single frame as unverified, and a frame cut short not at all', () => {
    expect(framesOf(synchronise(cadus(1)))).toMatchObject([{ state: 'unverified', firstBitIndex: 0, asmErrors: 0 }]);
    expect(synchronise(cadus(1).slice(0, -1))).toEqual([{ kind: 'discarded', firstBitIndex: 0, bitCount: PERIOD - 1 }]);
    expect(received(synchronise(cadus(3).slice(0, -1)), 3)).toEqual([0, 1]);
  });

  it('flush gives frames behind missed ASMs as unverified, unless a search finds another one there', () => {
    const missed = cadus(5);
    for (const frame of [3, 4]) for (let i = 0; i < 12; i++) missed[frame * PERIOD + 2 * i]! ^= 1;
    const held = synchronise(missed);
    expect(received(held, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(framesOf(held).map(({ state }) => state)).toEqual([
      ...['verified', 'locked', 'locked'],
      ...['unverified', 'unverified'],
    ]);
    // Forty bits put into frame 3: what the flywheel holds begins forty bits before frame 4.
    const jumped = cadus(5);
    jumped.splice(3 * PERIOD + 50, 0, ...noise(40, 11));
    expect(framesOf(synchronise(jumped)).map(({ firstBitIndex }) => firstBitIndex - 3 * PERIOD)).toEqual([
      ...[-3 * PERIOD, -2 * PERIOD, -PERIOD],
      ...[0, PERIOD + 40],
    ]);
  });

  it('a stream may go on after a flush, with positions counted through', () => {
    const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH });
    synchroniser.push(packBits(cadus(2)), 2 * PERIOD);
    expect(synchroniser.mode).toBe('lock');
    synchroniser.flush();
    expect(synchroniser.mode).toBe('search');
    const outputs = synchroniser.push(packBits(cadus(2)), 2 * PERIOD);
    expect(framesOf(outputs).map(({ firstBitIndex }) => firstBitIndex)).toEqual([2 * PERIOD, 3 * PERIOD]);
  });

  it('refuses parameters and chunks that make no sense', () => {
    for (const wrong of [
      { codeblockLength: 0 },
      { searchTolerance: 5 },
      { lockTolerance: -1 },
      { flywheelFrames: 0 },
      { slipWindow: 9 },
    ])
      expect(() => new FrameSynchroniser({ codeblockLength: LENGTH, ...wrong })).toThrow(SynchroniserError);
    const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH });
    expect(() => synchroniser.push(new Uint8Array(2), 17)).toThrow(/bitCount: expected 0 to 16, found 17/);
    expect(() => synchroniser.push(new Uint8Array(2), 1.5)).toThrow(SynchroniserError);
  });
});
