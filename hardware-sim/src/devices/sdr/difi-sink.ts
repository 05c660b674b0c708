import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { DifiStream, type DifiEvent, instantOfDifi, type Iq } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import { type AntennaFaults, noAntennaFaults } from '../../faults/antenna-faults.js';
import { type IqSink, type ReceiverTuning } from './iq-source.js';

export interface DifiSinkCounts {
  readonly samples: number;
  readonly badPackets: number;
  readonly latePackets: number;
  readonly lostSamples: number;
  /** Data whose timestamps say no instant. */
  readonly untimed: number;
  /** Those to be radiated while the stream was stalled. */
  readonly stalled: number;
  /** What came while the link was cut. */
  readonly cutPackets: number;
}

/** Octets that the kernel holds while this process is busy: a transmitter sends ahead of time. */
const RECEIVE_BUFFER = 4 << 20;

/** A transmitter's digital input: takes DIFI over UDP, and radiates what has an instant. Who sends learns nothing of what becomes of it. */
export class DifiSink {
  private readonly stream = new DifiStream();
  private readonly tally = {
    samples: 0,
    badPackets: 0,
    latePackets: 0,
    lostSamples: 0,
    untimed: 0,
    stalled: 0,
    cutPackets: 0,
  };
  private socket: Socket | undefined;
  private isCut = false;

  constructor(
    private readonly sink: IqSink,
    private readonly faults: Pick<AntennaFaults, 'isStalledDuring'> = noAntennaFaults,
  ) {}

  get counts(): DifiSinkCounts {
    return { ...this.tally };
  }

  /** Listens; gives the address. Rejects where the port is taken. */
  async start(port: number): Promise<string> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
    socket.on('message', (datagram) => {
      if (this.isCut) this.tally.cutPackets++;
      else for (const event of this.stream.push(datagram)) this.take(event);
    });
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
    socket.on('error', () => undefined);
    this.socket = socket;
    return `127.0.0.1:${socket.address().port}`;
  }

  async stop(): Promise<void> {
    const { socket } = this;
    this.socket = undefined;
    if (socket !== undefined) await new Promise<void>((resolve) => socket.close(() => resolve()));
  }

  /** Fault: nothing comes in while it lasts. */
  cut(): void {
    this.isCut = true;
  }

  restore(): void {
    this.isCut = false;
  }

  private take(event: DifiEvent): void {
    switch (event.kind) {
      case 'samples': {
        const { samples, timestamp, context } = event;
        const instant = instantOfDifi(timestamp);
        this.tally.samples += samples.length / 2;
        if (instant === null) {
          this.tally.untimed += samples.length / 2;
          return;
        }
        const { rfFrequencyHz: centerHz, sampleRateHz } = context;
        this.radiate(samples, instant.tai, { centerHz, sampleRateHz });
        return;
      }
      case 'bad-packet':
        this.tally.badPackets++;
        return;
      case 'late-packet':
        this.tally.latePackets++;
        return;
      case 'lost-samples':
        this.tally.lostSamples += event.count;
        return;
      case 'context':
      case 'version':
      case 'sequence-gap':
      case 'time-step':
      case 'dropped-before-context':
    }
  }

  /** What is to be radiated in a stall, if only in part, is lost. */
  private radiate(samples: Iq, firstSampleAt: Tai, tuning: ReceiverTuning): void {
    const count = samples.length / 2;
    const end = plusSeconds(firstSampleAt, count / tuning.sampleRateHz);
    if (this.faults.isStalledDuring(firstSampleAt, end)) this.tally.stalled += count;
    else this.sink.radiate(samples, firstSampleAt, tuning);
  }
}
