import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc } from '@app/time';
import { type BasebandMessage, BasebandMessageReader, BasebandProtocolError, encodeBasebandMessage } from '../index.js';

const message = fc.oneof(
  fc
    .record({
      sequence: fc.nat(),
      firstBitTime: fc.bigInt(parseUtc('1972-01-01T00:00:00Z'), parseUtc('2100-01-01T00:00:00Z')),
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

  it.each([
    ['start flag', (b: Uint8Array) => b.fill(0, 0, 1)],
    ['length', (b: Uint8Array) => b.fill(0xff, 4, 8)],
    ['version', (b: Uint8Array) => b.fill(9, 9, 10)],
    ['type', (b: Uint8Array) => b.fill(9, 11, 12)],
    ['end flag', (b: Uint8Array) => b.fill(0, b.length - 4)],
  ])('refuses a wrong %s, naming it', (field, spoil) => {
    const bytes = encodeBasebandMessage({ type: 'stop-reception', sequence: 1 });
    spoil(bytes);
    expect(() => new BasebandMessageReader().push(bytes)).toThrow(BasebandProtocolError);
    expect(() => new BasebandMessageReader().push(bytes)).toThrow(new RegExp(field));
  });
});
