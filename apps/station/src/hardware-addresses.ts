import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { antennaIdSchema } from '@app/contracts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

const form = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/;

/** `host:port`, an IPv6 host in brackets. */
const addressSchema = z.string().transform((text, context): Address => {
  const match = form.exec(text);
  const port = Number(match?.[3]);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    context.addIssue({ code: 'custom', message: `expected host:port with a port from 1 to 65535, found "${text}"` });
    return z.NEVER;
  }
  return { host, port };
});

/** An SDR to receive with: the band is centred on the nominal carrier of each link. */
const sdrSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('rtl_tcp'),
    address: addressSchema,
    sampleRateHz: z.int().positive(),
    /** Of the block converter before the radio, Hz: it is tuned so much lower. */
    lnbLoHz: z.number().nonnegative().default(0),
    /** Decibels; the radio's own choice where it is left out. */
    gainDb: z.number().optional(),
  }),
  z.strictObject({
    protocol: z.literal('difi'),
    /** Where datagrams are taken; tuning and times come with them. */
    address: addressSchema,
    streamId: z.int().nonnegative().optional(),
  }),
]);
export type SdrAddress = z.output<typeof sdrSchema>;

/**
 * Which devices belong to which antenna. Whether hardware or a simulator answers at an address is nobody's business here. With an SDR
 * frames come from it, and the baseband unit, if there is one, transmits.
 */
export const hardwareAddressesSchema = z.record(
  antennaIdSchema,
  z
    .strictObject({ rotator: addressSchema, baseband: addressSchema.optional(), sdr: sdrSchema.optional() })
    .refine(({ baseband, sdr }) => baseband !== undefined || sdr !== undefined, {
      path: ['baseband'],
      error: 'expected a baseband unit or an SDR, found neither',
    }),
);
/** As it is written in a file: antenna identifier to `{rotator, baseband, sdr}`, addresses as `host:port`. */
export type HardwareAddressesInput = z.input<typeof hardwareAddressesSchema>;
export type HardwareAddresses = z.output<typeof hardwareAddressesSchema>;
export type AntennaHardware = HardwareAddresses[keyof HardwareAddresses];

/** Hardware addresses that cannot be read, one line each. */
export class HardwareAddressesError extends Error {
  override readonly name = 'HardwareAddressesError';
  constructor(
    readonly where: string,
    readonly problems: readonly { path: string; problem: string }[],
  ) {
    super(`hardware addresses, ${where}: ${problems.map(({ path, problem }) => `${path}: ${problem}`).join('; ')}`);
  }
}

/** Throws HardwareAddressesError, naming each antenna and device that is wrong. */
export function parseHardwareAddresses(value: unknown, where: string): HardwareAddresses {
  const result = hardwareAddressesSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({ path: path.join('.') || '$', problem: message }));
  throw new HardwareAddressesError(where, problems);
}

/** Reads a JSON file of hardware addresses. Throws HardwareAddressesError. */
export async function readHardwareAddresses(path: string): Promise<HardwareAddresses> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new HardwareAddressesError(path, [{ path: '$', problem }]);
  }
  return parseHardwareAddresses(value, path);
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
