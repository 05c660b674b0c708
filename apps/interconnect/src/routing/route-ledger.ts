import type { EntityManager } from 'typeorm';
import { CursorMovedError, type LogPosition } from '@app/platform';

/** What became of some frames of one contact at one site. Spacecraft and contact are empty where the record could not be read. */
export interface AccountEntry {
  readonly site: string;
  readonly spacecraft: string;
  readonly contact: string;
  readonly outcome: 'delivered' | 'not-routed' | 'refused';
  readonly reason: string;
  readonly frames: number;
  readonly octets: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly firstEarthReceiveTime: string | null;
  readonly lastEarthReceiveTime: string | null;
  readonly detail: string;
}

export async function readRouteCursor(manager: EntityManager, log: string): Promise<LogPosition | undefined> {
  const [row] = await manager.query<{ incarnation: string; sequence: string }[]>(
    'select incarnation, sequence from interconnect.route_cursor where log = $1',
    [log],
  );
  return row === undefined ? undefined : { incarnation: row.incarnation, sequence: Number(row.sequence) };
}

/** Moves the cursor from where it is believed to be. Throws CursorMovedError where it is not there. */
export async function moveRouteCursor(
  manager: EntityManager,
  log: string,
  from: LogPosition | undefined,
  to: LogPosition,
): Promise<void> {
  const moved = await manager.query<{ log: string }[]>(
    `insert into interconnect.route_cursor as c (log, incarnation, sequence) values ($1, $2, $3)
     on conflict (log) do update set incarnation = excluded.incarnation, sequence = excluded.sequence
     where c.incarnation = $4 and c.sequence = $5 returning log`,
    [log, to.incarnation, to.sequence, from?.incarnation ?? '', from?.sequence ?? -1],
  );
  if (moved.length === 0) throw new CursorMovedError(log, from, await readRouteCursor(manager, log));
}

/** Adds to the accounts; one entry for each key. */
export async function addToAccounts(manager: EntityManager, entries: readonly AccountEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const of = <T>(pick: (entry: AccountEntry) => T): T[] => entries.map(pick);
  await manager.query(
    `insert into interconnect.frame_account as a
       (site, spacecraft, contact, outcome, reason, frames, octets, first_sequence, last_sequence,
        first_earth_receive_time, last_earth_receive_time, detail)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[],
       $9::bigint[], $10::timestamptz[], $11::timestamptz[], $12::text[])
     on conflict (site, spacecraft, contact, outcome, reason) do update set
       frames = a.frames + excluded.frames,
       octets = a.octets + excluded.octets,
       last_sequence = excluded.last_sequence,
       first_earth_receive_time = least(a.first_earth_receive_time, excluded.first_earth_receive_time),
       last_earth_receive_time = greatest(a.last_earth_receive_time, excluded.last_earth_receive_time),
       detail = excluded.detail`,
    [
      of(({ site }) => site),
      of(({ spacecraft }) => spacecraft),
      of(({ contact }) => contact),
      of(({ outcome }) => outcome),
      of(({ reason }) => reason),
      of(({ frames }) => frames),
      of(({ octets }) => octets),
      of(({ firstSequence }) => firstSequence),
      of(({ lastSequence }) => lastSequence),
      of(({ firstEarthReceiveTime }) => firstEarthReceiveTime),
      of(({ lastEarthReceiveTime }) => lastEarthReceiveTime),
      of(({ detail }) => detail),
    ],
  );
}
