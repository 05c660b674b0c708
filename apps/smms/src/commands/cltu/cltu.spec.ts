import { describe, expect, it } from '@jest/globals';
import { hexToBytes } from '@app/ccsds';
import { tcProfile, tmProfile } from '../frames/testing/profiles.js';
import { seededNumbers, seededOctets } from '../frames/testing/sample-packets.js';
import { type MemoryFiles, haveOracles, oracleFile, runInMemory } from '../testing/memory-io.js';
import { type CltuDecodeOptions, runCltuDecode } from './cltu-decode-run.js';
import { type CltuEncodeOptions, runCltuEncode } from './cltu-encode-run.js';
import { cltuCommand } from './cltu.command.js';

const encode = (options: CltuEncodeOptions, files: MemoryFiles = {}) =>
  runInMemory(files, (io) => runCltuEncode(options, io));
const decode = (options: CltuDecodeOptions, files: MemoryFiles = {}, piece?: number) =>
  runInMemory(files, (io) => runCltuDecode(options, io), piece);

interface OracleCltu {
  readonly name: string;
  readonly tail?: string;
  readonly randomized: boolean;
  readonly frame: string;
  readonly cltu: string;
}
const { cltu: vectors } = haveOracles('vectors')
  ? (JSON.parse(Buffer.from(oracleFile('vectors', 'tc-cltu.json')).toString()) as { cltu: readonly OracleCltu[] })
  : { cltu: [] };

(vectors.length > 0 ? describe : describe.skip)('CLTUs of independent implementations', () => {
  it.each(vectors)('$name: both ways, octet for octet', async ({ tail, randomized, frame, cltu }) => {
    const options = { hex: frame, randomize: randomized, tail: tail?.startsWith('55') === true ? 'legacy' : 'ccsds' };
    expect((await encode(options)).out).toBe(`${cltu}\n`);
    for (const mode of ['sec', 'ted']) {
      const { lines } = await decode({ hex: cltu, randomize: randomized, mode });
      const fill = (7 - ((frame.length / 2) % 7)) % 7;
      const expected = {
        frames: [frame],
        end: 'tail',
        correctedBits: 0,
        startErrors: 0,
        rest: 'fill',
        line: 1,
        index: 0,
      };
      expect(lines).toMatchObject([{ ...expected, codeblocks: Math.ceil(frame.length / 14) }]);
      expect(String(lines[0]?.fill)).toHaveLength(2 * fill);
    }
  });
});

/** A frame by its length field. */
const frameOf = (length: number, seed: number): string => {
  const octets = seededOctets(length, seed);
  octets.set([0x20, 0x7b, (length - 1) >>> 8, (length - 1) & 0xff]);
  return Buffer.from(octets).toString('hex');
};
const frames = [6, 7, 8, 50, 1024].map((length, index) => frameOf(length, index + 1));
const cltusOf = async (options: CltuEncodeOptions = {}): Promise<string[]> =>
  (await encode({ input: 'F', ...options }, { F: frames.join('\n'), P: tcProfile })).out.trim().split('\n');

