import { describe, expect, it } from '@jest/globals';
import { bytesToHex, encodeTcFrame, hexToBytes } from '@app/ccsds';
import { decode, decodeFrames } from '../testing/encode-decode.js';
import { tcProfile } from '../testing/profiles.js';

describe('smms frames decode, TC', () => {
  const frame = (n: number, data = '1080c00000000f'): Uint8Array =>
    encodeTcFrame(
      {
        kind: 'AD',
        scid: 1,
        vcid: 2,
        frameSequenceNumber: n,
        segmentHeader: { sequenceFlags: 'unsegmented', mapId: 3 },
        data: hexToBytes(data),
      },
      { maxFrameLength: 1024, fecf: false, segmentHeader: true },
    );

  it('a lost AD frame is a gap, a repeated one is passed over, SET V(R) moves the count', async () => {
    const setVr = encodeTcFrame(
      { kind: 'BC', scid: 1, vcid: 2, data: Uint8Array.of(0x82, 0, 200) },
      { maxFrameLength: 1024, fecf: false, segmentHeader: true },
    );
    const list = [frame(254), frame(255), frame(0), frame(0), frame(3), setVr, frame(200)];
    const { lines, err } = await decode(tcProfile, list.map(bytesToHex).join('\n'));
    expect(lines.map(({ kind, firstFrame, frame: at }) => [kind, firstFrame ?? at])).toEqual([
      ['space', 0],
      ['space', 1],
      ['space', 2],
      ['gap', 4],
      ['space', 4],
      ['space', 6],
    ]);
    expect(lines[3]).toMatchObject({ virtualChannelId: 2, expected: 1, received: 3, missing: 2 });
    expect(err).toContain(' 1 repeated;');
    const { lines: frames } = await decodeFrames(tcProfile, list.map(bytesToHex).join('\n'));
    expect(frames[5]).toMatchObject({ frameKind: 'BC', controlCommand: '8200c8', frameCount: 0 });
    expect(frames[5]).not.toHaveProperty('mapId');
  });

  it('octets that are no packet are told on stderr', async () => {
    const { out, err } = await decode(tcProfile, bytesToHex(frame(0, 'a0ffff')));
    expect(out).toBe('');
    expect(err).toMatch(
      /^frame 0, virtual channel 2: packet-version: expected a packet, found 3 octets that begin with a0ffff\n/,
    );
  });

  it('lines without a frame in them say why', async () => {
    const lines = ['eb90', 'eb90ffffffffffffffff', '5555', 'eb901ac07a5555555512'];
    const { lines: found } = await decodeFrames(tcProfile, lines.join('\n'));
    expect(found.map(({ valid }) => valid)).toEqual([false, false, false, false]);
    expect(found.map(({ errors }) => String(errors)).slice(0, 3)).toEqual([
      'CLTU: expected a tail sequence, found the end of the line',
      'CLTU: expected a codeblock behind the start sequence, found one that cannot be decoded',
      'CLTU: expected the start sequence eb90, found none',
    ]);
  });

  it('binary: a header that is none ends the reading, and says so', async () => {
    const octets = new Uint8Array(Buffer.concat([frame(0), Buffer.from('ffff00000000', 'hex'), frame(1)]));
    const { lines } = await decodeFrames(tcProfile, octets, 'binary');
    expect(lines).toMatchObject([
      { valid: true },
      { valid: false, firstOctet: 13, errors: ['expected a frame header, found ffff000000; what follows is not read'] },
    ]);
  });
});
