import { z } from 'zod';
import { utcSchema } from './instants.js';

/** What is known of a table of UT1 and polar motion. */
export const earthOrientationSummarySchema = z.strictObject({
  source: z.string(),
  /** Null for the table that comes with the program. */
  importedAt: utcSchema.nullable(),
  format: z.enum(['finals2000a', 'json', 'shipped']),
  /** As each contact window states it. */
  description: z.string(),
  from: utcSchema,
  to: utcSchema,
  /** Null where all is predicted. */
  measuredTo: utcSchema.nullable(),
  /** Whether predictions use it: the one imported last. */
  inUse: z.boolean(),
});
export type EarthOrientationSummary = z.infer<typeof earthOrientationSummarySchema>;
