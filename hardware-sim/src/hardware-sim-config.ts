import { z } from 'zod';
import {
  antennaSchema,
  elementSetMessageSchema,
  linkProfileSchema,
  siteClimateSchema,
  spacecraftIdSchema,
  utcSchema,
} from '@app/contracts';
import { sdrSchema } from './devices/sdr/start-sdr.js';
import { faultRequestSchema } from './faults/fault.js';
import { oscillatorPpmSchema } from './oscillator-error.js';

const port = z.int().min(0).max(65_535);

/** What a simulation is made of. `ports` of 0 take free ones. */
export const hardwareSimConfigSchema = z
  .strictObject({
    /** As the mission clock of the ground segment says it, so that both run by the same. */
    missionClock: z.string().min(1),
    seed: z.int().nonnegative(),
    /** Nothing but simulation: a simulator never stands in for operations. */
    mode: z.literal('simulation'),
    /** Es/N0 over the required one at each antenna's minimum elevation, dB. */
    linkMarginDb: z.number().min(-40).max(60).default(6),
    /** `margin`: signals are as strong as `linkMarginDb` says; `budget`: as the link budget of profile, antenna and climate says. */
    linkModel: z.enum(['margin', 'budget']).default('margin'),
    /** Share of the year in which the budget's atmosphere is no worse, percent. */
    availabilityPercent: z.number().min(50).max(99.999).default(99),
    /** Chance of a bit slip in each CADU. */
    bitSlipProbability: z.number().min(0).max(1).default(0),
    /** Bit slips at given times: one bit lost or doubled in the CADU that comes in then. */
    bitSlips: z
      .array(z.strictObject({ antenna: z.string(), at: utcSchema, bits: z.union([z.literal(-1), z.literal(1)]) }))
      .default([]),
    /** File of the simulator's own log; lines are added to what is there. */
    logFile: z.string().min(1).nullable(),
    /** Chance that a CLTU is lost whole, and that a bit of one is turned over, on the way to the spacecraft. */
    uplinkLossProbability: z.number().min(0).max(1).default(0),
    uplinkBitErrorProbability: z.number().min(0).max(0.5).default(0),
    /** File of what happened to telecommands; lines are added to what is there. */
    telecommandLogFile: z.string().min(1).nullable().default(null),
    /** File of what happened, in mission time: the same for the same configuration. It begins anew. */
    eventLogFile: z.string().min(1).nullable().default(null),
    /** The event log ends then, if the simulation runs so long. */
    endsAt: utcSchema.nullable().default(null),
    /** What goes wrong, and when; at once where it does not say. */
    faults: z.array(faultRequestSchema).default([]),
    /** XTCE text, or the path of an XTCE file. */
    missionDatabase: z.string().min(1),
    spacecraft: z
      .array(
        z.strictObject({
          id: spacecraftIdSchema,
          elementSet: elementSetMessageSchema,
          linkProfile: linkProfileSchema,
          /** Of its transmitter: carrier and symbol clock are both made from it. */
          oscillatorPpm: oscillatorPpmSchema.default(0),
        }),
      )
      .min(1),
    antennas: z
      .array(
        z.strictObject({
          antenna: antennaSchema,
          /** Of its site, for the link budget. */
          climate: siteClimateSchema.optional(),
          rotatorPort: port,
          basebandPort: port,
          /** Of its SDR; without one there is none. */
          sdr: sdrSchema.optional(),
          /** Of its transceiver (rigctld); without one there is none. */
          transceiverPort: port.optional(),
          /** Its input for samples that it is to radiate: DIFI over UDP, on this port. */
          transmitter: z.strictObject({ protocol: z.literal('difi'), port }).optional(),
        }),
      )
      .min(1),
  })
  .superRefine(({ spacecraft, antennas }, context) => {
    const twice = (ids: readonly string[], path: string): void => {
      for (const [i, id] of ids.entries())
        if (ids.indexOf(id) < i)
          context.addIssue({
            code: 'custom',
            path: [path, i],
            message: `expected an identifier used once, found ${id} again`,
          });
    };
    twice(
      spacecraft.map(({ id }) => id),
      'spacecraft',
    );
    twice(
      antennas.map(({ antenna }) => antenna.id),
      'antennas',
    );
  });

/** As it is given: what has a default may be left out. */
export type HardwareSimConfig = z.input<typeof hardwareSimConfigSchema>;
export type CheckedHardwareSimConfig = z.output<typeof hardwareSimConfigSchema>;
