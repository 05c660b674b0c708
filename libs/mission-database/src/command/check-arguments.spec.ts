import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import {
  checkArguments,
  CommandArgumentError,
  type CommandDefinition,
  commandText,
  compileCommand,
  compileCommandDecoder,
  type EngineeringValue,
  findCommand,
  loadMissionDatabase,
  type MissionDatabase,
} from '../index.js';
import { command, commandsXtce } from '../testing/command-text.js';
import { hex } from '../testing/xtce-text.js';

const range = (inner: string, raw = false): string =>
  `<ValidRangeSet${raw ? ' validRangeAppliesToCalibrated="false"' : ''}>${inner}</ValidRangeSet>`;
const linear = (c0: number, c1: number): string =>
  `<DefaultCalibrator><PolynomialCalibrator><Term exponent="0" coefficient="${c0}"/><Term exponent="1" coefficient="${c1}"/></PolynomialCalibrator></DefaultCalibrator>`;
const integer = (bits: number, ranges = '', coding = 'unsigned'): string =>
  `<IntegerArgumentType><IntegerDataEncoding sizeInBits="${bits}" encoding="${coding}"/>${ranges}</IntegerArgumentType>`;

const types: Record<string, string> = {
  U8: integer(8),
  SPLIT: integer(8, range('<ValidRange maxInclusive="9"/><ValidRange minInclusive="20" maxInclusive="29"/>')),
  WIDE: integer(64, range('<ValidRange maxInclusive="9007199254740993"/>')),
  S24: integer(24, '', 'twosComplement'),
  F32: `<FloatArgumentType><FloatDataEncoding sizeInBits="32"/>${range('<ValidRange minExclusive="0" maxInclusive="0.1"/>')}</FloatArgumentType>`,
  F16: '<FloatArgumentType><FloatDataEncoding sizeInBits="16"/></FloatArgumentType>',
  VOLTS: `<FloatArgumentType><UnitSet><Unit>V</Unit></UnitSet><IntegerDataEncoding sizeInBits="8">${linear(0, 0.5)}</IntegerDataEncoding>${range('<ValidRange minInclusive="10" maxInclusive="20"/>')}</FloatArgumentType>`,
  STEPS: `<FloatArgumentType><IntegerDataEncoding sizeInBits="8">${linear(0, 0.5)}</IntegerDataEncoding>${range('<ValidRange minInclusive="10" maxInclusive="20"/>', true)}</FloatArgumentType>`,
  MODE: '<EnumeratedArgumentType><IntegerDataEncoding sizeInBits="8"/><EnumerationList><Enumeration value="1" label="SLOW"/><Enumeration value="4" label="FAST"/></EnumerationList></EnumeratedArgumentType>',
  ARM: '<BooleanArgumentType zeroStringValue="SAFE" oneStringValue="ARMED"><IntegerDataEncoding sizeInBits="8"/></BooleanArgumentType>',
  NAME: '<StringArgumentType><StringDataEncoding encoding="US-ASCII"><SizeInBits><Fixed><FixedValue>64</FixedValue></Fixed><TerminationChar>00</TerminationChar></SizeInBits></StringDataEncoding><SizeRangeInCharacters minInclusive="2" maxInclusive="6"/></StringArgumentType>',
  NOTE: '<StringArgumentType><StringDataEncoding encoding="UTF-8"><Variable maxSizeInBits="80"><LeadingSize sizeInBitsOfSizeTag="8"/></Variable></StringDataEncoding></StringArgumentType>',
  KEY: '<BinaryArgumentType><BinaryDataEncoding><SizeInBits><FixedValue>24</FixedValue></SizeInBits></BinaryDataEncoding></BinaryArgumentType>',
  AT: '<AbsoluteTimeArgumentType><Encoding><IntegerDataEncoding sizeInBits="32"/></Encoding><ReferenceTime><Epoch>TAI</Epoch></ReferenceTime></AbsoluteTimeArgumentType>',
};

const one = (name: string): MissionDatabase =>
  loadMissionDatabase(commandsXtce({ arguments: { [name]: types[name] ?? '' } }));
const define = (name: string): CommandDefinition => findCommand(one(name), 'C');

/** What comes of one value: the value itself, or what is wrong with it. */
function outcome(name: string, value: EngineeringValue): unknown {
  const check = checkArguments(define(name), { [name]: value });
  if (check.ok) return check.values[name];
  expect(check.problems).toHaveLength(1);
  const [{ argument, what, expected, found } = { argument: '', what: '', expected: '', found: '' }] = check.problems;
  expect(argument).toBe(name);
  return [what, expected, found];
}

