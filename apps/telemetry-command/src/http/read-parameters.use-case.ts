import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Utc } from '@app/contracts';
import type { ParameterDefinition } from '@app/mission-database';
import { MissionClock } from '@app/platform';
import { parseUtc, secondsBetween } from '@app/time';
import { isNewer, isTimeSuspect } from '../processing/reception-order.js';
import { readSampleValue, type SampleTexts } from '../processing/sample.js';
import { FindMission } from './find-mission.js';
import { limitsOf } from './parameter-limits.js';
import type { ParameterHistory, ParameterView, ValuesQuery } from './telemetry.messages.js';

interface Layout {
  readonly id: number;
  readonly container: string;
  readonly parameters: readonly string[];
}

interface LatestRow {
  readonly layout: number;
  readonly generation_time: string;
  readonly earth_receive_time: string;
  readonly raw: (number | null)[];
  readonly value: (number | null)[];
  readonly texts: SampleTexts;
  readonly monitoring: (number | null)[];
}

interface ValueRow {
  readonly position: number;
  readonly generation_time: string;
  readonly earth_receive_time: string;
  readonly source: 'real-time' | 'playback';
  readonly container: string;
  readonly raw: number | null;
  readonly value: number | null;
  readonly text: { raw?: string; value?: string } | null;
  readonly monitoring: number;
}

/** Parameters with their latest real-time values, and their histories, out of the archive. */
@Injectable()
export class ReadParameters {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly find: FindMission,
    private readonly clock: MissionClock,
  ) {}

  /** In the order of the mission database's packets. A value counts as latest if the latest packet of its container holds it. */
  async list(spacecraft: string): Promise<ParameterView[]> {
    const { craft, mission } = await this.find.mission(spacecraft);
    const layouts = await this.layouts(craft.missionDatabase);
    const rows = await this.dataSource.query<LatestRow[]>(
      `select l.id as layout, s.* from unnest($2::int[], $3::text[]) as l (id, container)
       cross join lateral (
         select generation_time, earth_receive_time, raw, value, texts, monitoring from telemetry_command.sample
         where spacecraft = $1 and container = l.container and layout_id = l.id and source = 'real-time'
         order by earth_receive_time desc, generation_time desc limit 1) s`,
      [craft.id, layouts.map(({ id }) => id), layouts.map(({ container }) => container)],
    );
    const latest = this.latestByName(rows, layouts, [...mission.parameters.values()]);
    return [...mission.parameters].map(([name, parameter]) => ({
      name,
      qualifiedName: parameter.qualifiedName,
      kind: parameter.kind,
      description: parameter.description,
      unit: parameter.unit === '' ? null : parameter.unit,
      labels: parameter.labels.map(({ label }) => label),
      limits: limitsOf(parameter),
      latest: latest.get(parameter.qualifiedName) ?? null,
    }));
  }

  /** Throws a Refusal (404) that names what is not there. */
  async history(spacecraft: string, name: string, query: ValuesQuery): Promise<ParameterHistory> {
    const found = await this.find.mission(spacecraft);
    const parameter = this.find.parameter(found, name);
    const places = (await this.layouts(found.craft.missionDatabase)).flatMap(({ id, container, parameters }) => {
      const position = parameters.indexOf(parameter.qualifiedName);
      return position < 0 ? [] : [{ id, container, position: position + 1 }];
    });
    const rows = await this.dataSource.query<ValueRow[]>(
      `select l.position - 1 as position, s.generation_time, s.earth_receive_time, s.source, s.container,
         s.raw[l.position] as raw, s.value[l.position] as value, s.texts -> l.position::text as text,
         s.monitoring[l.position] as monitoring
       from unnest($2::int[], $3::text[], $4::int[]) as l (id, container, position)
       join telemetry_command.sample s on s.spacecraft = $1 and s.container = l.container and s.layout_id = l.id
       where s.monitoring[l.position] is not null
         and ($5::timestamptz is null or s.generation_time >= $5::timestamptz)
         and ($6::timestamptz is null or s.generation_time < $6::timestamptz)
         and ($7 = 'all' or s.source = $7)
       order by s.generation_time ${query.order}, s.packet_id ${query.order} limit $8`,
      [
        found.craft.id,
        places.map(({ id }) => id),
        places.map(({ container }) => container),
        places.map(({ position }) => position),
        query.start ?? null,
        query.end ?? null,
        query.source,
        query.limit + 1,
      ],
    );
    return {
      spacecraft: found.craft.id,
      parameter: found.mission.nameOf(parameter),
      unit: parameter.unit === '' ? null : parameter.unit,
      values: rows.slice(0, query.limit).flatMap((row) => {
        const texts = row.text === null ? {} : { [row.position + 1]: row.text };
        const read = readSampleValue(parameter, row.position, { ...row, texts });
        if (read === undefined) return [];
        const { source, container } = row;
        const generationTime = row.generation_time as Utc;
        return [{ generationTime, earthReceiveTime: row.earth_receive_time as Utc, source, container, ...read }];
      }),
      more: rows.length > query.limit,
    };
  }

  /** Layouts of all versions of the mission database that the archive has seen. */
  private async layouts(missionDatabase: string): Promise<Layout[]> {
    return this.dataSource.query<Layout[]>(
      'select id, container, parameters from telemetry_command.sample_layout where mission_database = $1 order by id',
      [missionDatabase],
    );
  }

  private latestByName(
    rows: readonly LatestRow[],
    layouts: readonly Layout[],
    parameters: readonly ParameterDefinition[],
  ): Map<string, NonNullable<ParameterView['latest']>> {
    const byName = new Map(parameters.map((parameter) => [parameter.qualifiedName, parameter]));
    const now = this.clock.now();
    const latest = new Map<string, NonNullable<ParameterView['latest']>>();
    for (const row of rows) {
      const layout = layouts.find(({ id }) => id === row.layout);
      const times = { earthReceiveTime: row.earth_receive_time as Utc, generationTime: row.generation_time as Utc };
      for (const [position, name] of (layout?.parameters ?? []).entries()) {
        const parameter = byName.get(name);
        const known = latest.get(name);
        if (parameter === undefined || (known !== undefined && !isNewer(times, known))) continue;
        const read = readSampleValue(parameter, position, {
          raw: row.raw[position] ?? null,
          value: row.value[position] ?? null,
          monitoring: row.monitoring[position] ?? null,
          texts: row.texts,
        });
        if (read === undefined) continue;
        latest.set(name, {
          ...read,
          ...times,
          timeSuspect: isTimeSuspect('real-time', times),
          ageS: secondsBetween(parseUtc(row.generation_time), now),
          container: layout?.container ?? '',
        });
      }
    }
    return latest;
  }
}
