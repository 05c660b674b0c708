import type { EntityManager } from 'typeorm';
import type { MonitoringResult } from '@app/contracts';
import type { LogPosition } from '@app/platform';
import { type ChannelCounts, channelCountNames, type ChannelKey } from '../processing/channel-counts.js';
import type { MonitoringState } from '../processing/monitoring.step.js';
import type { ValueTimes } from '../processing/reception-order.js';
import {
  restoreStreamState,
  type StoredStreamState,
  storeStreamState,
  type StreamState,
} from '../processing/stream-state.js';
import { bulkInsert } from './bulk-insert.js';

const schema = 'telemetry_command';

/** The cursor, which no other process can move until this transaction ends. */
export async function lockCursor(manager: EntityManager, log: string): Promise<LogPosition | undefined> {
  await manager.query(
    `insert into ${schema}.log_cursor (log, incarnation, sequence) values ($1, '', 0) on conflict do nothing`,
    [log],
  );
  const [row] = await manager.query<{ incarnation: string; sequence: string }[]>(
    `select incarnation, sequence from ${schema}.log_cursor where log = $1 for update`,
    [log],
  );
  return row === undefined || row.incarnation === ''
    ? undefined
    : { incarnation: row.incarnation, sequence: Number(row.sequence) };
}

export async function saveCursor(manager: EntityManager, log: string, cursor: LogPosition): Promise<void> {
  await manager.query(`update ${schema}.log_cursor set incarnation = $2, sequence = $3 where log = $1`, [
    log,
    cursor.incarnation,
    cursor.sequence,
  ]);
}

/** A record of a mission log that is no frame of ours. */
export interface RejectedRecord {
  readonly sequence: number;
  readonly reason: string;
  readonly detail: string;
}

export async function insertRejected(
  manager: EntityManager,
  log: string,
  incarnation: string,
  rejected: readonly RejectedRecord[],
): Promise<void> {
  await bulkInsert(
    manager,
    `${schema}.rejected_record`,
    [
      { name: 'log', type: 'text', values: rejected.map(() => log) },
      { name: 'incarnation', type: 'text', values: rejected.map(() => incarnation) },
      { name: 'sequence', type: 'bigint', values: rejected.map(({ sequence }) => sequence) },
      { name: 'reason', type: 'text', values: rejected.map(({ reason }) => reason) },
      { name: 'detail', type: 'text', values: rejected.map(({ detail }) => detail) },
    ],
    { after: 'on conflict do nothing' },
  );
}

export async function loadStreams(manager: EntityManager, spacecraft: string): Promise<Map<string, StreamState>> {
  const rows = await manager.query<{ contact: string; state: StoredStreamState }[]>(
    `select contact, state from ${schema}.stream_state where spacecraft = $1`,
    [spacecraft],
  );
  return new Map(rows.map(({ contact, state }) => [contact, restoreStreamState(state)]));
}

export async function saveStreams(
  manager: EntityManager,
  spacecraft: string,
  streams: readonly StreamState[],
  finished: readonly string[],
): Promise<void> {
  await bulkInsert(
    manager,
    `${schema}.stream_state`,
    [
      { name: 'spacecraft', type: 'text', values: streams.map(() => spacecraft) },
      { name: 'contact', type: 'text', values: streams.map(({ contact }) => contact) },
      { name: 'antenna', type: 'text', values: streams.map(({ antenna }) => antenna) },
      { name: 'state', type: 'jsonb', values: streams.map((stream) => JSON.stringify(storeStreamState(stream))) },
    ],
    { after: 'on conflict (spacecraft, contact) do update set state = excluded.state' },
  );
  if (finished.length > 0)
    await manager.query(`delete from ${schema}.stream_state where spacecraft = $1 and contact = any($2::text[])`, [
      spacecraft,
      finished,
    ]);
}

/** Times of the newest real-time sample of each of these containers that the archive has. */
export async function loadNewest(
  manager: EntityManager,
  spacecraft: string,
  containers: readonly string[],
): Promise<Map<string, ValueTimes>> {
  const rows = await manager.query<{ container: string; received: string; generated: string }[]>(
    `select c.container, s.* from unnest($2::text[]) as c (container)
     cross join lateral (
       select earth_receive_time as received, generation_time as generated from ${schema}.sample
       where spacecraft = $1 and container = c.container and source = 'real-time'
       order by earth_receive_time desc, generation_time desc limit 1) s`,
    [spacecraft, containers],
  );
  return new Map(
    rows.map(({ container, received, generated }) => [
      container,
      { earthReceiveTime: received, generationTime: generated },
    ]),
  );
}

export async function loadMonitoring(
  manager: EntityManager,
  spacecraft: string,
): Promise<Map<string, MonitoringState>> {
  const rows = await manager.query<
    { parameter: string; result: MonitoringResult; violations: number; received: string; generated: string }[]
  >(
    `select parameter, result, violations, earth_receive_time as received, generation_time as generated
     from ${schema}.monitoring_state where spacecraft = $1`,
    [spacecraft],
  );
  return new Map(
    rows.map(({ parameter, result, violations, received, generated }) => [
      parameter,
      { result, violations, earthReceiveTime: received, generationTime: generated },
    ]),
  );
}

export async function saveMonitoring(
  manager: EntityManager,
  spacecraft: string,
  changed: ReadonlyMap<string, MonitoringState>,
): Promise<void> {
  const states = [...changed.values()];
  await bulkInsert(
    manager,
    `${schema}.monitoring_state`,
    [
      { name: 'spacecraft', type: 'text', values: states.map(() => spacecraft) },
      { name: 'parameter', type: 'text', values: [...changed.keys()] },
      { name: 'result', type: 'text', values: states.map(({ result }) => result) },
      { name: 'violations', type: 'integer', values: states.map(({ violations }) => violations) },
      { name: 'earth_receive_time', type: 'timestamptz', values: states.map((state) => state.earthReceiveTime) },
      { name: 'generation_time', type: 'timestamptz', values: states.map(({ generationTime }) => generationTime) },
    ],
    {
      after: `on conflict (spacecraft, parameter) do update set
        result = excluded.result, violations = excluded.violations,
        earth_receive_time = excluded.earth_receive_time, generation_time = excluded.generation_time`,
    },
  );
}

/** `packetsComplete` → `packets_complete`. */
export function columnOf(count: keyof ChannelCounts): string {
  return count.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

export async function addCounts(
  manager: EntityManager,
  spacecraft: string,
  sheet: readonly { readonly key: ChannelKey; readonly counts: ChannelCounts }[],
): Promise<void> {
  const added = channelCountNames.map((name) => `${columnOf(name)} = c.${columnOf(name)} + excluded.${columnOf(name)}`);
  await bulkInsert(
    manager,
    `${schema}.channel_count as c`,
    [
      { name: 'spacecraft', type: 'text', values: sheet.map(() => spacecraft) },
      { name: 'contact', type: 'text', values: sheet.map(({ key }) => key.contact) },
      { name: 'antenna', type: 'text', values: sheet.map(({ key }) => key.antenna) },
      { name: 'vcid', type: 'smallint', values: sheet.map(({ key }) => key.vcid) },
      ...channelCountNames.map((name) => ({
        name: columnOf(name),
        type: 'bigint',
        values: sheet.map(({ counts }) => counts[name]),
      })),
    ],
    { after: `on conflict (spacecraft, contact, vcid) do update set ${added.join(', ')}` },
  );
}
