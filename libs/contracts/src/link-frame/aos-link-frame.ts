import { AOS_PRIMARY_HEADER_LENGTH, FECF_LENGTH, OCF_LENGTH } from '@app/ccsds';
import { z } from 'zod';
import { requireFilledCodewords, requireRoom, telemetryFields } from './coding.js';

const serviceSchema = z
  .enum(['m-pdu', 'b-pdu', 'vca'])
  .describe("What data fields hold: packets, a bitstream, or octets of the mission's own");

/** Managed parameters of AOS transfer frames and their coding: CCSDS 732.0-B, 131.0-B. */
export const aosLinkFrameSchema = z
  .strictObject({
    frameType: z.literal('AOS'),
    ...telemetryFields,
    ocf: z.boolean().describe('Operational control field, in all frames or in none'),
    frameHeaderErrorControl: z.boolean().default(false).describe('RS(10,6) over the primary header, two octets'),
    insertZoneLength: z.int().min(0).max(2048).default(0).describe('Octets of the insert zone of every frame'),
    frameCountCycle: z
      .boolean()
      .default(false)
      .describe('The signalling field extends the virtual channel frame count by four bits'),
    service: serviceSchema.default('m-pdu'),
    virtualChannels: z
      .array(z.strictObject({ vcid: z.int().min(0).max(62), service: serviceSchema }))
      .default([])
      .describe('Virtual channels with another service; 63 holds idle data only'),
  })
  .superRefine(requireFilledCodewords)
  .superRefine((frame, context) => {
    const { frameLength, frameHeaderErrorControl, insertZoneLength, ocf, fecf } = frame;
    const header = AOS_PRIMARY_HEADER_LENGTH + (frameHeaderErrorControl ? 2 : 0) + insertZoneLength;
    // The header of an M_PDU or B_PDU, and one octet behind it.
    requireRoom(frameLength, header + (ocf ? OCF_LENGTH : 0) + (fecf ? FECF_LENGTH : 0), 3, context);
    const { virtualChannels } = frame;
    virtualChannels.forEach(({ vcid }, at) => {
      if (virtualChannels.findIndex((other) => other.vcid === vcid) < at)
        context.addIssue({
          code: 'custom',
          path: ['virtualChannels', at, 'vcid'],
          message: 'expected each virtual channel once',
          input: vcid,
        });
    });
  });
export type AosLinkFrame = z.infer<typeof aosLinkFrameSchema>;
