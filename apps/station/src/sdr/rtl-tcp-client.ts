import { connect, type Socket } from 'node:net';
import type { MissionClock } from '@app/platform';
import { encodeRtlTcpCommand, type RtlTcpCommand, RtlTcpError, RtlTcpSampleReader } from '@app/radio';
import { backOffMs } from '../hamlib/back-off.js';
import { type Address, formatAddress } from '../hardware-addresses.js';
import { ArrivalClock } from './arrival-clock.js';
import { EventQueue } from './event-queue.js';
import { SdrConnectionError, type SdrError, SdrProtocolError, SdrStalledError, SdrTuningError } from './sdr.errors.js';
import { type SdrGain, type SdrListener, SdrReceiver, type SdrTuning } from './sdr.port.js';
import { StallWatch } from './stall-watch.js';

export interface RtlTcpClientParts {
  readonly address: Address;
  readonly clock: MissionClock;
  readonly tuning: SdrTuning;
  /** 'automatic' where left out. */
  readonly gain?: SdrGain;
  /** Of the block converter before the radio: the radio is tuned so much lower. 0 without one. */
  readonly lnbLoHz?: number;
  /** Wall milliseconds without a sample that are a stall; 1000 where left out. */
  readonly stallMs?: number;
  /** Wall milliseconds between attempts: the first, doubled up to the longest. */
  readonly backOff?: { readonly firstMs: number; readonly longestMs: number };
}

const CONNECT_TIMEOUT_MS = 3000;
const DEFAULT_BACK_OFF = { firstMs: 200, longestMs: 5000 };
const DEFAULT_STALL_MS = 1000;
/** Samples that may wait for the listener, seconds; beyond half of them the radio is not read on. */
const MOST_WAITING_S = 2;
const HIGHEST_HZ = 2 ** 32 - 1;

/**
 * A receiver behind rtl_tcp. The protocol carries neither times nor losses: times are those of arrival (`ArrivalClock`), and a loss is
 * seen when all arrivals are late. A connection without samples is given up after three times the stall, and made anew.
 */
export class RtlTcpClient extends SdrReceiver {
  private readonly name: string;
  private wanted: SdrTuning;
  private gain: SdrGain;
  private socket: Socket | undefined;
  private arrivals: ArrivalClock | undefined;
  private continues = false;
  private queue: EventQueue | undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  /** Throws SdrTuningError. */
  constructor(private readonly parts: RtlTcpClientParts) {
    super();
    this.name = formatAddress(parts.address);
    this.wanted = this.checked(parts.tuning);
    this.gain = parts.gain ?? 'automatic';
  }

  override tune(tuning: SdrTuning): void {
    const before = this.wanted;
    this.wanted = this.checked(tuning);
    // The protocol does not say which sample is the first of a new tuning.
    this.continues = false;
    if (before.sampleRateHz !== tuning.sampleRateHz) {
      this.arrivals = undefined;
      this.send({ command: 'set-sample-rate', value: tuning.sampleRateHz });
    }
    if (before.centerHz !== tuning.centerHz) this.send({ command: 'set-frequency', value: this.tunerHz(tuning) });
  }

  override setGain(gain: SdrGain): void {
    this.gain = gain;
    this.sendGain();
  }

  override start(listener: SdrListener): void {
    this.queue ??= new EventQueue(listener, MOST_WAITING_S * this.wanted.sampleRateHz);
    this.running ??= this.run(this.queue);
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    this.socket?.destroy();
    await this.running;
    await this.queue?.idle();
  }

