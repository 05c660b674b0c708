import type { EntityManager } from 'typeorm';
import { bytesToHex, hexToBytes } from '@app/ccsds';
import type { Command, CommandId, CommandStage, CommandState, ContactId, SpacecraftId, Utc } from '@app/contracts';
import { storableText } from '../processing/value-text.js';
import type { KeptCommand } from './command.machine.js';

// Rows and commands. Every function works inside the transaction that it is given.

const COUNT_MODULUS = 16_384;

/** The command as others know it. */
export function commandOf({ askedContact: _, ...command }: KeptCommand): Command {
  return command;
}

interface StageRow extends Omit<CommandStage, 'frame'> {
  readonly stationLog: string | null;
  readonly stationSequence: string | null;
  readonly earthReceiveTime: Utc | null;
}

interface CommandRow extends Omit<KeptCommand, 'packetHex' | 'stages'> {
  readonly packet: Uint8Array | null;
}

const columns = `id, mode, spacecraft, name, arguments, significance, hazardous, service, author, member, approver, note, state,
  asked_contact as "askedContact", contact, antenna, agreement, apid, sequence_count as "sequenceCount", packet`;

/** `where` is ours, never a caller's input. */
export async function selectCommands(
  manager: EntityManager,
  where: string,
  values: readonly unknown[],
): Promise<KeptCommand[]> {
  const rows = await manager.query<CommandRow[]>(`select ${columns} from telemetry_command.command ${where}`, [
    ...values,
  ]);
  if (rows.length === 0) return [];
  const stages = await manager.query<(StageRow & { commandId: string })[]>(
    `select command_id as "commandId", stage, outcome, at, by, detail, frame_sequence_number as "frameSequenceNumber", cltu,
       station_log as "stationLog", station_sequence as "stationSequence", earth_receive_time as "earthReceiveTime"
     from telemetry_command.command_stage where command_id = any($1::uuid[]) order by command_id, position`,
    [rows.map(({ id }) => id)],
  );
  return rows.map(({ packet, ...row }) => ({
    ...row,
    packetHex: packet === null ? null : bytesToHex(packet),
    stages: stages.filter(({ commandId }) => commandId === row.id).map(stageOf),
  }));
}

function stageOf({
  stationLog,
  stationSequence,
  earthReceiveTime,
  commandId: _,
  ...stage
}: StageRow & { commandId: string }): CommandStage {
  const frame =
    stationLog === null || earthReceiveTime === null
      ? null
      : { stationLog, stationSequence: Number(stationSequence), earthReceiveTime };
  return { ...stage, frame };
}

/** The command, locked until the transaction ends; undefined where there is none. */
export async function lockCommand(manager: EntityManager, id: CommandId): Promise<KeptCommand | undefined> {
  // Stages are read by a statement of their own, after the lock is held: another transaction may have added some meanwhile.
  const [command] = await selectCommands(manager, 'where id = $1 for update', [id]);
  return command;
}

/** A report's time may be before the release of its command by no more: the clocks on board and on the ground are not one. */
const CLOCK_TOLERANCE_S = 60;

/**
 * Of each request the command that had left last with this count when it was reported on board, locked, in the order of `requests`;
 * undefined for what is none of ours. Counts go round: a recorder may play back reports of a command that had the same one before.
 */
export async function lockRequested(
  manager: EntityManager,
  spacecraft: SpacecraftId,
  requests: readonly { readonly apid: number; readonly sequenceCount: number; readonly at: Utc }[],
): Promise<(CommandId | undefined)[]> {
  const rows = await manager.query<{ n: number; id: CommandId }[]>(
    `select r.n::int as n, c.id
     from unnest($2::int[], $3::int[], $4::timestamptz[]) with ordinality as r (apid, count, at, n)
     cross join lateral (
       select c.id
       from telemetry_command.command c
       cross join lateral (
         select min(s.at) as at from telemetry_command.command_stage s where s.command_id = c.id and s.stage = 'released'
       ) as released
       where c.spacecraft = $1 and c.apid = r.apid and c.sequence_count = r.count
         and released.at <= r.at + make_interval(secs => $5)
       order by released.at desc, c.number desc
       limit 1
     ) as c`,
    [
      spacecraft,
      requests.map(({ apid }) => apid),
      requests.map(({ sequenceCount }) => sequenceCount),
      requests.map(({ at }) => at),
      CLOCK_TOLERANCE_S,
    ],
  );
  const found = new Map(rows.map(({ n, id }) => [n, id]));
  // One order for all: transactions that lock the same commands do not wait for each other crosswise.
  await manager.query('select id from telemetry_command.command where id = any($1::uuid[]) order by id for update', [
    [...found.values()],
  ]);
  return requests.map((_, i) => found.get(i + 1));
}

/**
 * A new command with its first stages, written under that holding of the console; `queuedAt` is null while it awaits approval. False, and
 * nothing kept, where there is one of this identifier.
 */
