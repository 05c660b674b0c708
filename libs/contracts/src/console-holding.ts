import { z } from 'zod';
import { spacecraftIdSchema, userIdSchema } from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

/** Who commands a spacecraft: one person at a time. A hand-over is offered by the holder and taken by the other. */
export const consoleHoldingSchema = z.strictObject({
  mode: operationsModeSchema,
  spacecraft: spacecraftIdSchema,
  holder: userIdSchema.nullable(),
  /** Wall time. */
  since: utcSchema.nullable(),
  offeredTo: userIdSchema.nullable(),
});
export type ConsoleHolding = z.infer<typeof consoleHoldingSchema>;

/**
 * `take`: a console that nobody holds, or whose holder may not hold it now (no account, disabled, changed, without the role): then a new
 * holding begins, in which nothing leaves that was written before. `offer`, `withdraw`: by the holder. `accept`: by whom it was offered
 * to; what is in the queue stays good. `leave`: by the holder, always.
 */
export const consoleActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ mode: operationsModeSchema, action: z.literal('take') }),
  z.strictObject({ mode: operationsModeSchema, action: z.literal('offer'), to: userIdSchema }),
  z.strictObject({ mode: operationsModeSchema, action: z.literal('withdraw') }),
  z.strictObject({ mode: operationsModeSchema, action: z.literal('accept') }),
  z.strictObject({ mode: operationsModeSchema, action: z.literal('leave') }),
]);
export type ConsoleAction = z.infer<typeof consoleActionSchema>;
