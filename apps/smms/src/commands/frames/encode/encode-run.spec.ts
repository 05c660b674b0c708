import { describe, expect, it } from '@jest/globals';
import { bytesToHex, encodeBPdu } from '@app/ccsds';
import { runInMemory } from '../../testing/memory-io.js';
import { decode, encode } from '../testing/encode-decode.js';
import { aosProfile, tcProfile, tmProfile } from '../testing/profiles.js';
import { samplePackets, seededOctets } from '../testing/sample-packets.js';
import { runFramesEncode } from './encode-run.js';

describe('smms frames encode', () => {
  const packets = samplePackets(20, 3);

  it.each<[string, string | Uint8Array]>([
    ['hexadecimal lines', packets.map((packet) => `${bytesToHex(packet)}\r\n`).join('\n')],
    [
      'upper case with blanks',
      packets.map((packet) => bytesToHex(packet).toUpperCase().match(/../g)!.join(' ')).join('\n'),
    ],
    ['JSON lines', packets.map((packet) => JSON.stringify({ hex: bytesToHex(packet) })).join('\n')],
    ['octets back to back', new Uint8Array(Buffer.concat(packets))],
  ])('takes packets as %s', async (_, file) => {
    const { written } = await encode(tmProfile, file);
    const { lines } = await decode(tmProfile, written.get('F')!);
    expect(lines.map(({ hex }) => hex)).toEqual(packets.map(bytesToHex));
    expect(lines.every(({ virtualChannelId }) => virtualChannelId === 0)).toBe(true);
  });

  it('puts packets on the virtual channel of the option, unless they say theirs', async () => {
    const file = packets
      .slice(0, 2)
      .map((packet, index) =>
        JSON.stringify({ hex: bytesToHex(packet), ...(index === 0 ? {} : { virtualChannelId: 4 }) }),
      );
    const options = { profile: 'P', packets: 'F', out: 'O', virtualChannel: '6' };
    const { written } = await runInMemory({ P: tmProfile, F: file.join('\n') }, (io) => runFramesEncode(options, io));
    const { lines } = await decode(tmProfile, written.get('O')!);
    expect(lines.map(({ virtualChannelId }) => virtualChannelId)).toEqual([6, 4]);
  });

  it('leaves out gaps, and packets with missing octets, and says so', async () => {
    const [packet] = packets;
    const file = [
      { virtualChannelId: 0, kind: 'gap', expected: 1, received: 3, missing: 2 },
      { virtualChannelId: 0, kind: 'space', good: false, hex: bytesToHex(packet!) },
      { virtualChannelId: 0, kind: 'space', good: true, hex: bytesToHex(packet!) },
    ];
    const result = await encode(tmProfile, file.map((line) => JSON.stringify(line)).join('\n'));
    expect(result.err).toBe(
      '--packets packets, line 2: a packet with missing octets is left out\n' +
        'spacecraft identifier 0: the profile names none\npackets: 1; frames: 1; octets written: 2239\n',
    );
  });

  it('bitstreams keep their bits, and data fields of the mission are carried as they are', async () => {
    const profile = {
      ...aosProfile,
      service: 'b-pdu',
      virtualChannels: [
        { vcid: 2, service: 'vca' },
        { vcid: 3, service: 'm-pdu' },
      ],
    };
    const sent = [
      { virtualChannelId: 1, kind: 'bitstream', validBits: 2404, hex: bytesToHex(seededOctets(301, 1)) },
      { virtualChannelId: 3, kind: 'space', hex: bytesToHex(packets[0]!) },
      { virtualChannelId: 2, kind: 'vca', hex: bytesToHex(seededOctets(882, 2)) },
      { virtualChannelId: 1, kind: 'bitstream', validBits: 8 * 880, hex: bytesToHex(seededOctets(880, 3)) },
    ];
    const { written } = await encode(profile, sent.map((line) => JSON.stringify(line)).join('\n'));
    const { lines } = await decode(profile, written.get('F')!);
    // The octet in which the bits end is filled up with idle data.
    const [bits] = sent;
    const pdu = encodeBPdu({ validBits: 2404, bitstream: Buffer.from(bits!.hex, 'hex') }, 882);
    const filled = { ...bits, hex: bytesToHex(pdu.subarray(2, 2 + 301)) };
    expect(lines).toMatchObject([filled, ...sent.slice(1)]);
  });

  it.each<[string, object, string | Uint8Array, RegExp]>([
    ['no hexadecimal digit', tmProfile, 'xy', /line 1: expected hexadecimal digits, found "x" at digit 1\n$/],
    ['an odd number of digits', tmProfile, '0880c', /line 1: expected an even number of digits, found 5\n$/],
    ['a packet cut short', tmProfile, '\n0880c000000301', /line 2: expected a packet of 10 octets, found 7\n$/],
    ['no packet', tmProfile, '2880c000000301', /line 1: packet version number: expected 0, found 1\n$/],
    ['not JSON', tmProfile, '{"hex":', /line 1: expected JSON, found {"hex":\n$/],
    [
      'JSON without octets',
      tmProfile,
      '{"kind":"space"}',
      /line 1: expected a field hex with the packet, found none\n$/,
    ],
    ['octets of half a packet', tmProfile, Uint8Array.of(8, 0x80, 0xc0, 0, 0, 3), /octet 0: expected a whole packet, /],
    [
      'a virtual channel',
      tmProfile,
      '{"hex":"0880c000000001","virtualChannelId":8}',
      /expected virtual channel 0 to 7, /,
    ],
    [
      'too long for one frame',
      { ...tcProfile, segmentHeader: false, frameLength: 12 },
      '0880c0000001ffff',
      /line 1: TC transfer frame: data: expected 1 to 7 octets, found 8\n$/,
    ],
    [
      'a packet for bits',
      { ...aosProfile, service: 'b-pdu' },
      '{"kind":"space","hex":"00"}',
      /expected bitstream for /,
    ],
  ])('says what is wrong in one line: %s', async (_, profile, file, line) => {
    const { code, err, out } = await encode(profile, file);
    expect(err).toMatch(line);
    expect(err).toMatch(/^error: --packets packets, [^\n]*\n$/);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it.each<[string, object, RegExp]>([
    [
      'format',
      { outputFormat: 'text' },
      /^error: --output-format: expected hex-lines or binary or cadu-stream, found "text"\n$/,
    ],
    [
      'virtual channel',
      { virtualChannel: '8' },
      /^error: --virtual-channel: expected an integer from 0 to 7, found "8"\n$/,
    ],
    [
      'no packets',
      { packets: 'none' },
      /^error: --packets none: expected a readable file, found no such file or folder\n$/,
    ],
    [
      'no folder',
      { out: 'no/F' },
      /^error: --out no\/F: expected a file that can be written, found no such file or folder\n$/,
    ],
  ])('says what is wrong with an argument: %s', async (_, wrong, line) => {
    const options = { profile: 'P', packets: 'F', out: 'O', ...wrong };
    const { code, err } = await runInMemory({ P: tmProfile, F: '' }, (io) => runFramesEncode(options, io));
    expect(err).toMatch(line);
    expect(code).toBe(1);
  });
});
