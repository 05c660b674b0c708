import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ContactId, SpacecraftId } from '@app/contracts';
import { columnOf } from '../archive/processing-state.js';
import { type ChannelCounts, channelCountNames, noCounts } from '../processing/channel-counts.js';
import type { StoredStreamState } from '../processing/stream-state.js';
import { alarmColumns, gapColumns } from './read-archive.use-case.js';
import type { AlarmView, ContactStatistics, GapView } from './telemetry.messages.js';

/** What came of one contact's frames, all virtual channels, gaps and alarms. */
@Injectable()
export class ReadStatistics {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Zero everywhere for a contact of which nothing has come. */
  async execute(contact: ContactId): Promise<ContactStatistics> {
    const counts = channelCountNames.map((name) => `${columnOf(name)} as "${name}"`);
    const rows = await this.dataSource.query<
      ({ spacecraft: SpacecraftId; vcid: number } & Record<keyof ChannelCounts, string>)[]
    >(
      `select spacecraft, vcid, ${counts.join(', ')} from telemetry_command.channel_count where contact = $1 order by vcid`,
      [contact],
    );
    const channels = rows.map((row) => ({ vcid: row.vcid, ...asNumbers(row) }));
    const totals = noCounts();
    for (const channel of channels) for (const name of channelCountNames) totals[name] += channel[name];
    const states = await this.dataSource.query<{ state: StoredStreamState }[]>(
      'select state from telemetry_command.stream_state where contact = $1',
      [contact],
    );
    const gaps = await this.dataSource.query<GapView[]>(
      `select ${gapColumns} from telemetry_command.gap where contact = $1 order by id`,
      [contact],
    );
    const alarms = await this.dataSource.query<AlarmView[]>(
      `select ${alarmColumns} from telemetry_command.alarm where contact = $1 order by id`,
      [contact],
    );
    const open = states.flatMap(({ state }) => state.channels);
    return {
      contact,
      spacecraft: rows[0]?.spacecraft ?? null,
      totals,
      channels,
      packetsPending: open.filter(({ partial }) => partial !== null).length,
      gaps,
      alarms,
    };
  }
}

function asNumbers(row: Record<keyof ChannelCounts, string>): ChannelCounts {
  return Object.fromEntries(channelCountNames.map((name) => [name, Number(row[name])])) as unknown as ChannelCounts;
}
