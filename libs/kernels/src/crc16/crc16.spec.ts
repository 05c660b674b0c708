import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crc16Reference, crc16Update, wasmCrc16 } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

const fast = wasmCrc16();

describe('CRC-16 kernel beside its reference', () => {
  it('runs here', () => expect(fast).not.toBeNull());

  it('gives the same register from any register, over any range of any octets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff }),
        fc.uint8Array({ maxLength: 400 }),
        fc.nat(),
        fc.nat(),
        (register, bytes, a, b) => {
          const [start, end] = [a % (bytes.length + 1), b % (bytes.length + 1)].sort((x, y) => x - y) as [
            number,
            number,
          ];
          const expected = crc16Reference(register, bytes, start, end);
          expect(fast!(register, bytes, start, end)).toBe(expected);
          expect(crc16Update(register, bytes, start, end)).toBe(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([65_535, 65_536, 65_537, 200_000])('takes %i octets in chunks', (length) => {
    const bytes = seededOctets(length, length);
    expect(fast!(0xffff, bytes, 0, length)).toBe(crc16Reference(0xffff, bytes, 0, length));
    expect(fast!(0x1234, bytes, 3, length - 5)).toBe(crc16Reference(0x1234, bytes, 3, length - 5));
  });
});
