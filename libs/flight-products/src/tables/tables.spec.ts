import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DopplerProfile } from '@app/orbit';
import { parseUtc } from '@app/time';
import { FlightProductError } from '../flight-product.error.js';
import { type ColumnsTable, columnsTable } from './columns-table.js';
import { dopplerTable } from './doppler-table.js';
import { pointingFile } from './pointing-file.js';
import { pointingTable } from './pointing-table.js';
import { wrapDegrees } from './wrap-degrees.js';

const start = parseUtc('2026-04-25T06:15:30.5Z');
const linesOf = (chunks: Iterable<string>): string[] => [...chunks].map((line) => line.replace(/\r?\n$/, ''));

describe('columnsTable', () => {
  const table: ColumnsTable = {
    comments: ['one\ntwo'],
    start,
    secondsFromStart: Float64Array.of(0, 0.25, 10),
    columns: [
      { name: 'range', unit: 'km', decimals: 2, values: Float64Array.of(1234.567, -0.001, Number.NaN) },
      { name: 'count', unit: '', decimals: 0, values: [1, 22, 333] },
    ],
  };

  it('is a CSV with comments: no negative zero, nothing where there is no number', () => {
    expect([...columnsTable(table)].join('')).toBe(
      [
        '# one',
        '# two',
        'utc,range [km],count',
        '2026-04-25T06:15:30.500000Z,1234.57,1',
        '2026-04-25T06:15:30.750000Z,0.00,22',
        '2026-04-25T06:15:40.500000Z,,333',
        '',
      ].join('\r\n'),
    );
  });

  it('is a text in right-aligned columns that split at white space', () => {
    expect([...columnsTable({ ...table, utcDecimals: 3 }, 'text')].join('')).toBe(
      [
        '# one',
        '# two',
        '# columns: utc, range [km], count',
        '2026-04-25T06:15:30.500Z 1234.57   1',
        '2026-04-25T06:15:30.750Z    0.00  22',
        '2026-04-25T06:15:40.500Z       - 333',
        '',
      ].join('\n'),
    );
  });

  it('shows a leap second', () => {
    const leap = { start: parseUtc('2016-12-31T23:59:59Z'), secondsFromStart: [0, 1, 2], columns: [], utcDecimals: 0 };
    expect(linesOf(columnsTable(leap)).slice(1)).toEqual([
      '2016-12-31T23:59:59Z',
      '2016-12-31T23:59:60Z',
      '2017-01-01T00:00:00Z',
    ]);
  });

  it('refuses columns of another length, and decimals that cannot be printed', () => {
    const column = { name: 'x', unit: 'm', decimals: 3, values: [1, 2] };
    expect(() => [...columnsTable({ ...table, columns: [column] })]).toThrow(/values of x: expected 3, .* found 2/);
    expect(() => [...columnsTable({ ...table, utcDecimals: 10 })]).toThrow(FlightProductError);
    expect(() => [...columnsTable({ ...table, columns: [{ ...column, decimals: 1.5 }] })]).toThrow(FlightProductError);
  });
});

describe('azimuths', () => {
  it('are wrapped into 0 to below 360 as printed (law)', () => {
    const degrees = fc.double({ min: -720, max: 720, noNaN: true });
    fc.assert(
      fc.property(degrees, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
        const [wrapped] = wrapDegrees([value], decimals);
        expect(Number(wrapped!.toFixed(decimals))).toBeLessThan(360);
        expect(wrapped).toBeGreaterThanOrEqual(0);
        const apart = Math.abs(wrapped! - value) % 360;
        expect(Math.min(apart, 360 - apart)).toBeLessThanOrEqual(0.500001 * 10 ** -decimals);
      }),
    );
    expect([...wrapDegrees([359.999_96], 4)]).toEqual([0]);
  });
});

