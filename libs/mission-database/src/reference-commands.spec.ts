import { describe, expect, it } from '@jest/globals';
import { bytesToHex, crc16 } from '@app/ccsds';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import {
  type ArgumentDefinition,
  type CommandArguments,
  commandsOf,
  commandText,
  compileCommand,
  compileCommandDecoder,
  compileDecoder,
  EncodeError,
  type EngineeringValue,
  findCommand,
  isHazardous,
  loadMissionDatabase,
  UnknownNameError,
} from './index.js';
import { hex } from './testing/xtce-text.js';

const file = new URL('../../../db/seeds/mission-database/smms-reference.xml', import.meta.url);
const database = loadMissionDatabase(readFileSync(file, 'utf8'), { sourceName: 'smms-reference.xml' });
const decoder = compileCommandDecoder(database);
const commands = commandsOf(database);
const encode = (name: string, args: CommandArguments, sequenceCount = 0): Uint8Array =>
  compileCommand(database, name).encode(args, { sequenceCount });

/** The packet with other octets from `index` on, and its checksum made right again. */
function changed(packet: Uint8Array, index: number, ...octets: number[]): Uint8Array {
  const copy = packet.slice();
  copy.set(octets, index);
  const check = crc16(copy, 0, copy.length - 2);
  copy.set([check >>> 8, check & 0xff], copy.length - 2);
  return copy;
}

