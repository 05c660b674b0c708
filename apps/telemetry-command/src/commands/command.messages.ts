import { z } from 'zod';
import { commandStateSchema, limitUpTo, spanQuery } from '@app/contracts';

/** By time of authoring, the latest first. */
export const commandsQuerySchema = spanQuery({
  state: commandStateSchema.optional(),
  limit: limitUpTo(1_000, 100),
});
export type CommandsQuery = z.infer<typeof commandsQuerySchema>;
