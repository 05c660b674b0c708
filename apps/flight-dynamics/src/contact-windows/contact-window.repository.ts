import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, type EntityManager, In, MoreThan } from 'typeorm';
import type { ContactId, ContactWindow, ContactWindowQuery, SpacecraftId, Utc } from '@app/contracts';
import { inTransaction } from '@app/platform';
import { formatUtc, parseUtc } from '@app/time';
import { ContactWindowEntity, PredictionEntity } from '../flight-dynamics.entities.js';
import type { Coverage } from './prediction-basis.js';
import { placeOfCursor, windowCursor, type WindowPlace } from './window-cursor.js';

/** Rows of one statement: some milliseconds of work on the event loop. */
const BATCH = 50;

/** What is asked of the windows, without the pages. */
export type WindowFilter = Omit<ContactWindowQuery, 'limit' | 'cursor'>;

export interface WindowPage {
  readonly windows: ContactWindow[];
  /** Of the page that follows; undefined after the last one. */
  readonly next: string | undefined;
}

/** All that a prediction changes of one spacecraft. */
export interface PredictionChange {
  readonly spacecraft: SpacecraftId;
  readonly written: readonly ContactWindow[];
  readonly gone: readonly ContactId[];
  /** By antenna. */
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** Antennas that are no longer predicted. */
  readonly dropped: readonly string[];
}

@Injectable()
export class ContactWindowRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** What is predicted of every spacecraft and antenna: coverage by antenna, by spacecraft. */
  async coverage(): Promise<Map<string, Map<string, Coverage>>> {
    const known = new Map<string, Map<string, Coverage>>();
    for (const row of await this.dataSource.manager.find(PredictionEntity)) {
      const ofSpacecraft = known.get(row.spacecraft) ?? new Map<string, Coverage>();
      ofSpacecraft.set(row.antenna, {
        from: parseUtc(row.coveredFrom),
        to: parseUtc(row.coveredTo),
        basis: row.basis,
      });
      known.set(row.spacecraft, ofSpacecraft);
    }
    return known;
  }

  /** Windows of a spacecraft that end after `since`, by AOS. */
  async ofSpacecraft(spacecraft: SpacecraftId, since: Utc): Promise<ContactWindow[]> {
    const windows: ContactWindow[] = [];
    for await (const batch of this.stream({ spacecraft, start: since })) windows.push(...batch);
    return windows;
  }

  /** Windows that end after `since`. */
  count(since: string): Promise<number> {
    return this.dataSource.manager.countBy(ContactWindowEntity, { los: MoreThan(since) });
  }

  /** Writes what changed, and no other row, in one transaction. */
  async apply({ spacecraft, written, gone, coverage, dropped }: PredictionChange): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      for (const ids of batches(gone)) await manager.delete(ContactWindowEntity, { id: In([...ids]) });
      await writeWindows(manager, written);
      const rows = [...coverage].map(([antenna, { from, to, basis }]) => ({
        spacecraft,
        antenna,
        coveredFrom: formatUtc(from),
        coveredTo: formatUtc(to),
        basis,
      }));
      for (const some of batches(rows)) await manager.upsert(PredictionEntity, [...some], ['spacecraft', 'antenna']);
      for (const antenna of dropped) await manager.delete(PredictionEntity, { spacecraft, antenna });
    });
  }

  /** Windows that touch the span, in the order of their AOS: as many as the limit says, from the cursor on. */
  async find(query: ContactWindowQuery): Promise<ContactWindow[]> {
    return (await this.page(query)).windows;
  }

  /** As `find`, with the cursor of the page that follows. */
  async page({ limit, cursor, ...filter }: ContactWindowQuery): Promise<WindowPage> {
    const after = cursor === undefined ? undefined : placeOfCursor(cursor);
    const windows = await this.read(filter, after, limit + 1);
    const rest = windows.splice(limit).length > 0;
    const last = windows.at(-1);
    return { windows, next: rest && last !== undefined ? windowCursor(last) : undefined };
  }

  /** All windows that touch the span, in batches that are read when they are asked for. Throws Refusal (400) for what is no cursor. */
  stream(filter: WindowFilter, cursor?: string): AsyncGenerator<readonly ContactWindow[]> {
    return this.batchesFrom(filter, cursor === undefined ? undefined : placeOfCursor(cursor));
  }

  private async *batchesFrom(
    filter: WindowFilter,
    from: WindowPlace | undefined,
  ): AsyncGenerator<readonly ContactWindow[]> {
    let after = from;
    for (;;) {
      const windows = await this.read(filter, after, BATCH);
      if (windows.length > 0) yield windows;
      if (windows.length < BATCH) return;
      after = windows.at(-1);
    }
  }

  private async read(filter: WindowFilter, after: WindowPlace | undefined, limit: number): Promise<ContactWindow[]> {
    const { start, end, spacecraft, site, antenna, minElevationDeg } = filter;
    // Raw rows: making entities of them takes ten times as long as reading the documents.
    const find = this.dataSource.manager
      .createQueryBuilder(ContactWindowEntity, 'predicted')
      .select('predicted.document', 'document')
      .orderBy('predicted.aos')
      .addOrderBy('predicted.id')
      .limit(limit);
    if (start !== undefined) find.andWhere('predicted.los > :start', { start });
    if (end !== undefined) find.andWhere('predicted.aos < :end', { end });
    if (spacecraft !== undefined) find.andWhere('predicted.spacecraft = :spacecraft', { spacecraft });
    if (antenna !== undefined) find.andWhere('predicted.antenna = :antenna', { antenna });
    if (site !== undefined) find.andWhere("predicted.document->>'site' = :site", { site });
    if (minElevationDeg !== undefined)
      find.andWhere("(predicted.document->>'maxElevationDeg')::float8 >= :minElevationDeg", { minElevationDeg });
    if (after !== undefined)
      find.andWhere('(predicted.aos, predicted.id) > (cast(:afterAos as timestamptz), :afterId)', {
        afterAos: after.aos,
        afterId: after.id,
      });
    return (await find.getRawMany<{ document: ContactWindow }>()).map(({ document }) => document);
  }
}

async function writeWindows(manager: EntityManager, windows: readonly ContactWindow[]): Promise<void> {
  for (const some of batches(windows)) {
    const rows = some.map((document) => ({
      id: document.id,
      spacecraft: document.spacecraft,
      antenna: document.antenna,
      aos: document.aos,
      los: document.los,
      document,
    }));
    await manager.upsert(ContactWindowEntity, rows, ['id']);
  }
}

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
}
