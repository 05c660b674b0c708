import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ContactId,
  type ContactState,
  type OperationsMode,
  passStatusSchema,
  type SiteContacts,
  siteIdSchema,
  subjects,
} from '@app/contracts';
import { BUS_TRANSPORT, BusContext, OPERATIONS_MODE, parseOrRefuse } from '@app/platform';
import { ContactRepository } from './contacts/contact.repository.js';
import { contactStateAfter } from './contacts/follow-passes.js';
import { FollowPrediction } from './contacts/follow-prediction.use-case.js';
import { StationNotifier } from './contacts/station-notifier.js';

/** What mission planning answers and hears on the message bus. */
@Controller()
export class PlanningMessages {
  // Stations report about once a second; the database need hear of a contact only when its state changes.
  private readonly latest = new Map<ContactId, ContactState>();

  constructor(
    private readonly contacts: ContactRepository,
    private readonly stations: StationNotifier,
    private readonly followPrediction: FollowPrediction,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  @MessagePattern(subjects.contactsForAnySite, BUS_TRANSPORT)
  contactsForSite(@Ctx() context: BusContext): Promise<SiteContacts> {
    return this.stations.forSite(parseOrRefuse(siteIdSchema, context.getSubject().split('.').at(-1), 'site'));
  }

  @EventPattern(subjects.anyPassStatus, BUS_TRANSPORT)
  async passStatus(@Payload() payload: unknown): Promise<void> {
    const status = parseOrRefuse(passStatusSchema, payload, 'pass status');
    const change = contactStateAfter(status.phase);
    if (status.mode !== this.mode || change === undefined || this.latest.get(status.contact) === change.to) return;
    const failure = change.to === 'failed' ? (status.reason ?? `its pass ended as ${status.phase}`) : null;
    await this.contacts.changeState(status.contact, change.from, change.to, failure);
    if (change.to === 'executing') this.latest.set(status.contact, change.to);
    else this.latest.delete(status.contact);
  }

  @EventPattern(subjects.contactWindowsPredicted, BUS_TRANSPORT)
  async predicted(@Payload() _prediction: unknown): Promise<void> {
    await this.followPrediction.execute();
  }
}
