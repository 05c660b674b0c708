import { z } from 'zod';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';
import { frameCountsSchema, passCheckSchema, passFailureSchema, passPhaseSchema } from './pass.js';

/** Lowest, mean and highest of what was measured, in the unit of the field's name. */
const spreadSchema = z.strictObject({ min: z.number(), mean: z.number(), max: z.number() });

/** The recording of a pass's samples. */
export const passRecordingSchema = z.strictObject({
  /** SigMF metadata; the samples lie beside it. Null where nothing was written. */
  file: z.string().nullable(),
  format: z.string().nullable(),
  samples: z.int().nonnegative(),
  octets: z.int().nonnegative(),
  /** Frames that it annotates. */
  frames: z.int().nonnegative(),
  /** Received and not recorded, since the disk was slow or the bound was reached: the frames are not fewer for it. */
  droppedSamples: z.int().nonnegative(),
  /** Why it is not whole; null where it is. */
  reason: z.string().nullable(),
});
export type PassRecording = z.infer<typeof passRecordingSchema>;

/**
 * A pass that is over, in figures. What a unit does not tell is null: a baseband unit of hardware says nothing of carriers and samples.
 * Figures but the counts of frames and CLTUs are those of the process that ended the pass.
 */
export const passReportSchema = z.strictObject({
  mode: operationsModeSchema,
  contact: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  phase: passPhaseSchema,
  failure: passFailureSchema.nullable(),
  reason: z.string().nullable(),
  /** When this process began it: later than its start after a restart. */
  begunAt: utcSchema,
  endedAt: utcSchema,
  predicted: z.strictObject({ aos: utcSchema, tca: utcSchema, los: utcSchema, maxElevationDeg: z.number() }),
  /** Earth receive times of frames for the mission. */
  firstFrameAt: utcSchema.nullable(),
  lastFrameAt: utcSchema.nullable(),
  /** When frames came one after the other. */
  locks: z.array(z.strictObject({ from: utcSchema, to: utcSchema })),
  lockedS: z.number().nonnegative(),
  frames: frameCountsSchema,
  esN0Db: spreadSchema.nullable(),
  /** Between AOS and LOS, once the antenna has first been on its target. */
  pointingErrorDeg: z.strictObject({ rms: z.number(), max: z.number(), readings: z.int() }).nullable(),
  /** Carrier as measured less as predicted, Hz; of blocks of samples in lock. */
  dopplerResidualHz: z.strictObject({ mean: z.number(), rms: z.number(), blocks: z.int() }).nullable(),
  samples: z
    .strictObject({
      received: z.int().nonnegative(),
      /** Breaks in their run, and how many are missing by their times. */
      gaps: z.int().nonnegative(),
      lost: z.int().nonnegative(),
    })
    .nullable(),
  /** When a baseband unit took the place of an SDR that gave no samples, for the rest of the pass; left out where none did. */
  fellBackAt: utcSchema.optional(),
  deviceErrors: z.array(
    z.strictObject({
      device: z.enum(['rotator', 'baseband', 'transceiver', 'frame-log']),
      error: z.string(),
      count: z.int().positive(),
      firstAt: utcSchema,
      lastAt: utcSchema,
    }),
  ),
  cltus: z.strictObject({ radiated: z.int().nonnegative(), failed: z.int().nonnegative() }),
  checks: z.array(passCheckSchema),
  recording: passRecordingSchema.nullable(),
});
export type PassReport = z.infer<typeof passReportSchema>;
