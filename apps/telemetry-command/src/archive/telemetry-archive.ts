import type { EntityManager } from 'typeorm';
import type { ParameterValue } from '@app/contracts';
import type { ReadFrame, StreamGap, StreamPacket } from '../processing/derive-batch.js';
import type { Transition } from '../processing/monitoring.step.js';
import { arrayLiteral, bulkInsert, inChunks } from './bulk-insert.js';

/** An alarm to be kept. */
export interface AlarmRecord extends Transition {
  readonly parameter: string;
  readonly value: ParameterValue['value'];
  readonly unit: string | null;
  readonly packet: StreamPacket;
  readonly packetId: string;
  readonly generationTime: string;
}

const schema = 'telemetry_command';

/** Which of these frames are archived already, as `STATIONLOG:SEQUENCE`. */
export async function archivedFrames(
  manager: EntityManager,
  frames: readonly { readonly stationLog: string; readonly stationSequence: number }[],
): Promise<Set<string>> {
  const rows = await manager.query<{ station_log: string; station_sequence: string }[]>(
    `select f.station_log, f.station_sequence from ${schema}.frame f
     join unnest($1::text[], $2::bigint[]) as asked (log, sequence) on f.station_log = asked.log and f.station_sequence = asked.sequence`,
    [frames.map(({ stationLog }) => stationLog), frames.map(({ stationSequence }) => stationSequence)],
  );
  return new Set(rows.map((row) => `${row.station_log}:${row.station_sequence}`));
}

export async function insertFrames(manager: EntityManager, frames: readonly ReadFrame[]): Promise<void> {
  await inChunks(frames, (chunk) => insertFrameChunk(manager, chunk));
}

async function insertFrameChunk(manager: EntityManager, frames: readonly ReadFrame[]): Promise<void> {
  const of = <T>(pick: (one: ReadFrame) => T): T[] => frames.map(pick);
  await bulkInsert(manager, `${schema}.frame`, [
    { name: 'spacecraft', type: 'text', values: of(({ frame }) => frame.spacecraft) },
    { name: 'station_log', type: 'text', values: of(({ frame }) => frame.stationLog) },
    { name: 'station_sequence', type: 'bigint', values: of(({ frame }) => frame.stationSequence) },
    { name: 'mode', type: 'text', values: of(({ frame }) => frame.mode) },
    { name: 'contact', type: 'text', values: of(({ frame }) => frame.contact) },
    { name: 'site', type: 'text', values: of(({ frame }) => frame.site) },
    { name: 'antenna', type: 'text', values: of(({ frame }) => frame.antenna) },
    { name: 'link_profile', type: 'text', values: of(({ frame }) => frame.linkProfile.id) },
    { name: 'link_profile_version', type: 'integer', values: of(({ frame }) => frame.linkProfile.version) },
    { name: 'earth_receive_time', type: 'timestamptz', values: of(({ frame }) => frame.earthReceiveTime) },
    { name: 'vcid', type: 'smallint', values: of(({ reading }) => reading.vcid) },
    { name: 'vcfc', type: 'smallint', values: of(({ reading }) => reading.vcfc) },
    { name: 'mcfc', type: 'smallint', values: of(({ reading }) => reading.mcfc) },
    { name: 'corrected_symbols', type: 'smallint[]', values: of(({ frame }) => arrayLiteral(frame.correctedSymbols)) },
    { name: 'asm_bit_errors', type: 'integer', values: of(({ frame }) => frame.asmBitErrors) },
    { name: 'inverted', type: 'boolean', values: of(({ frame }) => frame.inverted) },
    { name: 'es_n0_db', type: 'double precision', values: of(({ frame }) => frame.esN0Db) },
    { name: 'fault', type: 'text', values: of(({ reading }) => reading.fault) },
    { name: 'octets', type: 'bytea', values: of(({ octets }) => octets) },
  ]);
}