describe('smms cltu', () => {
  it.each<[string, CltuEncodeOptions & CltuDecodeOptions]>([
    ['plain', {}],
    ['randomized', { randomize: true }],
    ['legacy tail', { tail: 'legacy' }],
    ['by a profile', { profile: 'P' }],
  ])('decode gives back what encode was given, as lines and as a stream: %s', async (_, options) => {
    const cltus = await cltusOf(options);
    const lines = await decode({ input: 'F', ...options }, { F: cltus.join('\n'), P: tcProfile });
    expect(lines.lines.flatMap((line) => line.frames)).toEqual(frames);
    const bits = hexToBytes(`55550${cltus.join('5555')}0`); // half an octet off
    const stream = await decode({ input: 'F', inputFormat: 'binary', ...options }, { F: bits, P: tcProfile }, 13);
    expect(stream.lines.flatMap((line) => line.frames)).toEqual(frames);
    expect(stream.lines[0]).toMatchObject({ firstBit: 20, end: 'tail' });
    expect(stream.err).toMatch(/^CLTUs: 5; frames: 5; corrected: 0 bits; start sequences without a CLTU: \d+\n$/);
  });

  it('the profile says randomizer and tail, and options go before it', async () => {
    const profile = { ...tcProfile, randomizer: 'ccsds-255', tail: 'legacy', bch: 'ted' };
    const files = { P: profile, F: frames.join('\n') };
    const byProfile = (await encode({ input: 'F', profile: 'P' }, files)).out;
    expect(byProfile).toBe((await encode({ input: 'F', randomize: true, tail: 'legacy' }, files)).out);
    const overridden = (await encode({ input: 'F', profile: 'P', randomize: false, tail: 'ccsds' }, files)).out;
    expect(overridden).toBe((await encode({ input: 'F' }, files)).out);
    expect(overridden).not.toBe(byProfile);
  });

  it('trap 24: one wrong bit a codeblock is corrected in SEC mode, and ends the CLTU in TED mode', async () => {
    const next = seededNumbers(4);
    const [cltu = ''] = (await cltusOf()).slice(3);
    const octets = hexToBytes(cltu);
    for (let codeblock = 0; codeblock < 8; codeblock++) {
      const bit = next() % 63;
      octets[2 + 8 * codeblock + (bit >>> 3)]! ^= 0x80 >>> (bit & 7);
    }
    const spoiled = Buffer.from(octets).toString('hex');
    expect((await decode({ hex: spoiled, mode: 'sec' })).lines).toMatchObject([
      { frames: [frames[3]], correctedBits: 8, codeblocks: 8, end: 'tail' },
    ]);
    expect((await decode({ hex: spoiled, mode: 'ted' })).lines).toMatchObject([
      { frames: [], codeblocks: 0, end: 'first-codeblock' },
    ]);
    // From the second codeblock on: what was decoded is told, and that the frame is cut short.
    octets.set(hexToBytes(cltu).subarray(2, 10), 2);
    expect((await decode({ hex: Buffer.from(octets).toString('hex'), mode: 'ted' })).lines).toMatchObject([
      { frames: [], codeblocks: 1, end: 'undecodable', rest: 'cut-short', fill: frames[3]!.slice(0, 14) },
    ]);
  });

  it('a line without a CLTU costs nothing else', async () => {
    const [cltu = ''] = await cltusOf();
    const file = ['', 'xyz', 'eb90', '0000', cltu.slice(0, -16), cltu].join('\n');
    const { lines, code } = await decode({ input: 'F' }, { F: file });
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { index: 0, line: 2, end: 'invalid-line', error: 'expected hexadecimal digits, found "x" at digit 1' },
      { line: 3, end: 'reset' },
      { line: 4, end: 'no-start-sequence' },
      { line: 5, codeblocks: 1, end: 'reset' },
      { index: 4, line: 6, frames: [frames[0]] },
    ]);
  });

  it.each(['zz', '123', ''])('decode refuses "%s" for octets', async (hex) => {
    const { code, out, err } = await decode({ hex });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error: --hex: expected pairs of hexadecimal digits, found .*\n$/);
  });

  it.each<[string, CltuEncodeOptions, RegExp]>([
    ['no input', {}, /^error: --input, --hex: expected one of them, found none\n$/],
    ['two inputs', { input: 'F', hex: '00' }, /^error: --input, --hex: expected one of them, found both\n$/],
    ['no file', { input: 'none' }, /^error: --input none: expected a readable file, found no such file or folder\n$/],
    ['a line', { input: 'F' }, /^error: --input F, line 2: expected hexadecimal digits, found "z" at digit 1\n$/],
    ['digits', { hex: '1' }, /^error: --hex: expected pairs of hexadecimal digits, found "1"\n$/],
    ['no digits', { hex: '' }, /^error: --hex: expected pairs of hexadecimal digits, found ""\n$/],
    ['tail', { hex: '00', tail: 'long' }, /^error: --tail: expected ccsds or legacy, found "long"\n$/],
    ['a TM profile', { hex: '00', profile: 'TM' }, /^error: --profile TM: frameType: expected "TC", found "TM"\n$/],
  ])('encode says what is wrong in one line: %s', async (_, options, line) => {
    const { code, out, err } = await encode(options, { F: '00\nzz', TM: tmProfile });
    expect(err).toMatch(line);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it.each<[string, CltuDecodeOptions, RegExp]>([
    ['no input', {}, /^error: --input, --hex: expected one of them, found none\n$/],
    ['mode', { hex: '00', mode: 'fec' }, /^error: --mode: expected sec or ted, found "fec"\n$/],
    [
      'format',
      { hex: '00', inputFormat: 'text' },
      /^error: --input-format: expected hex-lines or binary, found "text"\n$/,
    ],
  ])('decode says what is wrong in one line: %s', async (_, options, line) => {
    const { code, out, err } = await decode(options);
    expect(err).toMatch(line);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('leaves the randomizer to the profile unless an option says it', async () => {
    const encodeCommand = cltuCommand().commands.find((command) => command.name() === 'encode')!;
    encodeCommand.action(() => {});
    for (const [args, randomize] of [
      [[], undefined],
      [['--randomize'], true],
      [['--no-randomize'], false],
    ] as const) {
      encodeCommand.parse([...args], { from: 'user' });
      expect(encodeCommand.opts().randomize).toBe(randomize);
      encodeCommand.setOptionValue('randomize', undefined);
    }
  });
});
