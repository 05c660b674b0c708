import { describe, expect, it } from '@jest/globals';
import { loadMissionDatabase } from './load-mission-database.js';
import { XtceError } from '../errors.js';
import { xtce } from '../testing/xtce-text.js';

/** The error of a file, and the text that stands at the line and column it names. */
function refusal(xml: string): { error: XtceError; at: string } {
  try {
    loadMissionDatabase(xml, { sourceName: 'bad.xml' });
  } catch (error) {
    if (!(error instanceof XtceError)) throw error;
    const line = xml.split('\n')[error.line - 1] ?? '';
    return { error, at: line.slice(error.column - 1) };
  }
  throw new Error('the file was accepted');
}

const telemetry = 'SpaceSystem/TelemetryMetaData';
const container = (name: string, entries: string, rest = '', attributes = ''): string =>
  `<SequenceContainer name="${name}"${attributes}><EntryList>${entries}</EntryList>${rest}</SequenceContainer>`;
const id = '<ParameterRefEntry parameterRef="ID"/>';
const base = (name: string, criteria = ''): string =>
  `<BaseContainer containerRef="${name}">${criteria && `<RestrictionCriteria>${criteria}</RestrictionCriteria>`}</BaseContainer>`;
const floatType = (body: string): string =>
  `<FloatParameterType name="F"><IntegerDataEncoding sizeInBits="8">${body}</IntegerDataEncoding></FloatParameterType>`;
const alarmType = (range: string): string =>
  `<IntegerParameterType name="A"><IntegerDataEncoding/><DefaultAlarm><StaticAlarmRanges>${range}</StaticAlarmRanges></DefaultAlarm></IntegerParameterType>`;

