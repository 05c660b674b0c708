import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { EphemerisFileError } from './ephemeris-error.js';
import { detectEphemerisFormat, parseEphemeris } from './oem-file.js';
import { parseOemKvn } from './oem-kvn.parser.js';

/** Figure G-13 of CCSDS 502.0-B-3, about the Earth instead of Mars, its second state moved to the minute before the third. */
const example = `CCSDS_OEM_VERS = 3.0
COMMENT a comment of the header
CREATION_DATE = 2019-11-04T17:22:31
ORIGINATOR = NASA/JPL
MESSAGE_ID = OEM 201113719185

META_START
COMMENT a comment of the metadata
OBJECT_NAME          = MARS GLOBAL SURVEYOR
OBJECT_ID            = 1996-062A
CENTER_NAME          = EARTH
REF_FRAME            = EME2000
TIME_SYSTEM          = UTC
START_TIME           = 2019-12-28T21:29:07.267
USEABLE_START_TIME   = 2019-12-28T22:08:02.5
USEABLE_STOP_TIME    = 2019-12-30T01:18:02.5
STOP_TIME            = 2019-12-30T01:28:02.267
INTERPOLATION        = HERMITE
INTERPOLATION_DEGREE = 7
META_STOP

COMMENT This block begins after trajectory correction maneuver TCM-3.

2019-12-28T21:29:07.267 -2432.166 -063.042 1742.754  7.33702 -3.495867 -1.041945
2019-12-28T21:59:02.267 -2445.234 -878.141 1873.073  1.86043 -3.421256 -0.996366
2019-12-28T22:00:02.267 -2458.079 -683.858 2007.684  6.36786 -3.339563 -0.946654
2019-12-30T01:28:02.267 2164.375 1115.811 -688.131  -3.53328 -2.88452 0.88535

COVARIANCE_START
EPOCH = 2019-12-28T21:29:07.267
COV_REF_FRAME = EME2000
 3.3313494e-04
 4.6189273e-04  6.7824216e-04
-3.0700078e-04 -4.2212341e-04  3.2319319e-04
-3.3493650e-07 -4.6860842e-07  2.4849495e-07  4.2960228e-10
-2.2118325e-07 -2.8641868e-07  1.7980986e-07  2.6088992e-10  1.7675147e-10
-3.0413460e-07 -4.9894969e-07  3.5403109e-07  1.8692631e-10  1.0088625e-10  6.2244443e-10

EPOCH = 2019-12-29T21:00:00
 3.4424505e-04
 4.5078162e-04  6.8935327e-04
COVARIANCE_STOP
`;
const lineOf = (part: string): number => example.slice(0, example.indexOf(part)).split('\n').length;
const metadata = example.slice(example.indexOf('META_START'), example.indexOf('COVARIANCE_START'));

