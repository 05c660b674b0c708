import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ManualMissionClock } from '@app/platform';
import {
  type DifiContext,
  DifiStream,
  encodeRtlTcpCommand,
  instantOfDifi,
  type RtlTcpCommand,
  RtlTcpSampleReader,
} from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import { type IqSource } from '../devices/sdr/iq-source.js';
import { RtlTcpServer } from '../devices/sdr/rtl-tcp-server.js';
import { sdrImpairments } from '../devices/sdr/sdr-impairments.js';
import { sdrSchema, type StartedSdr, startSdr } from '../devices/sdr/start-sdr.js';
import { noAntennaFaults } from '../faults/antenna-faults.js';

const STEP_S = 0.05;

/** An SDR by its settings, and all that came of it over its protocol; mission time moves on only when everything that was sent is here. */
export abstract class RunningSdr {
  /** I and Q in turn, full scale 1. */
  readonly samples: number[] = [];
  protected abstract readonly samplesSent: number;

  constructor(private readonly clock: ManualMissionClock) {}

  async pass(seconds: number): Promise<void> {
    const end = plusSeconds(this.clock.now(), seconds);
    while (this.clock.now() < end) {
      const next = plusSeconds(this.clock.now(), STEP_S);
      this.clock.advanceTo(next < end ? next : end);
      await this.quiet();
    }
  }

  abstract stop(): Promise<void>;

  /** Until no sample more is sent, and all have come. */
  protected async quiet(): Promise<void> {
    for (let still = 0, sent = -1; still < 10; still++) {
      await new Promise((resolve) => setImmediate(resolve));
      const { samplesSent } = this;
      if (samplesSent !== sent || this.samples.length < 2 * samplesSent) still = 0;
      sent = samplesSent;
    }
  }
}

export class RunningDifi extends RunningSdr {
  readonly contexts: DifiContext[] = [];
  /** Stamps of the first samples of packets, and their index. */
  readonly stamps: { readonly n: number; readonly at: Tai }[] = [];

  private constructor(
    clock: ManualMissionClock,
    private readonly sdr: StartedSdr,
    private readonly close: () => void,
  ) {
    super(clock);
  }

  protected override get samplesSent(): number {
    return this.sdr.counts().samplesSent;
  }

  static async start(source: IqSource, clock: ManualMissionClock, settings: object): Promise<RunningDifi> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 22 });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const destination = { host: '127.0.0.1', port: socket.address().port };
    const parsed = sdrSchema.parse({ protocol: 'difi', destination, ...settings });
    const sdr = await startSdr(parsed, source, clock, noAntennaFaults);
    const running = new RunningDifi(clock, sdr, () => socket.close());
    const stream = new DifiStream();
    socket.on('message', (datagram) => {
      for (const event of stream.push(datagram)) {
        if (event.kind === 'context') running.contexts.push(event.context);
        if (event.kind !== 'samples') continue;
        const instant = instantOfDifi(event.timestamp);
        if (instant !== null) running.stamps.push({ n: running.samples.length / 2, at: instant.tai });
        running.samples.push(...event.samples);
      }
    });
    return running;
  }

  override async stop(): Promise<void> {
    await this.sdr.stop();
    this.close();
  }
}

export class RunningRtlTcp extends RunningSdr {
  private constructor(
    clock: ManualMissionClock,
    private readonly server: RtlTcpServer,
    private readonly socket: Socket,
  ) {
    super(clock);
  }

  protected override get samplesSent(): number {
    return this.server.counts.samplesSent;
  }

  /** With a client whose commands have been obeyed. */
  static async start(
    source: IqSource,
    clock: ManualMissionClock,
    settings: object,
    ...commands: readonly RtlTcpCommand[]
  ): Promise<RunningRtlTcp> {
    const parsed = sdrSchema.parse({ protocol: 'rtl_tcp', port: 0, ...settings });
    if (parsed.protocol !== 'rtl_tcp') throw new TypeError(`rtl_tcp wanted, found ${parsed.protocol}`);
    const server = new RtlTcpServer({ source, clock, impairments: sdrImpairments(parsed), ...parsed });
    const address = await server.start(parsed.port);
    const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
    await once(socket, 'connect');
    const running = new RunningRtlTcp(clock, server, socket);
    const reader = new RtlTcpSampleReader();
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Uint8Array) => {
      for (const value of reader.push(chunk)) running.samples.push(value);
    });
    while (reader.greeting === null) await new Promise((resolve) => setImmediate(resolve));
    await running.command(...commands);
    return running;
  }

  async command(...commands: readonly RtlTcpCommand[]): Promise<void> {
    // rtl_tcp answers nothing: the server's own counts tell.
    const obeyed = (): number => this.server.counts.commands;
    const wanted = obeyed() + commands.length;
    for (const command of commands) this.socket.write(encodeRtlTcpCommand(command));
    while (obeyed() < wanted) await new Promise((resolve) => setImmediate(resolve));
  }

  override async stop(): Promise<void> {
    this.socket.destroy();
    await this.server.stop();
  }
}
