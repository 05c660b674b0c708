import { z } from 'zod';
import { spacecraftIdSchema } from './identifiers.js';
import { utcSchema } from './instants.js';

/** What is known of an operator's ephemeris (OEM, CCSDS 502.0-B) of one spacecraft; the states stay where it is stored. */
export const ephemerisSummarySchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  source: z.string(),
  /** CREATION_DATE: of two that cover a time the later one counts. */
  created: utcSchema,
  originator: z.string(),
  objectName: z.string(),
  objectId: z.string(),
  refFrame: z.string(),
  /** Where it gives states; nothing is extrapolated. */
  spans: z.array(z.strictObject({ from: utcSchema, to: utcSchema })).min(1),
  states: z.int().positive(),
});
export type EphemerisSummary = z.infer<typeof ephemerisSummarySchema>;