describe('a file that is refused', () => {
  it.each<[string, string, { what: RegExp; path: string; at: string }]>([
    [
      'an unknown element',
      xtce({ types: '<ArrayParameterType name="X"/>' }),
      {
        what: /unknown element ArrayParameterType/,
        path: `${telemetry}/ParameterTypeSet/ArrayParameterType`,
        at: '<ArrayParameterType',
      },
    ],
    [
      'algorithms, which this version does not read',
      xtce({ after: '<CommandMetaData><AlgorithmSet/></CommandMetaData>' }),
      { what: /unknown element AlgorithmSet/, path: 'SpaceSystem/CommandMetaData/AlgorithmSet', at: '<AlgorithmSet/>' },
    ],
    [
      'an unknown attribute',
      xtce({ parameters: '<Parameter name="P" parameterTypeRef="U8" initialValue="3"/>' }),
      {
        what: /unknown attribute initialValue/,
        path: `${telemetry}/ParameterSet/Parameter`,
        at: '<Parameter name="P"',
      },
    ],
    [
      'a missing attribute',
      xtce({ parameters: '<Parameter name="P"/>' }),
      {
        what: /Parameter without parameterTypeRef/,
        path: `${telemetry}/ParameterSet/Parameter`,
        at: '<Parameter name="P"',
      },
    ],
    [
      'a dangling parameterTypeRef',
      xtce({ parameters: '<Parameter name="P" parameterTypeRef="NOWHERE"/>' }),
      {
        what: /unknown parameter type "NOWHERE"/,
        path: `${telemetry}/ParameterSet/Parameter`,
        at: '<Parameter name="P"',
      },
    ],
    [
      'a dangling parameterRef',
      xtce({ containers: container('C', `${id}\n<ParameterRefEntry parameterRef="GONE"/>`) }),
      {
        what: /unknown parameter "GONE"/,
        path: `${telemetry}/ContainerSet/SequenceContainer/EntryList/ParameterRefEntry`,
        at: '<ParameterRefEntry parameterRef="GONE"',
      },
    ],
    [
      'a missing base container',
      xtce({ containers: container('C', id, base('GONE')) }),
      {
        what: /unknown container "GONE"/,
        path: `${telemetry}/ContainerSet/SequenceContainer/BaseContainer`,
        at: '<BaseContainer',
      },
    ],
    [
      'a missing included container',
      xtce({ containers: container('C', '<ContainerRefEntry containerRef="GONE"/>') }),
      {
        what: /unknown container/,
        path: `${telemetry}/ContainerSet/SequenceContainer/EntryList/ContainerRefEntry`,
        at: '<ContainerRefEntry',
      },
    ],
    [
      'a duplicate parameter',
      xtce({ parameters: '<Parameter name="ID" parameterTypeRef="U8"/>' }),
      { what: /duplicate Parameter "ID"/, path: `${telemetry}/ParameterSet/Parameter`, at: '<Parameter name="ID"' },
    ],
    [
      'a duplicate type',
      xtce({ types: '<IntegerParameterType name="U8"/>' }),
      {
        what: /duplicate IntegerParameterType/,
        path: `${telemetry}/ParameterTypeSet/IntegerParameterType`,
        at: '<IntegerParameterType name="U8"/>',
      },
    ],
    [
      'a duplicate container',
      xtce({ containers: container('C', id) + container('C', '') }),
      {
        what: /duplicate SequenceContainer/,
        path: `${telemetry}/ContainerSet/SequenceContainer`,
        at: '<SequenceContainer name="C"><EntryList></',
      },
    ],
    [
      'a number that is none',
      xtce({
        types: '<IntegerParameterType name="X"><IntegerDataEncoding sizeInBits="eight"/></IntegerParameterType>',
      }),
      {
        what: /sizeInBits/,
        path: `${telemetry}/ParameterTypeSet/IntegerParameterType/IntegerDataEncoding`,
        at: '<IntegerDataEncoding sizeInBits="eight"',
      },
    ],
    [
      'an integer of 65 bits',
      xtce({ types: '<IntegerParameterType name="X"><IntegerDataEncoding sizeInBits="65"/></IntegerParameterType>' }),
      {
        what: /sizeInBits/,
        path: `${telemetry}/ParameterTypeSet/IntegerParameterType/IntegerDataEncoding`,
        at: '<IntegerDataEncoding sizeInBits="65"',
      },
    ],
    [
      'a float of 80 bits',
      xtce({ types: '<FloatParameterType name="X"><FloatDataEncoding sizeInBits="80"/></FloatParameterType>' }),
      {
        what: /sizeInBits/,
        path: `${telemetry}/ParameterTypeSet/FloatParameterType/FloatDataEncoding`,
        at: '<FloatDataEncoding',
      },
    ],
    [
      'a float coding that is not known',
      xtce({ types: '<FloatParameterType name="X"><FloatDataEncoding encoding="MILSTD_1750A"/></FloatParameterType>' }),
      {
        what: /MILSTD_1750A/,
        path: `${telemetry}/ParameterTypeSet/FloatParameterType/FloatDataEncoding`,
        at: '<FloatDataEncoding',
      },
    ],
    [
      'a little-endian integer of twelve bits',
      xtce({
        types:
          '<IntegerParameterType name="X"><IntegerDataEncoding sizeInBits="12" byteOrder="leastSignificantByteFirst"/></IntegerParameterType>',
      }),
      {
        what: /little-endian/,
        path: `${telemetry}/ParameterTypeSet/IntegerParameterType/IntegerDataEncoding`,
        at: '<IntegerDataEncoding sizeInBits="12"',
      },
    ],
    [
      'a calibrator that is not known',
      xtce({ types: floatType('<DefaultCalibrator><MathOperationCalibrator/></DefaultCalibrator>') }),
      {
        what: /unknown element MathOperationCalibrator/,
        path: `${telemetry}/ParameterTypeSet/FloatParameterType/IntegerDataEncoding/DefaultCalibrator/MathOperationCalibrator`,
        at: '<MathOperationCalibrator/>',
      },
    ],
    [
      'a coefficient that is no number',
      xtce({
        types: floatType(
          '<DefaultCalibrator><PolynomialCalibrator><Term exponent="1" coefficient="1,5"/></PolynomialCalibrator></DefaultCalibrator>',
        ),
      }),
      {
        what: /coefficient of Term/,
        path: `${telemetry}/ParameterTypeSet/FloatParameterType/IntegerDataEncoding/DefaultCalibrator/PolynomialCalibrator/Term`,
        at: '<Term',
      },
    ],
    [
      'an alarm range upside down',
      xtce({ types: alarmType('<WarningRange minInclusive="5" maxInclusive="4"/>') }),
      {
        what: /upside down/,
        path: `${telemetry}/ParameterTypeSet/IntegerParameterType/DefaultAlarm/StaticAlarmRanges/WarningRange`,
        at: '<WarningRange',
      },
    ],
    [
      'a label in a comparison that the enumeration lacks',
      xtce({
        types:
          '<EnumeratedParameterType name="E"><IntegerDataEncoding/><EnumerationList><Enumeration value="0" label="OFF"/></EnumerationList></EnumeratedParameterType>',
        parameters: '<Parameter name="STATE" parameterTypeRef="E"/>',
        containers:
          container('R', '<ParameterRefEntry parameterRef="STATE"/>') +
          container('C', id, base('R', '<Comparison parameterRef="STATE" value="ON"/>')),
      }),
      {
        what: /unknown label of STATE/,
        path: `${telemetry}/ContainerSet/SequenceContainer/BaseContainer/RestrictionCriteria/Comparison`,
        at: '<Comparison',
      },
    ],
    [
      'an enumeration value with two labels',
      xtce({
        types:
          '<EnumeratedParameterType name="E"><IntegerDataEncoding/><EnumerationList><Enumeration value="0" maxValue="4" label="A"/><Enumeration value="4" label="B"/></EnumerationList></EnumeratedParameterType>',
      }),
      {
        what: /enumeration value given twice/,
        path: `${telemetry}/ParameterTypeSet/EnumeratedParameterType/EnumerationList/Enumeration`,
        at: '<Enumeration value="4"',
      },
    ],
    [
      'a restriction over a parameter that is not in the packet before',
      xtce({
        parameters: '<Parameter name="LATER" parameterTypeRef="U8"/>',
        containers:
          container('R', id) +
          container(
            'C',
            '<ParameterRefEntry parameterRef="LATER"/>',
            base('R', '<Comparison parameterRef="LATER" value="1"/>'),
          ),
      }),
      {
        what: /LATER does not come before/,
        path: `${telemetry}/ContainerSet/SequenceContainer/BaseContainer/RestrictionCriteria`,
        at: '<RestrictionCriteria',
      },
    ],
    [
      'a container that inherits from itself',
      xtce({ containers: container('A', id, base('B')) + container('B', id, base('A')) }),
      {
        what: /inherits from itself/,
        path: `${telemetry}/ContainerSet/SequenceContainer/BaseContainer`,
        at: '<BaseContainer containerRef="A"',
      },
    ],
    [
      'a container that includes itself',
      xtce({
        containers:
          container('A', '<ContainerRefEntry containerRef="B"/>') +
          container('B', '<ContainerRefEntry containerRef="A"/>'),
      }),
      {
        what: /includes itself/,
        path: `${telemetry}/ContainerSet/SequenceContainer/EntryList/ContainerRefEntry`,
        at: '<ContainerRefEntry',
      },
    ],
    [
      'an epoch that is not known',
      xtce({
        types:
          '<AbsoluteTimeParameterType name="X"><Encoding><IntegerDataEncoding/></Encoding><ReferenceTime><Epoch>1969-01-01</Epoch></ReferenceTime></AbsoluteTimeParameterType>',
      }),
      {
        what: /Epoch/,
        path: `${telemetry}/ParameterTypeSet/AbsoluteTimeParameterType/ReferenceTime/Epoch`,
        at: '<Epoch>',
      },
    ],
    [
      'text where elements belong',
      xtce({ containers: `stray ${container('C', id)}` }),
      { what: /text in ContainerSet/, path: `${telemetry}/ContainerSet`, at: '<ContainerSet>' },
    ],
    [
      'another root',
      '<Other xmlns="http://www.omg.org/spec/XTCE/20180204"/>',
      { what: /root element Other/, path: 'Other', at: '<Other' },
    ],
    [
      'another namespace',
      '<SpaceSystem xmlns="http://www.omg.org/space/xtce" name="T"/>',
      { what: /not XTCE 1.2/, path: 'SpaceSystem', at: '<SpaceSystem' },
    ],
  ])('%s', (_, xml, expected) => {
    const { error, at } = refusal(xml);
    expect(error.what).toMatch(expected.what);
    expect(error.path).toBe(expected.path);
    expect(at.slice(0, expected.at.length)).toBe(expected.at);
    expect(error.message).toContain(`bad.xml:${error.line}:${error.column}: `);
    expect(error.expected).not.toBe('');
    expect(error.found).not.toBe('');
  });

  it('names line and column where a tag is broken over lines, after CRLF and a byte order mark', () => {
    const xml =
      '\uFEFF<SpaceSystem\r\n name="T"\r\n xmlns="http://www.omg.org/spec/XTCE/20180204">\r\n   <Bad\r\n a="1"/>\r\n</SpaceSystem>';
    const { error } = refusal(xml);
    expect(error).toMatchObject({ path: 'SpaceSystem/Bad', line: 4, column: 4 });
  });

  it('names the place of XML that is not well formed', () => {
    const { error } = refusal(
      '<SpaceSystem xmlns="http://www.omg.org/spec/XTCE/20180204" name="T">\n  <Header>\n</SpaceSystem>',
    );
    expect(error).toMatchObject({ what: 'XML is not well formed', path: 'SpaceSystem', line: 3 });
    expect(refusal('').error.line).toBe(1);
    expect(refusal('no XML').error.what).toBe('XML is not well formed');
    expect(refusal('<!DOCTYPE x [<!ENTITY a "b">]><SpaceSystem/>').error.what).toBe('document type declaration');
  });
});

