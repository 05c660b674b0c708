import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type EarthOrientationSummary, earthOrientationSummarySchema } from '@app/contracts';
import {
  type EarthOrientationSeries,
  earthOrientationOfTable,
  parseEarthOrientation,
  shippedEarthOrientation,
} from '@app/orbit';
import { WallClock } from '@app/platform';
import { formatUtc } from '@app/time';
import type { EarthOrientationChoice } from '../contact-windows/contact-search.js';
import { EarthOrientationEntity } from '../flight-dynamics.entities.js';

const shipped: EarthOrientationSummary = summaryOf(shippedEarthOrientation, {
  source: 'shipped',
  importedAt: null,
  format: 'shipped',
  inUse: true,
});

/** Tables of Earth orientation: the one imported last is used, or the shipped one where there is none. */
@Injectable()
export class EarthOrientationStore {
  private choice: EarthOrientationChoice | undefined;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly wallClock: WallClock,
  ) {}

  /** The table that predictions are to use now. */
  async current(): Promise<EarthOrientationChoice> {
    const last = await this.dataSource.manager.findOne(EarthOrientationEntity, {
      select: { importedAt: true, source: true },
      where: {},
      order: { importedAt: 'DESC', source: 'ASC' },
    });
    if (last === null) return { kind: 'shipped', key: shipped.description };
    const { importedAt, source } = last;
    const key = `${importedAt} ${source}`;
    if (this.choice?.key !== key) {
      const { text } = await this.dataSource.manager.findOneByOrFail(EarthOrientationEntity, { importedAt, source });
      this.choice = { kind: 'table', key, table: parseEarthOrientation(text, source) };
    }
    return this.choice;
  }

  /** Stores a table and makes it the one in use. Throws EarthOrientationError. */
  async add(text: string, source: string): Promise<EarthOrientationSummary> {
    const table = parseEarthOrientation(text, source);
    const importedAt = formatUtc(this.wallClock.now());
    const summary = summaryOf(earthOrientationOfTable(table), {
      source,
      importedAt,
      format: table.format,
      inUse: true,
    });
    const { inUse: _inUse, ...document } = summary;
    await this.dataSource.manager.insert(EarthOrientationEntity, { importedAt, source, text, document });
    return summary;
  }

  /** All of them, the one imported last first, the shipped one at the end. */
  async list(): Promise<EarthOrientationSummary[]> {
    const rows = await this.dataSource.manager.find(EarthOrientationEntity, {
      select: { importedAt: true, source: true, document: true },
      order: { importedAt: 'DESC', source: 'ASC' },
    });
    return [
      ...rows.map(({ document }, i) => ({ ...document, inUse: i === 0 })),
      { ...shipped, inUse: rows.length === 0 },
    ];
  }
}

function summaryOf(
  { description, coverage }: EarthOrientationSeries,
  rest: Pick<EarthOrientationSummary, 'source' | 'format' | 'inUse'> & { readonly importedAt: string | null },
): EarthOrientationSummary {
  const at = (instant: bigint | undefined): string | null => (instant === undefined ? null : formatUtc(instant, 0));
  return earthOrientationSummarySchema.parse({
    ...rest,
    description,
    from: at(coverage?.from) ?? '',
    to: at(coverage?.to) ?? '',
    measuredTo: at(coverage?.measuredTo),
  });
}
