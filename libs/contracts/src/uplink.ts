import { z } from 'zod';
import {
  agreementIdSchema,
  antennaIdSchema,
  cltuIdSchema,
  contactIdSchema,
  siteIdSchema,
  spacecraftIdSchema,
} from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

/** One CLTU that a mission wants radiated in a contact that is going on. */
export const cltuTransferSchema = z.strictObject({
  mode: operationsModeSchema,
  id: cltuIdSchema,
  spacecraft: spacecraftIdSchema,
  contact: contactIdSchema,
  octets: z.base64().max(8192),
  /** Mission time after which it must not be begun any more. */
  notAfter: utcSchema,
});
export type CltuTransfer = z.infer<typeof cltuTransferSchema>;

export const cltuRefusalRuleSchema = z.enum([
  'other-mode',
  'unknown-spacecraft',
  'unknown-contact',
  'no-pass',
  'no-agreement',
  'not-permitted',
  'below-permitted-elevation',
  'uplink-not-ready',
  'queue-full',
  'too-late',
  'station-unreachable',
  'invalid',
]);
export type CltuRefusalRule = z.infer<typeof cltuRefusalRuleSchema>;

/** Whether the station took it into its queue. Taken is not radiated: the notification says that. */
export const cltuAnswerSchema = z.discriminatedUnion('accepted', [
  z.strictObject({ accepted: z.literal(true), antenna: antennaIdSchema, agreement: agreementIdSchema }),
  z.strictObject({ accepted: z.literal(false), rule: cltuRefusalRuleSchema, explanation: z.string() }),
]);
export type CltuAnswer = z.infer<typeof cltuAnswerSchema>;

/** What became of a CLTU that a station had taken. */
export const cltuNotificationSchema = z.strictObject({
  mode: operationsModeSchema,
  id: cltuIdSchema,
  spacecraft: spacecraftIdSchema,
  contact: contactIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  outcome: z.enum(['radiated', 'not-radiated']),
  /** First bit and end of the last bit at the modulator, as the baseband unit tells; null where it was not radiated. */
  radiationStart: utcSchema.nullable(),
  radiationEnd: utcSchema.nullable(),
  reason: z.string().nullable(),
});
export type CltuNotification = z.infer<typeof cltuNotificationSchema>;

/** FOP-1 of one spacecraft's telecommand channel, and the latest CLCW. */
export const cop1StatusSchema = z.strictObject({
  mode: operationsModeSchema,
  spacecraft: spacecraftIdSchema,
  vcid: z.int(),
  at: utcSchema,
  /** 232.1-B's states: 1 active, 2 retransmit without wait, 3 retransmit with wait, 4 initialising without BC frame, 5 with, 6 initial. */
  state: z.enum(['S1', 'S2', 'S3', 'S4', 'S5', 'S6']),
  transmitterFrameSequenceNumber: z.int(),
  expectedAcknowledgement: z.int(),
  sentQueue: z.int(),
  waiting: z.boolean(),
  suspended: z.boolean(),
  alert: z.string().nullable(),
  /** The contact whose uplink it uses now. */
  contact: contactIdSchema.nullable(),
  clcw: z
    .strictObject({
      earthReceiveTime: utcSchema,
      noRfAvailable: z.boolean(),
      noBitLock: z.boolean(),
      lockout: z.boolean(),
      wait: z.boolean(),
      retransmit: z.boolean(),
      farmBCounter: z.int(),
      reportValue: z.int(),
    })
    .nullable(),
});
export type Cop1Status = z.infer<typeof cop1StatusSchema>;

/** Directives that a commander may give by hand (232.1-B). */
export const cop1DirectiveSchema = z.discriminatedUnion('directive', [
  z.strictObject({ mode: operationsModeSchema, directive: z.literal('initiate-ad-without-clcw-check') }),
  z.strictObject({ mode: operationsModeSchema, directive: z.literal('initiate-ad-with-clcw-check') }),
  z.strictObject({ mode: operationsModeSchema, directive: z.literal('initiate-ad-with-unlock') }),
  z.strictObject({
    mode: operationsModeSchema,
    directive: z.literal('initiate-ad-with-set-vr'),
    value: z.int().min(0).max(255),
  }),
  z.strictObject({ mode: operationsModeSchema, directive: z.literal('terminate-ad') }),
  z.strictObject({ mode: operationsModeSchema, directive: z.literal('resume-ad') }),
]);
export type Cop1DirectiveRequest = z.infer<typeof cop1DirectiveSchema>;
