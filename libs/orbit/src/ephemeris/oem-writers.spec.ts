import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { oemStart, syntheticOem, syntheticSegment } from '../testing/synthetic-oem.js';
import { EphemerisError } from './ephemeris-error.js';
import { type Oem, type OemSegment } from './oem.js';
import { parseEphemeris } from './oem-file.js';
import { toOemKvn } from './oem-kvn.writer.js';
import { oemTimeSystems } from './oem-time.js';
import { toOemXml } from './oem-xml.writer.js';

/** Numbers as a file has them: up to 15 digits. */
const filed = fc
  .tuple(
    fc.integer({ min: -999_999_999, max: 999_999_999 }),
    fc.integer({ min: 0, max: 999_999 }),
    fc.integer({ min: -15, max: 3 }),
  )
  .map(([high, low, power]) => Number(`${high}${String(low).padStart(6, '0')}e${power}`) || 0);
const text = fc.constantFrom(
  'A',
  'R&D <2> "x"',
  'a = b [km]',
  'COMMENT',
  'META_STOP',
  '2026-01-01T00:00:00 1 2 3 4 5 6',
);

const segments: fc.Arbitrary<OemSegment> = fc
  .record({
    rises: fc.array(fc.bigInt({ min: 1n, max: 10n ** 13n }), { minLength: 1, maxLength: 5 }),
    accelerated: fc.boolean(),
    values: fc.array(filed, { minLength: 45, maxLength: 45 }),
    objectName: text,
    frame: fc.constantFrom(
      { frame: 'ITRF', refFrame: 'ITRF-97' } as const,
      { frame: 'GCRF', refFrame: 'ICRF' } as const,
      { frame: 'TEME', refFrame: 'TEME' } as const,
    ),
    timeSystem: fc.constantFrom(...oemTimeSystems),
    interpolation: fc.constantFrom({ interpolation: undefined, interpolationDegree: undefined }, {
      interpolation: 'LAGRANGE',
      interpolationDegree: 11,
    } as const),
    useable: fc.boolean(),
    metadataComments: fc.array(text, { maxLength: 2 }),
    dataComments: fc.array(text, { maxLength: 2 }),
  })
  .map(({ rises, accelerated, values, frame, interpolation, useable, ...rest }) => {
    let at = oemStart;
    const epochs = rises.map((rise) => (at += rise));
    return syntheticSegment([], {
      ...rest,
      ...frame,
      ...interpolation,
      epochs,
      start: oemStart,
      stop: at + 1n,
      useableStart: useable ? oemStart + 1n : undefined,
      useableStop: useable ? at : undefined,
      states: Float64Array.from(values.slice(0, 6 * epochs.length)),
      accelerations: accelerated ? Float64Array.from(values.slice(-3 * epochs.length)) : undefined,
    });
  });

const messages: fc.Arbitrary<Oem> = fc
  .record({
    segments: fc.array(segments, { minLength: 1, maxLength: 3 }),
    originator: text,
    messageId: fc.option(text, { nil: undefined }),
    classification: fc.option(text, { nil: undefined }),
    comments: fc.array(text, { maxLength: 2 }),
  })
  .map(({ segments: all, ...rest }) => syntheticOem(all, rest));

describe('OEM writers', () => {
  it('write what reads back the same, in KVN and in XML', () => {
    fc.assert(
      fc.property(messages, (oem) => {
        expect(parseEphemeris(toOemKvn(oem), 'law')).toEqual(oem);
        expect(parseEphemeris(toOemXml(oem), 'law')).toEqual(oem);
      }),
      { numRuns: 100 },
    );
  });

  it("write the book's lines", () => {
    const states = Float64Array.from([
      2_789_619, -280_045, -1_746_755, 4733.72, -2495.86, 0.104195, 0, 7e6, 1e-9, 1, 2, 3,
    ]);
    const oem = syntheticOem([syntheticSegment([0, 60.5], { states, timeSystem: 'GPS' })]);
    expect(toOemKvn(oem)).toBe(`CCSDS_OEM_VERS = 2.0
CREATION_DATE = 2026-04-25T00:00:00.000000
ORIGINATOR = SMMS

META_START
OBJECT_NAME = TEST-1
OBJECT_ID = 2030-001A
CENTER_NAME = EARTH
REF_FRAME = EME2000
TIME_SYSTEM = GPS
START_TIME = 2026-04-25T00:00:18.000000
STOP_TIME = 2026-04-25T00:01:18.500000
INTERPOLATION = HERMITE
INTERPOLATION_DEGREE = 7
META_STOP

2026-04-25T00:00:18.000000 2789.619 -280.045 -1746.755 4.73372 -2.49586 0.000104195
2026-04-25T00:01:18.500000 0.0 7000.0 1.0e-12 0.001 0.002 0.003
`);
    expect(toOemXml(oem)).toContain(
      '<stateVector>\n<EPOCH>2026-04-25T00:01:18.500000</EPOCH>\n<X>0.0</X>\n<Y>7000.0</Y>',
    );
    expect(toOemKvn({ ...oem, messageId: 'M1' })).toContain('CCSDS_OEM_VERS = 3.0\n');
  });

  it('round what was computed to 16 digits, as the book demands (7.5.6): within a nanometre', () => {
    const states = Float64Array.from({ length: 12 }, (_, i) => 7e6 * Math.sin(1 + i));
    const written = toOemKvn(syntheticOem([syntheticSegment([0, 60], { states })]));
    for (const word of written
      .split('\n')
      .filter((line) => /^2026/.test(line))
      .flatMap((line) => line.split(' ').slice(1)))
      expect(word.replace(/e.*/, '').replaceAll(/[^\d]/g, '').length).toBeLessThanOrEqual(16);
    const read = parseEphemeris(written, 'x').segments[0]!.states;
    for (const [i, value] of read.entries()) expect(Math.abs(value - states[i]!)).toBeLessThanOrEqual(1e-9);
  });

  it('refuse text that would break its line', () => {
    const oem = syntheticOem([syntheticSegment([0, 60])], { originator: 'A\nMETA_START' });
    expect(() => toOemKvn(oem)).toThrow(EphemerisError);
    expect(() => toOemXml({ ...oem, originator: 'A', comments: ['\u0007'] })).toThrow(EphemerisError);
  });

  it('keep a leap second', () => {
    const epochs = [
      parseUtc('2016-12-31T23:59:59Z'),
      parseUtc('2016-12-31T23:59:60.5Z'),
      parseUtc('2017-01-01T00:00:00Z'),
    ];
    const segment = syntheticSegment([0, 1, 2], { epochs, start: epochs[0]!, stop: epochs[2]! });
    const written = toOemKvn(syntheticOem([segment]));
    expect(written).toContain('\n2016-12-31T23:59:60.500000 ');
    expect(parseEphemeris(written, 'x').segments[0]!.epochs).toEqual(epochs);
  });
});
