import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clcw } from '@app/ccsds';
import type { StationContact, Utc } from '@app/contracts';
import type { TelemetryBits } from '@app/radio';
import { parseUtc, type Tai } from '@app/time';
import { type FrameTally, tallied } from '../frames/frame-tally.js';
import type { FrameWriter } from '../frames/frame-writer.js';
import { type DecodedFrame, FrameAnnotator, type ReceivedFrame } from '../receiver/frame-annotator.js';
import { ReceiverChain } from '../receiver/receiver-chain.js';

export interface ReceptionParts {
  readonly contact: StationContact;
  readonly writer: FrameWriter;
  readonly tally: FrameTally;
  /** Frames became durable, or lock changed. */
  readonly onChange: () => void;
  /** What a frame reports of the telecommand channel; the log need not have it. */
  readonly onClcw?: (clcw: Clcw, earthReceiveTime: Tai) => void;
  readonly onWriteError: (error: unknown) => void;
  /** Of each message or block: what the receiver knows of the signal. */
  readonly onSignal?: (signal: SignalReading) => void;
}

/** What is measured of a signal; null where nobody says. */
export interface SignalReading {
  readonly bitLock: boolean;
  readonly esN0Db: number | null;
  /** Carrier as measured less as predicted. */
  readonly carrierOffsetHz: number | null;
}

/** What a receiver that demodulates samples gives. */
export interface DemodulatedFrames {
  readonly frames: readonly DecodedFrame[];
  readonly esN0Db: number | null;
  /** Carrier and symbols are followed. */
  readonly bitLock: boolean;
  /** Frame markers come where they are due. */
  readonly frameLock: boolean;
  /** Carrier as measured less as predicted; left out or null where nobody says. */
  readonly carrierOffsetHz?: number | null;
}

/** Slices of bits, about a millisecond each, between two turns of the event loop. */
const SLICES_PER_TURN = 4;
/** Frames that may wait for the log before the baseband unit is held back. */
const MOST_FRAMES_WAITING = 512;

/** Takes the bits of one pass through the receiver into the log. What it counts is durable. */
export class Reception {
  tally: FrameTally;
  esN0Db: number | null = null;
  discardedBits = 0;
  /** Earth receive time of the first frame for the mission that this process received. */
  firstFrameAt: Utc | null = null;
  private chain: ReceiverChain;
  private readonly annotator: FrameAnnotator;
  private bitLock = false;
  /** Of frames that come synchronised; undefined while bits come, of which the chain knows. */
  private frameLock: boolean | undefined;
  /** A frame for its mission has come since the markers have been where they are due. */
  private framesCome = false;
  private waiting = 0;
  /** Counted over all messages: many small ones hold the event loop as one long one does. */
  private slices = 0;
  private last: Promise<void> = Promise.resolve();

  /** Throws where the contact's link profile is not one that the receiver knows. */
  constructor(private readonly parts: ReceptionParts) {
    this.tally = parts.tally;
    this.chain = new ReceiverChain(parts.contact);
    this.annotator = new FrameAnnotator(parts.contact);
  }

  /** Whether frames come: bits in lock, markers where they are due, and content that is good. */
  get inLock(): boolean {
    return this.framesCome && this.bitLock && this.markersInLock;
  }

  private get markersInLock(): boolean {
    return this.frameLock ?? this.chain.inLock;
  }

  /** A new stream of bits begins: what was left of the old one ends here. */
  async restart(): Promise<void> {
    const rest = this.chain.flush();
    this.discardedBits += this.chain.discardedBits;
    this.chain = new ReceiverChain(this.parts.contact);
    this.bitLock = false;
    this.framesCome = false;
    await this.keep(rest);
  }

  async take(message: TelemetryBits): Promise<void> {
    this.esN0Db = Number.isFinite(message.esN0Db) ? message.esN0Db : null;
    this.bitLock = message.bitLock;
    this.frameLock = undefined;
    this.parts.onSignal?.({ bitLock: this.bitLock, esN0Db: this.esN0Db, carrierOffsetHz: null });
    const { chain } = this;
    for (const frames of chain.push(message)) {
      if (this.chain !== chain) return;
      const kept = this.keep(frames);
      if (this.waiting > MOST_FRAMES_WAITING) await kept;
      if (++this.slices % SLICES_PER_TURN === 0) await nextTurn();
    }
    if (!this.bitLock || !chain.inLock) this.framesCome = false;
    this.parts.onChange();
  }

  /** Frames that were synchronised and decoded elsewhere, with the state of the reception after them. */
  async takeFrames({ frames, esN0Db, bitLock, frameLock, carrierOffsetHz = null }: DemodulatedFrames): Promise<void> {
    this.parts.onSignal?.({ bitLock, esN0Db, carrierOffsetHz });
    this.esN0Db = esN0Db;
    this.bitLock = bitLock;
    this.frameLock = frameLock;
    const kept = this.keep(frames.map((frame) => this.annotator.annotated(frame)));
    if (this.waiting > MOST_FRAMES_WAITING) await kept;
    if (!bitLock || !frameLock) this.framesCome = false;
    this.parts.onChange();
  }

  /** Nothing follows. Resolves when all that was received is durable, or the log has refused it. */
  async finish(): Promise<void> {
    await this.restart();
    await this.last;
  }

  private keep(frames: readonly ReceivedFrame[]): Promise<void> {
    if (frames.length === 0) return Promise.resolve();
    this.waiting += frames.length;
    for (const { clcw, annotation } of frames)
      if (clcw !== null) this.parts.onClcw?.(clcw, parseUtc(annotation.earthReceiveTime));
    this.last = this.parts.writer
      .write(frames)
      .then((isNew) => {
        frames.forEach(({ annotation }, i) => {
          if (isNew[i] !== true) return;
          this.tally = tallied(this.tally, annotation);
          const { disposition, earthReceiveTime } = annotation;
          if (disposition === 'route' && (this.firstFrameAt === null || earthReceiveTime < this.firstFrameAt))
            this.firstFrameAt = earthReceiveTime;
        });
        if (this.markersInLock) this.framesCome ||= frames.some(({ annotation }) => annotation.disposition === 'route');
        this.parts.onChange();
      })
      .catch(this.parts.onWriteError)
      .finally(() => {
        this.waiting -= frames.length;
      });
    return this.last;
  }
}
