import { describe, expect, it } from '@jest/globals';
import { ConvolutionalEncoder } from '../coding/convolutional.js';
import { bytesToHex } from '../hex.js';
import { bitsOf, seededOctets } from '../testing/bits.js';
import { CaduCodec } from './cadu.js';
import {
  type CodedFrame,
  type CodedSynchroniserParameters,
  CodedFrameSynchroniser,
} from './coded-frame-synchroniser.js';
import { type Rails, turned } from './quarter-turn.js';

const LENGTH = 150;
const codec = new CaduCodec(LENGTH, { asm: '1acffc1d', randomizer: 'ccsds-131071', reedSolomon: null });
const frameAt = (n: number): Uint8Array => seededOctets(LENGTH, 90 + n);
const conv = { rate: '1/2', order: 'ccsds' } as const;

function symbolsOf(count: number, { convolutional }: Pick<CodedSynchroniserParameters, 'convolutional'>): number[] {
  const stream = Uint8Array.from(Array.from({ length: count }, (_, n) => [...codec.encode(frameAt(n))]).flat());
  const coded = convolutional === null ? stream : new ConvolutionalEncoder(convolutional).encode(stream);
  return bitsOf(coded).map((bit) => (bit === 1 ? 70 : -70));
}

function numbersOf(frames: readonly CodedFrame[], count: number): number[] {
  const known = new Map(Array.from({ length: count }, (_, n) => [bytesToHex(frameAt(n)), n]));
  return frames.flatMap(({ codeblock }) => {
    const decoded = codec.decode(codeblock);
    const number = decoded.kind === 'decoded' ? known.get(bytesToHex(decoded.frame)) : undefined;
    return number === undefined ? [] : [number];
  });
}

/** What a demodulator gives of pairs whose carrier stands `quarters` of a turn off: the rotation of the plane, by its definition. */
function received(pairs: readonly number[], quarters: number, rails: Rails): number[] {
  if (rails === 'staggered') {
    // Rails change places, and the one that was late is now early: the order in time stays.
    const signs = [
      [1, 1],
      [1, -1],
      [-1, -1],
      [-1, 1],
    ][quarters]!;
    return pairs.map((symbol, n) => symbol * signs[n % 2]!);
  }
  const turn = Array.from({ length: pairs.length / 2 }, (_, n) => {
    let [i, q] = [pairs[2 * n]!, pairs[2 * n + 1]!];
    for (let k = 0; k < quarters; k++) [i, q] = [-q, i];
    return [i, q];
  });
  return turn.flat();
}

describe('ways of a synchroniser: node phases and quarter turns', () => {
  it.each<[Rails, number]>([
    ['simultaneous', 0],
    ['simultaneous', 1],
    ['simultaneous', 2],
    ['simultaneous', 3],
    ['staggered', 1],
    ['staggered', 3],
  ])('%s rails, %d quarters off: every frame, and one way runs on', (rails, quarters) => {
    for (const convolutional of [null, conv]) {
      const parameters = { convolutional, differential: false, codeblockLength: LENGTH, rails };
      const sent = [...bitsOf(seededOctets(5, 3)).map((bit) => (bit ? 70 : -70)), ...symbolsOf(10, parameters)];
      const symbols = Int8Array.from(received(sent, quarters, rails));
      const synchroniser = new CodedFrameSynchroniser(parameters);
      expect(synchroniser.runningWays).toBe(convolutional === null ? 2 : 4);
      const frames: CodedFrame[] = [];
      for (let at = 0; at < symbols.length; at += 777)
        frames.push(...synchroniser.push(symbols.subarray(at, at + 777)));
      expect(synchroniser.runningWays).toBe(1);
      frames.push(...synchroniser.flush());
      expect(numbersOf(frames, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const period = (convolutional === null ? 1 : 2) * 8 * (4 + LENGTH);
      const places = frames.filter((frame) => numbersOf([frame], 10).length > 0).map((frame) => frame.firstBitIndex);
      // Simultaneous rails: to within the pair that was turned.
      places.forEach((place, n) => expect(Math.abs(place - 40 - n * period)).toBeLessThanOrEqual(0));
    }
  });

  it('a carrier that slips by a quarter wakes the other ways: the frame that it happened in is lost, no other', () => {
    for (const rails of ['simultaneous', 'staggered'] as const) {
      const parameters = { convolutional: conv, differential: false, codeblockLength: LENGTH, rails };
      const sent = symbolsOf(14, parameters);
      const period = 2 * 8 * (4 + LENGTH);
      const at = 6 * period + 800;
      const symbols = Int8Array.from([...sent.slice(0, at), ...received(sent.slice(at), 1, rails)]);
      const synchroniser = new CodedFrameSynchroniser(parameters);
      const frames: CodedFrame[] = [];
      for (let from = 0; from < symbols.length; from += 500)
        frames.push(...synchroniser.push(symbols.subarray(from, from + 500)));
      frames.push(...synchroniser.flush());
      expect(numbersOf(frames, 14)).toEqual([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13]);
    }
  });

  it('a slip of a symbol while one node phase sleeps costs one frame, however the stream is cut', () => {
    const parameters = { convolutional: conv, differential: false, codeblockLength: LENGTH };
    const sent = symbolsOf(12, parameters);
    sent.splice(5 * 2 * 8 * (4 + LENGTH) + 901, 1);
    const symbols = Int8Array.from(sent);
    for (const cut of [1, 64, 5000, symbols.length]) {
      const synchroniser = new CodedFrameSynchroniser(parameters);
      const frames: CodedFrame[] = [];
      for (let at = 0; at < symbols.length; at += cut)
        frames.push(...synchroniser.push(symbols.subarray(at, at + cut)));
      frames.push(...synchroniser.flush());
      expect(numbersOf(frames, 12)).toEqual([0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11]);
    }
  });

  it('four quarter turns are none, but that -128 has no counterpart', () => {
    const symbols = Int8Array.of(5, -7, 0, 127, -127, 3);
    for (const rails of ['simultaneous', 'staggered'] as const) {
      let four: Int8Array = symbols;
      for (let n = 0; n < 4; n++) four = turned(four, rails);
      expect(four).toEqual(symbols);
    }
    expect([...turned(Int8Array.of(1, -128), 'simultaneous')]).toEqual([127, 1]);
  });
});
