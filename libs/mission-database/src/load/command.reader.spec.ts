import { describe, expect, it } from '@jest/globals';
import { bytesToHex } from '@app/ccsds';
import {
  commandsOf,
  compileCommand,
  compileCommandDecoder,
  EncodeError,
  findCommand,
  loadMissionDatabase,
  XtceError,
} from '../index.js';
import { command, commandsXtce } from '../testing/command-text.js';
import { hex } from '../testing/xtce-text.js';

const encode = (xml: string, name: string, args = {}): string =>
  bytesToHex(compileCommand(loadMissionDatabase(xml), name).encode(args, { sequenceCount: 0 }));

/** What a packet is to the spacecraft: the command and its arguments, or why it is refused. */
function decoded(xml: string, octets: string): unknown {
  const result = compileCommandDecoder(loadMissionDatabase(xml)).decode(hex(octets));
  return result.kind === 'command' ? [result.command.name, result.arguments] : [result.reason, result.found];
}

// The reaction wheels of BogusSAT-2 (D. Overeem, Apache-2.0), and a command of ours in between.
const wheelTypes = `<IntegerArgumentType name="RW_UNIT_ID_Type" shortDescription="ID number of the reaction wheel"><UnitSet/>
    <IntegerDataEncoding sizeInBits="8" encoding="unsigned"/><ValidRange minInclusive="1" maxInclusive="2"/></IntegerArgumentType>
  <EnumeratedArgumentType name="RW_PWR_STATE_Type"><UnitSet/><IntegerDataEncoding sizeInBits="8" encoding="unsigned"/>
    <EnumerationList><Enumeration value="0" label="OFF"/><Enumeration value="1" label="ON"/></EnumerationList></EnumeratedArgumentType>`;
const assign = (values: Record<string, string>): string =>
  `<ArgumentAssignmentList>${Object.entries(values)
    .map(([name, value]) => `<ArgumentAssignment argumentName="${name}" argumentValue="${value}"/>`)
    .join('')}</ArgumentAssignmentList>`;
const wheels = commandsXtce({
  types: wheelTypes,
  commands:
    // Before the command that it inherits from: the order of the file does not matter.
    `<MetaCommand name="Wheel_1_On" shortDescription="Turn power on for reaction wheel 1">
      <BaseMetaCommand metaCommandRef="Wheel_1">${assign({ RW_PWR_STATE: 'ON' })}</BaseMetaCommand>
      <CommandContainer name="Wheel_1_On_Container"><EntryList><FixedValueEntry binaryValue="01a5" sizeInBits="9"/></EntryList>
        <BaseContainer containerRef="WheelPacket"/></CommandContainer>
    </MetaCommand>` +
    command(
      'Wheel',
      1,
      ['RW_UNIT_ID', 'RW_PWR_STATE'],
      '<ArgumentList><Argument name="RW_UNIT_ID" argumentTypeRef="RW_UNIT_ID_Type"/><Argument name="RW_PWR_STATE" argumentTypeRef="RW_PWR_STATE_Type"/></ArgumentList>',
      '<DefaultSignificance consequenceLevel="distress" reasonForWarning="The attitude is lost."/>',
    ) +
    `<MetaCommand name="Wheel_1"><BaseMetaCommand metaCommandRef="Wheel">${assign({ RW_UNIT_ID: '1' })}</BaseMetaCommand></MetaCommand>`,
});

