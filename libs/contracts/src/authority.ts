import { z } from 'zod';
import { agreementIdSchema, antennaIdSchema, memberIdSchema, spacecraftIdSchema, userIdSchema } from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

/** What a person is at this ground segment for. One may have several. */
export const roleSchema = z.enum([
  'controller',
  'hazardous-command-approver',
  'planner',
  'flight-dynamics',
  'station-operator',
  'trainee',
  'administrator',
]);
export type Role = z.infer<typeof roleSchema>;

/** What can be done here. Which role may do which, and on what condition, stands in one table (`libs/platform/src/authority`). */
export const operationSchema = z.enum([
  /** Registry, contact windows, plan, passes: what the network does. */
  'observe-network',
  /** Telemetry, commands and COP-1 of one spacecraft. */
  'observe-spacecraft',
  'hold-console',
  'author-command',
  'approve-command',
  'cancel-command',
  /** Decided anew when a command leaves for the antenna. */
  'release-command',
  'direct-cop1',
  'plan-contacts',
  'load-elements',
  'operate-station',
  'administer-users',
  'read-audit',
]);
export type Operation = z.infer<typeof operationSchema>;

/** Who asks, as a valid token says. */
export const principalSchema = z.strictObject({
  user: userIdSchema,
  name: z.string().min(1),
  member: memberIdSchema,
  roles: z.array(roleSchema),
});
export type Principal = z.infer<typeof principalSchema>;

/** The rule by which something was allowed or refused. */
export const authorityRuleSchema = z.enum([
  'allowed',
  'not-signed-in',
  'invalid-token',
  'expired-token',
  'wrong-password',
  'account-disabled',
  'no-policy',
  'no-role',
  'other-member',
  'other-mode',
  'no-agreement',
  'console-not-held',
  'console-held-by-another',
  'same-person',
  'not-hazardous',
  'unknown-resource',
  'unknown-sender',
]);
export type AuthorityRule = z.infer<typeof authorityRuleSchema>;

export const decisionSchema = z.strictObject({
  allowed: z.boolean(),
  rule: authorityRuleSchema,
  /** What was expected and found, in words for the person who asked. */
  explanation: z.string(),
  agreement: agreementIdSchema.nullable(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** One decision, kept for ever: who, what, on which spacecraft, by which agreement, how decided, when by both clocks. */
export const auditEntrySchema = z.strictObject({
  id: z.int().positive(),
  mode: operationsModeSchema,
  wallTime: utcSchema,
  missionTime: utcSchema,
  /** Null where nobody was signed in, or a role of the ground segment itself acted: `actor` says who. */
  user: userIdSchema.nullable(),
  member: memberIdSchema.nullable(),
  /** The user, `anonymous`, or a role of the ground segment such as `telemetry-command`. */
  actor: z.string(),
  operation: z.union([operationSchema, z.enum(['sign-in', 'bus-message'])]),
  /** The door: method and path, WebSocket event or bus subject. */
  door: z.string(),
  spacecraft: spacecraftIdSchema.nullable(),
  antenna: antennaIdSchema.nullable(),
  /** What it was about: a command's identifier, a user, a directive. */
  subject: z.string().nullable(),
  decision: decisionSchema,
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const signInSchema = z.strictObject({ user: userIdSchema, password: z.string().min(1).max(256) });
export type SignIn = z.infer<typeof signInSchema>;

export const sessionSchema = z.strictObject({
  token: z.string(),
  /** Wall time. */
  expiresAt: utcSchema,
  principal: principalSchema,
});
export type Session = z.infer<typeof sessionSchema>;
