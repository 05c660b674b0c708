import { createSocket, type Socket } from 'node:dgram';
import type { MissionClock } from '@app/platform';
import { type DifiEvent, DifiStream, instantOfDifi } from '@app/radio';
import { backOffMs } from '../hamlib/back-off.js';
import { type Address, formatAddress } from '../hardware-addresses.js';
import { EventQueue } from './event-queue.js';
import { SdrConnectionError, SdrStalledError } from './sdr.errors.js';
import { type SdrGain, type SdrListener, SdrReceiver, type SdrTuning } from './sdr.port.js';
import { StallWatch } from './stall-watch.js';

export interface DifiReceiverParts {
  /** Where datagrams are taken. */
  readonly address: Address;
  readonly clock: MissionClock;
  /** Only this stream; the first that comes where left out. */
  readonly streamId?: number;
  readonly stallMs?: number;
  readonly backOff?: { readonly firstMs: number; readonly longestMs: number };
}

const DEFAULT_BACK_OFF = { firstMs: 200, longestMs: 5000 };
const DEFAULT_STALL_MS = 1000;
/** Samples that may wait for the listener. */
const MOST_WAITING = 4_000_000;
/** Octets that the kernel is asked to hold for a receiver that is busy. */
const RECEIVE_BUFFER = 1 << 22;

/**
 * A digitiser's DIFI over UDP. Its times are those of the stamps, and what is missing is known to the sample. DIFI carries no commands: the
 * tuning is the sender's, and comes with the samples; `tune` and `setGain` change nothing.
 */
export class DifiReceiver extends SdrReceiver {
  /** Datagrams that were no DIFI. */
  badPackets = 0;
  private readonly name: string;
  private readonly stream = new DifiStream();
  private streamId: number | undefined;
  private lastTuning: SdrTuning | undefined;
  private continues = false;
  private socket: Socket | undefined;
  private bound: number | undefined;
  private queue: EventQueue | undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: DifiReceiverParts) {
    super();
    this.name = formatAddress(parts.address);
    this.streamId = parts.streamId;
  }

  /** The port that was bound; undefined while there is none. */
  get port(): number | undefined {
    return this.bound;
  }

  override tune(_tuning: SdrTuning): void {
    return;
  }

  override setGain(_gain: SdrGain): void {
    return;
  }

  override start(listener: SdrListener): void {
    this.queue ??= new EventQueue(listener, MOST_WAITING);
    this.running ??= this.run(this.queue);
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    this.close();
    await this.running;
    await this.queue?.idle();
  }

  private close(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }

  private async run(queue: EventQueue): Promise<void> {
    const { clock, backOff = DEFAULT_BACK_OFF } = this.parts;
    const { signal } = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt++) {
      const reason = await this.listen(queue, () => (attempt = 1));
      this.socket = undefined;
      this.bound = undefined;
      if (signal.aborted) return;
      queue.push({ type: 'down', error: new SdrConnectionError(this.name, reason) });
      await clock.sleep((backOffMs(backOff, attempt) / 1000) * clock.rate, signal);
    }
  }

  /** One socket, from its beginning to its end; why it ended. */
  private async listen(queue: EventQueue, onUp: () => void): Promise<string> {
    const { address, clock, stallMs = DEFAULT_STALL_MS } = this.parts;
    const socket = createSocket({ type: address.host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
    this.socket = socket;
    let reason = 'the socket was closed';
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    const watch = new StallWatch(clock, stallMs, () => {
      queue.push({ type: 'stalled', error: new SdrStalledError(this.name, stallMs) });
    });
    socket.on('error', (error) => {
      reason = error.message;
      this.close();
    });
    socket.on('message', (datagram) => {
      for (const event of this.stream.push(datagram)) this.take(queue, event, watch);
    });
    socket.on('listening', () => {
      this.bound = socket.address().port;
      onUp();
      queue.push({ type: 'up' });
      watch.start();
    });
    socket.bind(address.port, address.host);
    await closed;
    watch.stop();
    return reason;
  }

  private take(queue: EventQueue, event: DifiEvent, watch: StallWatch): void {
    if (event.kind === 'bad-packet') {
      this.badPackets++;
      return;
    }
    this.streamId ??= event.streamId;
    if (event.streamId !== this.streamId) return;
    switch (event.kind) {
      case 'samples': {
        watch.heard();
        const { samples, timestamp, context } = event;
        const instant = instantOfDifi(timestamp);
        const tuning = { centerHz: context.rfFrequencyHz, sampleRateHz: context.sampleRateHz };
        const sameTuning =
          this.lastTuning?.centerHz === tuning.centerHz && this.lastTuning.sampleRateHz === tuning.sampleRateHz;
        this.lastTuning = tuning;
        const firstSampleAt = instant?.tai ?? this.parts.clock.now();
        const timing = instant === null ? 'arrival' : 'stamped';
        const continues = this.continues && sameTuning;
        queue.push({ type: 'samples', samples, firstSampleAt, timing, continues, ...tuning });
        this.continues = true;
        return;
      }
      case 'lost-samples':
        return this.gap(queue, event.count, 'packets were lost');
      case 'time-step':
        return this.gap(queue, null, 'the time of the sender does not go on');
      case 'dropped-before-context':
        return this.gap(queue, null, 'they came before anything said what they are');
      case 'context':
      case 'version':
      case 'sequence-gap':
      case 'late-packet':
    }
  }

  private gap(queue: EventQueue, missing: number | null, reason: string): void {
    this.continues = false;
    queue.push({ type: 'gap', missing, reason });
  }
}
