import { describe, expect, it } from '@jest/globals';
import { EncodeError, UnknownNameError } from '../errors.js';
import { loadMissionDatabase } from '../load/load-mission-database.js';
import { hex, oneContainer, xtce } from '../testing/xtce-text.js';
import { compileDecoder, type DecodeResult } from './decoder.js';
import { compileEncoder } from './encoder.js';
import { engineeringToRaw } from './raw-value.js';

const entry = (name: string, inner = ''): string =>
  `<ParameterRefEntry parameterRef="${name}">${inner}</ParameterRefEntry>`;
const container = (name: string, entries: string, rest = '', attributes = ''): string =>
  `<SequenceContainer name="${name}"${attributes}><EntryList>${entries}</EntryList>${rest}</SequenceContainer>`;
const base = (name: string, criteria: string): string =>
  `<BaseContainer containerRef="${name}">${criteria === '' ? '' : `<RestrictionCriteria>${criteria}</RestrictionCriteria>`}</BaseContainer>`;
const abstract = ' abstract="true"';
const bytes = (names: string[]): string => names.map((n) => `<Parameter name="${n}" parameterTypeRef="U8"/>`).join('');

const summary = (result: DecodeResult): unknown =>
  result.ok
    ? [
        result.container,
        Object.fromEntries(result.entries.map((e) => [e.parameter.name, e.value])),
        result.leftoverBits,
      ]
    : [result.reason, result.where, result.bitOffset];

/** Decodes with a root container C, and proves that the encoder makes the same octets again. */
function both(xml: string, octets: string, target = 'C', root = 'C'): Record<string, unknown> {
  const database = loadMissionDatabase(xml);
  const result = compileDecoder(database, root)(hex(octets));
  if (!result.ok) throw new Error(JSON.stringify({ ...result, entries: undefined }));
  const raw = Object.fromEntries(result.entries.map((e) => [e.parameter.name, e.raw]));
  expect(compileEncoder(database, target).encode(raw, 'raw')).toEqual(hex(octets));
  const values = Object.fromEntries(result.entries.map((e) => [e.parameter.name, e.value]));
  expect(compileEncoder(database, target).encode(values)).toEqual(hex(octets));
  return values;
}

