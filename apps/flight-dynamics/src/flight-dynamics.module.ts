import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type CancelTimer, LOGGER, type Logger, MissionClock } from '@app/platform';
import { ContactWindowRepository } from './contact-windows/contact-window.repository.js';
import { PredictContactWindows } from './contact-windows/predict-contact-windows.use-case.js';
import { ElementSetRepository } from './element-sets/element-set.repository.js';
import { ImportElementSets } from './element-sets/import-element-sets.use-case.js';
import { FlightDynamicsController } from './flight-dynamics.controller.js';
import { FlightDynamicsMessages } from './flight-dynamics.messages.js';

const SEEDS = Symbol('element sets to start from');
const PREDICT_EVERY_S = 6 * 3600;

/** Element sets as text and where they come from. */
export interface ElementSetSeed {
  readonly text: string;
  readonly source: string;
}

/** Element sets and contact windows. It predicts at the start and every six hours of mission time. */
@Module({})
export class FlightDynamicsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private cancel: CancelTimer | undefined;

  constructor(
    private readonly importElementSets: ImportElementSets,
    private readonly predict: PredictContactWindows,
    private readonly clock: MissionClock,
    @Inject(SEEDS) private readonly seeds: readonly ElementSetSeed[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static forRoot(options: { elementSets: readonly ElementSetSeed[] }): DynamicModule {
    return {
      module: FlightDynamicsModule,
      controllers: [FlightDynamicsController, FlightDynamicsMessages],
      providers: [
        ElementSetRepository,
        ContactWindowRepository,
        ImportElementSets,
        PredictContactWindows,
        { provide: SEEDS, useValue: options.elementSets },
      ],
      exports: [PredictContactWindows],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const { text, source } of this.seeds) await this.importElementSets.execute(text, source);
    this.cancel = this.clock.every(PREDICT_EVERY_S, () => {
      this.predict.execute().catch((error: unknown) => this.logger.error({ error }, 'prediction failed'));
    });
  }

  beforeApplicationShutdown(): void {
    this.cancel?.();
  }
}
