import { z } from 'zod';
import { type MissionClock } from '@app/platform';
import { DifiSource } from './difi-source.js';
import { type IqSource } from './iq-source.js';
import { RtlTcpServer } from './rtl-tcp-server.js';
import { type SdrFaults } from './sample-pump.js';

const port = z.int().min(0).max(65_535);

/** The SDR of an antenna: an RTL-SDR that its client tunes, or a digitiser that sends a band to an address by itself. */
export const sdrSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('rtl_tcp'),
    port,
    /** Of the block converter before the tuner, Hz: what is received is the tuner's frequency and this. */
    lnbLoHz: z.number().nonnegative().default(0),
    oscillatorPpm: z.number().min(-200).max(200).default(0),
  }),
  z.strictObject({
    protocol: z.literal('difi'),
    destination: z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }),
    centerHz: z.number().positive(),
    sampleRateHz: z.number().positive(),
    itemBits: z.int().min(4).max(16).default(8),
  }),
]);
export type SdrSettings = z.output<typeof sdrSchema>;

export interface StartedSdr {
  /** Where it listens, or where it sends to. */
  readonly address: string;
  /** Samples that were sent, and those that were lost on this side. */
  counts(): { readonly samplesSent: number; readonly samplesDropped: number; readonly samplesSkipped: number };
  /** Fault: no client, or no datagram, until it is restored. */
  cut(): void;
  restore(): void;
  stop(): Promise<void>;
}

/** Rejects where a port is taken. */
export async function startSdr(
  settings: SdrSettings,
  source: IqSource,
  clock: MissionClock,
  faults: SdrFaults,
): Promise<StartedSdr> {
  if (settings.protocol === 'rtl_tcp') {
    const server = new RtlTcpServer({ source, clock, faults, ...settings });
    return {
      address: await server.start(settings.port),
      counts: () => server.counts,
      cut: () => server.cut(),
      restore: () => server.restore(),
      stop: () => server.stop(),
    };
  }
  const { destination, centerHz, sampleRateHz, itemBits } = settings;
  const sender = new DifiSource({ source, clock, faults, destination, itemBits, tuning: { centerHz, sampleRateHz } });
  await sender.start();
  return {
    address: `${destination.host}:${destination.port}`,
    counts: () => sender.counts,
    cut: () => sender.cut(),
    restore: () => sender.restore(),
    stop: () => sender.stop(),
  };
}
