import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { formatUtc, parseUtc } from '@app/time';
import { syntheticElements, syntheticTle } from '../testing/synthetic-elements.js';
import { ElementFileError } from './element-error.js';
import { detectElementFormat, parseElements } from './element-file.js';
import { type ElementSet } from './element-set.js';
import { toOmmJson } from './omm-json.writer.js';
import { toOmmCsv, toOmmKvn, toOmmXml } from './omm-text.writer.js';
import { ElementWriteError } from './element-write-error.js';
import { parseOmmJson } from './omm-json.parser.js';
import { parseOmmKvn } from './omm-kvn.parser.js';
import { parseOmmXml } from './omm-xml.parser.js';
import { parseTle } from './tle.parser.js';

const good = toOmmJson(syntheticElements());
const without = (key: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(good).filter(([name]) => name !== key));
const kvn = (fields: object): string =>
  `CCSDS_OMM_VERS = 2.0\nCOMMENT made up\n${Object.entries(fields)
    .map(([key, value]) => `${key} = ${value}`)
    .join('\n')}\n`;
const xml = (...messages: object[]): string =>
  `<?xml version="1.0"?>\n<ndm>\n${messages
    .map(
      (fields) =>
        `<omm version="2.0"><body><segment><data>\n${Object.entries(fields)
          .map(([key, value]) => `<${key}>${value}</${key}>`)
          .join('\n')}\n</data></segment></body></omm>`,
    )
    .join('\n')}\n</ndm>`;
const elementsOnly = ({ source: _source, ...rest }: ElementSet): Omit<ElementSet, 'source'> => rest;

