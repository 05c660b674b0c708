import { z } from 'zod';
import { contactWindowSchema } from './contact-window.js';
import { ephemerisSummarySchema } from './ephemeris.js';
import { spacecraftIdSchema } from './identifiers.js';
import { utcSchema } from './instants.js';
import { maneuverSchema } from './maneuver.js';
import { spacecraftSchema } from './registry.js';

/** What flight dynamics knows of one spacecraft, now in mission time. */
export const flightObjectSchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  name: z.string(),
  status: spacecraftSchema.shape.status,
  catalogNumber: z.int().nullable(),
  /** The set whose epoch is nearest; null where there is none. Age in days to two decimals. */
  elements: z
    .strictObject({
      epoch: utcSchema,
      source: z.string(),
      ageDays: z.number(),
      verdict: z.enum(['fresh', 'ageing', 'stale']),
    })
    .nullable(),
  /** Operator ephemerides that are not over, latest made first. */
  ephemerides: z.array(ephemerisSummarySchema),
  /** That make a prediction from the elements in force doubtful, now or later. */
  maneuvers: z.array(maneuverSchema),
  /** The window in progress, else the next one; null where none is predicted. */
  nextWindow: contactWindowSchema.nullable(),
});
export type FlightObject = z.infer<typeof flightObjectSchema>;
