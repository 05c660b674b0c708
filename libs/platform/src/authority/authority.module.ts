import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { OperationsMode } from '@app/contracts';
import { WallClock } from '../clock/index.js';
import { OPERATIONS_MODE } from '../platform-tokens.js';
import { Accounts } from './accounts.port.js';
import { AccessTokens } from './access-tokens.port.js';
import { Authority } from './authority.port.js';
import { AuthorityGuard } from './authority.guard.js';
import { BusGuard } from './bus-guard.js';
import { JwtAccessTokens } from './jwt-access-tokens.js';
import { RegistryAuthority } from './registry-authority.js';
import { StrangerAudit } from './stranger-audit.js';

export interface AuthorityOptions {
  /** Signs access tokens: 32 octets or more (`readOrMakeTokenKey`). */
  readonly tokenKey: Uint8Array;
}

/**
 * Authority at every door of the process. Imported by the composition root alone; it needs the platform, the registry, and the ports
 * `Accounts` and `AuditLog` from a global module (service management).
 */
@Global()
@Module({})
export class AuthorityModule {
  static forRoot({ tokenKey }: AuthorityOptions): DynamicModule {
    return {
      module: AuthorityModule,
      providers: [
        {
          provide: JwtAccessTokens,
          inject: [OPERATIONS_MODE, WallClock, Accounts],
          useFactory: (mode: OperationsMode, clock: WallClock, accounts: Accounts) =>
            new JwtAccessTokens(tokenKey, mode, clock, accounts),
        },
        { provide: AccessTokens, useExisting: JwtAccessTokens },
        RegistryAuthority,
        { provide: Authority, useExisting: RegistryAuthority },
        BusGuard,
        StrangerAudit,
        { provide: APP_GUARD, useClass: AuthorityGuard },
      ],
      exports: [JwtAccessTokens, AccessTokens, Authority, BusGuard, StrangerAudit],
    };
  }
}
