import type { AuthorityRule, Decision } from '@app/contracts';
import { Refusal } from '../http/refusal.js';

const unauthenticated: readonly AuthorityRule[] = [
  'not-signed-in',
  'invalid-token',
  'expired-token',
  'wrong-password',
  'account-disabled',
];

/** 401 where it must first be known who asks, 404 for what there is not, else 403. The rule is machine-readable: `errors[].path` is `rule`. */
export function refused(rule: AuthorityRule, explanation: string): Refusal {
  const status = unauthenticated.includes(rule) ? 401 : rule === 'unknown-resource' ? 404 : 403;
  const title = { 401: 'not signed in', 403: 'not permitted', 404: 'no such resource' }[status];
  return new Refusal(status, title, [
    { path: 'authority', message: explanation },
    { path: 'rule', message: rule },
  ]);
}

export function refusalOf({ rule, explanation }: Decision): Refusal {
  return refused(rule, explanation);
}

/** The rule of a refusal that authority gave; undefined for any other. */
export function ruleOf(refusal: Refusal): AuthorityRule | undefined {
  return refusal.errors.find(({ path }) => path === 'rule')?.message as AuthorityRule | undefined;
}
