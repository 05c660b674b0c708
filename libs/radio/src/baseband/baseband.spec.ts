import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc } from '@app/time';
import { type BasebandMessage, BasebandMessageReader, BasebandProtocolError, encodeBasebandMessage } from '../index.js';

const instant = fc.bigInt(parseUtc('1972-01-01T00:00:00Z'), parseUtc('2100-01-01T00:00:00Z'));
const anyDouble = fc.double({ noNaN: true });
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const uint64 = fc.bigInt(0n, 0xffff_ffff_ffff_ffffn);

const message = fc.oneof(
  fc
    .record({
      sequence: fc.nat(),
      firstBitTime: instant,
      bitRateBps: fc.double({ min: 1, max: 1e9, noNaN: true }),
      bits: fc.uint8Array({ maxLength: 300 }),
      dropped: fc.nat({ max: 7 }),
      carrierLock: fc.boolean(),
      bitLock: fc.boolean(),
      esN0Db: fc.float({ min: -20, max: 40, noNaN: true }),
    })
    .map(({ dropped, ...rest }): BasebandMessage => ({
      type: 'telemetry-bits',
      ...rest,
      bitCount: Math.max(0, rest.bits.length * 8 - dropped),
    })),
  fc
    .record({ sequence: fc.nat(), carrierHz: fc.double({ noNaN: true }), bitRateBps: fc.double({ noNaN: true }) })
    .map((m): BasebandMessage => ({ type: 'configure-reception', ...m })),
  fc.record({ sequence: fc.nat() }).map((m): BasebandMessage => ({ type: 'stop-reception', ...m })),
  fc
    .record({ sequence: fc.nat(), bitCount: fc.nat() })
    .map((m): BasebandMessage => ({ type: 'reception-ended', ...m })),
  fc
    .record({
      sequence: fc.nat(),
      carrierHz: anyDouble,
      bitRateBps: anyDouble,
      carrierOnlyS: anyDouble,
      acquisitionOctets: uint32,
    })
    .map((m): BasebandMessage => ({ type: 'start-transmission', ...m })),
  fc.record({ sequence: fc.nat() }).map((m): BasebandMessage => ({ type: 'stop-transmission', ...m })),
  fc
    .record({
      sequence: fc.nat(),
      identifier: uint64,
      bits: fc.uint8Array({ maxLength: 300 }),
      dropped: fc.nat({ max: 7 }),
    })
    .map(({ dropped, ...rest }): BasebandMessage => ({
      type: 'telecommand',
      ...rest,
      bitCount: Math.max(0, rest.bits.length * 8 - dropped),
    })),
  fc
    .record({ sequence: fc.nat(), identifier: uint64, firstBitTime: instant, endOfLastBitTime: instant })
    .map((m): BasebandMessage => ({ type: 'telecommand-radiated', outcome: 'radiated', ...m })),
  fc
    .record({ sequence: fc.nat(), identifier: uint64 })
    .map((m): BasebandMessage => ({ type: 'telecommand-radiated', outcome: 'not-radiated', ...m })),
  fc
    .record({
      sequence: fc.nat(),
      carrierUp: fc.boolean(),
      modulating: fc.boolean(),
      queuedCltus: uint32,
      carrierHz: anyDouble,
      bitRateBps: anyDouble,
    })
    .map((m): BasebandMessage => ({ type: 'transmission-status', ...m })),
);