/**
 * Inserts packets; gives each its id, or undefined where the archive has the packet already. A packet is known by APID, sequence
 * count and generation time. One without a generation time (it was not decoded as far as that) has no identity: its count and octets
 * may come again, and rather than lose one it is kept once for each antenna that heard it.
 */
export async function insertPackets(
  manager: EntityManager,
  spacecraft: string,
  packets: readonly StreamPacket[],
): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  await inChunks(packets, async (chunk) => ids.push(...(await insertPacketChunk(manager, spacecraft, chunk))));
  return ids;
}

async function insertPacketChunk(
  manager: EntityManager,
  spacecraft: string,
  packets: readonly StreamPacket[],
): Promise<(string | undefined)[]> {
  const numbers = await manager.query<{ id: string }[]>(
    `select nextval('${schema}.packet_id_seq'::regclass) as id from generate_series(1, $1::int)`,
    [packets.length],
  );
  const ids = numbers.map(({ id }) => id);
  const of = <T>(pick: (one: StreamPacket) => T): T[] => packets.map(pick);
  const inserted = await bulkInsert<{ id: string }>(
    manager,
    `${schema}.packet`,
    [
      { name: 'id', type: 'bigint', values: ids },
      { name: 'spacecraft', type: 'text', values: of(() => spacecraft) },
      { name: 'quality', type: 'text', values: of(({ quality }) => quality) },
      { name: 'kind', type: 'text', values: of(({ packet }) => packet.kind) },
      { name: 'apid', type: 'smallint', values: of(({ apid }) => apid) },
      { name: 'sequence_count', type: 'smallint', values: of(({ sequenceCount }) => sequenceCount) },
      { name: 'container', type: 'text', values: of(({ container }) => container) },
      { name: 'reason', type: 'text', values: of(({ reason }) => reason) },
      { name: 'source', type: 'text', values: of(({ source }) => source) },
      { name: 'generation_time', type: 'timestamptz', values: of(({ generationTime }) => generationTime) },
      { name: 'earth_receive_time', type: 'timestamptz', values: of(({ packet }) => packet.earthReceiveTime) },
      { name: 'contact', type: 'text', values: of(({ place }) => place.contact) },
      { name: 'antenna', type: 'text', values: of(({ place }) => place.antenna) },
      { name: 'vcid', type: 'smallint', values: of(({ packet }) => packet.vcid) },
      { name: 'station_log', type: 'text', values: of(({ place }) => place.stationLog) },
      { name: 'first_station_sequence', type: 'bigint', values: of(({ packet }) => packet.firstStationSequence) },
      { name: 'last_station_sequence', type: 'bigint', values: of(({ packet }) => packet.lastStationSequence) },
      {
        name: 'gaps',
        type: 'jsonb',
        values: of(({ packet }) => (packet.gaps.length === 0 ? null : JSON.stringify(packet.gaps))),
      },
      { name: 'octets', type: 'bytea', values: of(({ packet }) => packet.octets) },
    ],
    { between: 'overriding system value', after: 'on conflict do nothing returning id' },
  );
  const kept = new Set(inserted.map(({ id }) => id));
  return ids.map((id) => (kept.has(id) ? id : undefined));
}

/** One decoded packet that the archive did not have. */
export interface NewSample {
  readonly packetId: string;
  readonly layoutId: number;
  readonly packet: StreamPacket;
  readonly sample: NonNullable<StreamPacket['sample']>;
  /** Real-time, but something newer of its container was there before (`isNewer`). */
  readonly late: boolean;
}

export async function insertSamples(
  manager: EntityManager,
  spacecraft: string,
  samples: readonly NewSample[],
): Promise<void> {
  await inChunks(samples, (chunk) => insertSampleChunk(manager, spacecraft, chunk));
}

