import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Between, type DataSource } from 'typeorm';
import type { ElementSetMessage } from '@app/contracts';
import { inTransaction, Refusal, WallClock } from '@app/platform';
import { formatUtc } from '@app/time';
import { ElementSetEntity } from '../flight-dynamics.entities.js';

@Injectable()
export class ElementSetRepository {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly wallClock: WallClock,
  ) {}

  /**
   * Adds sets; one that is known is left as it is. Answers how many were new. Throws Refusal (409) where a set of the same spacecraft, epoch
   * and source is known with other elements: nothing is overwritten in silence.
   */
  async add(sets: readonly ElementSetMessage[]): Promise<number> {
    if (sets.length === 0) return 0;
    const importedAt = formatUtc(this.wallClock.now());
    return inTransaction(this.dataSource, async (manager) => {
      let added = 0;
      for (const document of sets) {
        const { spacecraft, epoch, source } = document;
        const known = await manager.findOneBy(ElementSetEntity, { spacecraft, epoch, source });
        if (known === null) {
          await manager.insert(ElementSetEntity, { spacecraft, epoch, source, importedAt, document });
          added++;
        } else if (!isDeepStrictEqual(known.document, document)) {
          const message = `another set of epoch ${epoch} is known from "${source}"; name the corrected one's source differently`;
          throw new Refusal(409, 'element set is there already', [{ path: spacecraft, message }]);
        }
      }
      return added;
    });
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

  /** Sets with epochs from `from` to `to`, and for each spacecraft the one in force at an instant. Of equal epochs the one imported later comes later. */
  async around(from: string, to: string, at: string): Promise<ElementSetMessage[]> {
    const rows = await this.dataSource.manager.find(ElementSetEntity, {
      where: { epoch: Between(from, to) },
      order: { epoch: 'ASC', importedAt: 'ASC', source: 'ASC' },
    });
    const sets = rows.map(({ document }) => document);
    const isKnown = ({ spacecraft, epoch, source }: ElementSetMessage): boolean =>
      sets.some((set) => set.spacecraft === spacecraft && set.epoch === epoch && set.source === source);
    return [...(await this.inForce(at)).filter((set) => !isKnown(set)), ...sets];
  }

  async history(spacecraft: string | undefined, limit: number): Promise<ElementSetMessage[]> {
    const rows = await this.dataSource.manager.find(ElementSetEntity, {
      where: spacecraft === undefined ? {} : { spacecraft },
      order: { spacecraft: 'ASC', epoch: 'DESC', importedAt: 'DESC', source: 'ASC' },
      take: limit,
    });
    return rows.map(({ document }) => document);
  }
}