describe('inheritance (trap 35)', () => {
  const states = `<EnumeratedParameterType name="E"><IntegerDataEncoding sizeInBits="8"/><EnumerationList>
    <Enumeration value="0" label="1"/><Enumeration value="1" label="0"/></EnumerationList></EnumeratedParameterType>
    <FloatParameterType name="DOUBLED"><IntegerDataEncoding sizeInBits="8"><DefaultCalibrator><PolynomialCalibrator>
    <Term exponent="1" coefficient="2"/></PolynomialCalibrator></DefaultCalibrator></IntegerDataEncoding></FloatParameterType>`;
  const xml = (calibrated: string): string =>
    xtce({
      types: states,
      parameters: '<Parameter name="S" parameterTypeRef="E"/><Parameter name="D" parameterTypeRef="DOUBLED"/>',
      containers:
        container('R', entry('S') + entry('D'), '', abstract) +
        container('ONE', '', base('R', `<Comparison parameterRef="S" value="1"${calibrated}/>`)) +
        container('ZERO', '', base('R', `<Comparison parameterRef="S" value="0"${calibrated}/>`)),
    });
  const chosen = (calibrated: string): string[] =>
    ['0000', '0100'].map((octets) => {
      const result = compileDecoder(loadMissionDatabase(xml(calibrated)), 'R')(hex(octets));
      return result.ok ? result.container : result.reason;
    });

  it('compares the engineering value unless told to compare the raw one', () => {
    expect(chosen('')).toEqual(['ONE', 'ZERO']);
    expect(chosen(' useCalibratedValue="true"')).toEqual(['ONE', 'ZERO']);
    expect(chosen(' useCalibratedValue="false"')).toEqual(['ZERO', 'ONE']);
  });

  const tree = loadMissionDatabase(
    xtce({
      types: states,
      parameters:
        '<Parameter name="S" parameterTypeRef="E"/><Parameter name="D" parameterTypeRef="DOUBLED"/>' + bytes(['X']),
      containers:
        container('R', entry('ID') + entry('D'), '', abstract) +
        container('ABSTRACT', entry('X'), base('R', '<Comparison parameterRef="ID" value="7"/>'), abstract) +
        container('LEAF', '', base('ABSTRACT', '<Comparison parameterRef="X" value="9"/>')) +
        container('CONCRETE', entry('X'), base('R', '<Comparison parameterRef="ID" value="8"/>')) +
        container('LOW', '', base('CONCRETE', '<Comparison parameterRef="X" comparisonOperator="&lt;" value="10"/>')) +
        container('EVEN', '', base('CONCRETE', '<Comparison parameterRef="D" value="10"/>')),
    }),
  );
  const decode = compileDecoder(tree, 'R');

  it('ends in a concrete container, and says what is not recognised, ambiguous, short or long', () => {
    expect(summary(decode(hex('070009')))).toEqual(['LEAF', { ID: 7, D: 0, X: 9 }, 0]);
    expect(summary(decode(hex('070008')))).toEqual(['unrecognised', '/T/ABSTRACT', 24]);
    expect(summary(decode(hex('0600')))).toEqual(['unrecognised', '/T/R', 16]);
    expect(summary(decode(hex('08000a')))).toEqual(['CONCRETE', { ID: 8, D: 0, X: 10 }, 0]);
    expect(summary(decode(hex('080009')))).toEqual(['LOW', { ID: 8, D: 0, X: 9 }, 0]);
    expect(summary(decode(hex('08050a')))).toEqual(['EVEN', { ID: 8, D: 10, X: 10 }, 0]);
    expect(summary(decode(hex('080509')))).toEqual(['ambiguous', '/T/CONCRETE', 24]);
    expect(summary(decode(hex('0800')))).toEqual(['too-short', '/T/X', 16]);
    expect(summary(decode(hex('')))).toEqual(['too-short', '/T/ID', 0]);
    expect(summary(decode(hex('08000affff')))).toEqual(['CONCRETE', { ID: 8, D: 0, X: 10 }, 16]);
    const short = decode(hex('0800'));
    expect(short).toMatchObject({ expected: 'at least 24 bits', found: '16 bits', containers: ['R', 'CONCRETE'] });
    expect(short.entries).toHaveLength(2);
  });

  it('does not remember the packet before', () => {
    decode(hex('080509'));
    expect(summary(decode(hex('0600')))).toEqual(['unrecognised', '/T/R', 16]);
  });

  it('the encoder fills in what the restrictions fix and refuses what contradicts them', () => {
    const encoder = compileEncoder(tree, 'EVEN');
    expect(encoder.encode({ X: 10 })).toEqual(hex('08050a'));
    expect(encoder.encode({ '/T/X': 10 })).toEqual(hex('08050a'));
    expect(() => encoder.encode({ X: 10, ID: 7 })).toThrow(EncodeError);
    expect(() => encoder.encode({})).toThrow(/missing value at \/T\/X/);
    expect(() => encoder.encode({ X: 1, Y: 1 })).toThrow(/unknown parameter/);
    expect(() => encoder.encode({ X: 256 })).toThrow(/an integer from 0 to 255, found 256/);
    expect(() => encoder.encode({ X: -1 })).toThrow(EncodeError);
    expect(() => encoder.encode({ X: 1.5 })).toThrow(EncodeError);
    expect(() => encoder.encode({ X: 'one' })).toThrow(EncodeError);
    expect(() => compileEncoder(tree, 'LOW').encode({ X: 10, D: 0 })).toThrow(/restriction criteria at \/T\/LOW/);
    expect(() => compileEncoder(tree, 'ABSTRACT')).toThrow(/abstract container/);
    expect(() => compileEncoder(tree, 'NONE')).toThrow(UnknownNameError);
    expect(() => compileDecoder(tree, 'NONE')).toThrow(UnknownNameError);
  });

  it('Boolean expressions of AND and OR, and two parameters compared', () => {
    const condition = (name: string, operator: string, value: string): string =>
      `<Condition><ParameterInstanceRef parameterRef="${name}"/><ComparisonOperator>${operator}</ComparisonOperator>${value}</Condition>`;
    const value = (text: string): string => `<Value>${text}</Value>`;
    const decoder = compileDecoder(
      loadMissionDatabase(
        xtce({
          parameters: bytes(['A', 'B']),
          containers:
            container('R', entry('A') + entry('B'), '', abstract) +
            container(
              'C',
              '',
              base(
                'R',
                `<BooleanExpression><ORedConditions>${condition('A', '==', '<ParameterInstanceRef parameterRef="B"/>')}
                <ANDedConditions>${condition('A', '&gt;=', value('5'))}${condition('B', '!=', value('0'))}</ANDedConditions>
                </ORedConditions></BooleanExpression>`,
              ),
            ),
        }),
      ),
      'R',
    );
    const fits = ['0000', '0100', '0500', '0501', '0401', '0404'].map((octets) => decoder(hex(octets)).ok);
    expect(fits).toEqual([true, false, false, true, false, true]);
  });
});

