export { type Account, Accounts } from './accounts.port.js';
export { AccessTokens, type OpenSession } from './access-tokens.port.js';
export { AuditLog, type AuditRecord } from './audit-log.port.js';
export { Authority, type AuthorityQuestion } from './authority.port.js';
export { refusalOf, refused, ruleOf } from './authority-refusal.js';
export {
  Authorised,
  AuthorisedInside,
  type ContactInQuery,
  DOOR_POLICY,
  type DoorFacts,
  type DoorPolicy,
  type FactSource,
  GatewayPolicy,
  policyOf,
  Public,
  SignedIn,
} from './door-policy.js';
export { actAs, Door, doorOf, principalOf, Session, Who } from './door-request.js';
export { AuthorityGuard } from './authority.guard.js';
export { AuthorityModule, type AuthorityOptions } from './authority.module.js';
export { BusGuard, withBusOf } from './bus-guard.js';
export { JwtAccessTokens, SESSION_LIFE_S, TOKEN_LIFE_S } from './jwt-access-tokens.js';
export { type AuthorityFacts, decide, operationRules } from './policy.js';
export { RefusalBudget, type RefusalLimits } from './refusal-budget.js';
export { RegistryAuthority } from './registry-authority.js';
export { StrangerAudit, type StrangersKnock } from './stranger-audit.js';
export { readOrMakeTokenKey, TokenKeyError } from './token-key.js';
