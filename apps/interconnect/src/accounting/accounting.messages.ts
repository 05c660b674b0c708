import { z } from 'zod';
import {
  agreementIdSchema,
  cltuRefusalRuleSchema,
  contactIdSchema,
  limitUpTo,
  siteIdSchema,
  spacecraftIdSchema,
  utcSchema,
} from '@app/contracts';

export const accountingQuerySchema = z.strictObject({
  site: siteIdSchema.optional(),
  spacecraft: spacecraftIdSchema.optional(),
  contact: contactIdSchema.optional(),
  limit: limitUpTo(1000, 200),
});
export type AccountingQuery = z.infer<typeof accountingQuerySchema>;

const total = z.strictObject({ frames: z.int(), octets: z.int() });

/** What came of one contact's frames at one site. */
export const contactAccountSchema = z.strictObject({
  site: siteIdSchema,
  spacecraft: spacecraftIdSchema,
  contact: contactIdSchema,
  delivered: total,
  /** Agreements under which they were delivered. */
  agreements: z.array(z.string()),
  /** Kept at the station, by its disposition. */
  notRouted: z.record(z.string(), total),
  /** Refused here, by reason. */
  refused: z.record(z.string(), total),
  firstEarthReceiveTime: utcSchema.nullable(),
  lastEarthReceiveTime: utcSchema.nullable(),
});
export type ContactAccount = z.infer<typeof contactAccountSchema>;

/** Frames that were refused for one reason. */
export const refusalAccountSchema = z.strictObject({
  site: siteIdSchema,
  /** Null where the record could not be read. */
  spacecraft: spacecraftIdSchema.nullable(),
  contact: contactIdSchema.nullable(),
  reason: z.enum([
    'bad-annotation',
    'other-mode',
    'other-site',
    'unknown-antenna',
    'unknown-spacecraft',
    'no-agreement',
  ]),
  frames: z.int(),
  octets: z.int(),
  /** In the station's log. */
  firstSequence: z.int(),
  lastSequence: z.int(),
  firstEarthReceiveTime: utcSchema.nullable(),
  lastEarthReceiveTime: utcSchema.nullable(),
  /** Of the latest one, in words. */
  detail: z.string(),
});
export type RefusalAccount = z.infer<typeof refusalAccountSchema>;

/** CLTUs for one spacecraft by one site under one agreement. */
export const cltuAccountSchema = z.strictObject({
  /** Null where no registered antenna was asked for. */
  site: siteIdSchema.nullable(),
  spacecraft: spacecraftIdSchema,
  /** Null where none permits it. */
  agreement: agreementIdSchema.nullable(),
  /** Taken by the station. */
  accepted: z.int(),
  /** Refused by the station or before it was asked, by rule. */
  refused: z.partialRecord(cltuRefusalRuleSchema, z.int()),
  /** Asked for, and nobody knows whether the station took it: it gave no answer, or this process was stopped in between. */
  unanswered: z.int(),
  radiated: z.int(),
  octetsRadiated: z.int(),
  notRadiated: z.int(),
  /** Taken, and nobody has said what became of them. */
  open: z.int(),
  firstAskedAt: utcSchema,
  lastAskedAt: utcSchema,
});
export type CltuAccount = z.infer<typeof cltuAccountSchema>;
