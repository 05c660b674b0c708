import { z } from 'zod';
import {
  agreementIdSchema,
  antennaIdSchema,
  cltuIdSchema,
  commandIdSchema,
  contactIdSchema,
  memberIdSchema,
  spacecraftIdSchema,
  userIdSchema,
} from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

/** How grave a command is, as XTCE has it. From `warning` on it is hazardous and needs a second person. */
export const significanceLevelSchema = z.enum(['none', 'watch', 'warning', 'distress', 'critical', 'severe']);
export type SignificanceLevel = z.infer<typeof significanceLevelSchema>;

/** Engineering values by argument name; integers beyond 2^53 as decimal text. */
export const argumentValueSchema = z.union([z.number(), z.string(), z.boolean()]);
export type ArgumentValue = z.infer<typeof argumentValueSchema>;

/** Sequence-controlled (acknowledged by COP-1) or expedited (bypassing it, for emergencies). */
export const telecommandServiceSchema = z.enum(['AD', 'BD']);
export type TelecommandService = z.infer<typeof telecommandServiceSchema>;

/** One argument of a command, as a form shows it. */
export const argumentDefinitionSchema = z.strictObject({
  name: z.string(),
  description: z.string().nullable(),
  kind: z.enum(['integer', 'float', 'enumerated', 'boolean', 'string', 'binary', 'time']),
  unit: z.string().nullable(),
  /** Labels of an enumerated or boolean argument. */
  labels: z.array(z.string()).nullable(),
  minimum: z.union([z.number(), z.string()]).nullable(),
  maximum: z.union([z.number(), z.string()]).nullable(),
  minimumExclusive: z.boolean(),
  maximumExclusive: z.boolean(),
  /** Characters of a string, or octets of a binary value. */
  maximumLength: z.int().nullable(),
  default: argumentValueSchema.nullable(),
});
export type ArgumentDefinition = z.infer<typeof argumentDefinitionSchema>;

export const commandDefinitionSchema = z.strictObject({
  name: z.string(),
  description: z.string().nullable(),
  significance: z.strictObject({ level: significanceLevelSchema, reason: z.string().nullable() }),
  hazardous: z.boolean(),
  arguments: z.array(argumentDefinitionSchema),
});
export type CommandDefinitionView = z.infer<typeof commandDefinitionSchema>;

/** What a commander asks for. `mode` says which spacecraft the asker takes it for: real, test or simulated. */
export const authorCommandSchema = z.strictObject({
  /** Made by the asker, who may so ask again where an answer was lost: the command is written once. Left out: a new one each time. */
  id: commandIdSchema.optional(),
  mode: operationsModeSchema,
  name: z.string().min(1).max(128),
  arguments: z.record(z.string(), argumentValueSchema).default({}),
  service: telecommandServiceSchema.default('AD'),
  /** Only in this contact; null: in the next one that can. */
  contact: contactIdSchema.nullable().default(null),
  note: z.string().max(500).nullable().default(null),
});
export type AuthorCommand = z.infer<typeof authorCommandSchema>;

/** The stages of a command in their order. `approved` is for hazardous commands, `acknowledged` for AD frames only. */
export const commandStageNameSchema = z.enum([
  'queued',
  'approved',
  'released',
  'radiated',
  'acknowledged',
  'accepted',
  'started',
  'completed',
]);
export type CommandStageName = z.infer<typeof commandStageNameSchema>;

/** The frame that told it: where it is in which station's log. */
export const frameReferenceSchema = z.strictObject({
  stationLog: z.string(),
  stationSequence: z.int().positive(),
  earthReceiveTime: utcSchema,
});
export type FrameReference = z.infer<typeof frameReferenceSchema>;

/** One thing that happened to a command. A stage may have several: each retransmission is radiated again. */
export const commandStageSchema = z.strictObject({
  stage: commandStageNameSchema,
  outcome: z.enum(['done', 'failed', 'unknown']),
  /** Mission time at which it happened: on board where a report says it, else on the ground. */
  at: utcSchema,
  /** Who did it; null where nobody did. */
  by: userIdSchema.nullable(),
  detail: z.string().nullable(),
  /** Uplinked frame: its number in its virtual channel and the CLTU that carried it. */
  frameSequenceNumber: z.int().min(0).max(255).nullable(),
  cltu: cltuIdSchema.nullable(),
  /** Downlinked frame that told it. */
  frame: frameReferenceSchema.nullable(),
});
export type CommandStage = z.infer<typeof commandStageSchema>;

/**
 * Where a command stands. `unknown`: it left, and nothing said by the end of the contact whether it arrived; only a report of the
 * spacecraft, played back later say, changes that. `unknown` is never sent again by itself.
 */
export const commandStateSchema = z.enum([
  'awaiting-approval',
  'queued',
  'released',
  'radiated',
  'acknowledged',
  'accepted',
  'started',
  'completed',
  'failed',
  'unknown',
  'rejected',
  'cancelled',
]);
export type CommandState = z.infer<typeof commandStateSchema>;

export const commandSchema = z.strictObject({
  id: commandIdSchema,
  mode: operationsModeSchema,
  spacecraft: spacecraftIdSchema,
  name: z.string(),
  arguments: z.record(z.string(), argumentValueSchema),
  significance: significanceLevelSchema,
  hazardous: z.boolean(),
  service: telecommandServiceSchema,
  author: userIdSchema,
  member: memberIdSchema,
  approver: userIdSchema.nullable(),
  note: z.string().nullable(),
  state: commandStateSchema,
  /** The contact it must go in or, once released, went in. */
  contact: contactIdSchema.nullable(),
  antenna: antennaIdSchema.nullable(),
  agreement: agreementIdSchema.nullable(),
  /** Packet identification on board, from release on: reports name the command by it. */
  apid: z.int().nullable(),
  sequenceCount: z.int().nullable(),
  packetHex: z.string().nullable(),
  stages: z.array(commandStageSchema),
});
export type Command = z.infer<typeof commandSchema>;

export const approveCommandSchema = z.strictObject({
  mode: operationsModeSchema,
  verdict: z.enum(['approve', 'reject']),
  reason: z.string().max(500).nullable().default(null),
});
export type ApproveCommand = z.infer<typeof approveCommandSchema>;

export const cancelCommandSchema = z.strictObject({
  mode: operationsModeSchema,
  reason: z.string().max(500).nullable().default(null),
});
export type CancelCommand = z.infer<typeof cancelCommandSchema>;