describe('entries', () => {
  it('locations from the last entry and from the start of the container, inclusions with their own start', () => {
    const place = (from: string, bits: number): string =>
      `<LocationInContainerInBits referenceLocation="${from}"><FixedValue>${bits}</FixedValue></LocationInContainerInBits>`;
    const xml = xtce({
      parameters: bytes(['A', 'B', 'X', 'Y']),
      containers:
        container('I', entry('X') + entry('Y', place('containerStart', 24))) +
        container(
          'C',
          entry('ID') +
            entry('A', place('previousEntry', 4)) +
            `<ContainerRefEntry containerRef="I">${place('containerStart', 24)}</ContainerRefEntry>` +
            entry('B', place('previousEntry', 8)),
        ),
    });
    // ID at 0, A at 12, I at 24: X at 24, Y at 24 + 24, then B 8 bits on.
    expect(both(xml, '11 02 20 33 0000 44 00 55')).toEqual({ ID: 0x11, A: 0x22, X: 0x33, Y: 0x44, B: 0x55 });
  });

  it('include conditions over parameters and containers', () => {
    const when = (value: number): string =>
      `<IncludeCondition><Comparison parameterRef="ID" value="${value}"/></IncludeCondition>`;
    const xml = xtce({
      parameters: bytes(['A', 'B', 'X']),
      containers:
        container('I', entry('X')) +
        container(
          'C',
          entry('ID') +
            entry('A', when(1)) +
            `<ContainerRefEntry containerRef="I">${when(2)}</ContainerRefEntry>` +
            entry('B'),
        ),
    });
    expect(both(xml, '01 0a 0b')).toEqual({ ID: 1, A: 10, B: 11 });
    expect(both(xml, '02 0c 0b')).toEqual({ ID: 2, X: 12, B: 11 });
    expect(both(xml, '03 0b')).toEqual({ ID: 3, B: 11 });
  });

  it('a parameter that stands in the packet twice is decoded twice, and the last one counts in conditions', () => {
    const database = loadMissionDatabase(
      xtce({
        parameters: bytes(['A']),
        containers:
          container('R', entry('ID') + entry('A') + entry('ID'), '', abstract) +
          container('C', '', base('R', '<Comparison parameterRef="ID" value="2"/>')),
      }),
    );
    const result = compileDecoder(database, 'R')(hex('010002'));
    expect(result.ok && result.entries.map(({ value }) => value)).toEqual([1, 0, 2]);
  });
});

