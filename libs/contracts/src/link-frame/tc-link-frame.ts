import { FECF_LENGTH, TC_PRIMARY_HEADER_LENGTH } from '@app/ccsds';
import { z } from 'zod';
import { expected, fecfSchema, requireRoom, spacecraftIdSchema } from './coding.js';

/** Managed parameters of telecommand transfer frames and their coding: CCSDS 232.0-B, 231.0-B. */
export const tcLinkFrameSchema = z
  .strictObject({
    frameType: z.literal('TC'),
    frameLength: z.int().min(6).max(1024).describe('Octets of the largest transfer frame, error control included'),
    fecf: fecfSchema,
    randomizer: z
      .enum(['none', 'ccsds-255'], expected('"none" or "ccsds-255"'))
      .describe('"ccsds-255": the randomizer of 231.0-B, over all between start and tail sequence'),
    spacecraftId: spacecraftIdSchema,
    segmentHeader: z.boolean().default(true).describe('AD and BD frames begin their data field with a segment header'),
    bch: z
      .enum(['sec', 'ted'])
      .default('sec')
      .describe('How BCH codeblocks are decoded: "sec" corrects one error, "ted" detects three and corrects none'),
    tail: z
      .enum(['ccsds', 'legacy'])
      .default('ccsds')
      .describe('Tail sequence that is sent: "ccsds" C5C5C5C5C5C5C579, "legacy" eight octets 55; both are taken'),
    // Telecommand frames have none of these: a profile may carry them along.
    ocf: z.boolean().default(false).describe('Without meaning in TC frames'),
    asm: z
      .string()
      .regex(/^([0-9a-fA-F]{2})*$/, expected('pairs of hexadecimal digits'))
      .nullable()
      .default(null)
      .describe('Without meaning in TC frames: CLTUs begin with EB90'),
    reedSolomon: z.null(expected('null: TC frames are BCH coded')).default(null),
    convolutional: z.null(expected('null: TC frames are BCH coded')).default(null),
    differential: z.literal(false, expected('false: bits of TC frames are sent as they are')).default(false),
  })
  .superRefine(({ frameLength, fecf, segmentHeader }, context) => {
    requireRoom(frameLength, TC_PRIMARY_HEADER_LENGTH + (segmentHeader ? 1 : 0) + (fecf ? FECF_LENGTH : 0), 1, context);
  });
export type TcLinkFrame = z.infer<typeof tcLinkFrameSchema>;
