import { UserAccountEntity } from './accounts/account.entities.js';
import { AuditEntryEntity } from './audit/audit.entities.js';
import { registryEntities } from './registry/registry.entities.js';

/** Everything in the schema of service management. */
export const serviceManagementEntities = [...registryEntities, UserAccountEntity, AuditEntryEntity];
