import { createHash } from 'node:crypto';
import { CaduCodec, type MultiplexedFrame } from '@app/ccsds';
import { type LinkProfile } from '@app/contracts';
import { type Tai } from '@app/time';
import { type LineOfSight } from '../channel/line-of-sight.js';
import { frequencyRatio } from '../oscillator-error.js';
import { SimulationSetupError } from '../simulation-errors.js';
import { CaduTimeline, caduLengthOf } from './cadu-timeline.js';
import { type OrbitTrack } from './orbit-track.js';

/** CADUs that are kept for a receiver that lags: about three quarters of an hour at 64 kbit/s. Older ones are lost to it. */
const MOST_CADUS_KEPT = 16_384;
const ASM = '1acffc1d';

/** One CADU as it left the spacecraft. */
export interface EmittedCadu {
  readonly n: number;
  readonly emitted: Tai;
  readonly bytes: Uint8Array;
  readonly vcid: number;
  readonly vcfc: number;
  readonly mcfc: number;
  /** First 32 hexadecimal digits of the SHA-256 of the frame, before coding. */
  readonly sha256: string;
}

/** Makes the frames that a transmitter sends, one after the other. */
export interface FrameSource {
  /** Works through what arrives by an instant of mission time that is past: asked before each frame, with its time of emission. */
  advanceTo(at: Tai): void;
  /** Something goes on that must not wait for the next frame. */
  readonly isBusy: boolean;
  /** The transmitter is switched off. */
  isSilent(at: Tai): boolean;
  /** `firstOfContact`: the transmitter was off before. `playback`: a station is well enough in view for recorded data. */
  nextFrame(emitted: Tai, slot: { readonly firstOfContact: boolean; readonly playback: boolean }): MultiplexedFrame;
}

/** An antenna whose receiver is tuned to the spacecraft. */
export interface Listener {
  readonly since: Tai;
  readonly lineOfSight: LineOfSight;
  /** The next CADU that it will ask for. */
  nextCadu(): number;
}

/**
 * The transmitter of one spacecraft. It is on while a tuned antenna has it above the horizon, as if by a time-tagged plan. What it
 * sends is made once, in order, when the first receiver comes to it, and is the same for all.
 */
export class Downlink {
  readonly timeline: CaduTimeline;
  private readonly codec: CaduCodec;
  private readonly listeners = new Set<Listener>();
  private readonly kept = new Map<number, EmittedCadu>();
  private next = 0;
  private lastEmitted = -1;
  private emittedCount = 0;

  constructor(
    readonly spacecraft: string,
    readonly profile: LinkProfile,
    readonly track: OrbitTrack,
    private readonly frames: FrameSource,
    /** Of the transmitter's oscillator: carrier and symbol clock are both made from it. */
    readonly oscillatorPpm = 0,
  ) {
    const { asm, randomizer, reedSolomon, frameLength } = profile.downlink.frame;
    if (asm !== ASM) throw new SimulationSetupError(`link profile ${profile.id}, asm`, ASM, asm);
    this.codec = new CaduCodec(frameLength, { asm, randomizer, reedSolomon });
    this.timeline = new CaduTimeline(caduLengthOf(profile), profile.downlink.bitRateBps, oscillatorPpm);
  }

  /** As it is in truth. */
  get carrierHz(): number {
    return this.profile.downlink.carrierHz * frequencyRatio(this.oscillatorPpm);
  }

  /** CADUs sent since the start. */
  get emitted(): number {
    return this.emittedCount;
  }

  addListener(listener: Listener): void {
    // With nobody tuned in nothing was sent, so all that time can be passed over.
    if (this.listeners.size === 0) this.next = Math.max(this.next, this.timeline.firstFrom(listener.since));
    this.listeners.add(listener);
  }

  removeListener(listener: Listener): void {
    this.listeners.delete(listener);
    this.forget();
  }

  /** CADU `n`; undefined where the transmitter was off, or where it was sent too long ago. */
  caduAt(n: number): EmittedCadu | undefined {
    while (this.next <= n) this.emit(this.next++);
    return this.kept.get(n);
  }

  /**
   * Brings the spacecraft to the present, as far as no frame is still to be made: with a receiver that lags, to the next frame that
   * it will ask for. Gives the instant up to which all that happens on board has happened.
   */
  settle(now: Tai): Tai {
    if (!this.frames.isBusy) return now;
    let until = now;
    if (this.listeners.size > 0) {
      const wanted = Math.min(...[...this.listeners].map((listener) => listener.nextCadu()));
      while (this.next < wanted && this.timeline.emissionOf(this.next) <= now) this.emit(this.next++);
      const next = this.timeline.emissionOf(this.next) - 1n;
      if (next < until) until = next;
    }
    this.frames.advanceTo(until);
    return until;
  }

  private emit(n: number): void {
    const emitted = this.timeline.emissionOf(n);
    let on = false;
    let playback = false;
    for (const listener of this.listeners) {
      if (listener.since > emitted) continue;
      const sight = listener.lineOfSight.at(emitted);
      on ||= sight.visible;
      playback ||= sight.aboveMask;
    }
    this.frames.advanceTo(emitted);
    if (!on || this.frames.isSilent(emitted)) return;
    const frame = this.frames.nextFrame(emitted, { firstOfContact: this.lastEmitted !== n - 1, playback });
    this.lastEmitted = n;
    this.emittedCount++;
    this.kept.set(n, {
      n,
      emitted,
      bytes: this.codec.encode(frame.bytes),
      vcid: frame.vcid,
      vcfc: frame.vcfc,
      mcfc: frame.mcfc,
      sha256: createHash('sha256').update(frame.bytes).digest('hex').slice(0, 32),
    });
    if (this.kept.size % 64 === 0) this.forget();
  }

  /** Drops what every receiver has had. */
  private forget(): void {
    const oldest = Math.min(...[...this.listeners].map((listener) => listener.nextCadu()));
    for (const n of this.kept.keys()) {
      if (n >= oldest && this.kept.size <= MOST_CADUS_KEPT) break;
      this.kept.delete(n);
    }
  }
}