async function insertSampleChunk(
  manager: EntityManager,
  spacecraft: string,
  samples: readonly NewSample[],
): Promise<void> {
  const of = <T>(pick: (one: NewSample) => T): T[] => samples.map(pick);
  await bulkInsert(manager, `${schema}.sample`, [
    { name: 'packet_id', type: 'bigint', values: of(({ packetId }) => packetId) },
    { name: 'layout_id', type: 'integer', values: of(({ layoutId }) => layoutId) },
    { name: 'spacecraft', type: 'text', values: of(() => spacecraft) },
    { name: 'container', type: 'text', values: of(({ sample }) => sample.layout.container) },
    { name: 'source', type: 'text', values: of(({ sample }) => sample.source) },
    { name: 'generation_time', type: 'timestamptz', values: of(({ sample }) => sample.generationTime) },
    { name: 'earth_receive_time', type: 'timestamptz', values: of(({ packet }) => packet.packet.earthReceiveTime) },
    { name: 'raw', type: 'double precision[]', values: of(({ sample }) => arrayLiteral(sample.columns.raw)) },
    { name: 'value', type: 'double precision[]', values: of(({ sample }) => arrayLiteral(sample.columns.value)) },
    { name: 'texts', type: 'jsonb', values: of(({ sample }) => JSON.stringify(sample.columns.texts)) },
    { name: 'monitoring', type: 'smallint[]', values: of(({ sample }) => arrayLiteral(sample.columns.monitoring)) },
  ]);
}

export async function insertGaps(
  manager: EntityManager,
  spacecraft: string,
  gaps: readonly StreamGap[],
): Promise<void> {
  const of = <T>(pick: (one: StreamGap) => T): T[] => gaps.map(pick);
  await bulkInsert(manager, `${schema}.gap`, [
    { name: 'spacecraft', type: 'text', values: of(() => spacecraft) },
    { name: 'contact', type: 'text', values: of(({ place }) => place.contact) },
    { name: 'antenna', type: 'text', values: of(({ place }) => place.antenna) },
    { name: 'vcid', type: 'smallint', values: of(({ vcid }) => vcid) },
    { name: 'channel', type: 'text', values: of(({ channel }) => channel) },
    { name: 'missing_frames', type: 'integer', values: of(({ missingFrames }) => missingFrames) },
    { name: 'after_earth_receive_time', type: 'timestamptz', values: of(({ after }) => after) },
    { name: 'before_earth_receive_time', type: 'timestamptz', values: of(({ before }) => before) },
    { name: 'station_log', type: 'text', values: of(({ place }) => place.stationLog) },
    { name: 'station_sequence', type: 'bigint', values: of(({ stationSequence }) => stationSequence) },
  ]);
}

export async function insertAlarms(
  manager: EntityManager,
  spacecraft: string,
  mode: string,
  alarms: readonly AlarmRecord[],
): Promise<void> {
  const of = <T>(pick: (one: AlarmRecord) => T): T[] => alarms.map(pick);
  await bulkInsert(manager, `${schema}.alarm`, [
    { name: 'spacecraft', type: 'text', values: of(() => spacecraft) },
    { name: 'mode', type: 'text', values: of(() => mode) },
    { name: 'parameter', type: 'text', values: of(({ parameter }) => parameter) },
    { name: 'from_result', type: 'text', values: of(({ from }) => from) },
    { name: 'to_result', type: 'text', values: of(({ to }) => to) },
    { name: 'value', type: 'jsonb', values: of(({ value }) => JSON.stringify(value)) },
    { name: 'unit', type: 'text', values: of(({ unit }) => unit) },
    { name: 'generation_time', type: 'timestamptz', values: of(({ generationTime }) => generationTime) },
    { name: 'earth_receive_time', type: 'timestamptz', values: of(({ packet }) => packet.packet.earthReceiveTime) },
    { name: 'contact', type: 'text', values: of(({ packet }) => packet.place.contact) },
    { name: 'packet_id', type: 'bigint', values: of(({ packetId }) => packetId) },
  ]);
}
