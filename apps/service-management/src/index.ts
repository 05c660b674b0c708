export { ServiceManagementModule, type ServiceManagementOptions } from './service-management.module.js';
export { ClaimInstallation } from './registry/claim-installation.use-case.js';
export { LoadConstellation } from './registry/load-constellation.use-case.js';
export { registryEntities } from './registry/registry.entities.js';
export { type ConstellationSeed, readConstellationSeed, SeedError } from './registry/seed-file.js';
export { serviceManagementEntities } from './service-management.entities.js';
export { type CreateUserCommand, createUserSchema } from './accounts/account.messages.js';
export { AccountDirectory } from './accounts/account-directory.js';
export {
  DEMONSTRATION_PASSWORD,
  type DemonstrationAccount,
  demonstrationAccounts,
} from './accounts/demonstration-accounts.js';
export { hashPassword, PASSWORD_COST, type PasswordCost } from './accounts/password.js';
export { UserStore } from './accounts/user-store.js';
export { DatabaseAuditLog } from './audit/database-audit-log.js';
