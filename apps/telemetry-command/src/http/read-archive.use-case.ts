import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { bytesToHex } from '@app/ccsds';
import { isTimeSuspect } from '../processing/reception-order.js';
import { FindMission } from './find-mission.js';
import type {
  AlarmView,
  EventsQuery,
  FramesQuery,
  FrameView,
  GapView,
  PacketsQuery,
  PacketView,
} from './telemetry.messages.js';

type WithOctets = { octets?: Uint8Array | null };

export const gapColumns = `spacecraft, contact, antenna, vcid, channel, missing_frames as "missingFrames",
  after_earth_receive_time as "after", before_earth_receive_time as "before"`;
export const alarmColumns = `mode, spacecraft, parameter, from_result as "from", to_result as "to", value, unit,
  generation_time as "generationTime", contact, earth_receive_time as "earthReceiveTime"`;

/** Frames, packets, gaps and alarms out of the archive, the latest first. */
@Injectable()
export class ReadArchive {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly find: FindMission,
  ) {}

  /** By generation time; packets without one by the earth receive time of their first frame. */
  async packets(spacecraft: string, query: PacketsQuery): Promise<PacketView[]> {
    const { id } = await this.find.spacecraft(spacecraft);
    const rows = await this.dataSource.query<(Omit<PacketView, 'timeSuspect'> & WithOctets)[]>(
      `select id, quality, kind, apid, sequence_count as "sequenceCount", container, reason, source,
         generation_time as "generationTime", earth_receive_time as "earthReceiveTime", contact, antenna, vcid,
         station_log as "stationLog", first_station_sequence as "firstStationSequence",
         last_station_sequence as "lastStationSequence", coalesce(gaps, '[]') as gaps, length(octets) as length
         ${query.octets === 'true' ? ', octets' : ''}
       from telemetry_command.packet
       where spacecraft = $1
         and ($2::timestamptz is null or coalesce(generation_time, earth_receive_time) >= $2::timestamptz)
         and ($3::timestamptz is null or coalesce(generation_time, earth_receive_time) < $3::timestamptz)
         and ($4::int is null or apid = $4::int) and ($5::text is null or contact = $5)
       order by coalesce(generation_time, earth_receive_time) desc, id desc limit $6`,
      [id, query.start ?? null, query.end ?? null, query.apid ?? null, query.contact ?? null, query.limit],
    );
    return rows.map((row) => ({
      ...hexOctets(row),
      timeSuspect:
        row.generationTime !== null && isTimeSuspect(row.source, { ...row, generationTime: row.generationTime }),
      firstStationSequence: Number(row.firstStationSequence),
      lastStationSequence: Number(row.lastStationSequence),
    }));
  }

  /** By earth receive time. */
  async frames(spacecraft: string, query: FramesQuery): Promise<FrameView[]> {
    const { id } = await this.find.spacecraft(spacecraft);
    const rows = await this.dataSource.query<(FrameView & WithOctets)[]>(
      `select mode, contact, site, antenna, station_log as "stationLog", station_sequence as "stationSequence",
         jsonb_build_object('id', link_profile, 'version', link_profile_version) as "linkProfile",
         earth_receive_time as "earthReceiveTime", vcid, vcfc, mcfc, corrected_symbols as "correctedSymbols",
         asm_bit_errors as "asmBitErrors", inverted, es_n0_db as "esN0Db", fault, length(octets) as length
         ${query.octets === 'true' ? ', octets' : ''}
       from telemetry_command.frame
       where ${within('earth_receive_time')}
       order by earth_receive_time desc, id desc limit $5`,
      bind(id, query),
    );
    return rows.map((row) => ({ ...hexOctets(row), stationSequence: Number(row.stationSequence) }));
  }

  /** By the earth receive time of the frame after the gap. */
  async gaps(spacecraft: string, query: EventsQuery): Promise<GapView[]> {
    const { id } = await this.find.spacecraft(spacecraft);
    return this.dataSource.query<GapView[]>(
      `select ${gapColumns} from telemetry_command.gap where ${within('before_earth_receive_time')}
       order by before_earth_receive_time desc, id desc limit $5`,
      bind(id, query),
    );
  }

  /** By generation time. */
  async alarms(spacecraft: string, query: EventsQuery): Promise<AlarmView[]> {
    const { id } = await this.find.spacecraft(spacecraft);
    return this.dataSource.query<AlarmView[]>(
      `select ${alarmColumns} from telemetry_command.alarm where ${within('generation_time')}
       order by generation_time desc, id desc limit $5`,
      bind(id, query),
    );
  }
}

function within(column: string): string {
  return `spacecraft = $1 and ($2::timestamptz is null or ${column} >= $2::timestamptz)
    and ($3::timestamptz is null or ${column} < $3::timestamptz) and ($4::text is null or contact = $4)`;
}

function bind(spacecraft: string, { start, end, contact, limit }: EventsQuery): unknown[] {
  return [spacecraft, start ?? null, end ?? null, contact ?? null, limit];
}

function hexOctets<Row extends WithOctets>(row: Row): Omit<Row, 'octets'> & { octets?: string } {
  const { octets, ...rest } = row;
  return octets === undefined || octets === null ? rest : { ...rest, octets: bytesToHex(octets) };
}
