import type { AuthorityRule } from '@app/contracts';
import type { AuditRecord, OpenSession } from '@app/platform';

/** What was decided about a session that is open already, for the audit. */
export function sessionEntry(
  { principal }: OpenSession,
  door: string,
  subject: string,
  rule: AuthorityRule,
  explanation: string,
): AuditRecord {
  return {
    user: principal.user,
    member: principal.member,
    actor: principal.user,
    operation: 'sign-in',
    door,
    spacecraft: null,
    antenna: null,
    subject,
    decision: { allowed: rule === 'allowed', rule, explanation, agreement: null },
  };
}
