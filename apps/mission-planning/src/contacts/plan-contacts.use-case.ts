import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  type Contact,
  type ContactWindow,
  contactWindowSchema,
  type LostConflict,
  type OperationsMode,
  subjects,
  utcSchema,
} from '@app/contracts';
import { LOGGER, type Logger, MessageBus, MissionClock, OPERATIONS_MODE, RegistryReader } from '@app/platform';
import { planGreedily } from '@app/planner';
import { formatUtc, plusSeconds } from '@app/time';
import { ServiceRequestRepository } from '../requests/service-request.repository.js';
import { ContactRepository } from './contact.repository.js';
import { bookedContact, lostConflict, planningProblem } from './planning-problem.js';
import { PastContacts } from './past-contacts.js';
import { StationNotifier } from './station-notifier.js';

/** Time between a plan and the first set-up that it may book. */
const LEAD_S = 5;
const HORIZON_S = 36 * 3600;

export interface PlanningOutcome {
  readonly windows: number;
  readonly booked: readonly Contact[];
  readonly lost: readonly LostConflict[];
}

/** Books a feasible set of contacts for the requests, from now to the horizon, and tells the stations. What is booked stays. */
@Injectable()
export class PlanContacts {
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly registry: RegistryReader,
    private readonly requests: ServiceRequestRepository,
    private readonly contacts: ContactRepository,
    private readonly stations: StationNotifier,
    private readonly past: PastContacts,
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One at a time: each plan begins with what the one before has booked. */
  execute(): Promise<PlanningOutcome> {
    const outcome = this.running.then(() => this.plan());
    this.running = outcome.catch(() => undefined);
    return outcome;
  }

  private async plan(): Promise<PlanningOutcome> {
    await this.past.settle();
    const now = this.clock.now();
    const start = formatUtc(now);
    const end = formatUtc(plusSeconds(now, HORIZON_S));
    const answer = await this.bus.request(subjects.contactWindows, { start, end, limit: 5000 }, { timeoutMs: 60_000 });
    const windows: ContactWindow[] = z.array(contactWindowSchema).parse(answer);
    const requests = await this.requests.all();
    // A day's count needs the contacts of the whole day, also those that are over.
    const booked = await this.contacts.find({
      state: ['booked', 'executing', 'completed'],
      start: utcSchema.parse(formatUtc(plusSeconds(now, -86_400))),
    });
    const known = await this.contacts.find({ ids: windows.map(({ id }) => id) });
    const problem = planningProblem(
      await this.registry.registry(),
      requests,
      windows,
      booked,
      plusSeconds(now, LEAD_S),
      known.filter(({ state }) => state !== 'booked' && state !== 'executing'),
    );
    const plan = planGreedily(problem);
    const windowById = new Map<string, ContactWindow>(windows.map((window) => [window.id, window]));
    const requestById = new Map<string, (typeof requests)[number]>(requests.map((request) => [request.id, request]));
    const contacts = plan.contacts.flatMap((planned) => {
      const window = windowById.get(planned.window.id);
      const request = requestById.get(planned.request);
      return window === undefined || request === undefined ? [] : [bookedContact(planned, window, request, this.mode)];
    });
    // A window that is booked for the very request is not lost to it.
    const own = new Set(booked.map(({ id, request }) => `${id} ${request}`));
    const lost = plan.lost.flatMap((one) => {
      if (own.has(`${one.window.id} ${one.request}`)) return [];
      const window = windowById.get(one.window.id);
      return window === undefined ? [] : [lostConflict(one, window)];
    });
    const outcome = await this.contacts.book(contacts, lost);
    for (const { window, request, reason } of outcome.clashes)
      this.logger.error({ contact: window.id, request, reason }, 'a planned contact clashes with a booked one');
    const unserved = [...lost, ...outcome.clashes];
    this.logger.info(
      { windows: windows.length, booked: outcome.booked.length, lost: unserved.length, start, end },
      'contacts planned',
    );
    await this.stations.booked(outcome.booked);
    return { windows: windows.length, booked: outcome.booked, lost: unserved };
  }
}
