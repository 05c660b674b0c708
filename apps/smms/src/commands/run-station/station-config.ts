import { parseDocument } from 'yaml';
import { z } from 'zod';
import {
  antennaIdSchema,
  antennaSchema,
  elementSetMessageSchema,
  linkProfileIdSchema,
  linkProfileSchema,
  operationsModeSchema,
  siteIdSchema,
  spacecraftIdSchema,
  schemaProblems,
  shownValue,
} from '@app/contracts';
import { MissionClockSpecError, parseMissionClockSpec } from '@app/platform';
import {
  defaultRecordingOptions,
  hardwareAddressesSchema,
  transceiverAddressSchema,
} from '../../../../station/src/index.js';
import { StationConfigError } from './station-config.error.js';

const clockSchema = z
  .string()
  .default('real')
  .superRefine((text, context) => {
    try {
      parseMissionClockSpec(text, 0n);
    } catch (error) {
      if (!(error instanceof MissionClockSpecError)) throw error;
      context.addIssue({ code: 'custom', message: `expected ${error.expected}` });
    }
  });

/** A path is taken from the folder of the configuration. */
const path = z.string().min(1);

const spacecraftSchema = z.union([
  spacecraftIdSchema,
  z.strictObject({
    id: spacecraftIdSchema,
    /** A file (TLE or OMM), or the elements themselves. */
    elements: z.union([path, elementSetMessageSchema]),
    /** Which of the element sets of a file; the only one, where it has one. */
    catalogNumber: z.int().min(1).max(999_999_999).optional(),
    /** By identifier from the reference constellation, or whole. */
    linkProfile: z.union([linkProfileIdSchema, linkProfileSchema]),
  }),
]);

const recordingSchema = z.strictObject({
  mostOctetsPerPass: z.number().positive().default(defaultRecordingOptions.mostOctetsPerPass),
  mostOctets: z.number().positive().default(defaultRecordingOptions.mostOctets),
});

/** One station by itself, as people write it down: what it is, where its devices are, and what it executes. */
export const stationConfigSchema = z
  .strictObject({
    mode: operationsModeSchema,
    /** `real`, or MISSION-UTC[@WALL-UTC][xRATE]: only `real` in mode operational. */
    clock: clockSchema,
    site: siteIdSchema,
    /** Folder of the frame log, reports and recordings. */
    data: path,
    /** By identifier from the reference constellation, or whole. */
    antennas: z.array(z.union([antennaIdSchema, antennaSchema])).min(1),
    /** Antenna identifier to its devices. */
    hardware: z.record(
      antennaIdSchema,
      hardwareAddressesSchema.valueType.safeExtend({ transceiver: transceiverAddressSchema.optional() }),
    ),
    /** A file of contacts, as a JSON array of StationContact. */
    contacts: path.optional(),
    /** Received only, in passes that the station predicts: by identifier from the reference constellation, or whole. */
    spacecraft: z.array(spacecraftSchema).min(1).optional(),
    /** How far ahead passes are predicted. */
    hours: z.number().min(0.5).max(336).default(24),
    /** Passes that do not rise so high are left out. */
    minMaxElevationDeg: z.number().min(0).max(90).default(0),
    /** Samples are recorded where it is given. */
    recording: recordingSchema.optional(),
    logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  })
  .superRefine(({ contacts, spacecraft, mode, clock, recording }, context) => {
    if ((contacts === undefined) === (spacecraft === undefined))
      context.addIssue({ code: 'custom', path: ['contacts'], message: 'expected either contacts or spacecraft' });
    if (mode === 'operational' && clock !== 'real')
      context.addIssue({ code: 'custom', path: ['clock'], message: 'expected real in mode operational' });
    if (recording !== undefined && recording.mostOctets < recording.mostOctetsPerPass)
      context.addIssue({
        code: 'custom',
        path: ['recording', 'mostOctets'],
        message: `expected at least those of one pass, ${recording.mostOctetsPerPass}`,
      });
  });
export type StationConfig = z.output<typeof stationConfigSchema>;

/** Reads YAML or JSON; `file` names it in errors. Throws StationConfigError. */
export function parseStationConfig(text: string, file: string): StationConfig {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    throw new StationConfigError(file, [{ path: `line ${line}`, expected: 'YAML or JSON', found: error.message }]);
  }
  const value: unknown = document.toJS();
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new StationConfigError(file, [{ path: '', expected: 'an object', found: shownValue(value) }]);
  const result = stationConfigSchema.safeParse(value);
  if (result.success) return result.data;
  throw new StationConfigError(file, schemaProblems(result.error, value));
}

/** JSON Schema of a configuration, for editors. */
export function stationConfigJsonSchema(): object {
  return z.toJSONSchema(stationConfigSchema, { io: 'input', unrepresentable: 'any' });
}