describe('commands that inherit', () => {
  it('take over arguments, significance and layout; assignments settle arguments', () => {
    const database = loadMissionDatabase(wheels);
    expect(commandsOf(database).map(({ qualifiedName }) => qualifiedName)).toEqual([
      '/T/C',
      '/T/Wheel',
      '/T/Wheel_1',
      '/T/Wheel_1_On',
    ]);
    const on = findCommand(database, 'Wheel_1_On');
    expect(on.arguments).toEqual([]);
    expect(on.assigned).toEqual(
      new Map([
        ['RW_UNIT_ID', 1],
        ['RW_PWR_STATE', 1],
      ]),
    );
    expect(on.significance).toEqual({ level: 'distress', reason: 'The attitude is lost.' });
    expect(on.base?.base?.name).toBe('Wheel');
    expect(findCommand(database, 'Wheel_1').arguments).toMatchObject([{ name: 'RW_PWR_STATE', labels: ['OFF', 'ON'] }]);
    expect(findCommand(database, 'Wheel').arguments).toMatchObject([
      { name: 'RW_UNIT_ID', description: 'ID number of the reaction wheel', ranges: [{ min: 1, max: 2 }] },
      { name: 'RW_PWR_STATE' },
    ]);
  });

  it('are encoded with what is settled, and decoded as the most special that fits', () => {
    expect(encode(wheels, 'Wheel', { RW_UNIT_ID: 2, RW_PWR_STATE: 'ON' })).toBe('010201');
    expect(encode(wheels, 'Wheel_1', { RW_PWR_STATE: 'OFF' })).toBe('010100');
    // 0x1a5 in nine bits, seven spare.
    expect(encode(wheels, 'Wheel_1_On')).toBe('010101' + 'd280');
    expect(decoded(wheels, '010201')).toEqual(['Wheel', { RW_UNIT_ID: 2, RW_PWR_STATE: 'ON' }]);
    expect(decoded(wheels, '010100')).toEqual(['Wheel_1', { RW_PWR_STATE: 'OFF' }]);
    expect(decoded(wheels, '010101d280')).toEqual(['Wheel_1_On', {}]);
    // Without the fixed value, and with another, it is the command above.
    expect(decoded(wheels, '010101')).toEqual(['Wheel_1', { RW_PWR_STATE: 'ON' }]);
    expect(decoded(wheels, '010101d300')).toEqual(['wrong-length', '5 octets']);
    expect(decoded(wheels, '010301')).toEqual(['argument-out-of-range', '3 (raw 3)']);
    expect(decoded(wheels, '020101')).toEqual(['unknown-command', 'none']);
    expect(decoded(wheels, '0101')).toEqual(['wrong-length', '2 octets']);
  });
});

describe('the layout of a command', () => {
  it('has fixed values of any size, and tells commands apart by them', () => {
    const wide = 'ff'.repeat(9);
    const xml = commandsXtce({
      commands:
        command('Wide', 9, [`<FixedValueEntry binaryValue="${wide}" sizeInBits="72"/>`]) +
        command('Other', 9, [`<FixedValueEntry binaryValue="${wide.replace(/ff$/, 'fe')}" sizeInBits="72"/>`]) +
        command('Long', 11, ['<FixedValueEntry binaryValue="0123456789abcdef" sizeInBits="64"/>']) +
        command('Spaced', 10, [
          '<FixedValueEntry binaryValue="0f" sizeInBits="4"><LocationInContainerInBits><FixedValue>4</FixedValue></LocationInContainerInBits></FixedValueEntry>',
        ]),
    });
    expect(encode(xml, 'Wide')).toBe(`09${wide}`);
    expect(encode(xml, 'Long')).toBe('0b0123456789abcdef');
    expect(encode(xml, 'Spaced')).toBe('0a0f');
    expect(decoded(xml, `09${wide}`)).toEqual(['Wide', {}]);
    expect(decoded(xml, `09${'ff'.repeat(8)}fe`)).toEqual(['Other', {}]);
    expect(decoded(xml, '0b0123456789abcdef')).toEqual(['Long', {}]);
    expect(decoded(xml, '0b0123456789abcdee')).toEqual(['unknown-command', 'none']);
  });

  it('two commands with the same values are neither', () => {
    const xml = commandsXtce({ commands: command('D', 7, []) });
    expect(decoded(xml, '07')).toEqual(['unknown-command', 'C and D']);
  });

  it('includes sequence containers, and refuses to compile what nobody sets', () => {
    const xml = commandsXtce({ commands: command('D', 8, ['<ContainerRefEntry containerRef="C"/>']) });
    const database = loadMissionDatabase(xml);
    expect(findCommand(database, 'D').container.entries).toMatchObject([{ kind: 'container' }]);
    expect(() => compileCommand(database, 'D')).toThrow(EncodeError);
    expect(() => compileCommand(database, 'D')).toThrow(/header parameter that nobody sets at \/T\/D.*found ID$/);
  });

  it('has arguments of all kinds, by size tag, little end first and at odd offsets', () => {
    const xml = commandsXtce({
      arguments: {
        NIBBLE: '<IntegerArgumentType><IntegerDataEncoding sizeInBits="4"/></IntegerArgumentType>',
        LITTLE:
          '<IntegerArgumentType><IntegerDataEncoding sizeInBits="24" encoding="twosComplement" byteOrder="leastSignificantByteFirst"/></IntegerArgumentType>',
        TEXT: '<StringArgumentType><StringDataEncoding><Variable maxSizeInBits="80"><LeadingSize sizeInBitsOfSizeTag="8"/></Variable></StringDataEncoding></StringArgumentType>',
        REST: '<IntegerArgumentType><IntegerDataEncoding sizeInBits="4"/></IntegerArgumentType>',
      },
    });
    const args = { NIBBLE: 10, LITTLE: -2, TEXT: 'ab', REST: 5 };
    // −2 is 0xfffffe, little end first feffff; two characters are 16 = 0x10 bits.
    expect(encode(xml, 'C', args)).toBe('07' + 'afeffff106162' + '5');
    expect(decoded(xml, '07afeffff1061625')).toEqual(['C', args]);
    expect(compileCommand(loadMissionDatabase(xml), 'C').sizeInOctets).toBeUndefined();
  });

  it('a text that an assignment settles tells a command from the one above it', () => {
    const xml = commandsXtce({
      arguments: {
        TEXT: '<StringArgumentType><StringDataEncoding><Variable maxSizeInBits="80"><LeadingSize sizeInBitsOfSizeTag="8"/></Variable></StringDataEncoding></StringArgumentType>',
        LEVEL: '<FloatArgumentType><FloatDataEncoding sizeInBits="32"/></FloatArgumentType>',
      },
      commands: `<MetaCommand name="E"><BaseMetaCommand metaCommandRef="C">${assign({ TEXT: 'GO', LEVEL: '0.1' })}</BaseMetaCommand></MetaCommand>`,
    });
    // 0.1 in 32 bits is 0x3dcccccd.
    expect(encode(xml, 'E')).toBe('0710474f3dcccccd');
    expect(decoded(xml, '0710474f3dcccccd')).toEqual(['E', {}]);
    expect(decoded(xml, '0710474e3dcccccd')).toEqual(['C', { TEXT: 'GN', LEVEL: Math.fround(0.1) }]);
  });
});