describe('names', () => {
  const nested = loadMissionDatabase(
    xtce({
      containers:
        container('C', '<ParameterRefEntry parameterRef="SUB/P"/><ParameterRefEntry parameterRef="/T/SUB/DEEP/P"/>') +
        container('D', '<ParameterRefEntry parameterRef="./SUB/../ID"/>'),
      after: `<SpaceSystem name="SUB"><LongDescription>
          Two lines
          of text. More.
        </LongDescription><TelemetryMetaData>
        <ParameterSet><Parameter name="P" parameterTypeRef="DEEP/LOCAL"/></ParameterSet>
        <ContainerSet>${container('C', `${id}<ParameterRefEntry parameterRef="P"/><ParameterRefEntry parameterRef="../ID"/>`)}</ContainerSet>
        </TelemetryMetaData>
        <SpaceSystem name="DEEP"><TelemetryMetaData>
          <ParameterTypeSet><IntegerParameterType name="LOCAL" shortDescription="Local"><UnitSet><Unit>m</Unit><Unit power="-1">s</Unit></UnitSet><IntegerDataEncoding sizeInBits="4"/></IntegerParameterType></ParameterTypeSet>
          <ParameterSet><Parameter name="P" parameterTypeRef="U8"/></ParameterSet>
        </TelemetryMetaData></SpaceSystem></SpaceSystem>`,
    }),
  );
  const entries = (name: string): (string | undefined)[] | undefined =>
    nested.containers
      .get(name)
      ?.entries.map((entry) => (entry.kind === 'parameter' ? entry.parameter.qualifiedName : undefined));

  it('are found from the root, from here, and from the systems around', () => {
    expect([...nested.parameters.keys()]).toEqual(['/T/ID', '/T/SUB/P', '/T/SUB/DEEP/P']);
    expect(entries('/T/C')).toEqual(['/T/SUB/P', '/T/SUB/DEEP/P']);
    expect(entries('/T/D')).toEqual(['/T/ID']);
    expect(entries('/T/SUB/C')).toEqual(['/T/ID', '/T/SUB/P', '/T/ID']);
  });

  it('keep unit and description of their type', () => {
    expect(nested.parameters.get('/T/SUB/P')).toMatchObject({
      name: 'P',
      typeName: 'LOCAL',
      kind: 'integer',
      unit: 'm s^-1',
      description: 'Local',
    });
  });

  it('give a version: the header, or a fingerprint that follows the text', () => {
    expect(nested.version).toMatch(/^[0-9a-f]{16}$/);
    expect(loadMissionDatabase(xtce({})).fingerprint).not.toBe(nested.fingerprint);
    expect(loadMissionDatabase(xtce({})).fingerprint).toBe(loadMissionDatabase(xtce({})).fingerprint);
  });
});
