import { z } from 'zod';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

export const passPhaseSchema = z.enum([
  'scheduled',
  'set-up',
  'ready',
  'acquiring',
  'locked',
  'tear-down',
  'completed',
  'failed',
  'aborted',
]);
export type PassPhase = z.infer<typeof passPhaseSchema>;

/** Frame counts of one pass at its station. */
export const frameCountsSchema = z.strictObject({
  /** Decoded with nothing to correct. */
  good: z.int().nonnegative(),
  /** Decoded after correction of at least one symbol. */
  corrected: z.int().nonnegative(),
  uncorrectable: z.int().nonnegative(),
  /** Decoded, but kept at the station: other version, other spacecraft or frame error control. */
  notRouted: z.int().nonnegative(),
  correctedSymbols: z.int().nonnegative(),
});
export type FrameCounts = z.infer<typeof frameCountsSchema>;

/** What a station says of the pass in progress, about once a second of mission time and at each change of phase. */
export const passStatusSchema = z.strictObject({
  mode: operationsModeSchema,
  contact: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  at: utcSchema,
  phase: passPhaseSchema,
  /** Why, where the phase is failed or aborted. */
  reason: z.string().nullable(),
  commandedAzimuthDeg: z.number().nullable(),
  commandedElevationDeg: z.number().nullable(),
  actualAzimuthDeg: z.number().nullable(),
  actualElevationDeg: z.number().nullable(),
  elevationDeg: z.number(),
  rangeKm: z.number(),
  esN0Db: z.number().nullable(),
  frames: frameCountsSchema,
  /** Earth receive time of the latest good frame. */
  lastFrameAt: utcSchema.nullable(),
});
export type PassStatus = z.infer<typeof passStatusSchema>;
