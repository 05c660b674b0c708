import type { Decision, Operation, OperationsMode, Principal, Role } from '@app/contracts';
import type { Tai } from '@app/time';
import type { Registry } from '../registry/registry-reader.js';
import type { AuthorityQuestion } from './authority.port.js';
import {
  agreementForTelecommand,
  type Asked,
  type Condition,
  holdsTheConsole,
  isAnotherPerson,
  isHazardous,
  isOwnMember,
  isNotAboutOwnRoles,
  operatesSite,
  operatesSpacecraft,
  operatesSpacecraftIfNamed,
  ownsOrOperatesSpacecraft,
  refusal,
} from './policy-conditions.js';

/** What a decision is made from, besides who asks and what. */
export interface AuthorityFacts {
  /** Of this ground segment. */
  readonly mode: OperationsMode;
  /** Mission time: agreements are valid in a span of it. */
  readonly at: Tai;
  readonly registry: Pick<Registry, 'spacecraft' | 'sites' | 'antennas' | 'agreements'>;
}

interface OperationRule {
  readonly roles: readonly Role[];
  /** All must hold; the first that does not is what the person hears. */
  readonly conditions: readonly Condition[];
}

const everyRole: readonly Role[] = [
  'controller',
  'hazardous-command-approver',
  'planner',
  'flight-dynamics',
  'station-operator',
  'trainee',
  'administrator',
];
const commanders: readonly Role[] = ['controller', 'trainee'];

/** Who may do what, on what condition. */
export const operationRules: Readonly<Record<Operation, OperationRule>> = {
  'observe-network': { roles: everyRole, conditions: [] },
  'observe-spacecraft': { roles: everyRole, conditions: [ownsOrOperatesSpacecraft] },
  'hold-console': { roles: commanders, conditions: [operatesSpacecraft, agreementForTelecommand] },
  'author-command': { roles: commanders, conditions: [operatesSpacecraft, holdsTheConsole, agreementForTelecommand] },
  'cancel-command': { roles: commanders, conditions: [operatesSpacecraft, holdsTheConsole, agreementForTelecommand] },
  'release-command': { roles: commanders, conditions: [operatesSpacecraft, holdsTheConsole, agreementForTelecommand] },
  'direct-cop1': { roles: commanders, conditions: [operatesSpacecraft, holdsTheConsole, agreementForTelecommand] },
  'approve-command': {
    roles: ['hazardous-command-approver'],
    conditions: [operatesSpacecraft, isHazardous, isAnotherPerson],
  },
  'plan-contacts': { roles: ['planner'], conditions: [operatesSpacecraftIfNamed] },
  'load-elements': { roles: ['flight-dynamics'], conditions: [operatesSpacecraft] },
  'operate-station': { roles: ['station-operator'], conditions: [operatesSite] },
  'administer-users': { roles: ['administrator'], conditions: [isOwnMember, isNotAboutOwnRoles] },
  'read-audit': { roles: ['administrator', ...commanders], conditions: [] },
};

/** Conditions that are answered by the spacecraft's name alone. */
const bySpacecraftAlone: ReadonlySet<Condition> = new Set([
  ownsOrOperatesSpacecraft,
  operatesSpacecraft,
  operatesSpacecraftIfNamed,
]);

/** A trainee is one in simulation only: elsewhere the role counts for nothing. */
function rolesIn(mode: OperationsMode, roles: readonly Role[]): readonly Role[] {
  return mode === 'simulation' ? roles : roles.filter((role) => role !== 'trainee');
}

/**
 * Whether somebody may do something here and now, and why (design rule 11). A pure function of the table above: what no role and no
 * condition allows is refused, with what was expected and what was found.
 */
export function decide(who: Principal | null, question: AuthorityQuestion, facts: AuthorityFacts): Decision {
  const { operation, mode } = question;
  if (who === null) return refusal('not-signed-in', `${operation}: expected somebody who is signed in, found nobody`);
  if (mode !== undefined && mode !== facts.mode)
    return refusal(
      'other-mode',
      `${operation}: expected mode ${facts.mode}, which this ground segment works in, found ${mode}`,
    );
  return judge(who, question, facts, operationRules[operation].conditions);
}

/**
 * What the spacecraft's name, or else the role alone says, before the rest is known: who is refused by this would be refused by `decide`,
 * whatever the rest. A member's own spacecraft refuse none of its users here, for a use case may grant what a role does not (to leave a
 * console that one holds); one that is not registered refuses nobody, for that there is none is no secret.
 */
export function decideAtDoor(who: Principal, question: AuthorityQuestion, facts: AuthorityFacts): Decision {
  const { operation, spacecraft } = question;
  if (spacecraft === undefined) return judge(who, question, facts, []);
  const isRegistered = facts.registry.spacecraft.some(({ id }) => id === spacecraft);
  const conditions = operationRules[operation].conditions.filter((one) => bySpacecraftAlone.has(one));
  if (isRegistered && conditions.some((condition) => condition({ who, question, facts })?.allowed === false))
    return judge(who, question, facts, conditions);
  return { allowed: true, rule: 'allowed', explanation: `${operation}: the use case decides`, agreement: null };
}

function judge(
  who: Principal,
  question: AuthorityQuestion,
  facts: AuthorityFacts,
  conditions: readonly Condition[],
): Decision {
  const { operation } = question;
  const { roles } = operationRules[operation];
  const role = roles.find((one) => rolesIn(facts.mode, who.roles).includes(one));
  if (role === undefined) return roleRefusal(who, operation, roles, facts.mode);
  const asked: Asked = { who, question, facts };
  let agreement: Decision['agreement'] = null;
  for (const condition of conditions) {
    const outcome = condition(asked);
    if (outcome === undefined) continue;
    if (!outcome.allowed) return outcome;
    agreement = outcome.agreement;
  }
  const by = agreement === null ? '' : `, by agreement ${agreement}`;
  return { allowed: true, rule: 'allowed', explanation: `${who.user} is ${role} of ${who.member}${by}`, agreement };
}

function roleRefusal(
  { user, roles: found }: Principal,
  operation: Operation,
  expected: readonly Role[],
  mode: OperationsMode,
): Decision {
  if (found.includes('trainee') && expected.includes('trainee'))
    return refusal('other-mode', `${operation}: expected mode simulation for the trainee ${user}, found ${mode}`);
  const roles = found.length === 0 ? 'no role' : found.join(', ');
  return refusal(
    'no-role',
    `${operation}: expected ${expected === everyRole ? 'any role' : `role ${expected.join(' or ')}`}, found ${roles} of ${user}`,
  );
}
