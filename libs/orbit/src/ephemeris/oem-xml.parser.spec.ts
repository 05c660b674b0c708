import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { EphemerisFileError } from './ephemeris-error.js';
import { detectEphemerisFormat, parseEphemeris } from './oem-file.js';
import { parseOemXml } from './oem-xml.parser.js';

const state = (epoch: string, [x, y, z, vx, vy, vz]: readonly string[]): string =>
  `        <stateVector>
          <EPOCH>${epoch}</EPOCH>
          <X units="km">${x}</X>
          <Y units="km">${y}</Y>
          <Z>${z}</Z>
          <X_DOT units="km/s">${vx}</X_DOT>
          <Y_DOT>${vy}</Y_DOT>
          <Z_DOT>${vz}</Z_DOT>
        </stateVector>
`;

/** Figure G-14 of CCSDS 502.0-B-3, shortened, about the Earth instead of Mars. */
const example = `<?xml version="1.0" encoding="UTF-8"?>
<oem xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="CCSDS_OEM_VERS" version="3.0">
  <header>
    <COMMENT>OEM &amp; comment</COMMENT>
    <CREATION_DATE>2019-11-04T17:22:31</CREATION_DATE>
    <ORIGINATOR>NASA/JPL</ORIGINATOR>
    <MESSAGE_ID>OEM 201113719185</MESSAGE_ID>
  </header>
  <body>
    <segment>
      <metadata>
        <COMMENT>of the metadata</COMMENT>
        <OBJECT_NAME>MARS GLOBAL SURVEYOR</OBJECT_NAME>
        <OBJECT_ID>2021-028A</OBJECT_ID>
        <CENTER_NAME>EARTH</CENTER_NAME>
        <REF_FRAME>ICRF</REF_FRAME>
        <TIME_SYSTEM>TAI</TIME_SYSTEM>
        <START_TIME>2019-12-18T12:00:00.331</START_TIME>
        <STOP_TIME>2019-12-28T21:28:00.331</STOP_TIME>
        <INTERPOLATION>HERMITE</INTERPOLATION>
        <INTERPOLATION_DEGREE>7</INTERPOLATION_DEGREE>
      </metadata>
      <data>
        <COMMENT>Produced by M.R. Somebody</COMMENT>
${state('2019-12-18T12:00:00.331', ['2789.6', '-280.0', '-1746.8', '4.73', '-2.50', '-1.04'])}${state(
  '2019-12-18T12:01:00.331',
  ['2783.4', '-308.1', '-1877.1', '5.19', '-2.42', '-2.00'],
)}        <covarianceMatrix>
          <COMMENT>not ours</COMMENT>
          <EPOCH>2019-12-28T22:28:00.331</EPOCH>
          <CX_X>0.316</CX_X>
        </covarianceMatrix>
      </data>
    </segment>
  </body>
</oem>
`;
const lineOf = (part: string): number => example.slice(0, example.indexOf(part)).split('\n').length;

