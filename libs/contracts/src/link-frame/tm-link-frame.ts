import { FECF_LENGTH, OCF_LENGTH, TM_PRIMARY_HEADER_LENGTH } from '@app/ccsds';
import { z } from 'zod';
import { expected, reedSolomonSchema, requireFilledCodewords, requireRoom, telemetryFields } from './coding.js';

/** Managed parameters of telemetry transfer frames and their coding: CCSDS 132.0-B, 131.0-B. */
const tmFields = z.strictObject({
  frameType: z.literal('TM'),
  ...telemetryFields,
  ocf: z
    .union([z.boolean(), z.literal('per-frame')], expected('true, false or "per-frame"'))
    .describe('Operational control field: in all frames, in none, or where a frame says so'),
  secondaryHeaderLength: z
    .union([z.literal(0), z.int().min(2).max(64)], expected('0 or 2 to 64'))
    .nullable()
    .default(null)
    .describe('Octets of the whole transfer frame secondary header, 0 for none; null: each frame says so itself'),
});

function requireDataField(
  frame: Pick<z.infer<typeof tmFields>, 'frameLength' | 'fecf' | 'ocf'> & { secondaryHeaderLength?: number | null },
  context: z.core.$RefinementCtx,
): void {
  const { frameLength, fecf, ocf, secondaryHeaderLength } = frame;
  const trailer = (ocf === true ? OCF_LENGTH : 0) + (fecf ? FECF_LENGTH : 0);
  requireRoom(frameLength, TM_PRIMARY_HEADER_LENGTH + (secondaryHeaderLength ?? 0) + trailer, 1, context);
}

/** Every TM link that the offline tools read and write. */
export const tmLinkFrameSchema = tmFields.superRefine(requireFilledCodewords).superRefine(requireDataField);
export type TmLinkFrame = z.infer<typeof tmLinkFrameSchema>;

const notYet = (what: string): { error: string } =>
  expected(`${what}: stations and simulators do nothing else yet (the offline tools do)`);

/**
 * The TM links that stations, simulators and the centre carry. One document that they share. The spacecraft identifier stands in the
 * link profile beside it.
 */
export const frameLinkSchema = tmFields
  .omit({ spacecraftId: true, secondaryHeaderLength: true })
  .extend({
    frameType: z.literal('TM', notYet('"TM"')),
    ocf: z.boolean(notYet('true or false')),
    reedSolomon: reedSolomonSchema.nullable(),
  })
  .superRefine(requireFilledCodewords)
  .superRefine(requireDataField);
export type FrameLink = z.infer<typeof frameLinkSchema>;
