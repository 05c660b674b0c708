import { z } from 'zod';
import { linkProfileIdSchema } from './identifiers.js';

/** Managed parameters of a space link's frames and coding: CCSDS 132.0-B, 131.0-B. One document that simulator, station and decoder share. */
export const frameLinkSchema = z.strictObject({
  frameType: z.enum(['TM']),
  /** Octets of a transfer frame, without ASM and check symbols. */
  frameLength: z.int().min(8).max(2048),
  fecf: z.boolean(),
  ocf: z.boolean(),
  /** Attached sync marker as hexadecimal digits. */
  asm: z
    .string()
    .regex(/^[0-9a-f]{8}$/, 'expected 8 lower-case hexadecimal digits')
    .default('1acffc1d'),
  randomizer: z.enum(['none', 'ccsds-255']),
  reedSolomon: z
    .strictObject({
      e: z.union([z.literal(8), z.literal(16)]),
      interleave: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(8)]),
      basis: z.enum(['dual', 'conventional']),
      virtualFill: z.int().min(0).max(238).default(0),
    })
    .nullable(),
  convolutional: z.null().default(null),
  differential: z.literal(false).default(false),
});
export type FrameLink = z.infer<typeof frameLinkSchema>;

const carrierSchema = z.strictObject({
  band: z.enum(['UHF', 'S', 'X']),
  carrierHz: z.number().positive(),
  polarisation: z.enum(['RHCP', 'LHCP', 'linear']),
  modulation: z.enum(['BPSK', 'QPSK', 'PCM/PM']),
  /** Bits a second at the modulator's input: after Reed-Solomon coding, randomizing and the ASM. */
  bitRateBps: z.number().positive(),
});

/** One space link: frequencies, rates, modulation, coding, frame parameters. `fictional` links are plausible, not those of the real spacecraft. */
export const linkProfileSchema = z.strictObject({
  id: linkProfileIdSchema,
  version: z.int().positive(),
  fictional: z.boolean(),
  description: z.string(),
  /** Spacecraft identifier in frames, ten bits. */
  scid: z.int().min(0).max(1023),
  downlink: carrierSchema.extend({
    /** Channel symbol Es/N0 at which the coded link still works, dB; margins are counted from here. */
    requiredEsN0Db: z.number(),
    frame: frameLinkSchema,
    /** What each virtual channel carries; values of a playback channel are never shown as live. */
    virtualChannels: z.array(
      z.strictObject({ vcid: z.int().min(0).max(7), content: z.enum(['real-time', 'playback', 'idle']) }),
    ),
  }),
  uplink: carrierSchema.nullable(),
});
export type LinkProfile = z.infer<typeof linkProfileSchema>;
