import { describe, expect, it } from '@jest/globals';
import { bytesToHex, hexToBytes } from '@app/ccsds';
import { decode, decodeFrames, encode } from '../testing/encode-decode.js';
import { aosProfile, codedTmProfile, tcProfile, tmProfile } from '../testing/profiles.js';
import { samplePackets, seededNumbers, seededOctets } from '../testing/sample-packets.js';

const packets = samplePackets(12, 11);
const hexLines = packets.map(bytesToHex).join('\n');

async function encoded(profile: object, format?: string): Promise<Uint8Array> {
  return (await encode(profile, hexLines, format)).written.get('F')!;
}
const textOf = async (profile: object): Promise<string[]> =>
  Buffer.from(await encoded(profile))
    .toString('latin1')
    .trim()
    .split('\n');
const hexOf = (lines: readonly Record<string, unknown>[]): unknown[] =>
  lines.filter(({ kind }) => kind !== 'gap').map(({ hex }) => hex);

describe('smms frames decode, input', () => {
  it('trap 5: a line may be a CADU, a codeblock or a frame, told apart by its length', async () => {
    const lines = await textOf(codedTmProfile);
    const frames = await decodeFrames({ ...codedTmProfile, randomizer: 'none', reedSolomon: null }, lines.join('\n'));
    expect(frames.lines.every(({ valid }) => valid === false)).toBe(true);
    // Bare frames of the same link: uncoded, never randomized.
    const bare = await textOf({ ...codedTmProfile, randomizer: 'none', reedSolomon: null });
    const mixed = lines.map((line, index) =>
      index % 3 === 0 ? line : index % 3 === 1 ? line.slice(8) : bare[index]!.slice(8),
    );
    const { lines: found, err } = await decode(codedTmProfile, mixed.join('\n'));
    expect(hexOf(found)).toEqual(packets.map(bytesToHex));
    expect(err).toContain(' 0 invalid');
  });

  it('takes an inverted CADU, and one with bit errors in its marker', async () => {
    const lines = await textOf(codedTmProfile);
    const inverted = bytesToHex(hexToBytes(lines[0]!).map((octet) => octet ^ 0xff));
    const marred = `0acffc1c${lines[1]!.slice(8)}`;
    const { lines: found } = await decodeFrames(codedTmProfile, [inverted, marred, ...lines.slice(2)].join('\n'));
    expect(found.every(({ valid }) => valid === true)).toBe(true);
  });

  it('a line that is nothing is an invalid frame with its reason, and costs nothing else', async () => {
    const lines = await textOf(codedTmProfile);
    const spoiled = [
      '',
      'hello',
      lines[0]!,
      '1acffc1d00',
      `${'00'.repeat(4)}${lines[1]!.slice(8)}`,
      '123',
      '',
      ...lines.slice(1),
    ];
    const { lines: found, code } = await decodeFrames(codedTmProfile, spoiled.join('\r\n'));
    expect(code).toBe(0);
    expect(found.map(({ valid }) => valid)).toEqual([
      false,
      true,
      false,
      false,
      false,
      ...lines.slice(1).map(() => true),
    ]);
    expect(found[0]).toEqual({
      index: 0,
      frameType: 'TM',
      spacecraftId: null,
      virtualChannelId: null,
      frameCount: null,
      isIdle: false,
      valid: false,
      errors: ['expected hexadecimal digits, found "h" at digit 1'],
      length: 0,
      line: 2,
    });
    const length = 'expected a frame of 446 octets, a codeblock of 510 or a CADU of 514, found 5 octets';
    expect(found[2]).toMatchObject({ line: 4, errors: [length] });
    expect(found[3]).toMatchObject({ errors: ['expected the sync marker 1acffc1d of a CADU, found 00000000'] });
    expect(found[4]).toMatchObject({ line: 6, errors: ['expected an even number of digits, found 3'] });
  });

  it('a line without end is given up, not kept', async () => {
    const [first = ''] = await textOf(codedTmProfile);
    const { lines } = await decodeFrames(codedTmProfile, `${'00'.repeat(300_000)}\n${first}`);
    expect(lines).toMatchObject([
      { valid: false, errors: ['expected at most 262144 characters, found more'] },
      { valid: true },
    ]);
  });

  it('tells the format from the content', async () => {
    for (const format of ['hex-lines', 'cadu-stream'])
      for (const profile of [codedTmProfile, aosProfile, tcProfile]) {
        const { lines } = await decode(profile, await encoded(profile, format));
        expect(hexOf(lines)).toEqual(packets.map(bytesToHex));
      }
  });

  it('CADUs at any bit offset, after noise and upside down', async () => {
    const stream = await encoded(codedTmProfile, 'cadu-stream');
    for (let shift = 1; shift < 8; shift++) {
      const bits = BigInt(`0x${Buffer.from(stream).toString('hex')}`) << BigInt(shift);
      const shifted = hexToBytes(`55${bits.toString(16).padStart(2 * stream.length + 2, '0')}`);
      const { lines } = await decode(
        codedTmProfile,
        shifted.map((octet) => octet ^ (shift % 2 === 0 ? 0xff : 0)),
        'cadu-stream',
      );
      expect(hexOf(lines)).toEqual(packets.map(bytesToHex));
    }
  });

  it('binary: what is left at the end is told', async () => {
    const octets = await encoded(tmProfile, 'binary');
    const { lines } = await decodeFrames(tmProfile, octets.subarray(0, 2 * 1115 + 100), 'binary');
    expect(lines).toMatchObject([
      { valid: true, firstOctet: 0 },
      { valid: true, firstOctet: 1115 },
      {
        valid: false,
        firstOctet: 2230,
        length: 100,
        errors: ['expected 1115 octets, found 100 before the end of the input'],
      },
    ]);
  });

  it('a byte order mark before a text is passed over, and what the format was is told', async () => {
    const marked = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), await encoded(tmProfile, 'hex-lines')]);
    const { lines, err } = await decodeFrames(tmProfile, new Uint8Array(marked));
    expect(lines.every(({ valid }) => valid === true)).toBe(true);
    expect(err).toMatch(/^input format: hex-lines, told from the content\n/);
  });

  it('an empty input has no frames', async () => {
    for (const format of [undefined, 'binary', 'cadu-stream']) {
      const { code, out, err } = await decodeFrames(tmProfile, '', format);
      expect({ code, out }).toEqual({ code: 0, out: '' });
      expect(err).toMatch(/no frame was found in it[^]*\nframes: 0, 0 valid, 0 invalid, /);
    }
  });

  it('octets of all kinds give lines and never end the command', async () => {
    const next = seededNumbers(99);
    const texts = ['eb90', '1acffc1d', '0123', '\n', 'ffff', ' ', 'x'];
    for (let i = 0; i < 60; i++) {
      const octets = seededOctets(next() % 5000, next());
      const text = Array.from({ length: 400 }, () => texts[next() % texts.length]).join('');
      for (const profile of [tmProfile, codedTmProfile, aosProfile, { ...aosProfile, service: 'b-pdu' }, tcProfile])
        for (const format of [undefined, 'hex-lines', 'binary', 'cadu-stream']) {
          expect((await decode(profile, octets, format)).code).toBe(0);
          expect((await decode(profile, text, format)).code).toBe(0);
        }
    }
  });
});