describe('strings and binaries (trap 36)', () => {
  const text = (size: string, charset = 'UTF-8'): string =>
    oneContainer({
      S: `<StringParameterType><StringDataEncoding encoding="${charset}">${size}</StringDataEncoding></StringParameterType>`,
      END: '<IntegerParameterType><IntegerDataEncoding sizeInBits="8"/></IntegerParameterType>',
    });
  const fixed = (bits: number, more = ''): string =>
    `<SizeInBits><Fixed><FixedValue>${bits}</FixedValue></Fixed>${more}</SizeInBits>`;
  const end = '<TerminationChar>00</TerminationChar>';
  const tag = '<LeadingSize sizeInBitsOfSizeTag="8"/>';

  it.each([
    ['fixed', fixed(24), '616263 7f', 'abc'],
    ['fixed with terminator and fill', fixed(40, end), '6162000000 7f', 'ab'],
    ['fixed, full, without terminator', fixed(24, end), '616263 7f', 'abc'],
    ['fixed with a leading size in bits', fixed(40, tag), '10 6162 0000 7f', 'ab'],
    ['variable by terminator', `<Variable maxSizeInBits="80">${end}</Variable>`, '616200 7f', 'ab'],
    ['variable by leading size', `<Variable maxSizeInBits="80">${tag}</Variable>`, '18 616263 7f', 'abc'],
  ])('string: %s', (_, size, octets, expected) => {
    expect(both(text(size), octets)).toEqual({ S: expected, END: 0x7f });
  });

  it('a UTF-16 terminator stands at an even octet', () => {
    expect(
      both(
        text('<Variable maxSizeInBits="80"><TerminationChar>0000</TerminationChar></Variable>', 'UTF-16BE'),
        '4100 0042 0000 7f',
      ),
    ).toEqual({ S: '\u4100B', END: 0x7f });
  });

  it.each([
    [
      'no terminator in the packet',
      `<Variable maxSizeInBits="80">${end}</Variable>`,
      '616263',
      ['too-short', '/T/S', 0],
    ],
    [
      'no terminator within the maximum',
      `<Variable maxSizeInBits="8">${end}</Variable>`,
      '61626300',
      ['bad-size', '/T/S', 0],
    ],
    ['a size beyond the packet', `<Variable maxSizeInBits="80">${tag}</Variable>`, '1861', ['too-short', '/T/S', 0]],
    ['a size beyond the maximum', `<Variable maxSizeInBits="8">${tag}</Variable>`, '10616200', ['bad-size', '/T/S', 0]],
    [
      'a size of no whole octets',
      `<Variable maxSizeInBits="80">${tag}</Variable>`,
      '09616200',
      ['bad-size', '/T/S', 0],
    ],
  ])('string: %s', (_, size, octets, expected) => {
    expect(summary(compileDecoder(loadMissionDatabase(text(size)), 'C')(hex(octets)))).toEqual(expected);
  });

  const binary = oneContainer({
    LENGTH: '<IntegerParameterType><IntegerDataEncoding sizeInBits="4"/></IntegerParameterType>',
    DATA: `<BinaryParameterType><BinaryDataEncoding><SizeInBits><DynamicValue>
      <ParameterInstanceRef parameterRef="LENGTH" useCalibratedValue="false"/><LinearAdjustment slope="8" intercept="-16"/>
      </DynamicValue></SizeInBits></BinaryDataEncoding></BinaryParameterType>`,
    REST: '<IntegerParameterType><IntegerDataEncoding sizeInBits="4"/></IntegerParameterType>',
  });

  it('binary by a length with slope and intercept, at an odd offset', () => {
    expect(both(binary, '4 abcd f')).toEqual({ LENGTH: 4, DATA: hex('abcd'), REST: 15 });
    expect(both(binary, '2 f')).toEqual({ LENGTH: 2, DATA: hex(''), REST: 15 });
    const decode = compileDecoder(loadMissionDatabase(binary), 'C');
    expect(summary(decode(hex('1fff')))).toEqual(['bad-size', '/T/DATA', 4]);
    expect(summary(decode(hex('4f')))).toEqual(['too-short', '/T/DATA', 4]);
    const encoder = compileEncoder(loadMissionDatabase(binary), 'C');
    expect(encoder.sizeInOctets).toBeUndefined();
    expect(() => encoder.encode({ LENGTH: 3, DATA: hex('abcd'), REST: 0 })).toThrow(EncodeError);
  });
});

