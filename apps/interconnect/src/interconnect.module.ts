import { type DynamicModule, Module } from '@nestjs/common';
import { AccountingController } from './accounting/accounting.controller.js';
import { ReadAccounts } from './accounting/read-accounts.use-case.js';
import { RecentRegistry } from './registry/recent-registry.js';
import { RoutingService } from './routing/routing.service.js';
import { ForwardNotification } from './uplink/forward-notification.use-case.js';
import { TransferCltu } from './uplink/transfer-cltu.use-case.js';
import { UplinkService } from './uplink/uplink.service.js';

/** Stations' frames to the missions that own them, and missions' CLTUs to the stations: routing, delivery, accounting. */
@Module({})
export class InterconnectModule {
  static forRoot(): DynamicModule {
    return {
      module: InterconnectModule,
      controllers: [AccountingController],
      providers: [RecentRegistry, RoutingService, TransferCltu, ForwardNotification, UplinkService, ReadAccounts],
      exports: [RoutingService],
    };
  }
}
