import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { operationsModeSchema } from '@app/contracts';

const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().positive().max(3650);

/** Every setting, its default and its bounds. `.env.example` lists the same ones (a test compares them). */
export const configurationSchema = z.object({
  SMMS_MODE: operationsModeSchema
    .default('simulation')
    .describe('operational, test or simulation; stamped on every frame and contact'),
  SMMS_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('folder of the embedded database, frame logs and the mission clock'),
  SMMS_HTTP_HOST: z
    .string()
    .regex(/^[0-9A-Za-z.:-]{1,253}$/, 'expected an address or a host name of this machine')
    .default('127.0.0.1')
    .describe('address of the API; any other than loopback needs a proxy with TLS in front'),
  SMMS_HTTP_PORT: port.default(8080).describe('port of the API; 0 takes a free one'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://user:password@host:port/database')
    .optional()
    .describe('PostgreSQL 15 or newer; without it the embedded database runs'),
  SMMS_MISSION_CLOCK: z
    .string()
    .optional()
    .describe('"real", or MISSION-UTC[@WALL-UTC][xRATE]; default: resume, else real (demo: near the elements)'),
  SMMS_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least level that is logged'),
  SMMS_ELEMENTS_WARN_DAYS: days.default(3).describe('age of element sets from which contact windows are warned of'),
  SMMS_ELEMENTS_REFUSE_DAYS: days.default(14).describe('age of element sets from which no contact window is predicted'),
  SMMS_PREDICTION_HOURS: z.coerce
    .number()
    .int()
    .min(6)
    .max(336)
    .default(48)
    .describe('how far ahead contact windows are predicted'),
  SMMS_STATION_HARDWARE: z
    .string()
    .optional()
    .describe('JSON file: antenna identifier to rotator and baseband unit addresses'),
});
export type Configuration = z.infer<typeof configurationSchema>;

/** Settings that cannot be used, one line each. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly { setting: string; problem: string }[]) {
    super(`configuration: ${problems.map(({ setting, problem }) => `${setting}: ${problem}`).join('; ')}`);
  }
}

/** Reads settings from the environment, and from a `.env` file for those that the environment leaves open. Throws ConfigurationError. */
export function loadConfiguration(environment: NodeJS.ProcessEnv, folder = process.cwd()): Configuration {
  const merged: Record<string, string> = { ...readEnvFile(join(folder, '.env')) };
  for (const [name, value] of Object.entries(environment)) if (value !== undefined) merged[name] = value;
  const known = Object.keys(configurationSchema.shape);
  const unknown = Object.keys(merged).filter(
    (name) => name.startsWith('SMMS_') && !known.includes(name) && !notSettings.includes(name),
  );
  const settings = Object.fromEntries(known.map((name) => [name, merged[name] === '' ? undefined : merged[name]]));
  const result = configurationSchema.safeParse(settings);
  const problems = [
    ...unknown.map((setting) => ({ setting, problem: 'no such setting' })),
    ...(result.success
      ? []
      : result.error.issues.map((issue) => {
          const setting = String(issue.path[0]);
          const expected = issue.message.replace(/^Invalid (input|option): /, '').replace(/, received .*$/, '');
          return { setting, problem: `${expected} (found "${settings[setting] ?? ''}")` };
        })),
  ];
  if (problems.length > 0 || !result.success) throw new ConfigurationError(problems);
  return result.data;
}

// Read by tests and CI only.
const notSettings = ['SMMS_ORACLES', 'SMMS_TEST_DATABASE_URL'];

function readEnvFile(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  const settings: Record<string, string> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const match = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] === undefined) {
      throw new ConfigurationError([
        { setting: `${path}:${index + 1}`, problem: `expected NAME=value, found "${line}"` },
      ]);
    }
    settings[match[1]] = (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
  }
  return settings;
}