  private async run(queue: EventQueue): Promise<void> {
    const { clock, backOff = DEFAULT_BACK_OFF } = this.parts;
    const { signal } = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt++) {
      let hadSamples = false;
      const error = await this.converse(queue, () => (hadSamples = true));
      this.socket = undefined;
      if (signal.aborted) return;
      queue.push({ type: 'down', error });
      if (hadSamples) attempt = 1;
      await clock.sleep((backOffMs(backOff, attempt) / 1000) * clock.rate, signal);
    }
  }

  /** One connection, from its beginning to its end; why it ended. */
  private async converse(queue: EventQueue, onSamples: () => void): Promise<SdrError> {
    const { address, clock, stallMs = DEFAULT_STALL_MS } = this.parts;
    const socket = connect({ host: address.host, port: address.port, noDelay: true });
    this.socket = socket;
    let failure: SdrError | undefined;
    const fail = (error: SdrError): void => {
      failure ??= error;
      socket.destroy();
    };
    socket.on('error', (error) => fail(new SdrConnectionError(this.name, error.message)));
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => fail(new SdrConnectionError(this.name, 'it does not answer')));
    const watch = new StallWatch(clock, stallMs, () => {
      queue.push({ type: 'stalled', error: new SdrStalledError(this.name, stallMs) });
    });
    const reader = new RtlTcpSampleReader();
    socket.on('connect', () => {
      socket.setTimeout(3 * stallMs);
      watch.start();
    });
    socket.on('data', (chunk: Uint8Array) => {
      const greeted = reader.greeting !== null;
      try {
        const samples = reader.push(chunk);
        if (!greeted && reader.greeting !== null) this.begin(queue);
        if (samples.length === 0) return;
        onSamples();
        watch.heard();
        this.take(queue, samples);
        if (queue.depth < (MOST_WAITING_S / 2) * this.wanted.sampleRateHz || socket.isPaused()) return;
        // The radio drops what its side cannot hold, as it does with any slow reader. Who does not read hears nothing: that is no stall.
        socket.pause();
        socket.setTimeout(0);
        watch.stop();
        void queue.idle().then(() => {
          if (socket.destroyed) return;
          socket.setTimeout(3 * stallMs);
          watch.start();
          socket.resume();
        });
      } catch (error) {
        if (!(error instanceof RtlTcpError)) throw error;
        fail(new SdrProtocolError(this.name, error.message));
      }
    });
    // Not `once` of node:events: an error would end it, too.
    await new Promise<void>((resolve) => socket.on('close', () => resolve()));
    watch.stop();
    return failure ?? new SdrConnectionError(this.name, 'the connection ended');
  }

  private begin(queue: EventQueue): void {
    this.arrivals = undefined;
    this.continues = false;
    queue.push({ type: 'up' });
    this.send({ command: 'set-sample-rate', value: this.wanted.sampleRateHz });
    this.send({ command: 'set-frequency', value: this.tunerHz(this.wanted) });
    this.sendGain();
  }

  private take(queue: EventQueue, samples: Float32Array): void {
    const { clock } = this.parts;
    this.arrivals ??= new ArrivalClock(this.wanted.sampleRateHz);
    const { firstSampleAt, missing } = this.arrivals.take(samples.length / 2, clock.now());
    if (missing > 0) {
      queue.push({ type: 'gap', missing, reason: 'the samples come later and later' });
      this.continues = false;
    }
    const { continues } = this;
    queue.push({ type: 'samples', samples, firstSampleAt, timing: 'arrival', continues, ...this.wanted });
    this.continues = true;
  }

  private sendGain(): void {
    this.send({ command: 'set-gain-mode', value: this.gain === 'automatic' ? 0 : 1 });
    if (this.gain !== 'automatic') this.send({ command: 'set-gain', value: Math.round(10 * this.gain) });
  }

  private send(command: RtlTcpCommand): void {
    if (this.socket?.writable === true) this.socket.write(encodeRtlTcpCommand(command));
  }

  private tunerHz({ centerHz }: SdrTuning): number {
    return Math.round(centerHz - (this.parts.lnbLoHz ?? 0));
  }

  private checked(tuning: SdrTuning): SdrTuning {
    const tunerHz = this.tunerHz(tuning);
    if (!(tunerHz >= 0 && tunerHz <= HIGHEST_HZ))
      throw new SdrTuningError(this.name, 'center less the converter', `0 to ${HIGHEST_HZ} Hz`, tunerHz);
    const { sampleRateHz } = tuning;
    if (!(Number.isInteger(sampleRateHz) && sampleRateHz > 0 && sampleRateHz <= HIGHEST_HZ))
      throw new SdrTuningError(this.name, 'sample rate', 'whole hertz above 0', sampleRateHz);
    return { centerHz: tuning.centerHz, sampleRateHz };
  }
}
