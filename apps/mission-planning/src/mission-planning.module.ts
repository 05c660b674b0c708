import { type DynamicModule, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { ServiceRequest } from '@app/contracts';
import { ContactRepository } from './contacts/contact.repository.js';
import { FollowPrediction } from './contacts/follow-prediction.use-case.js';
import { PastContacts } from './contacts/past-contacts.js';
import { PlanContacts } from './contacts/plan-contacts.use-case.js';
import { StationNotifier } from './contacts/station-notifier.js';
import { PlanningController } from './planning.controller.js';
import { PlanningMessages } from './planning.messages.js';
import { ServiceRequestRepository } from './requests/service-request.repository.js';

const REQUESTS = Symbol('service requests to start from');

/** Service requests and booked contacts. It plans whenever flight dynamics has predicted. */
@Module({})
export class MissionPlanningModule implements OnApplicationBootstrap {
  constructor(
    private readonly requests: ServiceRequestRepository,
    @Inject(REQUESTS) private readonly seed: readonly ServiceRequest[],
  ) {}

  static forRoot(options: { requests: readonly ServiceRequest[] }): DynamicModule {
    return {
      module: MissionPlanningModule,
      controllers: [PlanningController, PlanningMessages],
      providers: [
        ContactRepository,
        ServiceRequestRepository,
        StationNotifier,
        PastContacts,
        PlanContacts,
        FollowPrediction,
        { provide: REQUESTS, useValue: options.requests },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.requests.seed(this.seed);
  }
}
