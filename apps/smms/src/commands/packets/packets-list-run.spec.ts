import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { appendPacketErrorControl, buildSpacePacket } from '@app/ccsds';
import { haveOracles, oracleFile, runInMemory } from '../testing/memory-io.js';
import { packetsCommand } from './packets.command.js';
import { runPacketsList } from './packets-list-run.js';

const list = (file: Uint8Array, skipBytes?: string, piece?: number) =>
  runInMemory({ F: file }, (io) => runPacketsList({ input: 'F', skipBytes }, io), piece);

interface OracleFileIndex {
  readonly size: number;
  readonly packets: number;
  readonly trailingBytes: number;
  readonly apids: Readonly<Record<string, object>>;
}
const index = haveOracles('packets')
  ? (JSON.parse(Buffer.from(oracleFile('packets', 'index.json')).toString()) as Record<string, OracleFileIndex>)
  : {};

(Object.keys(index).length > 0 ? describe : describe.skip)('files of real packets', () => {
  it.each(Object.keys(index))('%s: every APID, every field', async (name) => {
    const expected = index[name]!;
    const { code, lines, err } = await list(oracleFile('packets', name));
    expect(code).toBe(0);
    expect(lines).toEqual(Object.entries(expected.apids).map(([apid, fields]) => ({ apid: Number(apid), ...fields })));
    expect(err).toBe(
      `octets: ${expected.size}; packets: ${expected.packets} of ${lines.length} APIDs; ` +
        `octets behind the last packet: ${expected.trailingBytes}\n`,
    );
  });

  it('are all five, and how they are cut changes nothing', async () => {
    expect(Object.keys(index)).toHaveLength(5);
    for (const name of Object.keys(index)) {
      const file = oracleFile('packets', name);
      const whole = await list(file);
      for (const piece of [101, 4096]) expect((await list(file, undefined, piece)).out).toBe(whole.out);
    }
  });
});

const packet = (apid: number, sequenceCount: number, length = 10): Uint8Array =>
  buildSpacePacket({ apid, sequenceCount, data: new Uint8Array(length).fill(sequenceCount) });
const joined = (...pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

describe('smms packets list', () => {
  it('trap 20: counts modulo 16 384, breaks, CRC, lengths, flags', async () => {
    const first = buildSpacePacket({ apid: 5, sequenceCount: 16_382, sequenceFlags: 'first', data: Uint8Array.of(1) });
    const file = [first, packet(5, 16_383), packet(5, 0), packet(5, 2), packet(5, 2), packet(3, 9)];
    const { lines } = await list(joined(...file));
    expect(lines).toMatchObject([
      { apid: 3, count: 1, sequenceBreaks: 0 },
      {
        apid: 5,
        count: 5,
        bytes: 71,
        firstSeq: 16_382,
        lastSeq: 2,
        sequenceBreaks: 2,
        minLen: 7,
        maxLen: 16,
        seqFlags: { 1: 1, 3: 4 },
      },
    ]);
    expect(lines[1]?.sha256).toBe(
      createHash('sha256')
        .update(joined(...file.slice(0, 5)))
        .digest('hex'),
    );
    const checked = appendPacketErrorControl(packet(5, 1).subarray(0, 14));
    const { lines: crc } = await list(joined(packet(5, 0), checked));
    expect(crc).toMatchObject([{ count: 2, crc16Valid: 1 }]);
  });

  it('passes over octets before each packet', async () => {
    const prefix = Uint8Array.of(0xff, 0xff, 0xff);
    const file = joined(prefix, packet(1, 0), prefix, packet(1, 1));
    expect((await list(file, '3')).lines).toMatchObject([{ apid: 1, count: 2, bytes: 32 }]);
    expect((await list(file, '3', 4)).lines).toMatchObject([{ apid: 1, count: 2, bytes: 32 }]);
    expect((await list(file)).lines).toEqual([]);
  });

  it('says what is left behind the last packet', async () => {
    const cut = await list(joined(packet(1, 0), packet(1, 1).subarray(0, 12)));
    expect(cut.lines).toMatchObject([{ count: 1 }]);
    expect(cut.err).toBe(
      'octet 16: cut-short: expected a packet of 16 octets, found 12\n' +
        'octets: 28; packets: 1 of 1 APIDs; octets behind the last packet: 12\n',
    );
    // Trap 22: an encapsulation packet is no space packet; nothing behind it is read.
    const strange = joined(packet(1, 0), Uint8Array.of(0xe0), packet(1, 1), packet(1, 2));
    for (const piece of [10, 100]) {
      const { lines, err } = await list(strange, '0', piece);
      expect(lines).toMatchObject([{ count: 1 }]);
      expect(err).toMatch(/^octet 16: packet-version: .*\noctets: 49; packets: 1 of 1 APIDs; .*: 33\n$/);
    }
  });

  it.each<[string, object, RegExp]>([
    ['no file', { input: 'none' }, /^error: --input none: expected a readable file, found no such file or folder\n$/],
    ['no number', { skipBytes: 'x' }, /^error: --skip-bytes: expected an integer from 0 to 1048576, found "x"\n$/],
    [
      'a negative number',
      { skipBytes: '-1' },
      /^error: --skip-bytes: expected an integer from 0 to 1048576, found "-1"\n$/,
    ],
  ])('says what is wrong in one line: %s', async (_, wrong, line) => {
    const { code, out, err } = await runInMemory({ F: '' }, (io) => runPacketsList({ input: 'F', ...wrong }, io));
    expect(err).toMatch(line);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('asks for a file', () => {
    const [command] = packetsCommand().commands;
    expect(command?.options.filter(({ mandatory }) => mandatory).map(({ long }) => long)).toEqual(['--input']);
  });
});
