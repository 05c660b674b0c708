import { z } from 'zod';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { utcSchema } from './instants.js';
import { limitUpTo, spanQuery } from './query.js';

/** A predicted contact window, with the model that made it (design rule 12). Times are geometric: no light time, no refraction. */
export const contactWindowSchema = z.strictObject({
  id: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  orbitNumber: z.int(),
  aos: utcSchema,
  tca: utcSchema,
  los: utcSchema,
  maxElevationDeg: z.number(),
  aosAzimuthDeg: z.number(),
  tcaAzimuthDeg: z.number(),
  losAzimuthDeg: z.number(),
  tcaRangeKm: z.number(),
  aosOpen: z.boolean(),
  losOpen: z.boolean(),
  model: z.strictObject({
    propagator: z.string(),
    elementSetEpoch: utcSchema,
    elementSetSource: z.string(),
    elementAgeDays: z.number(),
    earthOrientation: z.string(),
    minElevationDeg: z.number(),
    horizonMask: z.boolean(),
  }),
});
export type ContactWindow = z.infer<typeof contactWindowSchema>;

export const contactWindowQuerySchema = spanQuery({
  spacecraft: spacecraftIdSchema.optional(),
  site: siteIdSchema.optional(),
  minElevationDeg: z.coerce.number().min(0).max(90).optional(),
  limit: limitUpTo(5000, 500),
});
export type ContactWindowQuery = z.infer<typeof contactWindowQuerySchema>;
