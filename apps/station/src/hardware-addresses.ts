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

/** An SDR to transmit with: it radiates samples at the instants that they are stamped with, its band centred on the nominal carrier. */
const transmitterSchema = z.strictObject({
  protocol: z.literal('difi'),
  /** Where the datagrams go. */
  address: addressSchema,
  /** The carrier with its Doppler shift and twice the bit rate to either side must fit in. */
  sampleRateHz: z.int().positive(),
  streamId: z.int().nonnegative().default(1),
  /** Of I, and of Q. */
  itemBits: z.int().min(4).max(16).default(16),
  /** Mean power of the samples while the carrier is up, decibels below full scale: the amplifier makes its rated power of it. */
  levelDbfs: z.number().min(-60).max(-3).default(-6),
  /** The carrier is sent so that it comes in at its nominal frequency on board. */
  dopplerCompensation: z.boolean().default(true),
  /** Samples are sent so many seconds before their instants: what the machine and the network may take. Orders take effect as much later. */
  leadS: z.number().min(0.05).max(2).default(0.3),
  /** The carrier begins with a sweep: up by so many hertz, down by as many, and back. */
  sweep: z.strictObject({ hz: z.number().positive(), seconds: z.number().positive().max(120) }).optional(),
});
export type TransmitterAddress = z.output<typeof transmitterSchema>;

/**
 * Which devices belong to which antenna. Whether hardware or a simulator answers at an address is nobody's business here. With an SDR
 * frames come from it, and an SDR that transmits or the baseband unit, if there is one, radiates. The unit receives only where the SDR
 * gives no samples.
 */
export const hardwareAddressesSchema = z.record(
  antennaIdSchema,
  z
    .strictObject({
      rotator: addressSchema,
      baseband: addressSchema.optional(),
      sdr: sdrSchema.optional(),
      transmitter: transmitterSchema.optional(),
    })
    .refine(({ baseband, sdr }) => baseband !== undefined || sdr !== undefined, {
      path: ['baseband'],
      error: 'expected a baseband unit or an SDR, found neither',
    })
    .refine(({ baseband, sdr, transmitter }) => transmitter === undefined || (sdr !== undefined && !baseband), {
      path: ['transmitter'],
      error: 'expected an SDR to receive with beside it, and no baseband unit, which would transmit, too',
    }),
);
/** As it is written in a file: antenna identifier to `{rotator, baseband, sdr, transmitter}`, addresses as `host:port`. */
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