describe('one argument', () => {
  it.each<[string, string, EngineeringValue, unknown]>([
    ['an integer', 'U8', 255, 255],
    ['an integer as bigint is the number of its size', 'U8', 7n, 7],
    ['an integer beyond its encoding', 'U8', 256, ['out-of-range', '0 to 255', '256']],
    ['a fraction for an integer', 'U8', 1.5, ['wrong-kind', 'an integer', '1.5']],
    ['text for an integer', 'U8', '5', ['wrong-kind', 'an integer', '"5"']],
    ['no value for an integer', 'U8', null, ['wrong-kind', 'an integer', 'null']],
    ['an integer of the second range', 'SPLIT', 20, 20],
    ['an integer between the ranges', 'SPLIT', 10, ['out-of-range', 'at most 9, or 20 to 29', '10']],
    ['a wide integer as decimal text', 'WIDE', '9007199254740993', 9007199254740993n],
    ['a wide integer as number', 'WIDE', 5, 5n],
    [
      'a wide integer one beyond its range',
      'WIDE',
      9007199254740994n,
      ['out-of-range', 'at most 9007199254740993', '9007199254740994'],
    ],
    [
      'a wide integer as a number that is not exact',
      'WIDE',
      2 ** 53,
      ['wrong-kind', 'a bigint or decimal text beyond 2^53', '9007199254740992'],
    ],
    ['trap 36: the least 24-bit integer', 'S24', -8_388_608, -8_388_608],
    ['one less than the least', 'S24', -8_388_609, ['out-of-range', '-8388608 to 8388607', '-8388609']],
    ['the bound itself, which 32 bits round up', 'F32', 0.1, 0.1],
    ['an exclusive bound', 'F32', 0, ['out-of-range', 'above 0 to 0.1', '0']],
    ['what rounds to an exclusive bound', 'F32', 1e-60, ['out-of-range', 'above 0 to 0.1', '1e-60']],
    ['not a number', 'F32', NaN, ['wrong-kind', 'a finite number', 'NaN']],
    ['a Boolean for a float', 'F32', true, ['wrong-kind', 'a finite number', 'true']],
    ['the largest 16-bit float', 'F16', 65_504, 65_504],
    [
      'beyond the largest 16-bit float',
      'F16',
      65_520,
      ['out-of-range', 'a finite number that the encoding holds', '65520'],
    ],
    ['a range over the calibrated value', 'VOLTS', 20, 20],
    ['outside a range over the calibrated value', 'VOLTS', 20.1, ['out-of-range', '10 to 20', '20.1']],
    ['a range over the raw value', 'STEPS', 10, 10],
    ['outside a range over the raw value', 'STEPS', 10.5, ['out-of-range', 'raw 10 to 20', '10.5']],
    [
      'beyond what the calibrator reaches',
      'STEPS',
      128,
      ['out-of-range', 'a value that the calibrator reaches in the raw range', '128'],
    ],
    ['a label', 'MODE', 'FAST', 'FAST'],
    ['an unknown label', 'MODE', 'WARP', ['unknown-label', 'SLOW, FAST', '"WARP"']],
    ['the number of a label', 'MODE', 4, ['wrong-kind', 'a label: SLOW, FAST', '4']],
    ['a Boolean', 'ARM', true, true],
    ['the word of a Boolean', 'ARM', 'SAFE', false],
    ['another word for a Boolean', 'ARM', 'OFF', ['unknown-label', 'SAFE, ARMED', '"OFF"']],
    ['a number for a Boolean', 'ARM', 1, ['wrong-kind', 'true (ARMED) or false (SAFE)', '1']],
    ['a text', 'NAME', 'IMG_01', 'IMG_01'],
    ['a text that is too long', 'NAME', 'IMG_012', ['wrong-length', '2 to 6 characters', '"IMG_012"']],
    ['a text that is too short', 'NAME', 'I', ['wrong-length', '2 to 6 characters', '"I"']],
    ['a text of another character set', 'NAME', 'näh', ['wrong-text', 'text in US-ASCII', '"näh"']],
    [
      'a text with its own terminator',
      'NAME',
      'a\0b',
      ['wrong-text', 'text without the character that ends it', '"a\0b"'],
    ],
    ['a text of ten octets', 'NOTE', 'ääääää'.slice(0, 5), 'äääää'],
    ['a text of twelve octets in six characters', 'NOTE', 'ääääää', ['wrong-length', 'at most 10 octets', '"ääääää"']],
    ['octets for a text', 'NOTE', hex('00'), ['wrong-kind', 'text', '1 octets']],
    ['octets', 'KEY', hex('010203'), hex('010203')],
    ['octets as hexadecimal digits', 'KEY', 'A1b2C3', hex('a1b2c3')],
    ['too few octets', 'KEY', hex('0102'), ['wrong-length', '3 octets', '2 octets']],
    ['too many octets', 'KEY', '01020304', ['wrong-length', '3 octets', '"01020304"']],
    ['what are no digits', 'KEY', 'xyz', ['wrong-kind', 'octets, or pairs of hexadecimal digits', '"xyz"']],
    ['an instant in UTC', 'AT', '2026-01-01T00:00:00Z', parseUtc('2026-01-01T00:00:00Z')],
    ['no instant', 'AT', 'tomorrow', ['wrong-kind', 'an instant: UTC as 2026-01-31T23:59:59.999999Z', '"tomorrow"']],
    [
      'an instant after the clock has run out',
      'AT',
      '2100-01-01T00:00:00Z',
      ['out-of-range', 'an integer from 0 to 4294967295', '"2100-01-01T00:00:00Z"'],
    ],
  ])('%s', (_, name, value, expected) => {
    expect(outcome(name, value)).toEqual(expected);
  });

  it.each(Object.keys(types))('%s: the encoder and the check refuse the same values', (name) => {
    const database = one(name);
    const encoder = compileCommand(database, 'C');
    const decoder = compileCommandDecoder(database);
    const tries: EngineeringValue[] = [
      0,
      -1,
      1e-60,
      0.1,
      10,
      19.9,
      25,
      300,
      1e9,
      2n ** 60n,
      true,
      'FAST',
      'SAFE',
      'abc',
      'a1b2c3',
      hex('010203'),
      null,
      '2026-01-01T00:00:00Z',
    ];
    let sent = 0;
    for (const value of tries) {
      const args = { [name]: value };
      const check = checkArguments(encoder.command, args);
      if (!check.ok) {
        expect(() => encoder.encode(args, { sequenceCount: 0 })).toThrow(CommandArgumentError);
        continue;
      }
      sent++;
      // What the ground accepts, the spacecraft accepts.
      expect(decoder.decode(encoder.encode(args, { sequenceCount: 0 }))).toMatchObject({ kind: 'command' });
    }
    expect(sent).toBeGreaterThan(0);
  });
});

