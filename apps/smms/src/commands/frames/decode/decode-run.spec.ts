import { describe, expect, it } from '@jest/globals';
import { bytesToHex, encodeTmFrame, hexToBytes } from '@app/ccsds';
import { runInMemory } from '../../testing/memory-io.js';
import { decodeFrames, encode } from '../testing/encode-decode.js';
import { aosProfile, codedTmProfile, tmProfile } from '../testing/profiles.js';
import { samplePackets } from '../testing/sample-packets.js';
import { type FramesDecodeOptions, runFramesDecode } from './decode-run.js';

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
describe('smms frames decode, frames', () => {
  it('trap 3: corrected symbols, per codeword and in all', async () => {
    const lines = await textOf(codedTmProfile);
    const octets = hexToBytes(lines[0]!);
    for (let i = 0; i < 16; i++) octets[4 + 2 * i]! ^= 0xa5; // codeword 0: as many as can be
    octets[4 + 101]! ^= 1; // codeword 1
    const { lines: good, err } = await decodeFrames(codedTmProfile, bytesToHex(octets));
    expect(good).toMatchObject([{ valid: true, correctedSymbols: 17, correctedSymbolsPerCodeword: [16, 1] }]);
    expect(err).toContain('corrected: 17 symbols;');
    octets[4 + 40]! ^= 7;
    const { lines: bad } = await decodeFrames(codedTmProfile, bytesToHex(octets));
    expect(bad).toMatchObject([
      {
        valid: false,
        errors: ['Reed-Solomon: expected up to 16 wrong symbols a codeword, found more in codeword 0'],
        correctedSymbolsPerCodeword: ['uncorrectable', 1],
      },
    ]);
    expect(bad[0]).not.toHaveProperty('correctedSymbols');
  });

  it('trap 9: with the wrong randomizer Reed-Solomon succeeds, and the content does not', async () => {
    const lines = await textOf(codedTmProfile);
    const { lines: found } = await decodeFrames({ ...codedTmProfile, randomizer: 'none' }, lines.join('\n'));
    expect(found.map(({ correctedSymbols }) => correctedSymbols)).toEqual(lines.map(() => 0));
    expect(found.every(({ valid, errors }) => valid === false && /CRC residue 0/.test(String(errors)))).toBe(true);
    // Without an FECF the header tells.
    const noFecf = { ...codedTmProfile, fecf: false, spacecraftId: null };
    const { lines: unchecked } = await decodeFrames(
      { ...noFecf, randomizer: 'none' },
      (await textOf(noFecf)).join('\n'),
    );
    expect(unchecked.map(({ errors }) => errors)).toEqual(
      unchecked.map(() => [expect.stringContaining('transfer frame version number: expected 0, found 3')]),
    );
  });

  it('frames of another spacecraft are invalid', async () => {
    const { lines } = await decodeFrames({ ...codedTmProfile, spacecraftId: 124 }, await encoded(codedTmProfile));
    expect(lines[0]).toMatchObject({
      valid: false,
      spacecraftId: 123,
      errors: [expect.stringContaining('expected 124, found 123')],
    });
  });

  it('secondary header, idle frame, synchronisation flag', async () => {
    const fields = { scid: 5, vcid: 1, mcfc: 9, vcfc: 7, firstHeaderPointer: 0x7fe };
    const parameters = { frameLength: 30, fecf: true, ocf: 'per-frame' } as const;
    const frames = [
      encodeTmFrame(
        { ...fields, dataField: new Uint8Array(19), secondaryHeader: { version: 0, data: Uint8Array.of(1, 2) } },
        parameters,
      ),
      encodeTmFrame(
        {
          ...fields,
          vcfc: 8,
          firstHeaderPointer: 5,
          syncFlag: true,
          ocf: new Uint8Array(4),
          dataField: new Uint8Array(18),
        },
        parameters,
      ),
    ];
    const profile = { ...tmProfile, frameLength: 30, fecf: true, ocf: 'per-frame' };
    const { lines } = await decodeFrames(profile, frames.map(bytesToHex).join('\n'));
    expect(lines).toMatchObject([
      {
        isIdle: true,
        valid: true,
        secondaryHeader: { version: 0, data: '0102' },
        dataFieldOffset: 9,
        firstHeaderPointer: 2046,
      },
      { isIdle: false, valid: true, syncFlag: true, ocf: '00000000' },
    ]);
    expect(lines[0]).not.toHaveProperty('ocf');
  });
});

describe('smms frames decode, arguments', () => {
  const { fecf: _, ...noFecf } = tmProfile;
  it.each<[string, Partial<FramesDecodeOptions>, object | string, RegExp]>([
    ['emit', { emit: 'all' }, tmProfile, /^error: --emit: expected frames or packets, found "all"\n$/],
    [
      'format',
      { inputFormat: 'hex' },
      tmProfile,
      /^error: --input-format: expected hex-lines or binary or cadu-stream, found "hex"\n$/,
    ],
    [
      'no input',
      { input: 'none' },
      tmProfile,
      /^error: --input none: expected a readable file, found no such file or folder\n$/,
    ],
    [
      'no profile',
      { profile: 'none' },
      tmProfile,
      /^error: --profile none: expected a readable file, found no such file or folder\n$/,
    ],
    ['profile not JSON', {}, '{"frameType":', /^error: --profile P: expected JSON, found .*\n$/],
    ['profile without a field', {}, noFecf, /^error: --profile P: fecf: expected boolean, found nothing\n$/],
    [
      'profile with a field more',
      {},
      { ...tmProfile, speed: 3 },
      /^error: --profile P: speed: expected one of the fields frameType, .*, found speed = 3\n$/,
    ],
    [
      'frame length',
      {},
      { ...aosProfile, frameLength: 1115 },
      /^error: --profile P: frameLength: expected 892, to fill the Reed-Solomon codewords: 4·\(255 - 32 - 0\), found 1115\n$/,
    ],
  ])('says what is wrong in one line: %s', async (_name, wrong, profile, line) => {
    const options = { profile: 'P', input: 'F', ...wrong };
    const { code, out, err } = await runInMemory({ P: profile, F: '' }, (io) => runFramesDecode(options, io));
    expect(err).toMatch(line);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });
});
