import { type DynamicModule, Module } from '@nestjs/common';
import { AccountingController } from './accounting/accounting.controller.js';
import { ReadAccounts } from './accounting/read-accounts.use-case.js';
import { RoutingService } from './routing/routing.service.js';

/** Stations' frames to the missions that own them: routing, delivery, accounting. */
@Module({})
export class InterconnectModule {
  static forRoot(): DynamicModule {
    return {
      module: InterconnectModule,
      controllers: [AccountingController],
      providers: [RoutingService, ReadAccounts],
      exports: [RoutingService],
    };
  }
}
