import { z } from 'zod';
import { linkProfileIdSchema } from './identifiers.js';
import { frameLinkSchema } from './link-frame/tm-link-frame.js';

/** Managed parameters of telecommand frames, their coding and COP-1: CCSDS 232.0-B, 231.0-B, 232.1-B. */
export const telecommandLinkSchema = z.strictObject({
  frameType: z.literal('TC'),
  /** Octets of the longest transfer frame, error control included; a header, a segment header and a shortest packet must fit. */
  maxFrameLength: z.int().min(16).max(1024),
  segmentHeader: z.boolean(),
  fecf: z.boolean(),
  /** The bit transition generator, applied before BCH coding. */
  randomizer: z.boolean(),
  /** How the spacecraft decodes BCH: corrects one error a codeblock, or detects three and corrects none. */
  bch: z.enum(['sec', 'ted']),
  vcid: z.int().min(0).max(63),
  /** Multiplexer access point in the segment header. */
  mapId: z.int().min(0).max(63).default(0),
  /** W of FARM-1, even. */
  farmWindowWidth: z
    .int()
    .min(2)
    .max(254)
    .refine((width) => width % 2 === 0, 'expected an even number'),
  /** K of FOP-1; not more than half of W. */
  slidingWindowWidth: z.int().min(1).max(127),
  transmissionLimit: z.int().min(1).max(255),
  /** 0: FOP-1 ends with an alert when the transmission limit is reached; 1: it suspends. */
  timeoutType: z.union([z.literal(0), z.literal(1)]),
  /** From the last bit of a CLTU at the modulator to its report in a CLCW on the ground, seconds: light time, on-board and down. */
  acknowledgementDelayS: z.number().positive(),
  /** Unmodulated carrier before the acquisition sequence, seconds. */
  carrierOnlyS: z.number().nonnegative(),
  /** Octets of 0101… that the spacecraft's bit synchroniser needs. */
  acquisitionOctets: z.int().min(16).max(1024),
});
export type TelecommandLink = z.infer<typeof telecommandLinkSchema>;

const carrierSchema = z.strictObject({
  band: z.enum(['UHF', 'S', 'X']),
  carrierHz: z.number().positive(),
  polarisation: z.enum(['RHCP', 'LHCP', 'linear']),
  modulation: z.enum(['BPSK', 'QPSK', 'OQPSK', 'FSK', 'GMSK', 'PCM/PM']),
  /** Bits a second after Reed-Solomon coding, randomizing and the ASM; a convolutional code makes twice as many channel bits of them. */
  bitRateBps: z.number().positive(),
  /** Of BPSK, QPSK and OQPSK: of the root-raised-cosine pulse, 0.35 where it is left out; null: NRZ, rectangular. */
  rollOff: z.number().min(0.05).max(1).nullable().optional(),
  /** Of FSK and GMSK, from the carrier's middle; a quarter of the channel bits a second where it is left out. */
  deviationHz: z.number().positive().optional(),
  /** Peak phase deviation of PCM/PM, rad: to 1.57 on the carrier itself, to 2.4 on a sine subcarrier. A link budget needs it. */
  modulationIndexRad: z.number().min(0.05).max(2.4).optional(),
  /** What PCM/PM puts the data on. */
  subcarrier: z.enum(['none', 'sine']).optional(),
  /** Loss of the real modulator, filter, receiver and decoder against ideal ones, dB. */
  implementationLossDb: z.number().min(0).max(20).optional(),
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
    /** Of the spacecraft towards the station, dBW; without it there is no link budget. */
    eirpDbw: z.number().min(-100).max(150).optional(),
    frame: frameLinkSchema,
    /** What each virtual channel carries; values of a playback channel are never shown as live. */
    virtualChannels: z.array(
      z.strictObject({ vcid: z.int().min(0).max(7), content: z.enum(['real-time', 'playback', 'idle']) }),
    ),
  }),
  uplink: carrierSchema
    .extend({
      frame: telecommandLinkSchema,
      /** Of the spacecraft towards the station, dB/K; without it there is no link budget. */
      gOverTDbPerK: z.number().min(-100).max(100).optional(),
    })
    .refine(({ frame }) => frame.slidingWindowWidth <= frame.farmWindowWidth / 2, {
      path: ['frame', 'slidingWindowWidth'],
      error: 'expected at most half of farmWindowWidth: FARM-1 goes into lockout beyond it',
    })
    .nullable(),
});
export type LinkProfile = z.infer<typeof linkProfileSchema>;
