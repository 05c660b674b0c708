import { z } from 'zod';
import { contactIdSchema, groundAlarmSchema, limitUpTo, spanQuery, utcSchema } from '@app/contracts';

export const groundAlarmsQuerySchema = spanQuery({
  contact: contactIdSchema.optional(),
  /** `true`: only those that last. */
  open: z.enum(['true', 'false']).default('false'),
  limit: limitUpTo(1_000, 100),
});
export type GroundAlarmsQuery = z.infer<typeof groundAlarmsQuerySchema>;

/** One alarm from beginning to end; `clearedAt` is null while it lasts. */
export const groundAlarmViewSchema = groundAlarmSchema.omit({ raised: true, at: true }).extend({
  raisedAt: utcSchema,
  clearedAt: utcSchema.nullable(),
  clearedBy: z.string().nullable(),
});
export type GroundAlarmView = z.infer<typeof groundAlarmViewSchema>;