const head = { spacecraft: 'TEST-1', station: 'KSI-1', start, notes: ['SGP4 (WGS72, improved)'] };
const seconds = Float64Array.of(0, 10, 20);
const curve = {
  seconds,
  azimuthDeg: Float64Array.of(358, 359.999_999, 362),
  elevationDeg: Float64Array.of(5, 6.5, 8),
  rangeM: Float64Array.of(2_000_000, 1_950_000, 1_900_000.5),
  azimuthRateDegPerS: Float64Array.of(0.2, 0.2, 0.2),
  elevationRateDegPerS: Float64Array.of(0.15, -0.000_000_1, 0.15),
};

describe('pointing', () => {
  it('has azimuths both ways', () => {
    expect(linesOf(pointingTable({ ...head, curve, signal: 'received' }))).toEqual([
      '# Pointing of KSI-1 at TEST-1, where the signal comes from that arrives at this UTC',
      '# SGP4 (WGS72, improved)',
      'utc,azimuth [deg],azimuth unwrapped [deg],elevation [deg],range [km],azimuth rate [deg/s],elevation rate [deg/s]',
      '2026-04-25T06:15:30.500000Z,358.00000,358.00000,5.00000,2000.000000,0.200000,0.150000',
      '2026-04-25T06:15:40.500000Z,0.00000,360.00000,6.50000,1950.000000,0.200000,0.000000',
      '2026-04-25T06:15:50.500000Z,2.00000,362.00000,8.00000,1900.000500,0.200000,0.150000',
    ]);
  });

  it('makes a file of time, azimuth and elevation for a controller', () => {
    const rows = linesOf(pointingFile({ ...head, programme: curve })).filter((line) => !line.startsWith('#'));
    expect(rows.map((row) => row.split(/ +/))).toEqual([
      ['2026-04-25T06:15:30.500000Z', '358.0000', '5.0000'],
      ['2026-04-25T06:15:40.500000Z', '360.0000', '6.5000'],
      ['2026-04-25T06:15:50.500000Z', '362.0000', '8.0000'],
    ]);
  });
});

describe('dopplerTable', () => {
  const column = (first: number): Float64Array => Float64Array.of(first, 0, 0);
  const profile: DopplerProfile = {
    seconds,
    rangeM: curve.rangeM,
    rangeRateMps: column(-6676.9),
    downlink: {
      nominalHz: 2_245_000_000,
      lightTimeS: column(0),
      offsetHz: column(50_000.1234),
      rateHzPerS: column(-10),
    },
    uplink: undefined,
    missing: undefined,
  };

  it('states frequencies, signs and time tags of the links that it has', () => {
    expect(linesOf(dopplerTable({ ...head, profile })).slice(0, 5)).toEqual([
      '# Doppler of TEST-1 at KSI-1',
      '# downlink 2245000000 Hz: what arrives at the ground at this UTC; offset = received - nominal',
      '# SGP4 (WGS72, improved)',
      'utc,range [km],range rate [km/s],downlink offset [Hz],downlink rate [Hz/s]',
      '2026-04-25T06:15:30.500000Z,2000.000000,-6.6769000,50000.123,-10.0000',
    ]);
  });

  it('has four columns for the uplink, and says which rows are missing', () => {
    const uplink = {
      ...{
        nominalHz: 2_067_270_000,
        lightTimeS: column(0),
        receivedOffsetHz: column(1),
        receivedRateHzPerS: column(2),
      },
      ...{ transmitOffsetHz: column(3), transmitRateHzPerS: column(4) },
    };
    const missing = { code: 6, rows: 2, firstSeconds: 30, lastSeconds: 40 };
    const lines = linesOf(dopplerTable({ ...head, profile: { ...profile, downlink: undefined, uplink, missing } }));
    expect(lines[2]).toBe(
      '# 2 rows are missing, 2026-04-25T06:16:00.500000Z to 2026-04-25T06:16:10.500000Z: no state (code 6)',
    );
    expect(lines[5]).toMatch(/,1\.000,2\.0000,3\.000,4\.0000$/);
  });
});