describe('baseband unit protocol', () => {
  it('gives the same messages whatever the chunks that TCP makes of them', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 97 })),
        (messages, sizes) => {
          const stream = Buffer.concat(messages.map(encodeBasebandMessage));
          const reader = new BasebandMessageReader();
          const read: BasebandMessage[] = [];
          for (let offset = 0; offset < stream.length;) {
            const size = sizes.next().value as number;
            read.push(...reader.push(new Uint8Array(stream.subarray(offset, offset + size))));
            offset += size;
          }
          expect(read).toEqual(messages);
        },
      ),
    );
  });

  it('lays a telemetry message out as docs/interfaces/baseband-unit.md gives it', () => {
    const bytes = encodeBasebandMessage({
      type: 'telemetry-bits',
      sequence: 7,
      // 24 950 days from 1958-01-01 to 2026-04-24; 08:00:00.001 is 28 800 001 ms.
      firstBitTime: parseUtc('2026-04-24T08:00:00.001000002Z'),
      bitRateBps: 64_000,
      bitCount: 12,
      carrierLock: true,
      bitLock: false,
      esN0Db: 12,
      bits: new Uint8Array([0xab, 0xc0]),
    });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '534d4242' +
        '00000038' +
        '0001' +
        '0001' +
        '00000007' +
        '6176' +
        '01b77401' +
        '000007d0' +
        '0001' +
        '40ef400000000000' +
        '41400000' +
        '0000000c' +
        '00000002' +
        'abc00000' +
        'acb2bdbd',
    );
  });

  // The octets of each field, written by hand from the tables of docs/interfaces/baseband-unit.md.
  it.each<[BasebandMessage, string[]]>([
    [
      {
        type: 'start-transmission',
        sequence: 1,
        carrierHz: 2,
        bitRateBps: 4000,
        carrierOnlyS: 0.5,
        acquisitionOctets: 16,
      },
      ['00000030', '00010006', '00000001', '4000000000000000', '40af400000000000', '3fe0000000000000', '00000010'],
    ],
    [{ type: 'stop-transmission', sequence: 2 }, ['00000014', '00010007', '00000002']],
    [
      { type: 'telecommand', sequence: 3, identifier: 2n ** 63n + 1n, bitCount: 12, bits: Uint8Array.of(0xeb, 0x90) },
      ['00000028', '00010003', '00000003', '8000000000000001', '0000000c', '00000002', 'eb900000'],
    ],
    [
      {
        type: 'telecommand-radiated',
        sequence: 4,
        identifier: 9n,
        outcome: 'radiated',
        firstBitTime: parseUtc('2026-04-24T08:00:00.001000002Z'),
        endOfLastBitTime: parseUtc('2026-04-24T08:00:00.002Z'),
      },
      [
        '00000034',
        '00010008',
        '00000004',
        '0000000000000009',
        '0000',
        '617601b77401000007d0',
        '617601b7740200000000',
        '0000',
      ],
    ],
    [
      { type: 'telecommand-radiated', sequence: 5, identifier: 9n, outcome: 'not-radiated' },
      ['00000034', '00010008', '00000005', '0000000000000009', '0001', '00'.repeat(20), '0000'],
    ],
    [
      {
        type: 'transmission-status',
        sequence: 6,
        carrierUp: true,
        modulating: false,
        queuedCltus: 3,
        carrierHz: 2,
        bitRateBps: 4000,
      },
      ['0000002c', '00010009', '00000006', '0001', '00000003', '4000000000000000', '40af400000000000', '0000'],
    ],
  ])('lays $type out as docs/interfaces/baseband-unit.md gives it', (one, fields) => {
    const expected = ['534d4242', ...fields, 'acb2bdbd'].join('');
    expect(Buffer.from(encodeBasebandMessage(one)).toString('hex')).toBe(expected);
  });

  it('refuses octets that do not hold the bits of a telecommand, and an outcome that it does not know', () => {
    const telecommand = encodeBasebandMessage({
      type: 'telecommand',
      sequence: 0,
      identifier: 1n,
      bitCount: 16,
      bits: Uint8Array.of(1, 2),
    });
    telecommand[31] = 3;
    expect(() => new BasebandMessageReader().push(telecommand)).toThrow(/octet count: expected 2 for 16 bits.*found 3/);
    const radiated = encodeBasebandMessage({
      type: 'telecommand-radiated',
      sequence: 0,
      identifier: 1n,
      outcome: 'not-radiated',
    });
    radiated[25] = 2;
    expect(() => new BasebandMessageReader().push(radiated)).toThrow(/outcome: expected 0 or 1, found 2/);
  });

  it.each([
    ['start flag', (b: Uint8Array) => b.fill(0, 0, 1)],
    ['length', (b: Uint8Array) => b.fill(0xff, 4, 8)],
    ['version', (b: Uint8Array) => b.fill(9, 9, 10)],
    ['type', (b: Uint8Array) => b.fill(99, 11, 12)],
    ['end flag', (b: Uint8Array) => b.fill(0, b.length - 4)],
  ])('refuses a wrong %s, naming it', (field, spoil) => {
    const bytes = encodeBasebandMessage({ type: 'stop-reception', sequence: 1 });
    spoil(bytes);
    expect(() => new BasebandMessageReader().push(bytes)).toThrow(BasebandProtocolError);
    expect(() => new BasebandMessageReader().push(bytes)).toThrow(new RegExp(field));
  });
});
