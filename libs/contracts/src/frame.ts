import { z } from 'zod';
import {
  antennaIdSchema,
  contactIdSchema,
  linkProfileIdSchema,
  siteIdSchema,
  spacecraftIdSchema,
} from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

/**
 * What travels with a frame's octets through every frame log. Earth receive time is the leading edge of the first bit of the
 * frame's ASM at the antenna, in UTC, stamped by the receiver (design rule 12).
 */
export const frameAnnotationSchema = z.strictObject({
  mode: operationsModeSchema,
  contact: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  linkProfile: z.strictObject({ id: linkProfileIdSchema, version: z.int() }),
  earthReceiveTime: utcSchema,
  /** `good`: decoded (see correctedSymbols); `uncorrectable`: as received, at least one codeword could not be corrected. */
  quality: z.enum(['good', 'uncorrectable']),
  /** `route`, or why the frame is kept at the station and not routed. */
  disposition: z.enum(['route', 'uncorrectable', 'fecf-error', 'other-version', 'other-spacecraft']),
  /** Symbols corrected in each Reed-Solomon codeword; -1 for one that could not be. Empty without Reed-Solomon. */
  correctedSymbols: z.array(z.int().min(-1)),
  asmBitErrors: z.int().nonnegative(),
  inverted: z.boolean(),
  /** Measured by the receiver, dB; null where it does not say. */
  esN0Db: z.number().nullable(),
});
export type FrameAnnotation = z.infer<typeof frameAnnotationSchema>;

/** A frame as the centre has it: where it comes from is its station's log and the sequence in it, unique for ever. */
export const deliveredFrameSchema = frameAnnotationSchema.extend({
  stationLog: z.string(),
  stationSequence: z.int().positive(),
});
export type DeliveredFrame = z.infer<typeof deliveredFrameSchema>;
