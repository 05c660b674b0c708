import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { DifiStream, type DifiEvent, instantOfDifi } from '@app/radio';
import { type IqSink } from './iq-source.js';

export interface DifiSinkCounts {
  readonly samples: number;
  readonly badPackets: number;
  readonly latePackets: number;
  readonly lostSamples: number;
  /** Data whose timestamps say no instant. */
  readonly untimed: number;
}

/** Octets that the kernel holds while this process is busy: a transmitter sends ahead of time. */
const RECEIVE_BUFFER = 4 << 20;

/** A transmitter's digital input: takes DIFI over UDP, and radiates what has an instant. */
export class DifiSink {
  private readonly stream = new DifiStream();
  private readonly tally = { samples: 0, badPackets: 0, latePackets: 0, lostSamples: 0, untimed: 0 };
  private socket: Socket | undefined;

  constructor(private readonly sink: IqSink) {}

  get counts(): DifiSinkCounts {
    return { ...this.tally };
  }

  /** Listens; gives the address. Rejects where the port is taken. */
  async start(port: number): Promise<string> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
    socket.on('message', (datagram) => {
      for (const event of this.stream.push(datagram)) this.take(event);
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
        this.sink.radiate(samples, instant.tai, { centerHz, sampleRateHz });
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
}