it('decoded octets are a copy, even of a Buffer that is used again', () => {
  const database = loadMissionDatabase(
    oneContainer({
      B: '<BinaryParameterType><BinaryDataEncoding><SizeInBits><FixedValue>16</FixedValue></SizeInBits></BinaryDataEncoding></BinaryParameterType>',
    }),
  );
  const packet = Buffer.from('abcd', 'hex');
  const { entries } = compileDecoder(database, 'C')(packet);
  packet.fill(0);
  expect(entries[0]?.raw).toEqual(hex('abcd'));
});

it('a wide integer is compared exactly, raw, and as the number that a calibrator makes of it', () => {
  const wide = (calibrated: string, value: string): boolean => {
    const xml = xtce({
      types: `<FloatParameterType name="W"><IntegerDataEncoding sizeInBits="64"><DefaultCalibrator><PolynomialCalibrator>
        <Term exponent="1" coefficient="0.5"/></PolynomialCalibrator></DefaultCalibrator></IntegerDataEncoding></FloatParameterType>`,
      parameters: '<Parameter name="P" parameterTypeRef="W"/>',
      containers:
        container('R', entry('P'), '', abstract) +
        container(
          'C',
          '',
          base('R', `<Comparison parameterRef="P" useCalibratedValue="${calibrated}" value="${value}"/>`),
        ),
    });
    return compileDecoder(loadMissionDatabase(xml), 'R')(hex('0020000000000001')).ok;
  };
  expect(wide('false', '9007199254740993')).toBe(true); // 2^53 + 1, which no double holds
  expect(wide('false', '9007199254740992')).toBe(false);
  expect(wide('true', '4503599627370496')).toBe(true); // 2^52, half of it as a double
  expect(wide('true', '4503599627370497')).toBe(false);
});

