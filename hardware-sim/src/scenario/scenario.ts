import { z } from 'zod';
import {
  antennaIdSchema,
  antennaSchema,
  elementSetMessageSchema,
  linkProfileSchema,
  siteClimateSchema,
  spacecraftIdSchema,
  utcSchema,
  schemaProblems,
  shownValue,
} from '@app/contracts';
import { parseDocument } from 'yaml';
import { sdrSchema } from '../devices/sdr/start-sdr.js';
import { scenarioFaultSchema } from '../faults/fault.js';
import { oscillatorPpmSchema } from '../oscillator-error.js';
import { ScenarioError } from './scenario-error.js';

/** 0 takes a free one. */
const port = z.int().min(0).max(65_535).default(0);

const linkSchema = z.strictObject({
  /** `margin`: signals are as strong as `marginDb` says; `budget`: as the link budget says. */
  model: z.enum(['margin', 'budget']).default('margin'),
  /** Es/N0 over the required one at each antenna's minimum elevation, dB. */
  marginDb: z.number().min(-40).max(60).default(6),
  availabilityPercent: z.number().min(50).max(99.999).default(99),
  bitSlipProbability: z.number().min(0).max(1).default(0),
  uplinkLossProbability: z.number().min(0).max(1).default(0),
  uplinkBitErrorProbability: z.number().min(0).max(0.5).default(0),
});

/** A simulation and what goes wrong in it, as people write it down. */
export const scenarioSchema = z.strictObject({
  description: z.string().default(''),
  seed: z.int().nonnegative(),
  clock: z.strictObject({
    start: utcSchema,
    /** Mission seconds in a second. */
    rate: z.number().min(0.01).max(1000).default(1),
    /** The simulation ends by itself after so many mission seconds. */
    durationS: z.number().positive().max(1e9).optional(),
  }),
  link: linkSchema.prefault({}),
  /** By identifier from the reference constellation, or whole; with what is off about them. */
  spacecraft: z
    .array(
      z.union([
        spacecraftIdSchema,
        z.strictObject({
          id: spacecraftIdSchema,
          /** What is left out is that of the reference constellation. */
          elementSet: elementSetMessageSchema.optional(),
          linkProfile: linkProfileSchema.optional(),
          /** Of its transmitter: carrier and symbol clock are both made from it. */
          oscillatorPpm: oscillatorPpmSchema.optional(),
        }),
      ]),
    )
    .min(1),
  /** By identifier from the reference constellation, or whole; with the ports of their devices. */
  antennas: z
    .array(
      z.strictObject({
        antenna: z.union([antennaIdSchema, antennaSchema]),
        climate: siteClimateSchema.optional(),
        rotatorPort: port,
        basebandPort: port,
        /** Of its SDR; without one there is none. */
        sdr: sdrSchema.optional(),
        /** Of its transceiver (rigctld); without one there is none. */
        transceiverPort: z.int().min(0).max(65_535).optional(),
        /** Its input for samples that it is to radiate; without one there is none. */
        transmitter: z.strictObject({ protocol: z.literal('difi'), port }).optional(),
      }),
    )
    .min(1),
  faults: z.array(scenarioFaultSchema).default([]),
});
export type Scenario = z.output<typeof scenarioSchema>;

/** Reads YAML or JSON; `source` names it in errors. Throws ScenarioError. */
export function readScenario(text: string, source: string): Scenario {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    throw new ScenarioError(source, [{ path: `line ${line}`, expected: 'YAML or JSON', found: error.message }]);
  }
  const value = plain(document, source);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ScenarioError(source, [{ path: '', expected: 'a scenario, an object', found: shownValue(value) }]);
  const result = scenarioSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ScenarioError(source, schemaProblems(result.error, value));
}

/** Aliases that multiply beyond reason are refused by the YAML library. */
function plain(document: ReturnType<typeof parseDocument>, source: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new ScenarioError(source, [{ path: '', expected: 'YAML or JSON', found: error.message }]);
  }
}

/** JSON Schema of a scenario, for editors. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: 'input', unrepresentable: 'any' });
}
