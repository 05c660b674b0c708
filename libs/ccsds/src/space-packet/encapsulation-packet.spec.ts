import { describe, expect, it } from '@jest/globals';
import { hexToBytes } from '../hex.js';
import { encapsulationHeaderLength, encapsulationPacketLength, isEncapsulationIdle } from './encapsulation-packet.js';

describe('encapsulation packets (133.1-B)', () => {
  it.each([
    ['e0', 1, 1, true],
    ['fd70', 2, 112, false],
    ['fe00043d', 4, 1085, false],
    ['e200044d', 4, 1101, true],
    ['e300123400000454', 8, 1108, true],
    ['ff001234ffffffff', 8, 4_294_967_295, false],
  ])('trap 22: %s has a header of %i octets and %i octets in all', (hex, headerLength, length, idle) => {
    const bytes = hexToBytes(hex);
    expect(encapsulationHeaderLength(bytes[0]!)).toBe(headerLength);
    expect(encapsulationPacketLength(bytes)).toBe(length);
    expect(isEncapsulationIdle(bytes[0]!)).toBe(idle);
  });
});
