import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { OperationsMode, Utc } from '@app/contracts';
import type { GroundAlarmsQuery, GroundAlarmView } from './ground-alarm.messages.js';
import type { OpenAlarm } from './open-alarms.js';

const table = 'telemetry_command.ground_alarm';

/** The record of ground alarms. */
@Injectable()
export class GroundAlarmStore {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Those that last, by their rows. */
  async open(mode: OperationsMode): Promise<{ readonly id: string; readonly alarm: OpenAlarm }[]> {
    const rows = await this.dataSource.query<(OpenAlarm & { id: string })[]>(
      `select id, spacecraft, contact, site, antenna, kind from ${table} where mode = $1 and cleared_at is null order by id`,
      [mode],
    );
    return rows.map(({ id, ...alarm }) => ({ id, alarm }));
  }

  async raise(mode: OperationsMode, alarm: OpenAlarm, at: Utc, explanation: string): Promise<string> {
    const { spacecraft, kind, contact, site, antenna } = alarm;
    const rows = await this.dataSource.query<{ id: string }[]>(
      `insert into ${table} (mode, spacecraft, kind, contact, site, antenna, raised_at, explanation)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
      [mode, spacecraft, kind, contact, site, antenna, at, explanation],
    );
    return rows[0]!.id;
  }

  async clear(id: string, at: Utc, explanation: string): Promise<void> {
    await this.dataSource.query(
      `update ${table} set cleared_at = $2, cleared_by = $3 where id = $1 and cleared_at is null`,
      [id, at, explanation],
    );
  }

  /** The latest first. */
  async list(
    mode: OperationsMode,
    spacecraft: string,
    { start, end, contact, open, limit }: GroundAlarmsQuery,
  ): Promise<GroundAlarmView[]> {
    return this.dataSource.query<GroundAlarmView[]>(
      `select mode, spacecraft, kind, contact, site, antenna, raised_at as "raisedAt", explanation,
         cleared_at as "clearedAt", cleared_by as "clearedBy"
       from ${table}
       where mode = $1 and spacecraft = $2 and ($3::timestamptz is null or raised_at >= $3::timestamptz)
         and ($4::timestamptz is null or raised_at < $4::timestamptz) and ($5::text is null or contact = $5)
         and ($6::boolean is false or cleared_at is null)
       order by raised_at desc, id desc limit $7`,
      [mode, spacecraft, start ?? null, end ?? null, contact ?? null, open === 'true', limit],
    );
  }
}