describe('commands of the reference mission database', () => {
  it('are these, with their significance', () => {
    expect(commands.map(({ name, significance }) => [name, significance.level, isHazardous(significance)])).toEqual([
      ['ATTITUDE_MODE_SET', 'warning', true],
      ['CONNECTION_TEST', 'none', false],
      ['HEATER_SET', 'none', false],
      ['HK_REPORT_REQUEST', 'none', false],
      ['IMAGING_SESSION_START', 'none', false],
      ['IMAGING_SESSION_STOP', 'none', false],
      ['RECORDER_ERASE', 'critical', true],
      ['TIME_REPORT_RATE_SET', 'none', false],
      ['TRANSMITTER_OFF', 'severe', true],
    ]);
    for (const { description, significance, arguments: args } of commands) {
      expect(description).not.toBe('');
      if (isHazardous(significance)) expect(significance.reason).not.toBe('');
      for (const argument of args) expect([argument.name, argument.description]).not.toEqual([argument.name, '']);
    }
  });

  it('say what a form has to ask', () => {
    expect(findCommand(database, 'IMAGING_SESSION_START').arguments).toMatchObject([
      {
        name: 'DURATION_S',
        kind: 'integer',
        unit: 's',
        ranges: [{ min: 10, minExclusive: false, max: 600, maxExclusive: false }],
        default: undefined,
      },
      { name: 'COMPRESSION_RATIO', kind: 'float', ranges: [{ min: 1, max: 20 }], default: 4 },
      { name: 'BAND', kind: 'enumerated', labels: ['ALL', 'PANCHROMATIC', 'MULTISPECTRAL'], default: 'ALL' },
    ]);
  });

  // Primary header: version 0, TC, secondary header: 0x18; APID; unsegmented: 0xc000 + count; octets after the header less one.
  // Secondary header: PUS 2; acknowledge acceptance (1) + start (2) + completion (8) = 0xb unless said otherwise; service, subtype; source 0.
  // The checksums are those of Python's binascii.crc_hqx(…, 0xffff).
  it('are encoded as written by hand', () => {
    expect(bytesToHex(encode('CONNECTION_TEST', {}))).toBe('1864c0000006' + '2b11010000' + '167c');
    // APID 101 = 0x065, count 7; function 16, TANK = 2, ON = 1.
    expect(bytesToHex(encode('HEATER_SET', { HEATER: 'TANK', STATE: 'ON' }, 7))).toBe(
      '1865c007000a' + '2b08010000' + '0010' + '02' + '01' + '549e',
    );
    // APID 103 = 0x067, the last count; acknowledge acceptance and completion; source 0x1234; function 64; 300 s = 0x012c;
    // ratio 4.5 = 45 tenths = 0x2d; MULTISPECTRAL = 2.
    const start = compileCommand(database, '/SMMS/IMAGING_SESSION_START');
    expect(start.sizeInOctets).toBe(19);
    const acknowledge = { acceptance: true, start: false, progress: false, completion: true };
    const packet = start.encode(
      { DURATION_S: 300, COMPRESSION_RATIO: 4.5, BAND: 'MULTISPECTRAL' },
      { sequenceCount: 16_383, sourceId: 0x1234, acknowledge },
    );
    expect(bytesToHex(packet)).toBe('1867ffff000c' + '2908011234' + '0040' + '012c2d02' + '3bee');
    expect(decoder.decode(packet)).toEqual({
      kind: 'command',
      command: start.command,
      arguments: { DURATION_S: 300, COMPRESSION_RATIO: 4.5, BAND: 'MULTISPECTRAL' },
      header: { apid: 103, sequenceCount: 16_383, sourceId: 0x1234, acknowledge },
    });
    // One structure: 0x01, then structure 2; only what the fixed value entry says stands before it.
    expect(bytesToHex(encode('HK_REPORT_REQUEST', { REPORT: 'HK_POWER' })).slice(22, 28)).toBe('010002');
  });

  it('are no telemetry', () => {
    expect(database.rootContainers.map(({ name }) => name)).toEqual(['CcsdsPacket']);
    expect(compileDecoder(database, 'CcsdsPacket')(encode('CONNECTION_TEST', {}))).toMatchObject({
      ok: false,
      reason: 'unrecognised',
      where: '/SMMS/CcsdsPacket',
    });
    expect(database.parameters.has('/SMMS/SOURCE_ID')).toBe(false);
  });

  it('are refused where the header does not fit, are abstract, or do not exist', () => {
    const test = compileCommand(database, 'CONNECTION_TEST');
    expect(() => test.encode({}, { sequenceCount: 16_384 })).toThrow(
      /SEQUENCE_COUNT: expected an integer from 0 to 16383/,
    );
    expect(() => test.encode({}, { sequenceCount: 0, sourceId: -1 })).toThrow(EncodeError);
    expect(() => test.encode({}, { sequenceCount: 0, apid: 101 })).toThrow(/restriction criteria/);
    expect(test.encode({}, { sequenceCount: 0, apid: 100 })).toEqual(encode('CONNECTION_TEST', {}));
    expect(() => compileCommand(database, 'PerformFunction')).toThrow(/expected a command that can be sent/);
    expect(() => compileCommand(database, 'SELF_DESTRUCT')).toThrow(UnknownNameError);
  });

  const floor = encode('IMAGING_SESSION_START', { DURATION_S: 10, COMPRESSION_RATIO: 1 });
  it.each<[string, Uint8Array, object]>([
    ['nothing', new Uint8Array(), { reason: 'wrong-length', expected: '7 octets', found: '0 octets' }],
    ['one octet less', floor.subarray(0, -1), { reason: 'wrong-length', expected: '19 octets', found: '18 octets' }],
    ['a length field of another length', changed(floor, 5, 13), { reason: 'wrong-length', expected: '20 octets' }],
    ['a bit error', Uint8Array.from(floor, (octet, i) => (i === 13 ? octet ^ 1 : octet)), { reason: 'wrong-checksum' }],
    ['a segment', changed(floor, 2, 0x40), { reason: 'unknown-command', where: '/SMMS/CcsdsPacket' }],
    ['telemetry', changed(floor, 0, 0x08), { reason: 'unknown-command', where: '/SMMS/CcsdsPacket' }],
    [
      'trap 37: a PUS-A header',
      changed(floor, 6, 0x1b),
      { reason: 'unknown-command', where: '/SMMS/PusTelecommandPacket' },
    ],
    ['another service', changed(floor, 7, 18), { reason: 'unknown-command', where: '/SMMS/PusTelecommandPacket' }],
    ['another function', changed(floor, 12, 66), { reason: 'unknown-command', where: '/SMMS/PerformFunctionPacket' }],
    [
      'a function of another APID',
      changed(floor, 1, 0x64),
      { reason: 'unknown-command', where: '/SMMS/PerformFunctionPacket' },
    ],
    [
      'a duration below its range',
      changed(floor, 14, 9),
      {
        reason: 'argument-out-of-range',
        where: '/SMMS/IMAGING_SESSION_START/DURATION_S',
        expected: '10 to 600',
        found: '9 (raw 9)',
      },
    ],
    [
      'a ratio below its range',
      changed(floor, 15, 9),
      { reason: 'argument-out-of-range', where: '/SMMS/IMAGING_SESSION_START/COMPRESSION_RATIO', expected: '1 to 20' },
    ],
    [
      'a band without label',
      changed(floor, 16, 9),
      { reason: 'argument-out-of-range', expected: 'ALL, PANCHROMATIC, MULTISPECTRAL', found: 'null (raw 9)' },
    ],
    [
      'a fixed value that is another',
      changed(encode('HK_REPORT_REQUEST', { REPORT: 'HK_POWER' }), 11, 2),
      { reason: 'unknown-command' },
    ],
  ])('the spacecraft refuses %s', (_, packet, expected) => {
    expect(decoder.decode(packet)).toMatchObject({ kind: 'failure', ...expected });
  });

  it.each([
    ['too few', hex('1865 c007 0009  2b 08 01 0000  0010  02  0000')],
    ['too many', hex('1865 c007 000b  2b 08 01 0000  0010  02 01 00  0000')],
  ])('the spacecraft refuses a command of %s octets whose length field and checksum are right', (_, octets) => {
    const packet = changed(octets, 0, 0x18);
    expect(decoder.decode(packet)).toMatchObject({
      kind: 'failure',
      reason: 'wrong-length',
      command: { name: 'HEATER_SET' },
      found: `${packet.length} octets`,
    });
  });

  const valueOf = ({ kind, labels, ranges, name }: ArgumentDefinition): fc.Arbitrary<EngineeringValue> => {
    if (kind === 'enumerated') return fc.constantFrom(...labels);
    const [{ min, max } = { min: undefined, max: undefined }] = ranges;
    if (typeof min !== 'number' || typeof max !== 'number') throw new Error(`${name} has no range`);
    if (kind === 'integer') return fc.integer({ min, max });
    // A number that the encoding has: tenths.
    return fc.integer({ min: min * 10, max: max * 10 }).map((tenths) => tenths * 0.1);
  };

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s: encode then decode gives the arguments and the header back',
    (name, command) => {
      const encoder = compileCommand(database, name);
      const args = fc.record(
        Object.fromEntries(command.arguments.map((argument) => [argument.name, valueOf(argument)])),
      );
      const header = fc.record({
        sequenceCount: fc.integer({ min: 0, max: 16_383 }),
        sourceId: fc.integer({ min: 0, max: 65_535 }),
        acknowledge: fc.record({
          acceptance: fc.boolean(),
          start: fc.boolean(),
          progress: fc.boolean(),
          completion: fc.boolean(),
        }),
      });
      fc.assert(
        fc.property(args, header, (values, sent) => {
          const packet = encoder.encode(values, sent);
          expect(packet).toHaveLength(encoder.sizeInOctets ?? -1);
          const back = decoder.decode(packet);
          if (back.kind === 'failure') throw new Error(`${back.reason} ${back.where}`);
          expect(back.command).toBe(command);
          expect(back.arguments).toEqual(values);
          expect(back.header).toMatchObject(sent);
          expect(commandText(command, back.arguments)).toBe(commandText(command, values));
        }),
        { numRuns: 100 },
      );
    },
  );

  it('the spacecraft takes any octets without throwing, and any changed packet as what it says or not at all', () => {
    const packets = [floor, encode('HEATER_SET', { HEATER: 'OBC', STATE: 'OFF' }), encode('CONNECTION_TEST', {})];
    const damage = fc.array(fc.tuple(fc.nat(18), fc.nat(255)), { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...packets), damage, fc.nat(22), (packet, changes, length) => {
        const octets = new Uint8Array(length);
        octets.set(packet.subarray(0, length));
        for (const [at, octet] of changes) if (at < length) octets[at] = octet;
        const repaired = length > 2 ? changed(octets, 0) : octets;
        const result = decoder.decode(repaired);
        if (result.kind === 'failure') return;
        // Where it is accepted, it is the very packet that this command makes.
        expect(compileCommand(database, result.command.name).encode(result.arguments, result.header)).toEqual(repaired);
      }),
      { numRuns: 500 },
    );
  });
});
