import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { type StreamPacket, type StreamRest, scanPackets } from './packet-stream.js';
import { SpacePacketError, buildSpacePacket, parseSpacePacket } from './space-packet.js';

const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const packet = (apid: number, sequenceCount: number, hex: string): Uint8Array =>
  buildSpacePacket({ apid, sequenceCount, data: hexToBytes(hex) });
const packetsOf = (items: readonly (StreamPacket | StreamRest)[]): StreamPacket[] =>
  items.filter((item) => item.kind === 'packet');

describe('scan of concatenated packets', () => {
  it('gives every packet as a view with its place, and nothing behind the last', () => {
    const bytes = join(packet(1, 5, 'aa'), packet(2, 0, 'bbcc'));
    const items = [...scanPackets(bytes)];
    expect(items).toMatchObject([
      { kind: 'packet', offset: 0, apid: 1, sequenceCount: 5, version: 0, data: hexToBytes('aa') },
      { kind: 'packet', offset: 7, apid: 2, sequenceCount: 0, version: 0, data: hexToBytes('bbcc') },
    ]);
    expect(packetsOf(items).every(({ bytes: { buffer } }) => buffer === bytes.buffer)).toBe(true);
    expect([...scanPackets(new Uint8Array(0))]).toEqual([]);
  });

  it('trap 36: passes over the octets that a ground system puts before each packet, and keeps them', () => {
    const bytes = join(hexToBytes('f00d'), packet(1, 0, 'aa'), hexToBytes('f11d'), packet(1, 1, 'bb'));
    expect(
      packetsOf([...scanPackets(bytes, { skipOctets: 2 })]).map(({ prefix, offset }) => [bytesToHex(prefix), offset]),
    ).toEqual([
      ['f00d', 2],
      ['f11d', 11],
    ]);
    const cut = bytes.subarray(0, 10);
    expect([...scanPackets(cut, { skipOctets: 2 })][1]).toMatchObject({ kind: 'rest', fault: 'cut-short', offset: 9 });
  });

  it.each([
    ['a header cut short', '0001c00000', 'cut-short', '6 octets', '5'],
    ['a packet cut short', '0001c0000003aabb', 'cut-short', 'a packet of 10 octets', '8'],
    ['another version', '2001c0000000aa', 'packet-version', 'packet version number 0', '1'],
    ['trap 23: a packet longer than agreed', '0001c000ffff', 'packet-length', 'at most 1000', '65542'],
  ])('%s ends the scan and is told, with what is left', (_, hex, fault, expected, found) => {
    const bytes = join(packet(9, 0, 'aa'), hexToBytes(hex));
    const items = [...scanPackets(bytes, { maxPacketLength: 1000 })];
    expect(items.length).toBe(2);
    const rest = items[1] as StreamRest;
    expect(rest).toMatchObject({ kind: 'rest', fault, offset: 7, found });
    expect(rest.expected).toContain(expected);
    expect(bytesToHex(rest.bytes)).toBe(hex);
  });

  it('takes the packet versions that it is told to take', () => {
    const bytes = hexToBytes('2001c0000000aa0001c0000000bb');
    const versions = [...scanPackets(bytes, { versions: [0, 1] })].map(
      (item) => item.kind === 'packet' && item.version,
    );
    expect(versions).toEqual([1, 0]);
  });

  it.each([{ skipOctets: -1 }, { skipOctets: 0.5 }, { maxPacketLength: 6 }, { maxPacketLength: 65_543 }])(
    'refuses the option %j before it reads',
    (options) => {
      expect(() => scanPackets(new Uint8Array(0), options)).toThrow(SpacePacketError);
    },
  );

  const stream = fc.array(
    fc.record({
      apid: fc.nat(2046),
      sequenceCount: fc.nat(16_383),
      data: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    }),
    { maxLength: 8 },
  );
  it('packets joined come back, whole or in pieces of any size with the rest put before the next', () => {
    fc.assert(
      fc.property(
        stream,
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 30 }),
        (list, skipOctets, piece) => {
          const packets = list.map((fields) => buildSpacePacket(fields));
          const bytes = join(...packets.flatMap((octets) => [new Uint8Array(skipOctets).fill(0xee), octets]));
          const whole = [...scanPackets(bytes, { skipOctets })];
          expect(packetsOf(whole).map((found) => found.bytes)).toEqual(packets);
          expect(whole.length).toBe(packets.length);
          for (const found of packetsOf(whole)) expect(found).toMatchObject(parseSpacePacket(found.bytes));
          let rest = new Uint8Array(0);
          const inPieces: Uint8Array[] = [];
          for (let at = 0; at < bytes.length; at += piece) {
            const items = [...scanPackets(join(rest, bytes.subarray(at, at + piece)), { skipOctets })];
            inPieces.push(...packetsOf(items).map((found) => found.bytes));
            const last = items.at(-1);
            rest = last?.kind === 'rest' ? Uint8Array.from(last.bytes) : new Uint8Array(0);
          }
          expect(inPieces).toEqual(packets);
          expect(rest.length).toBe(0);
        },
      ),
    );
  });

  it('trap 23: random octets end in a rest or exactly, every octet accounted for, never more items than sevenths', () => {
    const options = fc.record({
      skipOctets: fc.integer({ min: 0, max: 9 }),
      versions: fc.constantFrom([0], [0, 1, 2, 3, 4, 5, 6, 7]),
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), options, (bytes, given) => {
        // Short packets, so that more than one is found.
        for (let i = 4 + given.skipOctets; i < bytes.length; i += 11) bytes[i] = 0;
        const items = [...scanPackets(bytes, given)];
        expect(items.length).toBeLessThanOrEqual(bytes.length / 7 + 1);
        const octets = items.reduce(
          (sum, item) => sum + item.bytes.length + (item.kind === 'packet' ? item.prefix.length : 0),
          0,
        );
        expect(octets).toBe(bytes.length);
        expect(items.slice(0, -1).every(({ kind }) => kind === 'packet')).toBe(true);
      }),
    );
  });
});