describe('all arguments', () => {
  const list =
    '<ArgumentList><Argument name="A" argumentTypeRef="A8"/><Argument name="B" argumentTypeRef="A8" initialValue="0x10"/>' +
    '<Argument name="N" argumentTypeRef="T"/></ArgumentList>';
  const database = loadMissionDatabase(
    commandsXtce({
      types: `<StringArgumentType name="T" initialValue="x"><StringDataEncoding><Variable maxSizeInBits="80"><LeadingSize sizeInBitsOfSizeTag="8"/></Variable></StringDataEncoding></StringArgumentType>`,
      commands: command('D', 8, ['A', 'B', 'N'], list),
    }),
  );
  const definition = findCommand(database, '/T/D');

  it('takes defaults, and gives the values in the order of the arguments', () => {
    const check = checkArguments(definition, { N: 'ä"', A: 1 });
    expect(check).toEqual({ ok: true, values: { A: 1, B: 16, N: 'ä"' } });
    expect(Object.keys(check.ok ? check.values : {})).toEqual(['A', 'B', 'N']);
    expect(check.ok && commandText(definition, check.values)).toBe('D(A=1, B=16, N="ä\\"")');
  });

  it('names every problem at once, and nothing that an object has by itself', () => {
    const args = { B: 256, N: 5, constructor: 1 };
    const problems = [
      { argument: 'A', what: 'missing', expected: 'a value: integer', found: 'nothing' },
      { argument: 'B', what: 'out-of-range', expected: '0 to 255', found: '256' },
      { argument: 'N', what: 'wrong-kind', expected: 'text', found: '5' },
      { argument: 'constructor', what: 'unknown', expected: 'A, B, N', found: '"constructor"' },
    ];
    expect(checkArguments(definition, args)).toEqual({ ok: false, problems });
    let thrown: unknown;
    try {
      compileCommand(database, 'D').encode(args, { sequenceCount: 0 });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CommandArgumentError);
    expect(thrown).toMatchObject({ what: 'arguments refused', where: '/T/D', problems });
    expect(String(thrown)).toContain('A: expected a value: integer, found nothing; B: expected 0 to 255, found 256');
  });
});
