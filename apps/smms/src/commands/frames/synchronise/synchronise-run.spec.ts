import { describe, expect, it } from '@jest/globals';
import { ConvolutionalEncoder, NrzMCodec, bytesToHex } from '@app/ccsds';
import { type CommandResult, runInMemory } from '../../testing/memory-io.js';
import { decodeFrames, encode } from '../testing/encode-decode.js';
import { codedTmProfile, tcProfile, tmProfile } from '../testing/profiles.js';
import { samplePackets, seededNumbers, seededOctets } from '../testing/sample-packets.js';
import { runFramesSynchronise } from './synchronise-run.js';

const CADU_BITS = 8 * 514;
const packets = samplePackets(16, 5).map(bytesToHex).join('\n');

async function cadus(profile: object): Promise<number[][]> {
  const stream = (
    await encode({ ...profile, convolutional: null, differential: false }, packets, 'cadu-stream')
  ).written.get('F')!;
  const bits = bitsOf(stream);
  return Array.from({ length: bits.length / CADU_BITS }, (_, n) => bits.slice(n * CADU_BITS, (n + 1) * CADU_BITS));
}
const bitsOf = (octets: Uint8Array): number[] =>
  Array.from({ length: 8 * octets.length }, (_, i) => (octets[i >>> 3]! >>> (7 - (i & 7))) & 1);
function pack(bits: readonly number[]): Uint8Array {
  const octets = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => (octets[i >>> 3]! |= bit << (7 - (i & 7))));
  return octets;
}
const inverted = (bits: readonly number[]): number[] => bits.map((bit) => 1 - bit);

async function synchronise(profile: object, input: Uint8Array, soft = false, piece?: number): Promise<CommandResult> {
  return runInMemory(
    { P: profile, F: input },
    (io) => runFramesSynchronise({ profile: 'P', input: 'F', soft }, io),
    piece,
  );
}
/** The frames that were sent, by what stands in them. */
async function sentHex(profile: object): Promise<string[]> {
  const bare = { ...profile, randomizer: 'none', reedSolomon: null, convolutional: null, differential: false };
  const text = Buffer.from((await encode(bare, packets)).written.get('F')!).toString('latin1');
  return text
    .trim()
    .split('\n')
    .map((line) => line.slice(8));
}

