import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, LessThan, MoreThan } from 'typeorm';
import type { EphemerisSummary, SpacecraftId, Utc } from '@app/contracts';
import { type OemSegment, parseEphemeris, type UsableSpan } from '@app/orbit';
import { inTransaction, Refusal, WallClock } from '@app/platform';
import { formatUtc, parseUtc, type Tai } from '@app/time';
import { EphemerisEntity } from '../flight-dynamics.entities.js';

/** An ephemeris of one spacecraft, ready to be predicted from. */
export interface StoredEphemeris {
  readonly spacecraft: string;
  /** Tells one from another of the same spacecraft. */
  readonly key: string;
  readonly sourceName: string;
  readonly created: Tai;
  readonly spans: readonly UsableSpan[];
  readonly segments: readonly OemSegment[];
}

/** One spacecraft's part of a message, and the message. */
export interface NewEphemeris {
  readonly summary: EphemerisSummary;
  readonly text: string;
}

@Injectable()
export class EphemerisRepository {
  /** Parsed once: predictions come often, ephemerides seldom. */
  private parsed = new Map<string, StoredEphemeris>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly wallClock: WallClock,
  ) {}

  /**
   * Adds them, all or nothing; one that is known is left as it is. Answers how many were new. Throws Refusal (409) where another text
   * is known of the same spacecraft, creation date and source.
   */
  async add(ephemerides: readonly NewEphemeris[]): Promise<number> {
    const importedAt = formatUtc(this.wallClock.now());
    return inTransaction(this.dataSource, async (manager) => {
      let added = 0;
      for (const { summary, text } of ephemerides) {
        const { spacecraft, created, source, spans } = summary;
        const known = await manager.findOneBy(EphemerisEntity, { spacecraft, created, source });
        if (known === null) {
          const [usableFrom, usableTo] = [spans[0]?.from ?? created, spans.at(-1)?.to ?? created];
          await manager.insert(EphemerisEntity, {
            ...{ spacecraft, created, source, importedAt, usableFrom, usableTo, text },
            document: summary,
          });
          added++;
        } else if (known.text !== text) {
          const message = `another ephemeris created ${created} is known from "${source}"; name the corrected one's source differently`;
          throw new Refusal(409, 'ephemeris is there already', [{ path: spacecraft, message }]);
        }
      }
      return added;
    });
  }

  /** What is known of each, latest made first within a spacecraft. */
  async list(filter: {
    readonly spacecraft?: string | undefined;
    readonly notOverAt?: string;
    readonly limit?: number;
  }): Promise<EphemerisSummary[]> {
    const rows = await this.dataSource.manager.find(EphemerisEntity, {
      select: { spacecraft: true, created: true, source: true, document: true },
      where: {
        ...(filter.spacecraft === undefined ? {} : { spacecraft: filter.spacecraft }),
        ...(filter.notOverAt === undefined ? {} : { usableTo: MoreThan(filter.notOverAt) }),
      },
      order: { spacecraft: 'ASC', created: 'DESC', source: 'ASC' },
      ...(filter.limit === undefined ? {} : { take: filter.limit }),
    });
    return rows.map(({ document }) => document);
  }

  /** Forgets all that were made for a spacecraft at an instant, whatever their source; gives what they were. */
  async remove(spacecraft: SpacecraftId, created: Utc): Promise<EphemerisSummary[]> {
    return inTransaction(this.dataSource, async (manager) => {
      const rows = await manager.findBy(EphemerisEntity, { spacecraft, created });
      await manager.delete(EphemerisEntity, { spacecraft, created });
      return rows.map(({ document }) => document);
    });
  }

  /** Those that give states in the span; of equals the one imported later comes later. */
  async overlapping(from: string, to: string): Promise<StoredEphemeris[]> {
    const rows = await this.dataSource.manager.find(EphemerisEntity, {
      select: { spacecraft: true, created: true, source: true, importedAt: true, document: true },
      where: { usableTo: MoreThan(from), usableFrom: LessThan(to) },
      order: { importedAt: 'ASC' },
    });
    const parsed = new Map<string, StoredEphemeris>();
    for (const { spacecraft, created, source, document } of rows) {
      const key = `${spacecraft} ${created} ${source}`;
      parsed.set(key, this.parsed.get(key) ?? (await this.parse(key, document)));
    }
    this.parsed = parsed;
    return [...parsed.values()];
  }

  private async parse(key: string, { spacecraft, created, source, objectId, objectName, spans }: EphemerisSummary) {
    const { text } = await this.dataSource.manager.findOneByOrFail(EphemerisEntity, { spacecraft, created, source });
    const segments = parseEphemeris(text, source).segments.filter(
      (segment) => segment.objectId === objectId && segment.objectName === objectName,
    );
    return {
      ...{ spacecraft, key, sourceName: source, segments },
      created: parseUtc(created),
      spans: spans.map((span) => ({ from: parseUtc(span.from), to: parseUtc(span.to) })),
    };
  }
}
