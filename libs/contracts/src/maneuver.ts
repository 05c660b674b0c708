import { z } from 'zod';
import { parseUtc } from '@app/time';
import { spacecraftIdSchema } from './identifiers.js';
import { isUtc, utcSchema } from './instants.js';

const fields = {
  spacecraft: spacecraftIdSchema,
  start: utcSchema,
  /** Not before the start. What is made later than this knows of the manoeuvre. */
  end: utcSchema,
  note: z.string().regex(/^\P{Cc}{1,200}$/u, 'expected 1 to 200 characters, no control characters'),
};

export const planManeuverSchema = z
  .strictObject(fields)
  .refine(({ start, end }) => !isUtc(start) || !isUtc(end) || parseUtc(start) <= parseUtc(end), {
    path: ['end'],
    error: ({ input }) => {
      const { start, end } = input as { start: string; end: string };
      return `expected a time not before start (${start}), found ${end}`;
    },
  });
export type PlanManeuver = z.infer<typeof planManeuverSchema>;

/** A manoeuvre that is planned, or was done: contacts after its start that are predicted from older elements are doubtful. */
export const maneuverSchema = z.strictObject({ id: z.uuid(), ...fields });
export type Maneuver = z.infer<typeof maneuverSchema>;
