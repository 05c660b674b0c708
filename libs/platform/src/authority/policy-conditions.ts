import type { AuthorityRule, Decision, MemberId, Principal, Spacecraft } from '@app/contracts';
import { parseUtc } from '@app/time';
import type { AuthorityQuestion } from './authority.port.js';
import type { AuthorityFacts } from './policy.js';

/** Everything a condition looks at. */
export interface Asked {
  readonly who: Principal;
  readonly question: AuthorityQuestion;
  readonly facts: AuthorityFacts;
}

/** Undefined: it holds, and nothing more is to be said. Else a refusal, or an allowance that names the agreement. */
export type Condition = (asked: Asked) => Decision | undefined;

export function refusal(rule: AuthorityRule, explanation: string): Decision {
  return { allowed: false, rule, explanation, agreement: null };
}

function unknown(operation: string, kind: string, found: string | undefined): Decision {
  const expected = `expected the identifier of a ${kind} that is registered`;
  return refusal('unknown-resource', `${operation}: ${expected}, found ${found === undefined ? 'none' : `"${found}"`}`);
}

/** A condition on the spacecraft that the question is about. */
function onSpacecraft(check: (spacecraft: Spacecraft, asked: Asked) => Decision | undefined): Condition {
  return (asked) => {
    const { operation, spacecraft: id } = asked.question;
    const spacecraft = asked.facts.registry.spacecraft.find((one) => one.id === id);
    return spacecraft === undefined ? unknown(operation, 'spacecraft', id) : check(spacecraft, asked);
  };
}

function otherMember({ who, question }: Asked, expected: string, what: string): Decision {
  return refusal(
    'other-member',
    `${question.operation}: expected a user of ${expected} (${what}), found ${who.user} of ${who.member}`,
  );
}

export const ownsOrOperatesSpacecraft = onSpacecraft(({ id, owner, operator }, asked) => {
  if (asked.who.member === owner || asked.who.member === operator) return undefined;
  const members = owner === operator ? owner : `${owner} or ${operator}`;
  return otherMember(asked, members, `owner and operator of ${id}`);
});

export const operatesSpacecraft = onSpacecraft(({ id, operator }, asked) =>
  asked.who.member === operator ? undefined : otherMember(asked, operator, `operator of ${id}`),
);

/** What concerns several spacecraft names none. */
export const operatesSpacecraftIfNamed: Condition = (asked) =>
  asked.question.spacecraft === undefined ? undefined : operatesSpacecraft(asked);

export const holdsTheConsole: Condition = ({ who, question: { operation, spacecraft, holder } }) => {
  if (holder === who.user) return undefined;
  const expected = `${operation}: expected ${who.user} to hold the console of ${spacecraft ?? 'the spacecraft'}`;
  return holder === undefined || holder === null
    ? refusal('console-not-held', `${expected}, found nobody holding it`)
    : refusal('console-held-by-another', `${expected}, found ${holder} holding it`);
};

export const isHazardous: Condition = ({ question: { operation, hazardous } }) =>
  hazardous === true
    ? undefined
    : refusal('not-hazardous', `${operation}: expected a hazardous command, found one that needs no second person`);

export const isAnotherPerson: Condition = ({ who, question: { operation, author } }) => {
  if (author === undefined) return unknown(operation, 'command with an author', undefined);
  if (author !== who.user) return undefined;
  return refusal('same-person', `${operation}: expected another person than the author, found ${author} twice`);
};

/**
 * The antenna's member must serve the operator with telecommand by an agreement in force: also where both are one. Of several the one
 * that is served first decides. A question that names no antenna is not about one.
 */
export const agreementForTelecommand: Condition = ({ question, facts }) => {
  const { operation, antenna: id, spacecraft: spacecraftId } = question;
  if (id === undefined) return undefined;
  const { antennas, sites, spacecraft, agreements } = facts.registry;
  const antenna = antennas.find((one) => one.id === id);
  const provider = sites.find((site) => site.id === antenna?.site)?.member;
  const operator = spacecraft.find((one) => one.id === spacecraftId)?.operator;
  if (provider === undefined || operator === undefined || spacecraftId === undefined)
    return unknown(operation, 'antenna', id);
  const [first] = agreements
    .filter(
      (one) =>
        one.provider === provider &&
        one.user === operator &&
        one.services.includes('telecommand') &&
        (one.spacecraft.length === 0 || one.spacecraft.includes(spacecraftId)) &&
        parseUtc(one.validFrom) <= facts.at &&
        facts.at < parseUtc(one.validTo),
    )
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  if (first !== undefined) return { allowed: true, rule: 'allowed', explanation: '', agreement: first.id };
  return refusal(
    'no-agreement',
    `${operation}: expected an agreement in force by which ${provider} serves ${operator} with telecommand of ${spacecraftId} through ${id}, found none`,
  );
};

export const operatesSite: Condition = (asked) => {
  const { operation, site: named, antenna } = asked.question;
  const { antennas, sites } = asked.facts.registry;
  const itsSite = antennas.find((one) => one.id === antenna)?.site;
  const site = sites.find((one) => one.id === (named ?? itsSite));
  if (site === undefined) return unknown(operation, 'site', named ?? antenna);
  if (antenna !== undefined && itsSite !== site.id) return unknown(operation, `antenna of ${site.id}`, antenna);
  return asked.who.member === site.member ? undefined : otherMember(asked, site.member, `operator of ${site.id}`);
};

/** A question that names no member is about the asker's own. */
export const isOwnMember: Condition = (asked) => {
  const member: MemberId = asked.question.member ?? asked.who.member;
  return asked.who.member === member ? undefined : otherMember(asked, member, 'whose users they are');
};

/** Nobody changes the own roles. */
export const isNotAboutOwnRoles: Condition = ({ who, question: { operation, rolesOf } }) =>
  rolesOf === who.user
    ? refusal(
        'same-person',
        `${operation}: expected another administrator to change the roles of ${rolesOf}, found ${rolesOf}`,
      )
    : undefined;
