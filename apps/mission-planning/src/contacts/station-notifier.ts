import { Inject, Injectable } from '@nestjs/common';
import {
  type Contact,
  type ContactId,
  type ElementSetMessage,
  elementSetMessageSchema,
  type SiteContacts,
  type SiteId,
  type StationContact,
  subjects,
} from '@app/contracts';
import { LOGGER, type Logger, MessageBus, RegistryReader } from '@app/platform';
import { ContactRepository } from './contact.repository.js';
import { stationMessage } from './station-message.js';

/** Tells stations of their contacts, each message complete in itself. */
@Injectable()
export class StationNotifier {
  /** What is still to be said; undefined since the start until the first round, which says everything that is open. */
  private unsent: Set<ContactId> | undefined;

  constructor(
    private readonly registry: RegistryReader,
    private readonly contacts: ContactRepository,
    private readonly bus: MessageBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Sends these contacts, and what could not be sent in earlier rounds. */
  async booked(contacts: readonly Contact[]): Promise<void> {
    const due = new Map([...(await this.leftOver()), ...contacts].map((contact) => [contact.id, contact]));
    this.unsent = new Set([...(this.unsent ?? []), ...due.keys()]);
    for (const message of await this.messages([...due.values()])) {
      const { id, site } = message.contact;
      try {
        await this.bus.publish(subjects.contactBooked(site), message);
        this.unsent.delete(id);
      } catch (error) {
        this.logger.error({ error, contact: id }, 'a contact could not be sent to its station; the next plan sends it');
      }
    }
  }

  /** What a station asks for when it starts: all its contacts that are not over. */
  async forSite(site: SiteId): Promise<SiteContacts> {
    const open = await this.contacts.open(site);
    return { open: open.map(({ id }) => id), messages: await this.messages(open) };
  }

  private async leftOver(): Promise<Contact[]> {
    const { unsent } = this;
    if (unsent?.size === 0) return [];
    const open = await this.contacts.open();
    // What is over meanwhile need not be said any more.
    const openIds = new Set(open.map(({ id }) => id));
    for (const id of unsent ?? []) if (!openIds.has(id)) unsent?.delete(id);
    return open.filter(({ id }) => unsent?.has(id) ?? true);
  }

  private async messages(contacts: readonly Contact[]): Promise<StationContact[]> {
    if (contacts.length === 0) return [];
    const registry = await this.registry.registry();
    const elementSets = new Map<string, ElementSetMessage>();
    const messages: StationContact[] = [];
    for (const contact of contacts) {
      try {
        let elementSet = elementSets.get(contact.spacecraft);
        if (elementSet === undefined) {
          const answer = await this.bus.request(
            subjects.elementSet,
            { spacecraft: contact.spacecraft },
            { timeoutMs: 10_000 },
          );
          elementSet = elementSetMessageSchema.parse(answer);
          elementSets.set(contact.spacecraft, elementSet);
        }
        messages.push(stationMessage(contact, registry, elementSet));
      } catch (error) {
        this.logger.error({ error, contact: contact.id }, 'a contact could not be sent to its station');
      }
    }
    return messages;
  }
}
