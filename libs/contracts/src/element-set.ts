import { z } from 'zod';
import type { ElementSet } from '@app/orbit';
import { formatUtc, parseUtc } from '@app/time';
import { type SpacecraftId, spacecraftIdSchema } from './identifiers.js';
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

/** An element set as a message. `revolutionAtEpoch` and the epoch to the microsecond carry over, so predictions are the same. */
export function elementSetMessageOf(spacecraft: SpacecraftId, elements: ElementSet): ElementSetMessage {
  return {
    spacecraft,
    objectName: elements.objectName,
    objectId: elements.objectId ?? null,
    catalogNumber: elements.catalogNumber ?? null,
    epoch: utcSchema.parse(formatUtc(elements.epoch)),
    meanMotionRevPerDay: elements.meanMotionRevPerDay,
    eccentricity: elements.eccentricity,
    inclinationDeg: elements.inclinationDeg,
    raanDeg: elements.raanDeg,
    argumentOfPericenterDeg: elements.argumentOfPericenterDeg,
    meanAnomalyDeg: elements.meanAnomalyDeg,
    bstar: elements.bstar,
    meanMotionDot: elements.meanMotionDot,
    meanMotionDdot: elements.meanMotionDdot,
    revolutionAtEpoch: elements.revolutionAtEpoch,
    source: elements.source.name,
  };
}

/** The element set that a message carries. */
export function elementSetFrom(message: ElementSetMessage): ElementSet {
  const { spacecraft: _spacecraft, objectId, catalogNumber, epoch, source, ...elements } = message;
  return {
    ...elements,
    objectId: objectId ?? undefined,
    catalogNumber: catalogNumber ?? undefined,
    epoch: parseUtc(epoch),
    elementSetNumber: 0,
    classification: 'U',
    source: { format: 'omm-json', name: source, text: '' },
  };
}
