import { z } from 'zod';
import { spacecraftIdSchema } from './identifiers.js';
import { utcSchema } from './instants.js';

/** SGP4 mean elements as an OMM gives them (CCSDS 502.0-B), by which a station points without asking anyone. */
export const elementSetMessageSchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  objectName: z.string(),
  objectId: z.string().nullable(),
  catalogNumber: z.int().min(0).max(999_999_999).nullable(),
  epoch: utcSchema,
  meanMotionRevPerDay: z.number().positive(),
  eccentricity: z.number().min(0).lt(1),
  inclinationDeg: z.number().min(0).max(180),
  raanDeg: z.number(),
  argumentOfPericenterDeg: z.number(),
  meanAnomalyDeg: z.number(),
  bstar: z.number(),
  meanMotionDot: z.number(),
  meanMotionDdot: z.number(),
  revolutionAtEpoch: z.int().nonnegative(),
  source: z.string(),
});
export type ElementSetMessage = z.infer<typeof elementSetMessageSchema>;
