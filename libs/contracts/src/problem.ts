import { z } from 'zod';

/** What every HTTP error answers, as application/problem+json (RFC 9457): what, where, expected, found. */
export const problemSchema = z.strictObject({
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
