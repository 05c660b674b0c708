import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { seededOctets } from '../testing/bits.js';
import { BitBuffer } from './bit-buffer.js';
import { CaduCodec } from './cadu.js';
import { FrameSynchroniser, type SynchroniserOutput } from './frame-synchroniser.js';

const LENGTH = 1000; // octets of codeblock
const PERIOD = 8 * (4 + LENGTH);
const codec = new CaduCodec(LENGTH, { asm: '1acffc1d', randomizer: 'none', reedSolomon: null });
const cadus = (count: number): Uint8Array =>
  Uint8Array.from(Array.from({ length: count }, (_, i) => [...codec.encode(seededOctets(LENGTH, i))]).flat());

afterEach(() => {
  jest.restoreAllMocks();
});

describe('what a frame synchroniser holds of a stream', () => {
  it('less than a marker in the search, and a frame more than the flywheel at most', () => {
    const append = jest.spyOn(BitBuffer.prototype, 'append');
    const synchroniser = new FrameSynchroniser({ codeblockLength: LENGTH, flywheelFrames: 2, searchTolerance: 0 });
    const held = (): number => {
      const [buffer] = append.mock.contexts as BitBuffer[];
      return buffer!.end - buffer!.first;
    };
    const most = { search: 0, verify: 0, lock: 0 };
    // Lock, misses, search, and the same again.
    for (const part of [seededOctets(20_000, 5), cadus(12), seededOctets(20_000, 6), cadus(12)])
      for (let at = 0; at < part.length; at += 7) {
        synchroniser.push(part.subarray(at, at + 7));
        most[synchroniser.mode] = Math.max(most[synchroniser.mode], held());
      }
    expect(most.search).toBe(31);
    // The marker that is due next, and two bits around it.
    expect(most.verify).toBeLessThan(PERIOD + 32);
    expect(most.lock).toBeLessThan(3 * PERIOD + 34);
    expect(most.lock).toBeGreaterThan(2 * PERIOD);
    synchroniser.flush();
    expect(held()).toBe(0);
  });

  it('a chunk of more than a mebioctet, which is taken in slices, gives what its pieces give', () => {
    const stream = cadus(1100);
    stream.set(seededOctets(3000, 7), 500_000);
    for (const bitCount of [8 * stream.length - 3, 8 * 1_048_576, 8 * 1_048_576 + 1]) {
      const whole = new FrameSynchroniser({ codeblockLength: LENGTH });
      const outputs = [...whole.push(stream, bitCount), ...whole.flush()];
      const cut = new FrameSynchroniser({ codeblockLength: LENGTH });
      const pieces: SynchroniserOutput[] = [];
      for (let at = 0; 8 * at < bitCount; at += 99_999)
        pieces.push(...cut.push(stream.subarray(at, at + 99_999), Math.min(8 * 99_999, bitCount - 8 * at)));
      pieces.push(...cut.flush());
      expect([whole.bitCount, cut.bitCount]).toEqual([bitCount, bitCount]);
      expect(outputs.filter(({ kind }) => kind === 'frame').length).toBeGreaterThan(1000);
      // Of a million octets toEqual takes long.
      expect(JSON.stringify(outputs)).toBe(JSON.stringify(pieces));
    }
  });
});
