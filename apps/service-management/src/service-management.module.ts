import {
  type DynamicModule,
  Inject,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type OnModuleInit,
  RequestMethod,
} from '@nestjs/common';
import type { OperationsMode } from '@app/contracts';
import { Accounts, AuditLog, LOGGER, type Logger, OPERATIONS_MODE } from '@app/platform';
import { AccountDirectory } from './accounts/account-directory.js';
import { ManageUsers } from './accounts/manage-users.use-case.js';
import { PASSWORD_COST, type PasswordCost } from './accounts/password.js';
import { PASSWORD_COST_TOKEN } from './accounts/password-cost.token.js';
import { SetUpDemonstration } from './accounts/set-up-demonstration.use-case.js';
import { UserStore } from './accounts/user-store.js';
import { UsersController } from './accounts/users.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { DatabaseAuditLog } from './audit/database-audit-log.js';
import { ReadAudit } from './audit/read-audit.use-case.js';
import { ClaimInstallation } from './registry/claim-installation.use-case.js';
import { LoadConstellation } from './registry/load-constellation.use-case.js';
import { RegistryController } from './registry/registry.controller.js';
import type { ConstellationSeed } from './registry/seed-file.js';
import { ChangePassword } from './session/change-password.use-case.js';
import { RenewSession } from './session/renew-session.use-case.js';
import { SessionController } from './session/session.controller.js';
import { SIGN_IN_LIMITS, type SignInLimits, signInLimits } from './session/sign-in-limits.js';
import { SignIn } from './session/sign-in.use-case.js';

export interface ServiceManagementOptions {
  readonly seed: ConstellationSeed;
  /** Whether the demonstration's accounts exist: in simulation only. */
  readonly demonstrationAccounts: boolean;
  /** For tests, which sign in often. */
  readonly passwordCost?: PasswordCost;
  readonly signInLimits?: SignInLimits;
}

const OPTIONS = Symbol('ServiceManagementOptions');

/**
 * The registry, the users and the audit, and their doors. It loads the constellation into an empty registry before any app starts its
 * work. Global, for it gives authority its two ports; it needs authority's module.
 */
@Module({})
export class ServiceManagementModule implements OnModuleInit, NestModule {
  constructor(
    private readonly claimInstallation: ClaimInstallation,
    private readonly loadConstellation: LoadConstellation,
    private readonly setUpDemonstration: SetUpDemonstration,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(OPTIONS) private readonly options: ServiceManagementOptions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static forRoot(options: ServiceManagementOptions): DynamicModule {
    return {
      module: ServiceManagementModule,
      global: true,
      controllers: [RegistryController, SessionController, UsersController, AuditController],
      providers: [
        ClaimInstallation,
        LoadConstellation,
        SetUpDemonstration,
        AccountDirectory,
        { provide: Accounts, useExisting: AccountDirectory },
        { provide: AuditLog, useClass: DatabaseAuditLog },
        { provide: PASSWORD_COST_TOKEN, useValue: options.passwordCost ?? PASSWORD_COST },
        { provide: OPTIONS, useValue: options },
        UserStore,
        ManageUsers,
        ReadAudit,
        SignIn,
        RenewSession,
        ChangePassword,
      ],
      exports: [Accounts, AuditLog],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(...signInLimits(this.options.signInLimits ?? SIGN_IN_LIMITS))
      .forRoutes(
        { path: 'api/session', method: RequestMethod.POST },
        { path: 'api/session/password', method: RequestMethod.POST },
      );
  }

  async onModuleInit(): Promise<void> {
    await this.claimInstallation.execute(this.mode);
    const { seed, demonstrationAccounts } = this.options;
    const loaded = await this.loadConstellation.execute(seed);
    this.logger.info({ constellation: seed.name, loaded }, loaded ? 'registry loaded' : 'registry kept as it was');
    await this.setUpDemonstration.execute(demonstrationAccounts);
  }
}
