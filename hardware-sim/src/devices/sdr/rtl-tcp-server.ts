import { type Socket } from 'node:net';
import { type MissionClock } from '@app/platform';
import {
  encodeRtlTcpGreeting,
  type Iq,
  type ReceiverImpairments,
  RtlTcpCommandReader,
  SampleEncoder,
} from '@app/radio';
import { listenTcp, type TcpListener } from '../tcp-listener.js';
import { ClockedIqSource } from './clocked-iq-source.js';
import { type IqSource } from './iq-source.js';
import { OscillatorClock } from './oscillator-clock.js';
import { r820tGains, RtlDongle, type RtlDongleParts } from './rtl-dongle.js';
import { type SampleLevel } from './sample-level.js';
import { SamplePump, type SampleBlock, type SdrFaults } from './sample-pump.js';
import { SdrGain } from './sdr-gain.js';

/** Octets that wait for a slow client; beyond them samples are dropped. */
const MOST_UNSENT = 1 << 20;
const OCTETS_PER_SAMPLE = 2;

export interface RtlTcpServerParts extends RtlDongleParts {
  readonly source: IqSource;
  readonly clock: MissionClock;
  readonly impairments?: ReceiverImpairments | undefined;
  readonly faults?: SdrFaults;
  readonly level?: SampleLevel | undefined;
}

export interface RtlTcpCounts {
  readonly clients: number;
  readonly commands: number;
  /** Commands that asked for what the dongle does not do. */
  readonly refused: number;
  readonly samplesSent: number;
  /** Because the client did not read. */
  readonly samplesDropped: number;
  /** Because this machine could not make them in time. */
  readonly samplesSkipped: number;
  /** I and Q beyond full scale, each. */
  readonly saturated: number;
}

/**
 * An RTL-SDR behind rtl_tcp. As the real server it has one client at a time: a second one is connected and hears nothing before the
 * first is gone; a third is sent away. It samples while it has a client, in mission time, and holds nothing back for one that does not
 * read: what the client does not take is lost, and nothing in the stream says so.
 */
export class RtlTcpServer {
  readonly dongle: RtlDongle;
  private readonly clock: OscillatorClock;
  private readonly source: IqSource;
  private readonly gain = new SdrGain();
  private readonly encoder = new SampleEncoder('cu8');
  private readonly tally = { clients: 0, commands: 0, samplesSent: 0, samplesDropped: 0 };
  private skippedBefore = 0;
  private testOctet = 0;
  private client: Socket | undefined;
  private waiting: Socket | undefined;
  private pump: SamplePump | undefined;
  private listener: TcpListener | undefined;

  constructor(private readonly parts: RtlTcpServerParts) {
    this.dongle = new RtlDongle(parts);
    this.clock = new OscillatorClock(parts.clock, this.dongle.sampleClockPpm);
    this.source = new ClockedIqSource(parts.source, this.clock);
  }

  get counts(): RtlTcpCounts {
    const samplesSkipped = this.skippedBefore + (this.pump?.skipped ?? 0);
    return { ...this.tally, samplesSkipped, refused: this.dongle.refused, saturated: this.encoder.saturated };
  }

  /** Listens; gives the address. */
  async start(port: number): Promise<string> {
    this.listener = await listenTcp(port, (socket) => this.accept(socket));
    return this.listener.address;
  }

  async stop(): Promise<void> {
    await this.listener?.close();
    await this.halt();
  }

  /** Fault: connections are cut, and none is had while it lasts. */
  cut(): void {
    this.listener?.cut();
  }

  restore(): void {
    this.listener?.restore();
  }

  private accept(socket: Socket): void {
    if (this.client === undefined) return this.serve(socket);
    if (this.waiting !== undefined) {
      socket.destroy();
      return;
    }
    this.waiting = socket;
    socket.once('close', () => {
      if (this.waiting === socket) this.waiting = undefined;
    });
  }

  private serve(socket: Socket): void {
    this.client = socket;
    this.tally.clients++;
    const reader = new RtlTcpCommandReader();
    socket.write(encodeRtlTcpGreeting({ tuner: 'R820T', gainCount: r820tGains.length }));
    socket.on('data', (chunk: Uint8Array) => {
      for (const command of reader.push(chunk)) {
        this.tally.commands++;
        this.dongle.obey(command);
      }
      this.retune();
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => void this.leave(socket));
    const { source, clock } = this;
    const { faults, level } = this.parts;
    this.pump = new SamplePump({
      ...{ source, clock, level, tuning: this.dongle.tuning, onBlock: (block) => this.send(block) },
      ...(faults === undefined ? {} : { faults }),
    });
    this.pump.start();
  }

  private async leave(socket: Socket): Promise<void> {
    if (this.client !== socket) return;
    await this.halt();
    this.client = undefined;
    const next = this.waiting;
    this.waiting = undefined;
    if (next !== undefined && !next.destroyed) this.serve(next);
  }

  private async halt(): Promise<void> {
    const { pump } = this;
    this.pump = undefined;
    this.skippedBefore += pump?.skipped ?? 0;
    await pump?.stop();
  }

  private retune(): void {
    const { pump, dongle } = this;
    this.clock.runAt(dongle.sampleClockPpm);
    const { centerHz, sampleRateHz } = dongle.tuning;
    if (pump !== undefined && (pump.tuning.centerHz !== centerHz || pump.tuning.sampleRateHz !== sampleRateHz))
      pump.tune({ centerHz, sampleRateHz });
  }

  private send({ samples, tuning }: SampleBlock): void {
    const { client } = this;
    if (client === undefined || client.destroyed) return;
    const count = samples.length / 2;
    const octets = this.dongle.testMode ? this.counting(count) : this.converted(samples, tuning.sampleRateHz);
    if (client.writableLength + octets.length > MOST_UNSENT) {
      this.tally.samplesDropped += count;
      return;
    }
    this.tally.samplesSent += count;
    client.write(octets);
  }

  private converted(samples: Iq, sampleRateHz: number): Uint8Array {
    this.gain.fixedDb = this.dongle.gainDb;
    this.gain.apply(samples, sampleRateHz);
    this.parts.impairments?.apply(samples);
    return this.encoder.encode(samples);
  }

  /** The test mode: octets that count up instead of samples. What is dropped counts, too. */
  private counting(count: number): Uint8Array {
    const octets = new Uint8Array(count * OCTETS_PER_SAMPLE);
    for (let i = 0; i < octets.length; i++) octets[i] = this.testOctet++ & 255;
    return octets;
  }
}
