import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ElementSetMessage } from '@app/contracts';
import { WallClock } from '@app/platform';
import { formatUtc } from '@app/time';
import { ElementSetEntity } from '../flight-dynamics.entities.js';

@Injectable()
export class ElementSetRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly wallClock: WallClock,
  ) {}

  /** Adds sets; one that is known by spacecraft, epoch and source is left as it is. Answers how many were new. */
  async add(sets: readonly ElementSetMessage[]): Promise<number> {
    if (sets.length === 0) return 0;
    const importedAt = formatUtc(this.wallClock.now());
    const result = await this.dataSource.manager
      .createQueryBuilder()
      .insert()
      .into(ElementSetEntity)
      .values(
        sets.map((document) => ({
          spacecraft: document.spacecraft,
          epoch: document.epoch,
          source: document.source,
          importedAt,
          document,
        })),
      )
      .orIgnore()
      .returning('spacecraft')
      .execute();
    return (result.raw as unknown[]).length;
  }

  /** The set in force for each spacecraft at an instant: the one whose epoch is nearest to it. */
  async inForce(at: string): Promise<ElementSetMessage[]> {
    const rows: { document: ElementSetMessage }[] = await this.dataSource.query(
      `select distinct on (spacecraft) document from flight_dynamics.element_set
       order by spacecraft, abs(extract(epoch from epoch - $1::timestamptz)), imported_at desc`,
      [at],
    );
    return rows.map(({ document }) => document);
  }

  async history(spacecraft: string | undefined, limit: number): Promise<ElementSetMessage[]> {
    const rows = await this.dataSource.manager.find(ElementSetEntity, {
      where: spacecraft === undefined ? {} : { spacecraft },
      order: { spacecraft: 'ASC', epoch: 'DESC' },
      take: limit,
    });
    return rows.map(({ document }) => document);
  }
}