describe('OEM in XML', () => {
  it("reads the book's example, alone or in an ndm with a prefix", () => {
    const wrapped = example
      .replace(/<oem[^]*/, '<ndm:ndm xmlns:ndm="urn:ccsds">$&</ndm:ndm>')
      .replaceAll('oem', 'ndm:oem');
    for (const text of [example, wrapped, `\uFEFF${example}`]) {
      expect(detectEphemerisFormat(text)).toBe('oem-xml');
      const oem = parseEphemeris(text, 'a.xml');
      expect(oem).toMatchObject({
        created: parseUtc('2019-11-04T17:22:31Z'),
        originator: 'NASA/JPL',
        messageId: 'OEM 201113719185',
        comments: ['OEM & comment'],
      });
      expect(oem.segments).toHaveLength(1);
      expect(oem.segments[0]).toMatchObject({
        objectId: '2021-028A',
        frame: 'GCRF',
        refFrame: 'ICRF',
        timeSystem: 'TAI',
        start: parseUtc('2019-12-18T11:59:23.331Z'),
        metadataComments: ['of the metadata'],
        dataComments: ['Produced by M.R. Somebody'],
        covarianceCount: 1,
        epochs: [parseUtc('2019-12-18T11:59:23.331Z'), parseUtc('2019-12-18T12:00:23.331Z')],
      });
      expect([...oem.segments[0]!.states]).toEqual([
        2_789_600, -280_000, -1_746_800, 4730, -2500, -1040, 2_783_400, -308_100, -1_877_100, 5190, -2420, -2000,
      ]);
    }
  });

  it('reads accelerations', () => {
    const accelerated = example.replaceAll(
      '</Z_DOT>',
      '</Z_DOT><X_DDOT units="km/s**2">0.008</X_DDOT><Y_DDOT>0.001</Y_DDOT><Z_DDOT>-0.159</Z_DDOT>',
    );
    expect([...parseOemXml(accelerated).segments[0]!.accelerations!]).toEqual([8, 1, -159, 8, 1, -159]);
  });

  it.each([
    ['CENTER_NAME', '>EARTH<', '>MARS BARYCENTER<', 9, 'EARTH'],
    ['REF_FRAME', '>ICRF<', '>TOD<', 9, 'EME2000, GCRF'],
    ['TIME_SYSTEM', '>TAI<', '>UT1<', 9, 'UTC, TAI, GPS, TT'],
    ['EPOCH', '2019-12-18T12:01:00.331', '2019-12-18T12:00:00.331', 11, 'a time after 2019-12-18T12:00:00.331000'],
    ['EPOCH', '2019-12-18T12:01:00.331', '2019-12-18T12:01:00.331Z', 11, 'a time of TAI'],
    ['Y', '-308.1', '', 11, 'a number'],
    ['X', 'units="km">2783', 'units="m">2783', 11, 'unit km'],
    ['Z_DOT', '<Z_DOT>-2.00</Z_DOT>', '', 9, 'it in the state vector'],
    [
      'Z_DDOT',
      '<Z_DOT>-2.00</Z_DOT>',
      '<Z_DOT>0</Z_DOT><X_DDOT>0</X_DDOT><Y_DDOT>0</Y_DDOT>',
      9,
      'it in the state vector',
    ],
    ['Y_DOT', '<Z_DOT>-2.00</Z_DOT>', '<Y_DOT>-2.00</Y_DOT>', 11, 'an element once'],
    ['W', '<Z_DOT>-2.00</Z_DOT>', '<W>-2.00</W>', 11, 'an element of a state vector'],
    ['MASS', '<INTERPOLATION>HERMITE</INTERPOLATION>', '<MASS>1</MASS>', 9, 'a keyword of the metadata'],
    ['version', 'version="3.0"', 'version="9.0"', 1, '1.0, 2.0 or 3.0'],
  ])('refuses a wrong %s with line and column', (field, right, wrong, column, expected) => {
    let thrown: unknown;
    try {
      parseOemXml(example.replace(right, wrong), 'a.xml');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(EphemerisFileError);
    const error = thrown as EphemerisFileError;
    expect(error.field).toBe(field);
    expect(error.expected).toContain(expected);
    expect(error.place.column).toBe(column);
    // A missing element is told at the state vector that lacks it.
    const line = expected === 'it in the state vector' ? lineOf('2019-12-18T12:01:00.331') - 1 : lineOf(right);
    expect(error.place.line).toBe(line);
  });

  it('answers any spoilt text with a message or an error of its own', () => {
    const put = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('<segment>', '</segment>', '<oem>', '<EPOCH/>', '</X>'),
    );
    const spoilt = fc.tuple(fc.nat(example.length), fc.nat(40), put);
    fc.assert(
      fc.property(fc.array(spoilt, { minLength: 1, maxLength: 3 }), (cuts) => {
        const text = cuts.reduce(
          (now, [at, length, what]) => now.slice(0, at) + what + now.slice(at + length),
          example,
        );
        try {
          expect(parseOemXml(text).segments.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(EphemerisFileError);
        }
      }),
      { numRuns: 500 },
    );
    // Well-formed, but elements in each other where they do not belong.
    for (const [right, wrong] of [
      ['<data>', '<data><segment/>'],
      ['<data>', '<data><metadata/>'],
      ['<header>', '<header><stateVector/>'],
      ['<body>', '<body><stateVector/><covarianceMatrix/>'],
      ['<metadata>', '<metadata><oem version="3.0"/>'],
    ] as const)
      expect(() => parseOemXml(example.replace(right, wrong))).toThrow(EphemerisFileError);
  });

  it('refuses what is not one whole message', () => {
    expect(() => parseOemXml(example.replace('</body>', ''), 'a.xml')).toThrow(/^a\.xml: line \d+, column \d+: XML/);
    expect(() => parseOemXml('<ndm></ndm>')).toThrow('oem: expected an oem element, found none');
    expect(() => parseOemXml(example.replace(/<data>[^]*<\/data>/, ''))).toThrow('at least one state');
    expect(() => parseOemXml(example.replace(/<segment>[^]*<\/segment>/, ''))).toThrow('at least one segment');
    expect(() => parseOemXml(example.replace(/<metadata>[^]*<\/metadata>/, ''))).toThrow('metadata first');
    const two = example.replace(/<oem[^]*/, '<ndm>$&$&</ndm>');
    expect(() => parseOemXml(two)).toThrow('oem: expected one message, found another');
  });
});
