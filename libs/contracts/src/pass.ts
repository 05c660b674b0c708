import { z } from 'zod';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';

export const passPhaseSchema = z.enum([
  'scheduled',
  'set-up',
  'ready',
  'acquiring',
  'locked',
  'tear-down',
  'completed',
  'failed',
  'aborted',
]);
export type PassPhase = z.infer<typeof passPhaseSchema>;

/** Frame counts of one pass at its station. */
export const frameCountsSchema = z.strictObject({
  /** Decoded with nothing to correct. */
  good: z.int().nonnegative(),
  /** Decoded after correction of at least one symbol. */
  corrected: z.int().nonnegative(),
  uncorrectable: z.int().nonnegative(),
  /** Decoded, but kept at the station: other version, other spacecraft or frame error control. */
  notRouted: z.int().nonnegative(),
  correctedSymbols: z.int().nonnegative(),
});
export type FrameCounts = z.infer<typeof frameCountsSchema>;

/**
 * Where the uplink of a pass stands. `not-permitted`: this contact may not transmit; `waiting`: for telemetry lock or for the
 * permitted elevation; `acquiring`: carrier and acquisition sequence are up, and the CLCW does not yet say that the spacecraft has
 * them; `ready`: it has, and CLTUs are taken; `lost`: it said so and does not say it any more; `off`: the carrier is down for good.
 */
export const uplinkStateSchema = z.enum(['not-permitted', 'waiting', 'acquiring', 'ready', 'lost', 'off']);
export type UplinkState = z.infer<typeof uplinkStateSchema>;

export const uplinkStatusSchema = z.strictObject({
  state: uplinkStateSchema,
  carrierUp: z.boolean(),
  /** From the latest CLCW of this pass; null before the first. */
  noRfAvailable: z.boolean().nullable(),
  noBitLock: z.boolean().nullable(),
  cltusRadiated: z.int().nonnegative(),
  cltusFailed: z.int().nonnegative(),
});
export type UplinkStatus = z.infer<typeof uplinkStatusSchema>;

/** What is not as it should be while a pass goes on, and calls for a person. */
export const passAlarmSchema = z.enum([
  'no-telemetry',
  'uplink-not-acquired',
  'rotator-down',
  'baseband-down',
  'off-target',
]);
export type PassAlarm = z.infer<typeof passAlarmSchema>;

/** What a station looks at before a pass. */
export const passCheckNameSchema = z.enum([
  'clock',
  'elements',
  'disk',
  'rotator',
  'pointing-limits',
  'baseband',
  'samples',
  'transceiver',
]);
export type PassCheckName = z.infer<typeof passCheckNameSchema>;

/** One check before a pass. `failed`: the pass is not possible, and is over; `warning`: it goes on without. */
export const passCheckSchema = z.strictObject({
  name: passCheckNameSchema,
  outcome: z.enum(['pending', 'passed', 'warning', 'failed']),
  /** What was found, with figures. */
  detail: z.string(),
});
export type PassCheck = z.infer<typeof passCheckSchema>;

/** Why a pass failed or was broken off, as a word; the reason beside it is for people. */
export const passFailureSchema = z.enum([
  'no-hardware',
  'not-executable',
  'check-failed',
  'rotator-dead',
  'baseband-dead',
  'no-frame',
  'missed',
  'cancelled',
]);
export type PassFailure = z.infer<typeof passFailureSchema>;

/** What an operator adds to the track of a pass in progress, to find or to centre a signal. */
export const pointingOffsetsSchema = z.strictObject({
  /** The antenna looks where the spacecraft will be so many seconds later. */
  alongTrackS: z.number().min(-300).max(300),
  /** Added to the angles of the axes. */
  azimuthDeg: z.number().min(-30).max(30),
  elevationDeg: z.number().min(-30).max(30),
});

/** What a station says of the pass in progress, about once a second of mission time and at each change of phase. */
export const passStatusSchema = z.strictObject({
  mode: operationsModeSchema,
  contact: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  at: utcSchema,
  phase: passPhaseSchema,
  /** Why, where the phase is failed or aborted. */
  reason: z.string().nullable(),
  commandedAzimuthDeg: z.number().nullable(),
  commandedElevationDeg: z.number().nullable(),
  actualAzimuthDeg: z.number().nullable(),
  actualElevationDeg: z.number().nullable(),
  elevationDeg: z.number(),
  rangeKm: z.number(),
  esN0Db: z.number().nullable(),
  frames: frameCountsSchema,
  uplink: uplinkStatusSchema,
  /** In the order in which they arose. */
  alarms: z.array(passAlarmSchema),
  /** Earth receive time of the latest good frame. */
  lastFrameAt: utcSchema.nullable(),
  failure: passFailureSchema.nullable().optional(),
  /** Between where the antenna looks and where it should; null where nobody knows. */
  pointingErrorDeg: z.number().nonnegative().nullable().optional(),
  /** Offsets that are in force; left out where there are none. */
  offsets: pointingOffsetsSchema.optional(),
  checks: z.array(passCheckSchema).optional(),
  /** Whether samples are being recorded; left out where no recording was asked for. */
  recording: z.boolean().optional(),
});
export type PassStatus = z.infer<typeof passStatusSchema>;