describe('a command that is refused', () => {
  const list = (inner: string): string => `<ArgumentList>${inner}</ArgumentList>`;
  const argument = (name: string, more = ''): string => `<Argument name="${name}" argumentTypeRef="A8"${more}/>`;
  const derived = (inner: string, rest = ''): string =>
    `<MetaCommand name="D"><BaseMetaCommand metaCommandRef="E">${inner}</BaseMetaCommand>${rest}</MetaCommand>` +
    command('E', 8, ['A'], list(argument('A')));
  const typed = (body: string): string => commandsXtce({ arguments: { X: body } });
  const ranged = (inner: string): string =>
    typed(`<IntegerArgumentType><IntegerDataEncoding sizeInBits="8"/>${inner}</IntegerArgumentType>`);
  const set = 'SpaceSystem/CommandMetaData/MetaCommandSet/MetaCommand';

  it.each<[string, string, { what: RegExp; expected?: string; path?: string }]>([
    ['a type that is not known', typed('<AggregateArgumentType/>'), { what: /unknown element AggregateArgumentType/ }],
    ['a type without encoding', typed('<IntegerArgumentType/>'), { what: /IntegerArgumentType without encoding/ }],
    [
      'a range upside down',
      ranged('<ValidRangeSet><ValidRange minInclusive="2" maxInclusive="1"/></ValidRangeSet>'),
      { what: /ValidRange upside down/ },
    ],
    [
      'a range with two lower bounds',
      ranged('<ValidRange minInclusive="1" minExclusive="1"/>'),
      { what: /two min bounds/ },
    ],
    ['a range without bounds', ranged('<ValidRange/>'), { what: /without a bound/ }],
    ['an empty set of ranges', ranged('<ValidRangeSet/>'), { what: /empty ValidRangeSet/ }],
    [
      'a range beside a set',
      ranged('<ValidRangeSet><ValidRange minInclusive="1"/></ValidRangeSet><ValidRange minInclusive="1"/>'),
      { what: /ValidRange beside/ },
    ],
    [
      'a context calibrator',
      typed(
        '<FloatArgumentType><IntegerDataEncoding><ContextCalibratorList><ContextCalibrator><ContextMatch><Comparison parameterRef="ID" value="1"/></ContextMatch><Calibrator><PolynomialCalibrator><Term exponent="1" coefficient="2"/></PolynomialCalibrator></Calibrator></ContextCalibrator></ContextCalibratorList></IntegerDataEncoding></FloatArgumentType>',
      ),
      { what: /context calibrator of an argument/ },
    ],
    [
      'an unknown argument type',
      commandsXtce({ commands: command('D', 8, [], list('<Argument name="A" argumentTypeRef="NONE"/>')) }),
      { what: /unknown argument type "NONE"/ },
    ],
    [
      'a default outside the range',
      commandsXtce({ commands: command('D', 8, ['A'], list(argument('A', ' initialValue="256"'))) }),
      { what: /initialValue of A/, expected: '0 to 255', path: `${set}/ArgumentList/Argument` },
    ],
    [
      'a default of another kind',
      commandsXtce({ commands: command('D', 8, ['A'], list(argument('A', ' initialValue="ON"'))) }),
      { what: /initialValue of A/, expected: 'an integer' },
    ],
    [
      'an argument twice',
      commandsXtce({ commands: command('D', 8, ['A'], list(argument('A') + argument('A'))) }),
      { what: /duplicate Argument "A"/ },
    ],
    [
      'an inherited argument again',
      commandsXtce({ commands: derived('', list(argument('A'))) }),
      { what: /duplicate Argument "A"/ },
    ],
    [
      'an argument that is not in the packet',
      commandsXtce({ commands: command('D', 8, [], list(argument('A'))) }),
      { what: /argument that is not in the packet/, expected: 'an ArgumentRefEntry for A', path: set },
    ],
    [
      'an entry for no argument',
      commandsXtce({ commands: command('D', 8, ['B'], list(argument('A'))) }),
      { what: /unknown argument "B"/, expected: 'A', path: `${set}/CommandContainer/EntryList/ArgumentRefEntry` },
    ],
    [
      'an assignment to no argument',
      commandsXtce({ commands: derived(assign({ B: '1' })) }),
      { what: /assignment to "B"/, expected: 'A' },
    ],
    [
      'an assignment out of range',
      commandsXtce({ commands: derived(assign({ A: '300' })) }),
      { what: /argumentValue of A/, expected: '0 to 255' },
    ],
    [
      'an unknown base',
      commandsXtce({ commands: '<MetaCommand name="D"><BaseMetaCommand metaCommandRef="NONE"/></MetaCommand>' }),
      { what: /unknown command "NONE"/ },
    ],
    [
      'a loop',
      commandsXtce({
        commands:
          '<MetaCommand name="D"><BaseMetaCommand metaCommandRef="F"/></MetaCommand><MetaCommand name="F"><BaseMetaCommand metaCommandRef="D"/></MetaCommand>',
      }),
      { what: /inherits from itself/ },
    ],
    ['a command twice', commandsXtce({ commands: command('C', 8, []) }), { what: /duplicate MetaCommand "C"/ }],
    [
      'a command without a layout',
      commandsXtce({ commands: '<MetaCommand name="D"/>' }),
      { what: /command without a layout/ },
    ],
    [
      'a layout without its base',
      commandsXtce({ commands: derived('', '<CommandContainer name="X"><EntryList/></CommandContainer>') }),
      { what: /CommandContainer without its base/, expected: 'BaseContainer EPacket' },
    ],
    [
      'a layout with the base of another',
      commandsXtce({
        commands: derived(
          '',
          '<CommandContainer name="X"><EntryList/><BaseContainer containerRef="BasePacket"/></CommandContainer>',
        ),
      }),
      { what: /base of a CommandContainer/, expected: 'the container of the base command: /T/EPacket' },
    ],
    [
      'a level that XTCE 1.2 does not have',
      commandsXtce({ inC: '<DefaultSignificance consequenceLevel="vital"/>' }),
      { what: /consequenceLevel "vital"/, expected: 'none, watch, warning, distress, critical, severe' },
    ],
    [
      'a verifier',
      commandsXtce({ inC: '<VerifierSet/>' }),
      { what: /unknown element VerifierSet/, path: `${set}/VerifierSet` },
    ],
    [
      'a fixed value larger than its size',
      commandsXtce({ commands: command('D', 8, ['<FixedValueEntry binaryValue="10" sizeInBits="4"/>']) }),
      { what: /binaryValue of another size/, expected: '4 bits' },
    ],
    [
      'a fixed value smaller than its size',
      commandsXtce({ commands: command('D', 8, ['<FixedValueEntry binaryValue="10" sizeInBits="12"/>']) }),
      { what: /binaryValue of another size/, expected: '12 bits' },
    ],
    [
      'a condition over what does not come before',
      commandsXtce({
        commands: command('D', 8, [
          '<ParameterRefEntry parameterRef="ID"><IncludeCondition><Comparison parameterRef="ID" value="1"/></IncludeCondition></ParameterRefEntry>',
        ]),
      }),
      { what: /ID does not come before/ },
    ],
  ])('%s', (_, xml, { what, expected, path }) => {
    let error: unknown;
    try {
      loadMissionDatabase(xml, { sourceName: 'bad.xml' });
    } catch (caught) {
      error = caught;
    }
    if (!(error instanceof XtceError)) throw new Error(`no XtceError: ${String(error)}`);
    expect(error.what).toMatch(what);
    if (expected !== undefined) expect(error.expected).toBe(expected);
    if (path !== undefined) expect(error.path).toBe(path);
  });
});