describe('engineering values', () => {
  const integer = (inner: string, encoding = 'sizeInBits="8"'): string =>
    `<FloatParameterType><IntegerDataEncoding ${encoding}>${inner}</IntegerDataEncoding></FloatParameterType>`;
  const term = (exponent: number, coefficient: number): string =>
    `<Term exponent="${exponent}" coefficient="${coefficient}"/>`;
  const polynomial = (...coefficients: number[]): string =>
    `<PolynomialCalibrator>${coefficients.map((c, i) => term(i, c)).join('')}</PolynomialCalibrator>`;

  it('a context calibrator holds while its context does', () => {
    const xml = oneContainer({
      RANGE: '<IntegerParameterType><IntegerDataEncoding sizeInBits="8"/></IntegerParameterType>',
      V: integer(`<DefaultCalibrator>${polynomial(0, 0.1)}</DefaultCalibrator><ContextCalibratorList>
        <ContextCalibrator><ContextMatch><Comparison parameterRef="RANGE" value="1"/></ContextMatch><Calibrator>${polynomial(5, 2)}</Calibrator></ContextCalibrator>
        <ContextCalibrator><ContextMatch><Comparison parameterRef="RANGE" comparisonOperator="&gt;" value="0"/></ContextMatch><Calibrator>${polynomial(0, 1)}</Calibrator></ContextCalibrator>
        </ContextCalibratorList>`),
    });
    expect(both(xml, '000a').V).toBeCloseTo(1, 12);
    expect(both(xml, '010a').V).toBe(25);
    expect(both(xml, '020a').V).toBe(10);
  });

  it('a raw value without label, and one outside a spline, have no engineering value', () => {
    const database = loadMissionDatabase(
      oneContainer({
        E: '<EnumeratedParameterType><IntegerDataEncoding sizeInBits="8"/><EnumerationList><Enumeration value="1" maxValue="3" label="FEW"/></EnumerationList></EnumeratedParameterType>',
        N: '<EnumeratedParameterType><IntegerDataEncoding sizeInBits="8" encoding="twosComplement"/><EnumerationList><Enumeration value="-1" label="MINUS"/></EnumerationList></EnumeratedParameterType>',
        S: integer(
          '<DefaultCalibrator><SplineCalibrator><SplinePoint raw="0" calibrated="0"/><SplinePoint raw="10" calibrated="5"/></SplineCalibrator></DefaultCalibrator>',
        ),
      }),
    );
    const decode = compileDecoder(database, 'C');
    expect(summary(decode(hex('03ff0a')))).toEqual(['C', { E: 'FEW', N: 'MINUS', S: 5 }, 0]);
    expect(summary(decode(hex('04000b')))).toEqual(['C', { E: null, N: null, S: null }, 0]);
  });

  it('integers of an integer type are rounded, wide ones stay exact, floats of wide ones are numbers', () => {
    const values = both(
      oneContainer({
        I: `<IntegerParameterType><IntegerDataEncoding sizeInBits="8"><DefaultCalibrator>${polynomial(0, 1.5)}</DefaultCalibrator></IntegerDataEncoding></IntegerParameterType>`,
        W: '<IntegerParameterType><IntegerDataEncoding sizeInBits="64"/></IntegerParameterType>',
        N: '<IntegerParameterType><IntegerDataEncoding sizeInBits="53"/></IntegerParameterType>',
        B: '<BooleanParameterType><IntegerDataEncoding sizeInBits="3"/></BooleanParameterType>',
      }),
      '02 ffffffffffffffff fffffffffffff9',
    );
    expect(values).toMatchObject({ I: 3, W: 0xffffffffffffffffn, N: Number.MAX_SAFE_INTEGER, B: true });
  });

  it('are turned back, or refused with what was expected', () => {
    const database = loadMissionDatabase(
      oneContainer({
        LINEAR: integer(`<DefaultCalibrator>${polynomial(-40, 0.5)}</DefaultCalibrator>`),
        SQUARE: integer(
          `<DefaultCalibrator>${polynomial(0, 0, 1)}</DefaultCalibrator>`,
          'sizeInBits="8" encoding="twosComplement"',
        ),
        BOOL: '<BooleanParameterType zeroStringValue="OFF" oneStringValue="ON"><IntegerDataEncoding sizeInBits="1"/></BooleanParameterType>',
        LABEL:
          '<EnumeratedParameterType><IntegerDataEncoding sizeInBits="8"/><EnumerationList><Enumeration value="1" label="A"/></EnumerationList></EnumeratedParameterType>',
      }),
    );
    const raw = (name: string, value: number | string | boolean): unknown => {
      const parameter = database.parameters.get(`/T/${name}`);
      if (parameter === undefined) throw new Error(name);
      return engineeringToRaw(parameter, value);
    };
    expect([-40, 87.5, 0, 0.2].map((value) => raw('LINEAR', value))).toEqual([0, 255, 80, 80]);
    expect(() => raw('LINEAR', -41)).toThrow(/raw range, found -41/);
    expect(() => raw('LINEAR', 88)).toThrow(EncodeError);
    expect(() => raw('SQUARE', 9)).toThrow(/one raw value, found 9 from -3 and 3/);
    expect(raw('SQUARE', 16_384)).toBe(-128);
    expect([raw('BOOL', true), raw('BOOL', 'OFF'), raw('LABEL', 'A')]).toEqual([1, 0, 1]);
    expect(() => raw('LABEL', 'B')).toThrow(/a label: A, found "B"/);
    expect(() => raw('BOOL', 'MAYBE')).toThrow(EncodeError);
  });
});
