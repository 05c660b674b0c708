import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { Contact, ContactId, ContactState, ContactWindow, LostConflict, SiteId } from '@app/contracts';
import { inTransaction, Refusal } from '@app/platform';
import { ContactEntity, LostWindowEntity } from '../planning.entities.js';

/** A filter over booked contacts; times meet a contact whose period they touch. */
export interface ContactFilter {
  readonly id?: string | undefined;
  readonly spacecraft?: string | undefined;
  readonly site?: string | undefined;
  readonly state?: readonly ContactState[] | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly limit?: number | undefined;
}

/** Contacts and lost windows in the database, which itself refuses an antenna or an uplink that is booked twice. */
@Injectable()
export class ContactRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(filter: ContactFilter): Promise<Contact[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(ContactEntity, 'contact')
      .orderBy('lower(contact.period)')
      .limit(filter.limit ?? 5000);
    if (filter.id !== undefined) query.andWhere('contact.id = :id', { id: filter.id });
    if (filter.spacecraft !== undefined)
      query.andWhere('contact.spacecraft = :spacecraft', { spacecraft: filter.spacecraft });
    if (filter.site !== undefined) query.andWhere('contact.site = :site', { site: filter.site });
    if (filter.state !== undefined) query.andWhere('contact.state = any(:state)', { state: [...filter.state] });
    if (filter.start !== undefined) query.andWhere('upper(contact.period) > :start', { start: filter.start });
    if (filter.end !== undefined) query.andWhere('lower(contact.period) < :end', { end: filter.end });
    return (await query.getMany()).map(({ document, state }) => ({ ...document, state }));
  }

  /** Books contacts and replaces what was said of lost windows, all or nothing. Throws Refusal (409) for a double booking. */
  async book(contacts: readonly Contact[], lost: readonly LostConflict[] | undefined): Promise<void> {
    await inTransaction(this.dataSource, async (manager) => {
      for (const contact of contacts) await insertContact(manager, contact);
      if (lost === undefined) return;
      await manager.createQueryBuilder().delete().from(LostWindowEntity).execute();
      const rows = lost.map((document) => ({
        window: document.window.id,
        request: document.request,
        rule: document.reason.rule,
        winner: document.reason.winner,
        document,
      }));
      for (let i = 0; i < rows.length; i += 500) await manager.insert(LostWindowEntity, rows.slice(i, i + 500));
    });
  }

  /** Moves a contact to a state, if it is in one of `from`; answers whether it was. */
  async changeState(id: ContactId, from: readonly ContactState[], to: ContactState): Promise<boolean> {
    const result = await this.dataSource.manager
      .createQueryBuilder()
      .update(ContactEntity)
      .set({ state: to })
      .where('id = :id and state = any(:from)', { id, from: [...from] })
      .execute();
    return (result.affected ?? 0) > 0;
  }

  /** Gives a booked contact the times of a new prediction. Throws Refusal (409) where they would clash. */
  async moveTo(
    contact: Contact,
    window: ContactWindow,
    start: Contact['start'],
    end: Contact['end'],
  ): Promise<Contact> {
    const moved: Contact = { ...contact, window, start, end };
    await refuseDoubleBooking(contact.id, () =>
      this.dataSource.manager.update(
        ContactEntity,
        { id: contact.id, state: 'booked' },
        { period: { start, end }, document: moved },
      ),
    );
    return moved;
  }

  async lost(filter: {
    spacecraft?: string | undefined;
    request?: string | undefined;
    limit: number;
  }): Promise<LostConflict[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(LostWindowEntity, 'lost')
      .orderBy("lost.document->'window'->>'aos'")
      .limit(filter.limit);
    if (filter.request !== undefined) query.andWhere('lost.request = :request', { request: filter.request });
    if (filter.spacecraft !== undefined)
      query.andWhere("lost.document->'window'->>'spacecraft' = :craft", { craft: filter.spacecraft });
    return (await query.getMany()).map(({ document }) => document);
  }

  /** Contacts of a site that are not over. */
  open(site: SiteId): Promise<Contact[]> {
    return this.find({ site, state: ['booked', 'executing'] });
  }
}

async function insertContact(manager: EntityManager, contact: Contact): Promise<void> {
  await refuseDoubleBooking(contact.id, () =>
    manager.insert(ContactEntity, {
      id: contact.id,
      mode: contact.mode,
      state: contact.state,
      spacecraft: contact.spacecraft,
      site: contact.site,
      antenna: contact.antenna,
      request: contact.request,
      agreement: contact.agreement,
      uplink: contact.uplink,
      period: { start: contact.start, end: contact.end },
      document: contact,
    }),
  );
}

const doubleBookings: Record<string, string> = {
  contact_antenna_once: 'its antenna is booked then',
  contact_one_uplink: 'its spacecraft has another uplink then',
  contact_pkey: 'it is booked already',
};

async function refuseDoubleBooking(id: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const driverError =
      error instanceof QueryFailedError
        ? (error.driverError as { code?: string; constraint?: string; detail?: string })
        : undefined;
    const reason = doubleBookings[driverError?.constraint ?? ''];
    if (reason === undefined) throw error;
    throw new Refusal(409, 'double booking', [
      {
        path: `contact ${id}`,
        message: `${reason}${driverError?.detail === undefined ? '' : ` (${driverError.detail})`}`,
      },
    ]);
  }
}
