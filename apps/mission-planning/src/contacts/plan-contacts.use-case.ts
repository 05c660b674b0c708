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
  constructor(
    private readonly registry: RegistryReader,
    private readonly requests: ServiceRequestRepository,
    private readonly contacts: ContactRepository,
    private readonly stations: StationNotifier,
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async execute(): Promise<PlanningOutcome> {
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
    const problem = planningProblem(
      await this.registry.registry(),
      requests,
      windows,
      booked,
      plusSeconds(now, LEAD_S),
    );
    const plan = planGreedily(problem);
    const windowById = new Map<string, ContactWindow>(windows.map((window) => [window.id, window]));
    const requestById = new Map<string, (typeof requests)[number]>(requests.map((request) => [request.id, request]));
    const contacts = plan.contacts.flatMap((planned) => {
      const window = windowById.get(planned.window.id);
      const request = requestById.get(planned.request);
      return window === undefined || request === undefined ? [] : [bookedContact(planned, window, request, this.mode)];
    });
    const lost = plan.lost.flatMap((one) => {
      const window = windowById.get(one.window.id);
      return window === undefined ? [] : [lostConflict(one, window)];
    });
    await this.contacts.book(contacts, lost);
    this.logger.info(
      { windows: windows.length, booked: contacts.length, lost: lost.length, start, end },
      'contacts planned',
    );
    await this.stations.booked(contacts);
    return { windows: windows.length, booked: contacts, lost };
  }
}