describe('OEM in KVN', () => {
  it("reads the book's example", () => {
    const oem = parseOemKvn(example, 'a.oem');
    expect(oem).toMatchObject({
      created: parseUtc('2019-11-04T17:22:31Z'),
      originator: 'NASA/JPL',
      messageId: 'OEM 201113719185',
      classification: undefined,
      comments: ['a comment of the header'],
    });
    expect(oem.segments).toHaveLength(1);
    const [segment] = oem.segments;
    expect(segment).toMatchObject({
      objectName: 'MARS GLOBAL SURVEYOR',
      objectId: '1996-062A',
      frame: 'EME2000',
      timeSystem: 'UTC',
      start: parseUtc('2019-12-28T21:29:07.267Z'),
      useableStart: parseUtc('2019-12-28T22:08:02.5Z'),
      useableStop: parseUtc('2019-12-30T01:18:02.5Z'),
      stop: parseUtc('2019-12-30T01:28:02.267Z'),
      interpolation: 'HERMITE',
      interpolationDegree: 7,
      metadataComments: ['a comment of the metadata'],
      dataComments: ['This block begins after trajectory correction maneuver TCM-3.'],
      accelerations: undefined,
      covarianceCount: 2,
    });
    expect(segment!.epochs).toHaveLength(4);
    expect(segment!.epochs[2]).toBe(parseUtc('2019-12-28T22:00:02.267Z'));
    expect([...segment!.states.subarray(6, 12)]).toEqual([
      -2_445_234, -878_141, 1_873_073, 1860.43, -3421.256, -996.366,
    ]);
  });

  it('reads several segments, CRLF, a byte order mark, lower case, days of the year, and a message of version 1.0', () => {
    const text =
      `\uFEFFCCSDS_OEM_VERS = 1.0\nCREATION_DATE = 2019-308T17:22:31Z\nORIGINATOR = X\n${metadata}${metadata}`
        .replace('= EME2000', '= eme2000')
        .replace('= HERMITE', '= lagrange')
        .replace('2019-12-28T21:29:07.267 ', '2019-362T21:29:07.267 ')
        .replaceAll('\n', '\r\n');
    expect(detectEphemerisFormat(text)).toBe('oem-kvn');
    const { created, segments } = parseEphemeris(text, 'a.oem');
    expect(created).toBe(parseUtc('2019-11-04T17:22:31Z'));
    expect(segments.map(({ interpolation, covarianceCount }) => [interpolation, covarianceCount])).toEqual([
      ['LAGRANGE', 0],
      ['HERMITE', 0],
    ]);
    expect(segments[0]!.epochs).toEqual(segments[1]!.epochs);
  });

  it('reads accelerations', () => {
    const text = example.replaceAll(/^(2019-12.*)$/gm, '$1 0.008 0.001 -0.159');
    expect([...parseOemKvn(text).segments[0]!.accelerations!.subarray(9)]).toEqual([8, 1, -159]);
  });

  it.each([
    ['EME2000', 'EME2000'],
    ['GCRF', 'GCRF'],
    ['ICRF', 'GCRF'],
    ['TEME', 'TEME'],
    ['ITRF', 'ITRF'],
    ['ITRF-93', 'ITRF'],
    ['ITRF-97', 'ITRF'],
    ['ITRF2000', 'ITRF'],
    ['ITRF-2014', 'ITRF'],
  ])('takes REF_FRAME %s as %s, and keeps its name', (refFrame, frame) => {
    const [segment] = parseOemKvn(example.replace('= EME2000', `= ${refFrame}`)).segments;
    expect(segment).toMatchObject({ refFrame, frame });
  });

  it('does without USEABLE times and interpolation', () => {
    const [segment] = parseOemKvn(example.replaceAll(/^(USEABLE|INTERPOLATION).*\n/gm, '')).segments;
    expect(segment).toMatchObject({
      useableStart: undefined,
      useableStop: undefined,
      interpolation: undefined,
      interpolationDegree: undefined,
    });
  });

  it.each([
    ['CENTER_NAME', 'EARTH', 'MARS BARYCENTER', 23, 'EARTH'],
    ['REF_FRAME', '= EME2000', '= TOD', 23, 'EME2000, GCRF, ICRF, TEME or an ITRF'],
    ['REF_FRAME', '= EME2000', '= MOD', 23, 'EME2000, GCRF, ICRF, TEME or an ITRF'],
    ['REF_FRAME', '= EME2000', '= ITRF-12345', 23, 'EME2000, GCRF, ICRF, TEME or an ITRF'],
    ['TIME_SYSTEM', '= UTC', '= TDB', 23, 'UTC, TAI, GPS, TT'],
    ['START_TIME', '2019-12-28T21:29:07.267\nU', '2019-12-32T21:29:07.267\nU', 23, 'a date that exists'],
    ['STOP_TIME', '2019-12-30T01:28:02.267\nI', '2019-12-28T01:28:02.267\nI', 23, 'not before START_TIME'],
    ['USEABLE_STOP_TIME', '2019-12-30T01:18:02.5', '2019-12-28T22:08:02.4', 23, 'a usable span'],
    ['INTERPOLATION', '= HERMITE', '= SPLINE', 23, 'HERMITE, LAGRANGE, LINEAR'],
    ['INTERPOLATION_DEGREE', '= 7', '= 7.1', 23, 'a whole number from 1 on'],
    ['INTERPOLATION_DEGREE', '= 7', '= 0', 23, 'a whole number from 1 on'],
    ['USABLE_START_TIME', 'USEABLE_START_TIME ', 'USABLE_START_TIME  ', 23, 'a keyword of the metadata'],
    ['ORIGINATOR', 'MESSAGE_ID ', 'ORIGINATOR ', 13, 'a keyword once'],
    ['DATE', 'MESSAGE_ID ', 'DATE ', 7, 'a keyword of the header'],
    ['line', 'OBJECT_ID            =', 'OBJECT_ID             ', 1, 'KEYWORD = value'],
    ['EPOCH', '2019-12-28T21:59:02.267 ', '2019-12-28T21:29:07.267 ', 1, 'a time after 2019-12-28T21:29:07.267000'],
    ['EPOCH', '2019-12-28T22:00:02.267 ', '2019-12-28T21:59:02.266 ', 1, 'a time after 2019-12-28T21:59:02.267000'],
    ['EPOCH', '2019-12-28T22:00:02.267 ', '2019-12-28T22:00:60.267 ', 1, 'second 60 only'],
    ['Y', '-683.858', '-683,858', 35, 'a number'],
    ['Z_DOT', '-0.946654', 'NaN', 72, 'a number'],
    ['X', '-2458.079', '1e306', 25, 'a number'],
    ['state', ' -0.946654', '', undefined, 'an epoch with six or nine numbers'],
    ['X_DDOT', '-0.946654', '-0.946654 1 2 3', undefined, 'accelerations in all states of a segment, or in none'],
    ['covariance', ' 3.4424505e-04', ' wrong', 1, 'EPOCH, COV_REF_FRAME or a row of numbers'],
    ['COVARIANCE_START', 'COVARIANCE_STOP', 'COVARIANCE_START', undefined, 'it where it may stand'],
    ['CCSDS_OEM_VERS', '= 3.0', '= 4.0', 17, '1.0, 2.0 or 3.0'],
  ])('refuses a wrong %s (%j for %j) with line and column', (field, right, wrong, column, expected) => {
    expect(example.split(right).length).toBeGreaterThan(1);
    let thrown: unknown;
    try {
      parseOemKvn(example.replace(right, wrong), 'a.oem');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(EphemerisFileError);
    const error = thrown as EphemerisFileError;
    expect(error.field).toBe(field);
    expect(error.place).toEqual(column === undefined ? { line: lineOf(right) } : { line: lineOf(right), column });
    expect(error.expected).toContain(expected);
    expect(error.message).toContain(`a.oem: line ${lineOf(right)}`);
  });

  it.each([
    ['CREATION_DATE', /^CREATION_DATE.*\n/m],
    ['ORIGINATOR', /^ORIGINATOR.*\n/m],
    ['OBJECT_NAME', /^OBJECT_NAME.*\n/m],
    ['OBJECT_ID', /^OBJECT_ID.*\n/m],
    ['CENTER_NAME', /^CENTER_NAME.*\n/m],
    ['REF_FRAME', /^REF_FRAME.*\n/m],
    ['TIME_SYSTEM', /^TIME_SYSTEM.*\n/m],
    ['START_TIME', /^START_TIME.*\n/m],
    ['STOP_TIME', /^STOP_TIME.*\n/m],
    ['INTERPOLATION_DEGREE', /^INTERPOLATION_DEGREE.*\n/m],
    ['META_STOP', /^META_STOP[^]*/m],
    ['COVARIANCE_STOP', /^COVARIANCE_STOP\n/m],
    ['segment', /^META_START[^]*/m],
    ['segment', /^2019-12.*\n/gm],
    ['CCSDS_OEM_VERS', /^CCSDS_OEM_VERS.*\n/],
    ['CCSDS_OEM_VERS', /[^]*/],
  ])('refuses a message without %s', (field, cut) => {
    expect(() => parseOemKvn(example.replace(cut, ''), 'a.oem')).toThrow(
      expect.objectContaining({ name: 'EphemerisFileError', field }),
    );
  });

  it('answers any spoilt text with a message or an error of its own', () => {
    const spoilt = fc.tuple(
      fc.nat(example.length),
      fc.nat(40),
      fc.oneof(fc.string({ maxLength: 8 }), fc.constant('\n')),
    );
    fc.assert(
      fc.property(fc.array(spoilt, { minLength: 1, maxLength: 4 }), (cuts) => {
        const text = cuts.reduce((now, [at, length, put]) => now.slice(0, at) + put + now.slice(at + length), example);
        try {
          expect(parseOemKvn(text).segments.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(EphemerisFileError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is not confused with other messages', () => {
    expect(detectEphemerisFormat('CCSDS_OMM_VERS = 2.0')).toBeUndefined();
    expect(() => parseEphemeris('hello\nworld', 'x.txt')).toThrow(/^x\.txt: line 1: text: expected an OEM.*"hello"/);
  });
});
