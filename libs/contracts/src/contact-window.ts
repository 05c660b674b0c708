import { z } from 'zod';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { utcSchema } from './instants.js';
import { limitUpTo, spanQuery } from './query.js';

/** What a window was predicted from, the second half of its times' meaning (design rule 12). */
const contactModelSchema = z.strictObject({
  propagator: z.string(),
  /** Mean elements, or an operator's ephemeris: epoch and source are those of either, an ephemeris's epoch is when it was made. */
  sourceKind: z.enum(['elements', 'ephemeris']).default('elements'),
  elementSetEpoch: utcSchema,
  elementSetSource: z.string(),
  elementAgeDays: z.number(),
  /** Table and date of UT1 and polar motion, and where they had to be left out. */
  earthOrientation: z.string(),
  /** `none`: elevations are geometric. */
  refraction: z.string().default('none'),
  minElevationDeg: z.number(),
  horizonMask: z.boolean(),
});

/**
 * A predicted contact window, with the model that made it (design rule 12). Times are geometric: no light time. What a predictor does
 * not say is null, or empty.
 */
export const contactWindowSchema = z.strictObject({
  id: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  orbitNumber: z.int(),
  /** From 1 on: a ridge in the horizon or an eccentric orbit can cut one orbit's window. */
  part: z.int().min(1).default(1),
  aos: utcSchema,
  tca: utcSchema,
  los: utcSchema,
  maxElevationDeg: z.number(),
  aosAzimuthDeg: z.number(),
  tcaAzimuthDeg: z.number(),
  losAzimuthDeg: z.number(),
  aosRangeKm: z.number().nullable().default(null),
  tcaRangeKm: z.number(),
  losRangeKm: z.number().nullable().default(null),
  aosOpen: z.boolean(),
  losOpen: z.boolean(),
  /** When it rises above 0 degrees, and sets; null beyond the ends of the prediction. */
  horizonAos: utcSchema.nullable().default(null),
  horizonLos: utcSchema.nullable().default(null),
  /** When the antenna may transmit: above its elevation for that; none for an antenna that cannot. */
  uplink: z.array(z.strictObject({ from: utcSchema, to: utcSchema })).default([]),
  /**
   * 1 sigma of the times, in seconds, estimated from age and drag of the elements; null for an ephemeris. `mayNotRise`: one sigma is
   * enough for the spacecraft to stay below.
   */
  uncertainty: z
    .strictObject({ aosS: z.number(), tcaS: z.number(), losS: z.number(), mayNotRise: z.boolean() })
    .nullable()
    .default(null),
  /** Note of the manoeuvre that makes the window doubtful: it begins before LOS, and what was predicted from knows nothing of it. */
  maneuver: z.string().nullable().default(null),
  model: contactModelSchema,
});
export type ContactWindow = z.infer<typeof contactWindowSchema>;

export const contactWindowQuerySchema = spanQuery({
  spacecraft: spacecraftIdSchema.optional(),
  site: siteIdSchema.optional(),
  antenna: antennaIdSchema.optional(),
  minElevationDeg: z.coerce.number().min(0).max(90).optional(),
  /** Of the page before: where this one begins. */
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,200}$/, 'expected the cursor of a page')
    .optional(),
  limit: limitUpTo(5000, 500),
});
export type ContactWindowQuery = z.infer<typeof contactWindowQuerySchema>;

/** Why windows were predicted anew. `horizon`: time went on. */
export const predictionCauseSchema = z.enum([
  'first-prediction',
  'elements',
  'ephemeris',
  'maneuver',
  'station',
  'earth-orientation',
  'policy',
  'registry',
  'horizon',
]);
export type PredictionCause = z.infer<typeof predictionCauseSchema>;

/** What a prediction changed for one spacecraft. Shifts are new minus old, in seconds; null where either end is open. */
export const contactWindowsMovedSchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  /** The first one in the order above, where there are several. */
  cause: predictionCauseSchema,
  new: z.array(contactIdSchema),
  gone: z.array(contactIdSchema),
  moved: z.array(
    z.strictObject({ id: contactIdSchema, aosShiftS: z.number().nullable(), losShiftS: z.number().nullable() }),
  ),
  /** Windows that a planned manoeuvre has made doubtful, or no longer does. */
  flagged: z.array(contactIdSchema),
  /** The largest of all, without its sign; 0 where nothing moved. */
  largestShiftS: z.number().nonnegative(),
});
export type ContactWindowsMoved = z.infer<typeof contactWindowsMovedSchema>;
