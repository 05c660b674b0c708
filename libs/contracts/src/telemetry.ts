import { z } from 'zod';
import { spacecraftIdSchema } from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

export const monitoringResultSchema = z.enum([
  'in-limits',
  'watch',
  'warning',
  'distress',
  'critical',
  'severe',
  'unmonitored',
]);
export type MonitoringResult = z.infer<typeof monitoringResultSchema>;

/** One value of one parameter. `value` is the engineering value, null where the raw value has none; 64-bit integers travel as decimal text. */
export const parameterValueSchema = z.strictObject({
  parameter: z.string(),
  raw: z.union([z.number(), z.string(), z.boolean()]),
  value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
  unit: z.string().nullable(),
  monitoring: monitoringResultSchema,
});
export type ParameterValue = z.infer<typeof parameterValueSchema>;

/** The values of one packet. `source` tells live from played back: a played-back value is never shown as live. */
export const parameterUpdateSchema = z.strictObject({
  mode: operationsModeSchema,
  spacecraft: spacecraftIdSchema,
  container: z.string(),
  source: z.enum(['real-time', 'playback']),
  generationTime: utcSchema,
  earthReceiveTime: utcSchema,
  /** Real-time, but received on Earth before values of this spacecraft and container that were sent already: not to be shown as the latest. */
  late: z.boolean(),
  /** The generation time cannot be right: later than the earth receive time, or, of real-time values, more than a day before it. */
  timeSuspect: z.boolean(),
  values: z.array(parameterValueSchema),
});
export type ParameterUpdate = z.infer<typeof parameterUpdateSchema>;

/** A parameter went out of its limits, or came back. */
export const alarmEventSchema = z.strictObject({
  mode: operationsModeSchema,
  spacecraft: spacecraftIdSchema,
  parameter: z.string(),
  from: monitoringResultSchema,
  to: monitoringResultSchema,
  value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
  unit: z.string().nullable(),
  generationTime: utcSchema,
});
export type AlarmEvent = z.infer<typeof alarmEventSchema>;

export const telemetryGapSchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  vcid: z.int(),
  /** Frames missing between two received ones, by the virtual channel frame count. */
  missingFrames: z.int().positive(),
  before: utcSchema,
});
export type TelemetryGap = z.infer<typeof telemetryGapSchema>;
