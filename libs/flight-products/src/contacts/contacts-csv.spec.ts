import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc, secondsBetween } from '@app/time';
import { anyName } from '../testing/any-name.js';
import { firstOf, sample } from '../testing/sample-contacts.js';
import { contactsCsv } from './contacts-csv.js';

/** A reader of RFC 4180 that takes nothing else: CRLF after every record, quotes only where the grammar has them. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`no field at ${at}: ${text.slice(at, at + 40)}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') {
      records.push(record);
      record = [];
    }
  }
  return records;
}

const read = (...args: Parameters<typeof contactsCsv>): Record<string, string>[] => {
  const [header = [], ...rows] = readCsv([...contactsCsv(...args)].join(''));
  for (const row of rows) expect(row).toHaveLength(header.length);
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
};

describe('contactsCsv', () => {
  const rows = read(sample.contactWindows, sample.model);

  it('has the fields of the JSON answer, in their order and units, one row a window', () => {
    expect(rows).toHaveLength(sample.contactWindows.length);
    expect(Object.keys(rows[0]!).slice(0, 14)).toEqual([
      ...['spacecraft', 'catalogNumber', 'station', 'orbitNumber', 'aos', 'tca', 'los', 'maxElevationDeg'],
      ...['aosAzimuthDeg', 'tcaAzimuthDeg', 'losAzimuthDeg', 'tcaRangeKm', 'aosOpen', 'losOpen'],
    ]);
    for (const [i, window] of sample.contactWindows.entries()) {
      const row = rows[i]!;
      expect(row).toMatchObject({ spacecraft: window.spacecraft, station: window.station });
      expect(row.catalogNumber).toBe(window.spacecraft === 'PLANNED-1' ? '' : '799500001');
      expect(Math.abs(secondsBetween(window.aos, parseUtc(row.aos!)))).toBeLessThanOrEqual(0.5e-6);
      expect(Number(row.tcaRangeKm)).toBeCloseTo(window.tcaRangeM / 1000, 5);
      expect(Number(row.maxElevationDeg)).toBeCloseTo(window.maxElevationDeg, 5);
    }
  });

  it('states model, elements, their age at AOS and the mask in every row', () => {
    for (const row of rows) {
      expect(row).toMatchObject({
        elementEpoch: '2026-04-24T06:00:00.123456Z',
        part: '1',
        elementFormat: 'omm-json',
        elementSource: 'catalogue.json',
        minElevationDeg: '5',
        horizonMaskPoints: row.station === 'KSI-1' ? '4' : '0',
        propagator: 'SGP4 (WGS72, improved)',
        refraction: 'none',
      });
      const age = secondsBetween(parseUtc('2026-04-24T06:00:00.123456Z'), parseUtc(row.aos!)) / 86_400;
      expect(Number(row.elementAgeDays)).toBeCloseTo(age, 5);
    }
  });

  it('prints an azimuth that rounds to 360 as 0', () => {
    const [row] = read([{ ...firstOf('TEST-1'), aosAzimuthDeg: 359.999_999_9, losAzimuthDeg: -1e-9 }], sample.model);
    expect(row).toMatchObject({ aosAzimuthDeg: '0.000000', losAzimuthDeg: '0.000000' });
  });

  it('gives any name back (law), and leaves empty what the model does not name', () => {
    fc.assert(
      fc.property(anyName, anyName, (spacecraft, station) => {
        const [row] = read([{ ...firstOf('TEST-1'), spacecraft, station }], {
          ...sample.model,
          elements: [],
          stations: [],
        });
        expect(row).toMatchObject({ spacecraft, station, minElevationDeg: '' });
      }),
    );
  });
});
