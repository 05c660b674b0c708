import { z } from 'zod';
import { type MissionClock } from '@app/platform';
import { type Tai } from '@app/time';
import { oscillatorPpmSchema } from '../../oscillator-error.js';
import { DifiSource } from './difi-source.js';
import { type IqSource } from './iq-source.js';
import { RtlTcpServer } from './rtl-tcp-server.js';
import { type ReceptionLevel } from './keeping-up.js';
import { type SampleLevel } from './sample-level.js';
import { type SdrFaults } from './sample-pump.js';
import { sdrImpairments, sdrImpairmentSettings } from './sdr-impairments.js';

const port = z.int().min(0).max(65_535);

/** The SDR of an antenna: an RTL-SDR that its client tunes, or a digitiser that sends a band to an address by itself. */
export const sdrSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('rtl_tcp'),
    port,
    /** Of the block converter before the tuner, Hz: what is received is the tuner's frequency and this. */
    lnbLoHz: z.number().nonnegative().default(0),
    /** Of its crystal: tuner and sample clock are both made from it. */
    oscillatorPpm: oscillatorPpmSchema.default(0),
    ...sdrImpairmentSettings,
  }),
  z.strictObject({
    protocol: z.literal('difi'),
    destination: z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }),
    centerHz: z.number().positive(),
    sampleRateHz: z.number().positive(),
    itemBits: z.int().min(4).max(16).default(8),
    /** Of its sample clock, by which it stamps its samples, too; its tuner is right. */
    sampleClockPpm: oscillatorPpmSchema.default(0),
    ...sdrImpairmentSettings,
  }),
]);
export type SdrSettings = z.output<typeof sdrSchema>;

export interface SdrCounts {
  /** `frames`: it makes no samples, since this machine is too slow for them. */
  readonly level: ReceptionLevel;
  /** Mission time since which it makes none; null while it does. */
  readonly framesSince: Tai | null;
  readonly samplesSent: number;
  /** Lost on this side, since nobody took them. */
  readonly samplesDropped: number;
  /** Never made. */
  readonly samplesSkipped: number;
}

export interface StartedSdr {
  /** Where it listens, or where it sends to. */
  readonly address: string;
  counts(): SdrCounts;
  /** Fault: no client, or no datagram, until it is restored. */
  cut(): void;
  restore(): void;
  stop(): Promise<void>;
}

type SampleCounts = Pick<SdrCounts, 'samplesSent' | 'samplesDropped' | 'samplesSkipped'>;

/** Rejects where a port is taken. Without a `level` it makes samples, some of them, however slow the machine. */
export async function startSdr(
  settings: SdrSettings,
  source: IqSource,
  clock: MissionClock,
  faults: SdrFaults,
  level?: SampleLevel,
): Promise<StartedSdr> {
  const countsOf = ({ samplesSent, samplesDropped, samplesSkipped }: SampleCounts): SdrCounts => ({
    ...{ level: level?.level ?? 'samples', framesSince: level?.framesSince ?? null },
    ...{ samplesSent, samplesDropped, samplesSkipped },
  });
  const impairments = sdrImpairments(settings);
  if (settings.protocol === 'rtl_tcp') {
    const server = new RtlTcpServer({ source, clock, faults, level, impairments, ...settings });
    return {
      address: await server.start(settings.port),
      counts: () => countsOf(server.counts),
      cut: () => server.cut(),
      restore: () => server.restore(),
      stop: () => server.stop(),
    };
  }
  const { destination, centerHz, sampleRateHz, itemBits, sampleClockPpm } = settings;
  const sender = new DifiSource({
    ...{ source, clock, faults, level, destination, itemBits, sampleClockPpm, impairments },
    tuning: { centerHz, sampleRateHz },
  });
  await sender.start();
  return {
    address: `${destination.host}:${destination.port}`,
    counts: () => countsOf(sender.counts),
    cut: () => sender.cut(),
    restore: () => sender.restore(),
    stop: () => sender.stop(),
  };
}
