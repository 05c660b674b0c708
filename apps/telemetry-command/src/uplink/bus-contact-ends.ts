import { Inject, Injectable } from '@nestjs/common';
import { type ContactId, siteContactsSchema, type SiteId, subjects } from '@app/contracts';
import { LOGGER, type Logger, MessageBus } from '@app/platform';
import { parseUtc, type Tai } from '@app/time';
import { ContactEnds } from './uplink-ports.js';

/** Milliseconds of wall time. */
const ANSWER_TIMEOUT_MS = 5_000;

/** Contacts as mission planning tells its stations of them. */
@Injectable()
export class BusContactEnds extends ContactEnds {
  constructor(
    private readonly bus: MessageBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  override async losOf(site: SiteId, contact: ContactId): Promise<Tai | undefined> {
    try {
      const answer = await this.bus.request(subjects.contactsForSite(site), {}, { timeoutMs: ANSWER_TIMEOUT_MS });
      const { messages } = siteContactsSchema.parse(answer);
      const message = messages.find((one) => one.contact.id === contact);
      return message === undefined ? undefined : parseUtc(message.contact.window.los);
    } catch (error) {
      this.logger.warn({ error, contact }, 'mission planning does not say when a contact ends');
      return undefined;
    }
  }
}
