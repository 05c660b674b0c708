import { z } from 'zod';
import {
  alarmEventSchema,
  antennaIdSchema,
  contactIdSchema,
  limitUpTo,
  monitoringResultSchema,
  operationsModeSchema,
  parameterValueSchema,
  siteIdSchema,
  spacecraftIdSchema,
  spanQuery,
  utcSchema,
} from '@app/contracts';
import { channelCountNames, type ChannelCounts } from '../processing/channel-counts.js';

/** `value` is null where the raw value has no engineering value. */
const readValue = parameterValueSchema.pick({ raw: true, value: true, monitoring: true }).shape;
/** `true` or `false` in a query, where everything is text. */
const flag = z.enum(['true', 'false']).default('false');

export const valuesQuerySchema = spanQuery({
  source: z.enum(['real-time', 'playback', 'all']).default('real-time'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: limitUpTo(10_000, 1_000),
});
export type ValuesQuery = z.infer<typeof valuesQuerySchema>;

const ofContact = { contact: contactIdSchema.optional(), limit: limitUpTo(1_000, 100) };

export const packetsQuerySchema = spanQuery({
  apid: z.coerce.number().int().min(0).max(2047).optional(),
  ...ofContact,
  octets: flag,
});
export type PacketsQuery = z.infer<typeof packetsQuerySchema>;

export const eventsQuerySchema = spanQuery(ofContact);
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

export const framesQuerySchema = spanQuery({ ...ofContact, octets: flag });
export type FramesQuery = z.infer<typeof framesQuerySchema>;

export const statisticsQuerySchema = z.strictObject({ contact: contactIdSchema });

/** A range of values: where the value belongs (`outside` alarms), or where the alarm is (`inside`). */
const limitSchema = z.strictObject({
  level: monitoringResultSchema,
  alarm: z.enum(['outside', 'inside']),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
const labelLimitSchema = z.strictObject({ level: monitoringResultSchema, label: z.string() });

export const parameterViewSchema = z.strictObject({
  name: z.string(),
  qualifiedName: z.string(),
  kind: z.string(),
  description: z.string(),
  unit: z.string().nullable(),
  /** Of an enumerated parameter. */
  labels: z.array(z.string()),
  limits: z.array(z.union([limitSchema, labelLimitSchema])),
  /** The latest real-time value by earth receive time (then generation time); played-back ones are never here. */
  latest: z
    .strictObject({
      ...readValue,
      generationTime: utcSchema,
      earthReceiveTime: utcSchema,
      /** The generation time cannot be right: later than the earth receive time, or more than a day before it. */
      timeSuspect: z.boolean(),
      /** Mission time since the value was generated. */
      ageS: z.number(),
      container: z.string(),
    })
    .nullable(),
});
export type ParameterView = z.infer<typeof parameterViewSchema>;

export const parameterHistorySchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  parameter: z.string(),
  unit: z.string().nullable(),
  values: z.array(
    z.strictObject({
      generationTime: utcSchema,
      earthReceiveTime: utcSchema,
      source: z.enum(['real-time', 'playback']),
      container: z.string(),
      ...readValue,
    }),
  ),
  /** There are more values in the span than the limit let through. */
  more: z.boolean(),
});
export type ParameterHistory = z.infer<typeof parameterHistorySchema>;

export const packetViewSchema = z.strictObject({
  id: z.string(),
  quality: z.enum(['complete', 'partial', 'checksum-error']),
  kind: z.enum(['space', 'encapsulation']),
  apid: z.int().nullable(),
  sequenceCount: z.int().nullable(),
  /** Null, with the reason, where nothing decoded it. */
  container: z.string().nullable(),
  reason: z.string().nullable(),
  source: z.enum(['real-time', 'playback', 'unknown']),
  /** Null where it was not decoded as far as its time: such a packet is kept once for each antenna that heard it, others once. */
  generationTime: utcSchema.nullable(),
  /** The generation time cannot be right: later than the earth receive time, or, in real time, more than a day before it. */
  timeSuspect: z.boolean(),
  earthReceiveTime: utcSchema,
  contact: contactIdSchema,
  antenna: antennaIdSchema,
  vcid: z.int(),
  stationLog: z.string(),
  firstStationSequence: z.int(),
  lastStationSequence: z.int(),
  /** Octets that no frame brought. */
  gaps: z.array(z.strictObject({ offset: z.int(), length: z.int() })),
  length: z.int(),
  /** Hexadecimal, when asked for. */
  octets: z.string().optional(),
});
export type PacketView = z.infer<typeof packetViewSchema>;

export const frameViewSchema = z.strictObject({
  mode: operationsModeSchema,
  contact: contactIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  stationLog: z.string(),
  stationSequence: z.int(),
  linkProfile: z.strictObject({ id: z.string(), version: z.int() }),
  earthReceiveTime: utcSchema,
  vcid: z.int().nullable(),
  vcfc: z.int().nullable(),
  mcfc: z.int().nullable(),
  correctedSymbols: z.array(z.int()),
  asmBitErrors: z.int(),
  inverted: z.boolean(),
  esN0Db: z.number().nullable(),
  fault: z.string().nullable(),
  length: z.int(),
  octets: z.string().optional(),
});
export type FrameView = z.infer<typeof frameViewSchema>;

export const gapViewSchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  contact: contactIdSchema,
  antenna: antennaIdSchema,
  vcid: z.int(),
  /** `master`: frames of any virtual channel, lost in a silence too long for the virtual channels' counters. */
  channel: z.enum(['virtual', 'master']),
  missingFrames: z.int(),
  /** Earth receive times of the frames on either side. */
  after: utcSchema.nullable(),
  before: utcSchema,
});
export type GapView = z.infer<typeof gapViewSchema>;

export const alarmViewSchema = alarmEventSchema.extend({ contact: contactIdSchema, earthReceiveTime: utcSchema });
export type AlarmView = z.infer<typeof alarmViewSchema>;

const countsSchema = z.strictObject(
  Object.fromEntries(channelCountNames.map((name) => [name, z.int().nonnegative()])) as Record<
    keyof ChannelCounts,
    z.ZodInt
  >,
);

export const contactStatisticsSchema = z.strictObject({
  contact: contactIdSchema,
  /** Null while nothing has come of this contact. */
  spacecraft: spacecraftIdSchema.nullable(),
  totals: countsSchema,
  /** By virtual channel; -1: frames whose virtual channel cannot be told. */
  channels: z.array(countsSchema.extend({ vcid: z.int() })),
  /** Packets begun whose end has not come. */
  packetsPending: z.int(),
  gaps: z.array(gapViewSchema),
  alarms: z.array(alarmViewSchema),
});
export type ContactStatistics = z.infer<typeof contactStatisticsSchema>;

export const consumerStatusSchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  log: z.string(),
  sequence: z.int(),
  lag: z.int(),
  error: z.string().nullable(),
  frames: z.int(),
  packets: z.int(),
  parameterValues: z.int(),
  alarms: z.int(),
  gaps: z.int(),
  rejected: z.int(),
});
