import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { contactIdSchema, type ContactWindow } from '@app/contracts';
import { notFound } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';
import { ContactWindowEntity } from '../flight-dynamics.entities.js';

/** Reads windows for profiles. */
@Injectable()
export class ContactWindowReader {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Throws Refusal (404) for a window that is not predicted. */
  async require(id: string): Promise<ContactWindow> {
    // What has not the form of an identifier never reaches the database, which takes not every text.
    const known = contactIdSchema.safeParse(id);
    const row = known.success ? await this.dataSource.manager.findOneBy(ContactWindowEntity, { id: known.data }) : null;
    if (row === null) throw notFound('contact window', id);
    return row.document;
  }

  /** Other windows of its antenna or of its spacecraft that touch it, or its set-up and tear-down, by AOS. */
  async near(window: ContactWindow, marginS: number): Promise<ContactWindow[]> {
    const rows = await this.dataSource.manager
      .createQueryBuilder(ContactWindowEntity, 'window')
      .where('window.los > :from', { from: formatUtc(plusSeconds(parseUtc(window.aos), -marginS)) })
      .andWhere('window.aos < :to', { to: formatUtc(plusSeconds(parseUtc(window.los), marginS)) })
      .andWhere('(window.antenna = :antenna or window.spacecraft = :spacecraft)', {
        antenna: window.antenna,
        spacecraft: window.spacecraft,
      })
      .andWhere('window.id <> :id', { id: window.id })
      .orderBy('window.aos')
      .addOrderBy('window.id')
      .getMany();
    return rows.map(({ document }) => document);
  }
}
