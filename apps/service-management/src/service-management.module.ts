import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import type { OperationsMode } from '@app/contracts';
import { LOGGER, type Logger, OPERATIONS_MODE } from '@app/platform';
import { ClaimInstallation } from './registry/claim-installation.use-case.js';
import { LoadConstellation } from './registry/load-constellation.use-case.js';
import { RegistryController } from './registry/registry.controller.js';
import type { ConstellationSeed } from './registry/seed-file.js';

const SEED = Symbol('ConstellationSeed');

/** The registry and its door. It loads the constellation into an empty registry before any app starts its work. */
@Module({})
export class ServiceManagementModule implements OnModuleInit {
  constructor(
    private readonly claimInstallation: ClaimInstallation,
    private readonly loadConstellation: LoadConstellation,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(SEED) private readonly seed: ConstellationSeed,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static forRoot(options: { seed: ConstellationSeed }): DynamicModule {
    return {
      module: ServiceManagementModule,
      controllers: [RegistryController],
      providers: [ClaimInstallation, LoadConstellation, { provide: SEED, useValue: options.seed }],
    };
  }

  async onModuleInit(): Promise<void> {
    await this.claimInstallation.execute(this.mode);
    const loaded = await this.loadConstellation.execute(this.seed);
    this.logger.info({ constellation: this.seed.name, loaded }, loaded ? 'registry loaded' : 'registry kept as it was');
  }
}
