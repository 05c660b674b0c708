import { describe, expect, it } from '@jest/globals';
import { bytesToHex } from '@app/ccsds';
import { type CommandResult } from '../../testing/memory-io.js';
import { decode, encode } from '../testing/encode-decode.js';
import { aosProfile, codedTmProfile, tcProfile, tmProfile } from '../testing/profiles.js';
import { samplePackets } from '../testing/sample-packets.js';

const formats = ['hex-lines', 'binary', 'cadu-stream'] as const;

interface Sent {
  readonly virtualChannelId: number;
  readonly hex: string;
}

/** Through frames and back: what comes out, in order, and what is said of it. */
async function throughFrames(
  profile: object,
  sent: readonly Sent[],
  format: (typeof formats)[number],
  piece?: number,
): Promise<{ received: Sent[]; err: string; again: CommandResult; first: Uint8Array }> {
  const encoded = await encode(profile, sent.map((packet) => JSON.stringify(packet)).join('\n'), format);
  expect(encoded).toMatchObject({ code: 0, out: '' });
  const first = encoded.written.get('F')!;
  const decoded = await decode(profile, first, format, piece);
  expect(decoded.code).toBe(0);
  expect(decoded.lines.every(({ good }) => good === true)).toBe(true);
  const received = decoded.lines.map(({ virtualChannelId, hex }) => ({
    virtualChannelId: Number(virtualChannelId),
    hex: String(hex),
  }));
  return { received, err: decoded.err, again: await encode(profile, decoded.out, format), first };
}

const reedSolomon = { e: 16, interleave: 1, basis: 'dual', virtualFill: 0 } as const;
const profiles: readonly (readonly [string, object, readonly number[]])[] = [
  ['TM, bare', tmProfile, [0, 3, 7]],
  ['TM, Reed-Solomon I = 2, randomizer 255, FECF', codedTmProfile, [0, 3, 7]],
  ['TM, randomizer 131071', { ...codedTmProfile, randomizer: 'ccsds-131071' }, [1]],
  [
    'TM, E = 8, I = 5, conventional, virtual fill',
    { ...tmProfile, frameLength: 1000, reedSolomon: { e: 8, interleave: 5, basis: 'conventional', virtualFill: 39 } },
    [0],
  ],
  ['TM, no OCF, secondary header', { ...tmProfile, ocf: false, secondaryHeaderLength: 8, fecf: true }, [2]],
  ['TM, OCF per frame', { ...tmProfile, ocf: 'per-frame' }, [5]],
  ['TM, another marker', { ...codedTmProfile, asm: '352EF853' }, [0]],
  [
    'TM, convolutional',
    { ...codedTmProfile, frameLength: 223, reedSolomon, convolutional: { rate: '1/2', order: 'ccsds' } },
    [0],
  ],
  ['TM, differential', { ...codedTmProfile, differential: true }, [0]],
  [
    'TM, convolutional and differential',
    { ...codedTmProfile, convolutional: { rate: '1/2', order: 'nasa-dsn' }, differential: true },
    [0],
  ],
  ['AOS', aosProfile, [0, 1, 62]],
  [
    'AOS, header error control, insert zone, frame count cycle, FECF',
    {
      ...aosProfile,
      ...{ frameHeaderErrorControl: true, insertZoneLength: 10, frameCountCycle: true, fecf: true },
      ...{ randomizer: 'ccsds-255', spacecraftId: 200 },
    },
    [0, 62],
  ],
  ['AOS, one octet of packets in a frame', { ...aosProfile, frameLength: 13, reedSolomon: null }, [0]],
  ['TC', tcProfile, [0, 63]],
  ['TC, randomizer, FECF, TED', { ...tcProfile, fecf: true, randomizer: 'ccsds-255', bch: 'ted' }, [1]],
  ['TC, short frames, legacy tail', { ...tcProfile, frameLength: 32, tail: 'legacy', fecf: true }, [0]],
  ['TC, no segment header', { ...tcProfile, segmentHeader: false, spacecraftId: 5 }, [0]],
];

describe.each(profiles)('%s', (_, profile, virtualChannels) => {
  const maxLength =
    'segmentHeader' in profile ? 1000 : 'frameLength' in profile && profile.frameLength === 13 ? 60 : 3000;
  const sent = samplePackets(30, 7, maxLength).map((octets, index) => ({
    virtualChannelId: virtualChannels[Math.floor(index / 7) % virtualChannels.length]!,
    hex: bytesToHex(octets),
  }));

  it.each(formats)('decode(encode(x)) = x, and encode gives the same octets again: %s', async (format) => {
    const { received, err, again, first } = await throughFrames(profile, sent, format);
    expect(received).toEqual(sent);
    expect(err).toContain(' 0 invalid, 0 repeated;');
    expect(err).toContain(' gaps: 0 ');
    expect(err).toContain(' 0 octets skipped, 0 errors');
    expect(again.written.get('F')).toEqual(first);
  });

  it.each([1, 7, 1000])('pieces of %i octets change nothing', async (piece) => {
    for (const format of formats)
      expect((await throughFrames(profile, sent.slice(0, 12), format, piece)).received).toEqual(sent.slice(0, 12));
  });
});
