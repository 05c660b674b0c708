import { z } from 'zod';
import { operationsModeSchema, utcSchema } from './instants.js';

/** What a client must know before anything else: is this real, and what time is it. */
export const systemStatusSchema = z.strictObject({
  mode: operationsModeSchema,
  missionTime: utcSchema,
  /** Mission seconds in a second; 0 while the mission clock stands. */
  rate: z.number().nonnegative(),
  wallTime: utcSchema,
});
export type SystemStatus = z.infer<typeof systemStatusSchema>;