export async function insertCommand(
  manager: EntityManager,
  command: KeptCommand,
  {
    holding,
    authoredAt,
    queuedAt,
  }: { readonly holding: number; readonly authoredAt: Utc; readonly queuedAt: Utc | null },
): Promise<boolean> {
  const inserted = await manager.query<unknown[]>(
    `insert into telemetry_command.command (id, mode, spacecraft, name, arguments, significance, hazardous, service, author, holding,
       member, note, state, asked_contact, contact, authored_at, queued_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $16)
     on conflict (id) do nothing returning id`,
    [
      command.id,
      command.mode,
      command.spacecraft,
      command.name,
      JSON.stringify(command.arguments),
      command.significance,
      command.hazardous,
      command.service,
      command.author,
      holding,
      command.member,
      command.note === null ? null : storableText(command.note),
      command.state,
      command.askedContact,
      authoredAt,
      queuedAt,
    ],
  );
  if (inserted.length === 0) return false;
  await insertStages(manager, command, 0);
  return true;
}

/** The number of the holding of the console under which a command was written. */
export async function holdingOf(manager: EntityManager, id: CommandId): Promise<number | undefined> {
  const rows = await manager.query<{ holding: number }[]>(
    'select holding from telemetry_command.command where id = $1',
    [id],
  );
  return rows[0]?.holding;
}

/** What a step has changed: the state and what came with it, and the stages after those of `before`. */
export async function saveCommand(
  manager: EntityManager,
  before: KeptCommand,
  after: KeptCommand,
  { queuedAt = null, refusedIn = null }: { readonly queuedAt?: Utc | null; readonly refusedIn?: string | null } = {},
): Promise<void> {
  const { id, state, approver, contact, antenna, agreement, apid, sequenceCount, packetHex } = after;
  await manager.query(
    `update telemetry_command.command set state = $2, approver = $3, contact = $4, antenna = $5, agreement = $6, apid = $7,
       sequence_count = $8, packet = $9, queued_at = coalesce($10::timestamptz, queued_at), refused_in = $11
     where id = $1`,
    [
      id,
      state,
      approver,
      contact,
      antenna,
      agreement,
      apid,
      sequenceCount,
      packetHex === null ? null : Buffer.from(hexToBytes(packetHex)),
      queuedAt,
      refusedIn,
    ],
  );
  await insertStages(manager, after, before.stages.length);
}

async function insertStages(manager: EntityManager, { id, stages }: Command, from: number): Promise<void> {
  for (const [i, one] of stages.slice(from).entries())
    await manager.query(
      `insert into telemetry_command.command_stage (command_id, position, stage, outcome, at, by, detail, frame_sequence_number, cltu,
         station_log, station_sequence, earth_receive_time)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        id,
        from + i,
        one.stage,
        one.outcome,
        one.at,
        one.by,
        one.detail === null ? null : storableText(one.detail),
        one.frameSequenceNumber,
        one.cltu,
        one.frame?.stationLog ?? null,
        one.frame?.stationSequence ?? null,
        one.frame?.earthReceiveTime ?? null,
      ],
    );
}

/** The next packet sequence count of an application on board (CCSDS 133.0-B: 14 bits, by one for each packet). */
export async function takeSequenceCount(
  manager: EntityManager,
  spacecraft: SpacecraftId,
  apid: number,
): Promise<number> {
  const rows = await manager.query<{ count: number }[]>(
    `insert into telemetry_command.sequence_count as s (spacecraft, apid, next) values ($1, $2, 1)
     on conflict (spacecraft, apid) do update set next = (s.next + 1) % ${COUNT_MODULUS}
     returning (next + ${COUNT_MODULUS - 1}) % ${COUNT_MODULUS} as count`,
    [spacecraft, apid],
  );
  return rows[0]?.count ?? 0;
}

/** A queued command with the circumstances of its last refusal. */
export interface QueuedCommand {
  readonly command: KeptCommand;
  readonly refusedIn: string | null;
}

/** Commands that wait and may go in this contact, in the order of release. */
export async function selectQueued(
  manager: EntityManager,
  mode: string,
  spacecraft: SpacecraftId,
  contact: ContactId,
): Promise<QueuedCommand[]> {
  const order = await manager.query<{ id: string; refusedIn: string | null }[]>(
    `select id, refused_in as "refusedIn" from telemetry_command.command
     where mode = $1 and spacecraft = $2 and state = 'queued' and (asked_contact is null or asked_contact = $3)
     order by queued_at, number`,
    [mode, spacecraft, contact],
  );
  const commands = await selectCommands(manager, 'where id = any($1::uuid[])', [order.map(({ id }) => id)]);
  const byId = new Map(commands.map((command) => [command.id as string, command]));
  return order.flatMap(({ id, refusedIn }) => {
    const command = byId.get(id);
    return command === undefined ? [] : [{ command, refusedIn }];
  });
}

/** The latest first. */
export async function selectHistory(
  manager: EntityManager,
  spacecraft: SpacecraftId,
  query: {
    readonly start?: Utc | undefined;
    readonly end?: Utc | undefined;
    readonly state?: CommandState | undefined;
    readonly limit: number;
  },
): Promise<KeptCommand[]> {
  return selectCommands(
    manager,
    `where spacecraft = $1 and ($2::timestamptz is null or authored_at >= $2::timestamptz)
       and ($3::timestamptz is null or authored_at < $3::timestamptz) and ($4::text is null or state = $4)
     order by authored_at desc, number desc limit $5`,
    [spacecraft, query.start ?? null, query.end ?? null, query.state ?? null, query.limit],
  );
}