describe('smms frames synchronise', () => {
  it('finds frames behind noise, with slips of one bit, upside down, and says where', async () => {
    const list = await cadus(codedTmProfile);
    expect(list.length).toBeGreaterThan(12);
    const noise = bitsOf(seededOctets(100, 9)).slice(3);
    const stream = [
      ...noise,
      ...list.slice(0, 3).flat(),
      1, // a slipped bit between two frames
      ...list.slice(3, 5).flat(),
      ...list[5]!.toSpliced(-20, 1), // a bit lost near the end of a frame
      ...list[6]!,
      ...inverted(list.slice(7, 10).flat()),
      ...list.slice(10).flat(),
    ];
    const { lines, err, code } = await synchronise(codedTmProfile, pack(stream));
    expect(code).toBe(0);
    const sent = await sentHex(codedTmProfile);
    const valid = lines.filter((line) => line.valid === true);
    expect(valid.map(({ hex }) => hex)).toEqual(sent);
    expect(lines.map(({ index }) => index)).toEqual(lines.map((_, index) => index));
    expect(valid[0]).toMatchObject({
      firstBit: noise.length,
      inverted: false,
      asmErrors: 0,
      state: 'verified',
      slippedBits: 0,
      correctedSymbols: 0,
    });
    expect(valid[3]).toMatchObject({ firstBit: noise.length + 3 * CADU_BITS + 1, slippedBits: 1, state: 'locked' });
    // What stands behind the lost bit is wrong, and corrected.
    expect([2, 3]).toContain(valid[5]?.correctedSymbols);
    expect(valid[6]).toMatchObject({ slippedBits: -1 });
    expect(valid.map((line) => line.inverted)).toEqual(sent.map((_, n) => n >= 7 && n < 10));
    expect(err).toMatch(new RegExp(`^discarded: [0-9]+ of [0-9]+ bits in [0-9]+ spans \\(0 to ${noise.length - 1}, `));
    expect(err).toMatch(
      new RegExp(`frames: ${lines.length}, ${sent.length} valid, ${lines.length - sent.length} invalid\n$`),
    );
  });

  it('frames far apart, and each with bits lost behind it, are found by their content', async () => {
    const list = await cadus(codedTmProfile);
    const next = seededNumbers(5);
    const gap = (): number[] => bitsOf(seededOctets(5 + (next() % 90), next())).slice(next() % 8);
    for (const stream of [list.flatMap((cadu) => [...gap(), ...cadu]), list.flatMap((cadu) => [...cadu, 1])]) {
      const { lines } = await synchronise(codedTmProfile, pack([...stream, ...gap()]));
      expect(lines.map(({ hex }) => hex)).toEqual(await sentHex(codedTmProfile));
      expect(lines.slice(1, -1).every(({ valid, state }) => valid === true && state === 'content')).toBe(true);
      // With the wrong randomizer Reed-Solomon succeeds on all of them, and none is taken.
      const wrong = await synchronise({ ...codedTmProfile, randomizer: 'none' }, pack([...stream, ...gap()]));
      expect(wrong.lines.filter(({ valid }) => valid === true)).toEqual([]);
    }
  });

  it('trap 9: Reed-Solomon succeeds on frames that are none; they are not valid', async () => {
    const list = await cadus(codedTmProfile);
    const wrong = { ...codedTmProfile, randomizer: 'none' };
    const { lines } = await synchronise(wrong, pack(list.flat()));
    expect(lines).toHaveLength(list.length);
    expect(lines.every(({ valid, correctedSymbols }) => valid === false && correctedSymbols === 0)).toBe(true);
    expect(lines[0]?.errors).toEqual([expect.stringContaining('expected CRC residue 0')]);
  });

  it('noise alone gives no frame', async () => {
    const { out, err } = await synchronise(codedTmProfile, seededOctets(200_000, 21));
    expect(out).toBe('');
    expect(err).toBe('discarded: 1600000 of 1600000 bits in 1 spans (0 to 1599999)\nframes: 0, 0 valid, 0 invalid\n');
  });

  it('how the input is cut changes nothing', async () => {
    const list = await cadus(codedTmProfile);
    const input = pack([...bitsOf(seededOctets(9, 3)), 1, ...list.flat()]);
    const whole = await synchronise(codedTmProfile, input);
    for (const piece of [1, 63, 1000])
      expect((await synchronise(codedTmProfile, input, false, piece)).out).toBe(whole.out);
    expect(whole.lines.length).toBe(list.length);
  });

  it.each(['ccsds', 'nasa-dsn'])(
    'convolutional code with NRZ-M, %s order: soft symbols in noise, and hard ones, at either node phase',
    async (order) => {
      const profile = { ...codedTmProfile, convolutional: { rate: '1/2', order }, differential: true };
      const list = await cadus(profile);
      const levels = new NrzMCodec().encode(pack(list.flat()));
      const encoder = new ConvolutionalEncoder({ rate: '1/2', order: order as 'ccsds' });
      const symbols = bitsOf(encoder.encode(levels));
      const next = seededNumbers(77);
      const noisy = symbols.map((symbol) => {
        // A sum of four uniform numbers is nearly normal: about 3 % of the signs are wrong.
        const noise = [next(), next(), next(), next()].reduce((sum, n) => sum + n / 2 ** 32 - 0.5, 0);
        return Math.max(-128, Math.min(127, Math.round((symbol === 1 ? 40 : -40) + 36 * noise)));
      });
      const sent = await sentHex(profile);
      for (const before of [0, 1]) {
        const soft = Int8Array.from([...Array.from({ length: before }, () => 5), ...noisy]);
        const received = await synchronise(profile, new Uint8Array(soft.buffer), true);
        expect(received.lines.filter(({ valid }) => valid === true).map(({ hex }) => hex)).toEqual(sent);
        expect(received.lines[0]).toMatchObject({ firstBit: before });
        expect(received.err).toContain(' symbols in ');
        const hard = await synchronise(profile, pack([...Array.from({ length: before }, () => 1), ...symbols]));
        expect(hard.lines.filter(({ valid }) => valid === true).map(({ hex }) => hex)).toEqual(sent);
      }
      // Without the code in the profile the same input is noise.
      const { lines } = await synchronise(codedTmProfile, new Uint8Array(Int8Array.from(noisy).buffer), true);
      expect(lines).toEqual([]);
    },
  );

  it('gives the same frames as decode of the stream', async () => {
    const input = pack((await cadus(codedTmProfile)).flat());
    const { lines } = await decodeFrames(codedTmProfile, input, 'cadu-stream');
    const synchronised = (await synchronise(codedTmProfile, input)).lines;
    expect(synchronised.map(({ frameCount }) => frameCount)).toEqual(lines.map(({ frameCount }) => frameCount));
    expect(synchronised[3]).toMatchObject({ firstBit: lines[3]?.firstBit, state: lines[3]?.state });
  });

  it.each<[string, object, object, RegExp]>([
    [
      'a TC profile',
      tcProfile,
      {},
      /^error: --profile: frameType: expected TM or AOS \(for TC: smms cltu decode\), found TC\n$/,
    ],
    [
      'no input',
      tmProfile,
      { input: 'none' },
      /^error: --input none: expected a readable file, found no such file or folder\n$/,
    ],
  ])('says what is wrong in one line: %s', async (_, profile, wrong, line) => {
    const options = { profile: 'P', input: 'F', ...wrong };
    const { code, err } = await runInMemory({ P: profile, F: '' }, (io) => runFramesSynchronise(options, io));
    expect(err).toMatch(line);
    expect(code).toBe(1);
  });
});
