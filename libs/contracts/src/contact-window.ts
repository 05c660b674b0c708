import { z } from 'zod';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { utcSchema } from './instants.js';

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

export const contactWindowQuerySchema = z.strictObject({
  start: utcSchema.optional(),
  end: utcSchema.optional(),
  spacecraft: spacecraftIdSchema.optional(),
  site: siteIdSchema.optional(),
  minElevationDeg: z.coerce.number().min(0).max(90).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});
export type ContactWindowQuery = z.infer<typeof contactWindowQuerySchema>;
