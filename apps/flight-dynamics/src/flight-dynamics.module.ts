import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type CancelTimer, LOGGER, type Logger, MissionClock } from '@app/platform';
import { ContactSearchRunner } from './contact-windows/contact-search-runner.port.js';
import { ContactWindowRepository } from './contact-windows/contact-window.repository.js';
import { InProcessContactSearchRunner } from './contact-windows/in-process-contact-search-runner.js';
import { PredictContactWindows } from './contact-windows/predict-contact-windows.use-case.js';
import { PredictSpacecraft } from './contact-windows/predict-spacecraft.use-case.js';
import {
  defaultPredictionSettings,
  PREDICTION_SETTINGS,
  type PredictionSettings,
} from './contact-windows/prediction-settings.js';
import { SpacecraftMotions } from './contact-windows/spacecraft-motion.js';
import { WorkerContactSearchRunner } from './contact-windows/worker-contact-search-runner.js';
import { EarthOrientationController } from './earth-orientation/earth-orientation.controller.js';
import { EarthOrientationStore } from './earth-orientation/earth-orientation.store.js';
import { ImportEarthOrientation } from './earth-orientation/import-earth-orientation.use-case.js';
import { ElementSetRepository } from './element-sets/element-set.repository.js';
import { ImportElementSets } from './element-sets/import-element-sets.use-case.js';
import { EphemeridesController } from './ephemerides/ephemerides.controller.js';
import { EphemerisRepository } from './ephemerides/ephemeris.repository.js';
import { ImportEphemeris } from './ephemerides/import-ephemeris.use-case.js';
import { FlightDynamicsController } from './flight-dynamics.controller.js';
import { FlightDynamicsMessages } from './flight-dynamics.messages.js';
import { ManeuverRepository } from './maneuvers/maneuver.repository.js';
import { ManeuversController } from './maneuvers/maneuvers.controller.js';
import { DescribeObjects } from './objects/describe-objects.use-case.js';
import { ObjectsController } from './objects/objects.controller.js';
import { productControllers, productProviders } from './products/parts.js';

const SEEDS = Symbol('element sets to start from');
const PREDICT_EVERY_S = 6 * 3600;

/** Element sets as text and where they come from. */
export interface ElementSetSeed {
  readonly text: string;
  readonly source: string;
}

export interface FlightDynamicsOptions {
  readonly elementSets: readonly ElementSetSeed[];
  readonly prediction?: PredictionSettings | undefined;
}

/** A worker thread cannot run TypeScript: where this does, as under tests, searches run here in small steps. */
function createRunner(): ContactSearchRunner {
  return import.meta.url.endsWith('.js') ? new WorkerContactSearchRunner() : new InProcessContactSearchRunner();
}

/** Element sets, ephemerides, manoeuvres, Earth orientation and contact windows. It predicts at the start and every six hours of mission time. */
@Module({})
export class FlightDynamicsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private cancel: CancelTimer | undefined;

  constructor(
    private readonly importElementSets: ImportElementSets,
    private readonly predict: PredictContactWindows,
    private readonly runner: ContactSearchRunner,
    private readonly clock: MissionClock,
    @Inject(SEEDS) private readonly seeds: readonly ElementSetSeed[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static forRoot({ elementSets, prediction = defaultPredictionSettings }: FlightDynamicsOptions): DynamicModule {
    return {
      module: FlightDynamicsModule,
      controllers: [
        ...productControllers,
        FlightDynamicsController,
        EphemeridesController,
        ManeuversController,
        EarthOrientationController,
        ObjectsController,
        FlightDynamicsMessages,
      ],
      providers: [
        ElementSetRepository,
        EphemerisRepository,
        ManeuverRepository,
        EarthOrientationStore,
        ContactWindowRepository,
        ImportElementSets,
        ImportEphemeris,
        ImportEarthOrientation,
        DescribeObjects,
        SpacecraftMotions,
        PredictSpacecraft,
        PredictContactWindows,
        ...productProviders,
        { provide: ContactSearchRunner, useFactory: createRunner },
        { provide: PREDICTION_SETTINGS, useValue: prediction },
        { provide: SEEDS, useValue: elementSets },
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

  async beforeApplicationShutdown(): Promise<void> {
    this.cancel?.();
    await this.runner.close();
  }
}
