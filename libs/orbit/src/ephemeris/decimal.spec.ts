import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { readShifted, writeShifted } from './decimal.js';

describe('kilometres in text', () => {
  it.each([
    ['2789.619', 2_789_619],
    ['-063.042', -63_042],
    ['+.5', 500],
    ['7.', 7000],
    ['4.200243572628212e+04', 42_002_435.726_282_12],
    ['-3.828496759806085E-04', -0.382_849_675_980_608_5],
    ['0.001', 1],
    ['1.1', 1100],
    ['4.35', 4350],
  ])('%s are %d metres', (text, metres) => {
    expect(readShifted(text, 3)).toBe(metres);
  });

  it.each(['', '.', '-', '1e', '1,5', '0x10', 'NaN', 'Infinity', '1e306', '1 2', '1e99999'])('refuses %j', (text) => {
    expect(readShifted(text, 3)).toBeUndefined();
  });

  it.each([
    [7_000_000, '7000.0'],
    [-1, '-0.001'],
    [0, '0.0'],
    [-0, '-0.0'],
    [0.5, '0.0005'],
    [1e-3, '1.0e-6'],
    [1.5e-7, '1.5e-10'],
    [1.25e30, '1.25e27'],
    [1e7 / 3, '3333.333333333333'],
    [123.25, '0.12325'],
    [1000 / 3, '3.333333333333333e-1'],
    [0.123456789012345, '1.23456789012345e-4'],
    [0.12345678901, '0.00012345678901'],
  ])('writes %d metres as %s', (metres, text) => {
    expect(writeShifted(metres, -3)).toBe(text);
  });

  it('reads back what it writes: exactly up to 15 digits, to 1e-15 otherwise', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        const short = Number(value.toPrecision(15));
        expect(readShifted(writeShifted(short, -3), 3)).toBe(short);
        const read = readShifted(writeShifted(value, -3), 3) ?? NaN;
        expect(Math.abs(read - value)).toBeLessThanOrEqual(1e-15 * Math.abs(value));
      }),
    );
  });
});
