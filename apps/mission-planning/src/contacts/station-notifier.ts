import { Inject, Injectable } from '@nestjs/common';
import {
  type Contact,
  type ElementSetMessage,
  elementSetMessageSchema,
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
  constructor(
    private readonly registry: RegistryReader,
    private readonly contacts: ContactRepository,
    private readonly bus: MessageBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async booked(contacts: readonly Contact[]): Promise<void> {
    for (const message of await this.messages(contacts)) {
      await this.bus.publish(subjects.contactBooked(message.contact.site), message);
    }
  }

  /** What a station asks for when it starts: all its contacts that are not over. */
  async forSite(site: SiteId): Promise<StationContact[]> {
    return this.messages(await this.contacts.open(site));
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
