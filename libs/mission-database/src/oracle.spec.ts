import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compileCommand,
  compileCommandDecoder,
  compileDecoder,
  compileEncoder,
  loadMissionDatabase,
  type DecodedEntry,
  type EngineeringValue,
} from './index.js';

const folder =
  process.env.SMMS_ORACLES === undefined ? undefined : join(process.env.SMMS_ORACLES, 'telemetry-command', 'xtce');
if (folder === undefined) console.log('XTCE oracles are skipped: SMMS_ORACLES is not set');
const withOracles = folder === undefined ? describe.skip : describe;

interface Summary {
  packets: number;
  sha256OfAllFields: string;
  containers: number;
  parameters: number;
}

/** Packets of a file that holds nothing else; a truncated last one is left out. */
function splitPackets(bytes: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  for (let at = 0; at + 6 < bytes.length;) {
    const length = 7 + ((bytes[at + 4] ?? 0) << 8) + (bytes[at + 5] ?? 0);
    if (at + length > bytes.length) break;
    packets.push(bytes.subarray(at, at + length));
    at += length;
  }
  return packets;
}

const float64 = new DataView(new ArrayBuffer(8));

/** A value in the oracle's canonical form. An engineering value without calibrator has the raw value's form. */
function canonical(value: EngineeringValue, isFloat: boolean): string {
  if (value instanceof Uint8Array) return `x:${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'string') return `s:${value}`;
  if (typeof value === 'boolean') return `b:${value ? 1 : 0}`;
  if (!isFloat) return `i:${String(value)}`;
  float64.setFloat64(0, Number(value));
  return `f:${float64.getBigUint64(0).toString(16).padStart(16, '0')}`;
}

function canonicalLine(index: number, { parameter, raw, value }: DecodedEntry): string {
  const encoding = parameter.encoding;
  const isFloat = encoding?.kind === 'float';
  const calibrated = isFloat || (encoding?.kind === 'integer' && encoding.calibrator !== undefined);
  return `${index}\t${parameter.name}\t${canonical(raw, isFloat)}\t${canonical(value, calibrated)}\n`;
}

interface PusVector {
  readonly kind: string;
  readonly hex: string;
  readonly fields: {
    readonly service: number;
    readonly subtype: number;
    readonly apid: number;
    readonly sequenceCount: number;
    readonly sourceId: number;
    readonly ackFlags: number;
    readonly appData: string;
  };
}

/** A command `TC` of one service and subtype with as much application data as the vector has. */
function pusCommandXtce({ service, subtype, appData }: PusVector['fields']): string {
  const header: readonly (readonly [name: string, bits: number])[] = [
    ['VERSION', 3],
    ['TYPE', 1],
    ['FLAG', 1],
    ['APID', 11],
    ['SEQUENCE_FLAGS', 2],
    ['SEQUENCE_COUNT', 14],
    ['PACKET_DATA_LENGTH', 16],
    ['PUS', 4],
    ['ACK_COMPLETION', 1],
    ['ACK_PROGRESS', 1],
    ['ACK_START', 1],
    ['ACK_ACCEPTANCE', 1],
    ['SERVICE', 8],
    ['SUBTYPE', 8],
    ['SOURCE_ID', 16],
    ['PACKET_ERROR_CONTROL', 16],
  ];
  const lines = (line: (name: string, bits: number) => string): string =>
    header.map(([name, bits]) => line(name, bits)).join('');
  const type = (name: string): string => (name.startsWith('ACK') ? 'Boolean' : 'Integer');
  const reference = (name: string): string => `<ParameterRefEntry parameterRef="${name}"/>`;
  const fixed = { VERSION: 0, TYPE: 1, FLAG: 1, PUS: 2, SERVICE: service, SUBTYPE: subtype };
  const restriction = Object.entries(fixed).map(
    ([name, value]) => `<Comparison parameterRef="${name}" value="${value}"/>`,
  );
  const data = appData === '' ? '' : '<ArgumentRefEntry argumentRef="DATA"/>';
  return `<SpaceSystem name="PUS" xmlns="http://www.omg.org/spec/XTCE/20180204"><CommandMetaData>
    <ParameterTypeSet>${lines((name, bits) => `<${type(name)}ParameterType name="${name}"><IntegerDataEncoding sizeInBits="${bits}"/></${type(name)}ParameterType>`)}</ParameterTypeSet>
    <ParameterSet>${lines((name) => `<Parameter name="${name}" parameterTypeRef="${name}"/>`)}</ParameterSet>
    <ArgumentTypeSet><BinaryArgumentType name="OCTETS"><BinaryDataEncoding><SizeInBits><FixedValue>${Math.max(8, appData.length * 4)}</FixedValue></SizeInBits></BinaryDataEncoding></BinaryArgumentType></ArgumentTypeSet>
    <MetaCommandSet>
      <MetaCommand name="Header" abstract="true"><CommandContainer name="Header"><EntryList>
        ${lines((name) => (name === 'PACKET_ERROR_CONTROL' ? '' : reference(name)))}
      </EntryList></CommandContainer></MetaCommand>
      <MetaCommand name="TC"><BaseMetaCommand metaCommandRef="Header"/>
        ${data && '<ArgumentList><Argument name="DATA" argumentTypeRef="OCTETS"/></ArgumentList>'}
        <CommandContainer name="TC"><EntryList>${data}${reference('PACKET_ERROR_CONTROL')}</EntryList>
          <BaseContainer containerRef="Header"><RestrictionCriteria><ComparisonList>${restriction.join('')}</ComparisonList></RestrictionCriteria></BaseContainer>
        </CommandContainer></MetaCommand>
    </MetaCommandSet></CommandMetaData></SpaceSystem>`;
}

withOracles('XTCE oracles: files and packets that somebody else decoded', () => {
  const read = (name: string): Buffer => readFileSync(join(folder ?? '', name));
  const summaryOf = (name: string): Summary => JSON.parse(read(`${name}.summary.json`).toString()) as Summary;

  it.each([
    ['jpss1_geolocation', 'jpss1_geolocation_xtce_v1.xml', 'J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1', 'CCSDSPacket'],
    [
      'jpss1_contrived_inheritance',
      'contrived_inheritance_structure.xml',
      'J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1',
      'CCSDSPacket',
    ],
    ['ctim', 'ctim_xtce_v1.xml', 'ctim_ccsds_2021_155_14_39_51', 'CCSDSTelemetryPacket'],
  ])('%s: every raw and engineering value of every packet', (name, xtce, data, root) => {
    const summary = summaryOf(name);
    const database = loadMissionDatabase(read(xtce).toString('utf8'), { sourceName: xtce });
    expect(database.containers.size).toBe(summary.containers);
    expect(database.parameters.size).toBe(summary.parameters);

    const decode = compileDecoder(database, root);
    const packets = splitPackets(read(data));
    expect(packets).toHaveLength(summary.packets);
    const hash = createHash('sha256');
    packets.forEach((packet, index) => {
      const result = decode(packet);
      if (!result.ok) throw new Error(`packet ${index}: ${JSON.stringify({ ...result, entries: undefined })}`);
      // CTIM's definitions end before its packets do; JPSS's fill them.
      if (name !== 'ctim') expect(result.leftoverBits).toBe(0);
      // The oracle keeps a packet as a map by name: a parameter that a packet holds twice (CTIM's SPARE_8) has the last value.
      const lines = new Map<string, string>();
      for (const entry of result.entries) lines.set(entry.parameter.name, canonicalLine(index, entry));
      hash.update([...lines.values()].join(''));
    });
    expect(hash.digest('hex')).toBe(summary.sha256OfAllFields);
  });

  it('trap 37: PUS-C commands that somebody else encoded', () => {
    const file = join(folder ?? '', '..', 'vectors', 'spacepackets-py.json');
    const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: readonly PusVector[] };
    const commands = vectors.filter(({ kind }) => kind === 'pusC.tc');
    expect(commands).toHaveLength(4);
    for (const { hex, fields } of commands) {
      const database = loadMissionDatabase(pusCommandXtce(fields));
      const octets = Buffer.from(fields.appData, 'hex');
      // There acceptance is the lowest of the four flags, completion the highest.
      const flag = (bit: number): boolean => (fields.ackFlags & bit) !== 0;
      const acknowledge = { acceptance: flag(1), start: flag(2), progress: flag(4), completion: flag(8) };
      const { apid, sequenceCount, sourceId } = fields;
      const args = octets.length === 0 ? {} : { DATA: Uint8Array.from(octets) };
      const packet = compileCommand(database, 'TC').encode(args, { apid, sequenceCount, sourceId, acknowledge });
      expect(Buffer.from(packet).toString('hex')).toBe(hex);
      expect(compileCommandDecoder(database).decode(packet)).toMatchObject({
        kind: 'command',
        arguments: args,
        header: { apid, sequenceCount, sourceId, acknowledge },
      });
    }
  });

  it('encodes what it decoded: every JPSS packet comes back octet for octet, from raw and from engineering values', () => {
    const database = loadMissionDatabase(read('jpss1_geolocation_xtce_v1.xml').toString('utf8'));
    const decode = compileDecoder(database, 'CCSDSPacket');
    const encoder = compileEncoder(database, 'JPSS_ATT_EPHEM');
    const packets = splitPackets(read('J01_G011_LZ_2021-04-09T00-00-00Z_V01.DAT1'));
    expect(packets).toHaveLength(7200);
    expect(encoder.sizeInOctets).toBe(71);
    let different = 0;
    for (const packet of packets) {
      const { entries } = decode(packet);
      const raw = Object.fromEntries(entries.map((entry) => [entry.parameter.name, entry.raw]));
      const engineering = Object.fromEntries(entries.map((entry) => [entry.parameter.name, entry.value]));
      if (Buffer.compare(encoder.encode(raw, 'raw'), packet) !== 0) different++;
      if (Buffer.compare(encoder.encode(engineering), packet) !== 0) different++;
    }
    expect(different).toBe(0);
  });
});
