import { Inject, Injectable } from '@nestjs/common';
import type { Contact, ContactId } from '@app/contracts';
import { LOGGER, type Logger, MissionClock } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import { ContactRepository } from './contact.repository.js';
import { MISSED } from './missed.js';
import { StationNotifier } from './station-notifier.js';

/** Mission time after its end in which a station may still be at the delivery of a contact, and the same in wall time. */
const GRACE_S = 600;
const GRACE_WALL_S = 120;
/** Time that a station has to answer, as mission time and as wall time: whichever is more. */
const ANSWER_S = 60;
const ANSWER_WALL_S = 5;

/**
 * Contacts that are past their end, and not reported as over: what was said of them may have been lost, so their stations are asked
 * first, by the contact sent again. What no station answers for was missed: it is failed, and serves nobody.
 */
@Injectable()
export class PastContacts {
  private readonly askedAt = new Map<ContactId, Tai>();

  constructor(
    private readonly contacts: ContactRepository,
    private readonly stations: StationNotifier,
    private readonly clock: MissionClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One round: fails what was asked for in an earlier one, and asks for what is new. Gives what it failed. */
  async settle(): Promise<Contact[]> {
    const now = this.clock.now();
    const { rate } = this.clock;
    const past = await this.contacts.find({ state: ['booked', 'executing'], endedBy: formatUtc(now) });
    const missed: Contact[] = [];
    const asked: Contact[] = [];
    for (const contact of past) {
      const askedAt = this.askedAt.get(contact.id);
      if (askedAt === undefined) {
        asked.push(contact);
        continue;
      }
      const due = plusSeconds(parseUtc(contact.end), Math.max(GRACE_S, GRACE_WALL_S * rate));
      const answerDue = plusSeconds(askedAt, Math.max(ANSWER_S, ANSWER_WALL_S * rate));
      if (now < due || now < answerDue) continue;
      if (await this.contacts.changeState(contact.id, ['booked', 'executing'], 'failed', MISSED)) missed.push(contact);
    }
    for (const contact of missed) this.logger.warn({ contact: contact.id, end: contact.end }, `contact ${MISSED}`);
    const open = new Set(past.map(({ id }) => id));
    for (const id of this.askedAt.keys()) if (!open.has(id)) this.askedAt.delete(id);
    for (const { id } of missed) this.askedAt.delete(id);
    await this.stations.booked(asked);
    for (const { id } of asked) this.askedAt.set(id, now);
    return missed;
  }
}