describe('OMM', () => {
  it('gives back what was written, for any elements, as JSON, KVN and XML, numbers or texts', () => {
    const digits = (from: number, to: number): fc.Arbitrary<number> =>
      fc.double({ min: from, max: to, noNaN: true, noDefaultInfinity: true }).map((v) => (v === 0 ? 0 : v));
    const sets = fc
      .record({
        catalogNumber: fc.option(fc.integer({ min: 1, max: 999_999_999 }), { nil: undefined }),
        microseconds: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000n }),
        meanMotionRevPerDay: digits(0.01, 17),
        eccentricity: digits(0, 0.99),
        inclinationDeg: digits(0, 180),
        raanDeg: digits(0, 360),
        argumentOfPericenterDeg: digits(0, 360),
        meanAnomalyDeg: digits(0, 360),
        bstar: digits(-0.1, 0.1),
        revolutionAtEpoch: fc.nat(),
      })
      .map(({ microseconds, ...changes }) =>
        syntheticElements({ ...changes, epoch: parseUtc('1975-01-01T00:00:00Z') + microseconds * 1000n }),
      );
    fc.assert(
      fc.property(sets, (set) => {
        const omm = toOmmJson(set);
        const texts = Object.fromEntries(Object.entries(omm).map(([key, value]) => [key, String(value)]));
        for (const text of [JSON.stringify(omm), JSON.stringify([texts]), kvn(omm), xml(omm)]) {
          const { elementSets, errors } = parseElements(text, 'law');
          expect(errors).toEqual([]);
          expect(elementSets.map(elementsOnly)).toEqual([elementsOnly(set)]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives back what the writers of KVN, XML and CSV wrote, several sets at once, whatever their names', () => {
    const header = { originator: 'SMMS <test> & co', created: parseUtc('2026-04-24T00:00:00Z') };
    const number = fc.double({ min: -1, max: 1, noNaN: true }).map((v) => v || 0);
    const sets = fc
      .record({
        objectName: fc.constantFrom('A', 'STARLINK-11072 [DTC]', '7 [DTC]', 'R&D <2>', 'A, "B"', 'THÉOS', 'UNKNOWN'),
        objectId: fc.constantFrom(undefined, '2030-001A'),
        catalogNumber: fc.option(fc.integer({ min: 1, max: 999_999_999 }), { nil: undefined }),
        epoch: fc
          .bigInt({ min: 0n, max: 4_000_000_000_000_000n })
          .map((n) => parseUtc('1975-01-01T00:00:00Z') + n * 1000n),
        meanMotionRevPerDay: number.map((v) => 9 + 8.9 * v),
        eccentricity: number.map((v) => Math.abs(v) * 0.99),
        raanDeg: number.map((v) => v * 360),
        bstar: number,
        meanMotionDot: number,
        meanMotionDdot: number,
      })
      .map(syntheticElements);
    fc.assert(
      fc.property(fc.array(sets, { minLength: 1, maxLength: 3 }), (written) => {
        const forms = {
          'omm-kvn': toOmmKvn(written, header),
          'omm-xml': toOmmXml(written, header),
          'omm-csv': toOmmCsv(written),
        };
        for (const [format, text] of Object.entries(forms)) {
          const { elementSets, errors } = parseElements(text, 'law');
          expect(errors).toEqual([]);
          expect(elementSets.map(elementsOnly)).toEqual(written.map(elementsOnly));
          expect(elementSets[0]!.source.format).toBe(format);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('refuses to write a name that would break its line', () => {
    const header = { originator: 'SMMS', created: parseUtc('2026-04-24T00:00:00Z') };
    const set = syntheticElements({ objectName: 'A\nEPOCH = 2000-01-01T00:00:00' });
    expect(() => toOmmKvn([set], header)).toThrow(ElementWriteError);
    expect(() => toOmmXml([set], header)).toThrow(ElementWriteError);
    expect(() => toOmmCsv([set])).toThrow(/OMM CSV of .*: OBJECT_NAME: expected text without line breaks/);
  });

  it('keeps the microseconds of an epoch, with or without Z, calendar or day of year', () => {
    for (const EPOCH of ['2026-04-24T06:08:10.584384', '2026-04-24T06:08:10.584384Z', '2026-114T06:08:10.584384']) {
      const [set] = parseOmmJson(JSON.stringify({ ...good, EPOCH })).elementSets;
      expect(formatUtc(set!.epoch, 9)).toBe('2026-04-24T06:08:10.584384000Z');
    }
  });

  it('reads KVN with units, CRLF and several messages, and XML with a units attribute', () => {
    const two = kvn({ ...good, INCLINATION: '97.9 [deg]', MEAN_MOTION: '14.76 [rev/day]' }) + kvn(good);
    expect(parseOmmKvn(two.replaceAll('\n', '\r\n')).elementSets).toHaveLength(2);
    const withUnit = xml(good).replace('<INCLINATION>', '<INCLINATION units="deg">');
    expect(parseOmmXml(withUnit).elementSets[0]).toMatchObject({ inclinationDeg: 97.9 });
    const radians = xml(good).replace('<INCLINATION>', '<INCLINATION units="rad">');
    expect(parseOmmXml(radians).errors[0]).toMatchObject({ field: 'INCLINATION', expected: 'unit deg' });
  });

  it.each(['OBJECT_NAME', 'EPOCH', 'MEAN_MOTION', 'ECCENTRICITY', 'INCLINATION', 'RA_OF_ASC_NODE', 'BSTAR'])(
    'refuses a set without %s alone, by index, line or element',
    (key) => {
      const json = parseOmmJson(JSON.stringify([good, without(key), good]));
      expect(json.elementSets).toHaveLength(2);
      expect(json.errors).toHaveLength(1);
      expect(json.errors[0]).toMatchObject({ field: key, place: { index: 1 }, found: 'nothing' });
      const text = parseOmmKvn(kvn(good) + kvn(without(key)));
      expect(text.errors[0]).toMatchObject({ field: key, place: { index: 1, line: 20 } });
      const markup = parseOmmXml(xml(without(key), good));
      expect(markup.elementSets).toHaveLength(1);
      expect(markup.errors[0]).toMatchObject({ field: key, place: { index: 0, line: 3 } });
    },
  );

  it.each([
    ['ECCENTRICITY', 1],
    ['ECCENTRICITY', -0.1],
    ['INCLINATION', 180.1],
    ['MEAN_MOTION', 0],
    ['MEAN_MOTION', '14,76'],
    ['MEAN_ANOMALY', 'NaN'],
    ['NORAD_CAT_ID', 1_000_000_000],
    ['NORAD_CAT_ID', 5.5],
    ['EPOCH', '2026-02-30T00:00:00'],
    ['EPOCH', '2026-366T00:00:00'],
    ['TIME_SYSTEM', 'TAI'],
    ['REF_FRAME', 'GCRF'],
    ['MEAN_ELEMENT_THEORY', 'SGP4-XP'],
    ['EPHEMERIS_TYPE', 4],
  ])('refuses %s = %s', (key, value) => {
    const { elementSets, errors } = parseOmmJson(JSON.stringify({ ...good, [key]: value }));
    expect(elementSets).toEqual([]);
    expect(errors.map((error) => error.field)).toEqual([key]);
    const inKvn = parseOmmKvn(kvn({ ...good, [key]: value })).errors;
    expect(inKvn[0]).toMatchObject({ field: key });
    expect(inKvn[0]!.place.line).toBeGreaterThan(2);
  });

  it('names the column of a wrong element in XML', () => {
    const [error] = parseOmmXml('<omm>\n<OBJECT_NAME>X</OBJECT_NAME>\n  <EPOCH>now</EPOCH></omm>').errors;
    expect(error).toMatchObject({ field: 'EPOCH', place: { line: 3, column: 3 }, found: '"now"' });
  });

  it('accepts the theories that are SGP4', () => {
    for (const theory of ['SGP4', 'SGP/SGP4', 'SGP4/SDP4', 'SDP4'])
      expect(parseOmmJson(JSON.stringify({ ...good, MEAN_ELEMENT_THEORY: theory })).elementSets).toHaveLength(1);
  });

  it('throws with a place where the whole text is unreadable', () => {
    expect(() => parseOmmJson('[{]')).toThrow(ElementFileError);
    expect(() => parseOmmJson('[]')).toThrow(ElementFileError);
    expect(() => parseOmmKvn('OBJECT_NAME = X')).toThrow(ElementFileError);
    expect(() => parseOmmXml('<ndm>\n<omm></ndm>')).toThrow(/line 2, column/);
    expect(() => parseOmmXml('<ndm></ndm>')).toThrow(ElementFileError);
    expect(() => parseElements('nonsense', 'x.txt')).toThrow(/^x\.txt: line 1: expected element sets/);
  });

  it('tells the forms apart', () => {
    expect(detectElementFormat(`\uFEFF [${JSON.stringify(good)}]`)).toBe('omm-json');
    expect(detectElementFormat(xml(good))).toBe('omm-xml');
    expect(detectElementFormat(kvn(good))).toBe('omm-kvn');
    expect(detectElementFormat(`NAME\n${syntheticTle.join('\n')}`)).toBe('tle');
    expect(detectElementFormat('NAME')).toBeUndefined();
  });
});

const present = haveFlightDynamicsOracles();
const withOracles = present ? describe : describe.skip;

withOracles('real element sets (skipped without SMMS_ORACLES)', () => {
  it('are the same 40 from TLE and from OMM JSON', () => {
    const fromTle = parseTle(flightDynamicsOracle('members.tle'));
    const fromOmm = parseOmmJson(flightDynamicsOracle('members.omm.json'));
    expect([...fromTle.errors, ...fromOmm.errors]).toEqual([]);
    expect(fromOmm.elementSets).toHaveLength(40);
    // The OMM file's maker computed B* from the TLE's digits: its last binary digit may differ.
    const rounded = (set: ElementSet): object => ({ ...elementsOnly(set), bstar: set.bstar.toPrecision(12) });
    expect(fromTle.elementSets.map(rounded)).toEqual(fromOmm.elementSets.map(rounded));
  });

  it('come back from every form we write', () => {
    const header = { originator: 'SMMS', created: parseUtc('2025-10-04T00:00:00Z') };
    const { elementSets } = parseOmmJson(flightDynamicsOracle('members.omm.json'));
    for (const text of [toOmmKvn(elementSets, header), toOmmXml(elementSets, header), toOmmCsv(elementSets)])
      expect(parseElements(text, 'members').elementSets.map(elementsOnly)).toEqual(elementSets.map(elementsOnly));
  });

  it('are read from the published samples', () => {
    expect(parseOmmJson(flightDynamicsOracle('sample_omm.json')).elementSets[0]).toMatchObject({
      catalogNumber: 5,
      bstar: 0.00035436,
    });
    expect(parseOmmXml(flightDynamicsOracle('sample_omm.xml')).elementSets[0]).toMatchObject({
      objectName: 'VANGUARD 1',
      catalogNumber: 5,
      eccentricity: 0.1845686,
      bstar: -0.22483e-4,
      epoch: parseUtc('2020-10-13T04:52:48.472320Z'),
    });
    expect(parseOmmKvn(flightDynamicsOracle('OMMExample4.txt')).elementSets[0]).toMatchObject({
      objectName: 'STARLETTE',
      catalogNumber: 7646,
      revolutionAtEpoch: 32997,
      meanMotionDot: -1.47e-6,
    });
  });
});
