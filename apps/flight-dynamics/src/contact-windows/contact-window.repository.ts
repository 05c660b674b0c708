import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ContactWindow, ContactWindowQuery } from '@app/contracts';
import { inTransaction } from '@app/platform';
import { ContactWindowEntity } from '../flight-dynamics.entities.js';

@Injectable()
export class ContactWindowRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Puts these in the place of all windows that end after `since`; earlier ones stay as they were predicted. */
  async replace(windows: readonly ContactWindow[], since: string): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      await manager.createQueryBuilder().delete().from(ContactWindowEntity).where('los > :since', { since }).execute();
      const rows = windows.map((document) => ({
        id: document.id,
        spacecraft: document.spacecraft,
        antenna: document.antenna,
        aos: document.aos,
        los: document.los,
        document,
      }));
      for (let i = 0; i < rows.length; i += 500) {
        await manager
          .createQueryBuilder()
          .insert()
          .into(ContactWindowEntity)
          .values(rows.slice(i, i + 500))
          .orIgnore()
          .execute();
      }
    });
  }

  /** Windows that touch the span, in the order of their AOS. */
  async find(query: ContactWindowQuery): Promise<ContactWindow[]> {
    const find = this.dataSource.manager
      .createQueryBuilder(ContactWindowEntity, 'window')
      .orderBy('window.aos')
      .addOrderBy('window.id')
      .limit(query.limit);
    if (query.start !== undefined) find.andWhere('window.los > :start', { start: query.start });
    if (query.end !== undefined) find.andWhere('window.aos < :end', { end: query.end });
    if (query.spacecraft !== undefined)
      find.andWhere('window.spacecraft = :spacecraft', { spacecraft: query.spacecraft });
    if (query.site !== undefined) find.andWhere("window.document->>'site' = :site", { site: query.site });
    if (query.minElevationDeg !== undefined)
      find.andWhere("(window.document->>'maxElevationDeg')::float8 >= :elevation", {
        elevation: query.minElevationDeg,
      });
    return (await find.getMany()).map(({ document }) => document);
  }
}
