export { InterconnectModule } from './interconnect.module.js';
export { interconnectEntities } from './interconnect.entities.js';
export { type RouterStatus, RoutingService } from './routing/routing.service.js';
export { type CltuAccount, type ContactAccount, type RefusalAccount } from './accounting/accounting.messages.js';
