import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { GPS_EPOCH, TimeFormatError, parseUtc } from '@app/time';
import { formatOemTime, oemTimeSystems, parseOemTime } from './oem-time.js';

describe('times of an OEM', () => {
  it.each([
    // TAI - UTC is 37 s since 2017, TAI - GPS 19 s, TT - TAI 32.184 s.
    ['2020-06-01T12:00:00', 'UTC', '2020-06-01T12:00:00Z'],
    ['2020-06-01T12:00:00Z', 'UTC', '2020-06-01T12:00:00Z'],
    ['2020-06-01T12:00:37', 'TAI', '2020-06-01T12:00:00Z'],
    ['2020-06-01T12:00:18', 'GPS', '2020-06-01T12:00:00Z'],
    ['2020-06-01T12:01:09.184', 'TT', '2020-06-01T12:00:00Z'],
    ['2020-153T12:01:09.184000001', 'TT', '2020-06-01T12:00:00.000000001Z'],
    ['2020-366T23:59:59.9999999999', 'TAI', '2020-12-31T23:59:22.999999999Z'],
    ['2017-01-01T00:00:36.5', 'TAI', '2016-12-31T23:59:60.5Z'],
    ['2020-06-01T12:00:00.1234567891234', 'UTC', '2020-06-01T12:00:00.123456789Z'],
  ] as const)('reads %s %s as %s', (text, system, utc) => {
    expect(parseOemTime(text, system)).toBe(parseUtc(utc));
  });

  it('reads the first instant of GPS time, and none before', () => {
    expect(parseOemTime('1980-01-06T00:00:00', 'GPS')).toBe(GPS_EPOCH);
    expect(() => parseOemTime('1980-01-05T23:59:59.999', 'GPS')).toThrow('a GPS time from 1980');
  });

  it.each([
    '2020-06-01',
    '2020-06-31T00:00:00',
    '2021-366T00:00:00',
    '2020-06-01T24:00:00',
    '2020-06-01T00:00:60',
    'now',
    '',
  ])('refuses %j on every clock', (text) => {
    for (const system of oemTimeSystems) expect(() => parseOemTime(text, system)).toThrow(TimeFormatError);
  });

  it('takes Z for UTC only', () => {
    for (const system of ['TAI', 'GPS', 'TT'] as const)
      expect(() => parseOemTime('2020-06-01T12:00:00Z', system)).toThrow(`a time of ${system}`);
  });

  it('reads back what it writes, to the nanosecond', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: GPS_EPOCH, max: GPS_EPOCH + 10n ** 19n }),
        fc.constantFrom(...oemTimeSystems),
        (instant, system) => {
          expect(parseOemTime(formatOemTime(instant, system), system)).toBe(instant);
        },
      ),
    );
  });
});
