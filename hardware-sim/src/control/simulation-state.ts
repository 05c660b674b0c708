import { z } from 'zod';
import { antennaIdSchema, spacecraftIdSchema, utcSchema } from '@app/contracts';
import { faultSchema } from '../faults/fault.js';

export const rateSchema = z.strictObject({
  /** Mission seconds in a second. */
  rate: z.number().min(0.01).max(1000),
});

export const simulationClockSchema = z.strictObject({
  missionTime: utcSchema,
  rate: z.number().positive(),
  /** What another process is started with to share the clock (SMMS_MISSION_CLOCK). */
  spec: z.string(),
});
export type SimulationClock = z.infer<typeof simulationClockSchema>;

export const faultReportSchema = z.strictObject({
  id: z.string(),
  fault: faultSchema,
  from: utcSchema,
  /** Null: until it is cleared. */
  until: utcSchema.nullable(),
  holds: z.boolean(),
});

/** `frames`: this machine cannot make samples in time, and the SDR sends none; what comes down comes by the baseband unit. */
export const sdrStateSchema = z.strictObject({
  level: z.enum(['samples', 'frames']),
  samplesSent: z.int(),
  /** Nobody took them. */
  samplesDropped: z.int(),
  /** Never made: the machine was behind, or a fault left them out. */
  samplesSkipped: z.int(),
  /** Mission time since which there have been frames alone; null at samples. */
  since: utcSchema.nullable(),
});
export type SdrState = z.infer<typeof sdrStateSchema>;

const address = z.string();

export const simulationStateSchema = z.strictObject({
  mode: z.literal('simulation'),
  clock: simulationClockSchema,
  spacecraft: z.array(z.strictObject({ id: spacecraftIdSchema, cadusEmitted: z.int(), commandsExecuted: z.int() })),
  antennas: z.array(
    z.strictObject({
      id: antennaIdSchema,
      devices: z.strictObject({
        rotator: address,
        baseband: address,
        sdr: address.optional(),
        transceiver: address.optional(),
        transmitter: address.optional(),
      }),
      cadusReceived: z.int(),
      /** Left out where the antenna has none. */
      sdr: sdrStateSchema.optional(),
    }),
  ),
  faults: z.array(faultReportSchema),
});
export type SimulationState = z.infer<typeof simulationStateSchema>;
