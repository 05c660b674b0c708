import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type Contact, contactWindowSchema, subjects, utcSchema } from '@app/contracts';
import { LOGGER, type Logger, MessageBus, MissionClock, Refusal } from '@app/platform';
import { formatUtc, parseUtc, secondsBetween } from '@app/time';
import { type ContactMove, ContactRepository } from './contact.repository.js';
import { PlanContacts } from './plan-contacts.use-case.js';
import { StationNotifier } from './station-notifier.js';

/** A contact keeps its identity when its window is predicted anew; from this shift on its station is told. */
const NOTICEABLE_S = 0.001;

/** Moves booked contacts to their newly predicted times, then books what the requests still lack. */
@Injectable()
export class FollowPrediction {
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly contacts: ContactRepository,
    private readonly stations: StationNotifier,
    private readonly planContacts: PlanContacts,
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One at a time, in the order of the predictions. */
  execute(): Promise<void> {
    const outcome = this.running.then(() => this.follow());
    this.running = outcome.catch(() => undefined);
    return outcome;
  }

  private async follow(): Promise<void> {
    const now = formatUtc(this.clock.now());
    const booked = await this.contacts.find({ state: ['booked'], start: now });
    const moves: ContactMove[] = [];
    if (booked.length > 0) {
      const answer = await this.bus.request(
        subjects.contactWindows,
        { start: now, limit: 5000 },
        { timeoutMs: 60_000 },
      );
      const windows = new Map(
        z
          .array(contactWindowSchema)
          .parse(answer)
          .map((window) => [window.id, window]),
      );
      for (const contact of booked) {
        const window = windows.get(contact.id);
        if (window === undefined) continue;
        const shiftAos = secondsBetween(parseUtc(contact.window.aos), parseUtc(window.aos));
        const shiftLos = secondsBetween(parseUtc(contact.window.los), parseUtc(window.los));
        if (Math.max(Math.abs(shiftAos), Math.abs(shiftLos)) < NOTICEABLE_S) continue;
        const shifted = (instant: string, seconds: number) =>
          utcSchema.parse(formatUtc(parseUtc(instant) + BigInt(Math.round(seconds * 1e9))));
        moves.push({
          contact,
          window,
          start: shifted(contact.start, shiftAos),
          end: shifted(contact.end, shiftLos),
        });
      }
    }
    const moved = await this.move(moves);
    for (const { id, start, end } of moved)
      this.logger.info({ contact: id, start, end }, 'contact moved with its prediction');
    await this.stations.booked(moved);
    await this.planContacts.execute();
  }

  /** Together, since neighbours move together; one by one where that cannot be, so that one clash stops no other. */
  private async move(moves: readonly ContactMove[]): Promise<Contact[]> {
    if (moves.length === 0) return [];
    try {
      return await this.contacts.moveAll(moves);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    const moved: Contact[] = [];
    for (const move of moves) {
      try {
        const contact = await this.contacts.moveTo(move);
        if (contact !== undefined) moved.push(contact);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.logger.error(
          { contact: move.contact.id, reason: error.message },
          'the new prediction of a contact clashes with another contact',
        );
      }
    }
    return moved;
  }
}
