import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { Contact, ContactId, ContactState, ContactWindow, LostConflict, SiteId } from '@app/contracts';
import { inTransaction } from '@app/platform';
import { ContactEntity, LostWindowEntity } from '../planning.entities.js';
import { type DoubleBooking, doubleBookingOf, refuseDoubleBooking } from './double-booking.js';
import { MISSED } from './missed.js';

/** A filter over booked contacts; times meet a contact whose period they touch. */
export interface ContactFilter {
  readonly id?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly spacecraft?: string | undefined;
  readonly site?: string | undefined;
  readonly state?: readonly ContactState[] | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** Those whose tear-down is over by then. */
  readonly endedBy?: string | undefined;
  readonly limit?: number | undefined;
}

/** New times of a contact that is booked. */
export interface ContactMove {
  readonly contact: Contact;
  readonly window: ContactWindow;
  readonly start: Contact['start'];
  readonly end: Contact['end'];
}

export interface BookingOutcome {
  readonly booked: readonly Contact[];
  /** What the database refused, with the rule and the winner. */
  readonly clashes: readonly LostConflict[];
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
    if (filter.ids !== undefined) query.andWhere('contact.id = any(:ids)', { ids: [...filter.ids] });
    if (filter.spacecraft !== undefined)
      query.andWhere('contact.spacecraft = :spacecraft', { spacecraft: filter.spacecraft });
    if (filter.site !== undefined) query.andWhere('contact.site = :site', { site: filter.site });
    if (filter.state !== undefined) query.andWhere('contact.state = any(:state)', { state: [...filter.state] });
    if (filter.start !== undefined) query.andWhere('upper(contact.period) > :start', { start: filter.start });
    if (filter.end !== undefined) query.andWhere('lower(contact.period) < :end', { end: filter.end });
    if (filter.endedBy !== undefined) query.andWhere('upper(contact.period) <= :endedBy', { endedBy: filter.endedBy });
    return (await query.getMany()).map(({ document, state }) => ({ ...document, state }));
  }

  /** Books contacts and replaces what was said of lost windows, in one transaction. A double booking is left out, and said. */
  async book(contacts: readonly Contact[], lost: readonly LostConflict[] | undefined): Promise<BookingOutcome> {
    return inTransaction(this.dataSource, async (manager) => {
      const booked: Contact[] = [];
      const clashes: LostConflict[] = [];
      for (const contact of contacts) {
        const clash = await insertContact(manager, contact);
        if (clash === undefined) booked.push(contact);
        else clashes.push(clash);
      }
      if (lost === undefined) return { booked, clashes };
      await manager.createQueryBuilder().delete().from(LostWindowEntity).execute();
      const rows = [...lost, ...clashes].map((document) => ({
        window: document.window.id,
        request: document.request,
        rule: document.reason.rule,
        winner: document.reason.winner,
        document,
      }));
      for (let i = 0; i < rows.length; i += 500) await manager.insert(LostWindowEntity, rows.slice(i, i + 500));
      return { booked, clashes };
    });
  }

  /**
   * Moves a contact to a state, if it is in one of `from`, or was taken for missed and its station reports its end after all; answers
   * whether it did. `failure` is why, and null where it did not fail.
   */
  async changeState(
    id: ContactId,
    from: readonly ContactState[],
    to: ContactState,
    failure: string | null = null,
  ): Promise<boolean> {
    const lateReport = (to === 'completed' || to === 'failed') && failure !== MISSED;
    const result = await this.dataSource.manager
      .createQueryBuilder()
      .update(ContactEntity)
      .set({
        state: to,
        document: () =>
          `(document - 'failure') || jsonb_strip_nulls(jsonb_build_object('failure', cast(:failure as text)))`,
      })
      .where(
        `id = :id and (state = any(:from) or (:lateReport and state = 'failed' and document->>'failure' = :missed))`,
        { id, from: [...from], lateReport, missed: MISSED },
      )
      .setParameter('failure', failure)
      .execute();
    return (result.affected ?? 0) > 0;
  }

  /** Gives a booked contact new times; undefined where it is not booked any more. Throws Refusal (409) where they would clash. */
  async moveTo(move: ContactMove): Promise<Contact | undefined> {
    return refuseDoubleBooking(move.contact.id, () => moveContact(this.dataSource.manager, move));
  }

  /** Moves contacts together: only where all have moved they must not clash. Gives those that were still booked. Throws Refusal (409). */
  async moveAll(moves: readonly ContactMove[]): Promise<Contact[]> {
    return refuseDoubleBooking(moves.map(({ contact }) => contact.id).join(', '), () =>
      inTransaction(this.dataSource, async (manager) => {
        const constraints = 'mission_planning.contact_antenna_once, mission_planning.contact_one_uplink';
        await manager.query(`set constraints ${constraints} deferred`);
        const moved: Contact[] = [];
        for (const move of moves) {
          const contact = await moveContact(manager, move);
          if (contact !== undefined) moved.push(contact);
        }
        await manager.query(`set constraints ${constraints} immediate`);
        return moved;
      }),
    );
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

  /** Contacts that are not over, of a site or of all. */
  open(site?: SiteId): Promise<Contact[]> {
    return this.find({ site, state: ['booked', 'executing'] });
  }
}

/** Inserts a contact in a savepoint; the conflict it lost where the database refused it. */
async function insertContact(manager: EntityManager, contact: Contact): Promise<LostConflict | undefined> {
  try {
    await inTransaction(manager, (savepoint) =>
      savepoint.insert(ContactEntity, {
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
    return undefined;
  } catch (error) {
    const clash = doubleBookingOf(error);
    if (clash === undefined) throw error;
    const winner = await winnerOf(manager, contact, clash);
    const { rule, explanation } = clash;
    return { window: contact.window, request: contact.request, reason: { rule, winner, explanation } };
  }
}

/** The contact that holds what this one wanted. */
async function winnerOf(manager: EntityManager, contact: Contact, clash: DoubleBooking): Promise<ContactId | null> {
  if (clash.constraint === 'contact_pkey') return contact.id;
  const held = clash.constraint === 'contact_antenna_once' ? 'antenna' : 'spacecraft';
  const rows: { id: ContactId }[] = await manager.query(
    `select id from mission_planning.contact
     where ${held} = $1 and period && tstzrange($2, $3) and state in ('booked', 'executing', 'completed')
       and (uplink or $4) order by lower(period) limit 1`,
    [contact[held], contact.start, contact.end, held === 'antenna'],
  );
  return rows[0]?.id ?? null;
}

async function moveContact(manager: EntityManager, move: ContactMove): Promise<Contact | undefined> {
  const { contact, window, start, end } = move;
  const moved: Contact = { ...contact, window, start, end };
  const result = await manager.update(
    ContactEntity,
    { id: contact.id, state: 'booked' },
    { period: { start, end }, document: moved },
  );
  return (result.affected ?? 0) > 0 ? moved : undefined;
}
