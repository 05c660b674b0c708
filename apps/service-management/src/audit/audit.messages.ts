import { z } from 'zod';
import {
  auditEntrySchema,
  authorityRuleSchema,
  limitUpTo,
  spacecraftIdSchema,
  spanQuery,
  userIdSchema,
} from '@app/contracts';

/** `start` and `end` are wall time. */
export const auditQuerySchema = spanQuery({
  spacecraft: spacecraftIdSchema.optional(),
  user: userIdSchema.optional(),
  operation: auditEntrySchema.shape.operation.optional(),
  rule: authorityRuleSchema.optional(),
  allowed: z.enum(['true', 'false']).optional(),
  /** Entries older than this one: the next page. */
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  limit: limitUpTo(1000, 100),
});
export type AuditQuery = z.output<typeof auditQuerySchema>;
