import { channelBitRateBps, downlinkWaveform, type StationContact } from '@app/contracts';
import type { MissionClock } from '@app/platform';
import { secondsBetween, type Tai } from '@app/time';
import type { Demodulation, DemodulationRunner, DemodulationSettings } from '../demodulation/demodulation.port.js';
import { predictedDoppler } from '../demodulation/doppler-prediction.js';
import { UnsupportedLinkError } from '../receiver/unsupported-link.error.js';
import type { SdrEvent, SdrReceiver } from '../sdr/sdr.port.js';
import { Baseband, type BasebandEvents, type BasebandOrder } from './baseband.port.js';

export interface SoftwareBasebandParts extends BasebandEvents {
  readonly contact: StationContact;
  readonly clock: MissionClock;
  readonly sdr: SdrReceiver;
  readonly runner: DemodulationRunner;
  /** What radiates; undefined: nothing does, and CLTUs are not taken. */
  readonly transmitter: ((events: Pick<BasebandEvents, 'onUp' | 'onDown' | 'onMessage'>) => Baseband) | undefined;
  /** It is a baseband unit, which receives where the SDR gives no samples; left out: it does not. */
  readonly transmitterReceives?: boolean;
}

/** An SDR that was lost without samples for so long, wall seconds, is silent; one that says that it is stalled is so at once. */
const SILENT_WALL_S = 1;

/** Neither frames nor lock. */
const nothing = { frames: [], esN0Db: null, bitLock: false, frameLock: false } as const;

/**
 * An SDR with this station's own demodulator in the place of a baseband unit: samples in, frames out. Transmission is another device's
 * (a baseband unit or an SDR that transmits): the whole is up when both are. A baseband unit receives in the SDR's place from the time on
 * that this gives no samples while reception is wanted, to the end of the pass; what samples come later are not taken.
 */
export class SoftwareBaseband extends Baseband {
  private readonly settings: DemodulationSettings;
  private readonly transmitter: Baseband | undefined;
  private demodulation: Demodulation | undefined;
  private readonly givenUp = new WeakSet<Demodulation>();
  private bitCount = 0;
  private receiverDown: string | undefined = 'not connected yet';
  private transmitterDown: string | undefined;
  private told: boolean | undefined;
  private started = false;
  private wanted = false;
  private lastSamplesAt: Tai = 0n;
  /** Why there have been no samples for some time; undefined while they come. */
  private silence: string | undefined;
  private fallingBack: Promise<void> | undefined;
  private fellBack = false;

  /** Throws UnsupportedLinkError for a link that no demodulator here is for. */
  constructor(private readonly parts: SoftwareBasebandParts) {
    super();
    const { contact } = parts;
    const { linkProfile } = contact;
    const waveform = downlinkWaveform(linkProfile);
    if (waveform === undefined)
      throw new UnsupportedLinkError(
        linkProfile.id,
        'downlink.modulation',
        'BPSK, QPSK, OQPSK, FSK or GMSK',
        linkProfile.downlink.modulation,
      );
    const { carrierHz, frame } = linkProfile.downlink;
    this.settings = { waveform, frame, carrierHz, doppler: predictedDoppler(contact) };
    this.transmitterDown = parts.transmitter === undefined ? undefined : 'not connected yet';
    this.transmitter = parts.transmitter?.({
      onUp: () => {
        this.judge({ transmitterDown: undefined });
        this.considerFallingBack();
      },
      onDown: (reason) => this.judge({ transmitterDown: reason }),
      onMessage: (message) => parts.onMessage(message),
    });
  }

  override start(): void {
    if (this.started) return;
    this.started = true;
    this.lastSamplesAt = this.parts.clock.now();
    this.transmitter?.start();
    this.parts.sdr.start((event) => this.take(event));
  }

  override expectReception(): void {
    this.wanted = true;
    this.considerFallingBack();
  }

  override send(order: BasebandOrder): boolean {
    if (order.type === 'configure-reception') {
      if (this.fellBack) return this.transmitter?.send(order) ?? false;
      // It is ordered again when that is done.
      if (this.fallingBack !== undefined) return true;
      if (this.receiverDown !== undefined) return false;
      this.giveUp();
      this.demodulation = this.parts.runner.begin(this.settings);
      this.bitCount = 0;
      return true;
    }
    if (order.type === 'stop-reception') {
      this.wanted = false;
      void this.finish();
      return true;
    }
    return this.transmitter?.send(order) ?? false;
  }

  override async stop(): Promise<void> {
    await Promise.all([this.transmitter?.stop(), this.started ? this.parts.sdr.stop() : undefined]);
    this.giveUp();
  }

  /** What it is still about to give is not wanted any more: that it does not is no fault. */
  private giveUp(): void {
    const { demodulation } = this;
    this.demodulation = undefined;
    if (demodulation === undefined) return;
    this.givenUp.add(demodulation);
    demodulation.abandon();
  }

  private async take(event: SdrEvent): Promise<void> {
    if (this.fellBack || this.fallingBack !== undefined) return;
    switch (event.type) {
      case 'up':
        return this.judge({ receiverDown: undefined });
      case 'down':
      case 'stalled':
        if (event.type === 'stalled' || this.silentWallS() >= SILENT_WALL_S) this.silence = event.error.message;
        if (this.considerFallingBack()) return;
        await this.parts.onFrames(nothing);
        return this.judge({ receiverDown: event.error.message });
      case 'gap':
        return;
      case 'samples': {
        this.silence = undefined;
        this.lastSamplesAt = this.parts.clock.now();
        if (this.receiverDown !== undefined) this.judge({ receiverDown: undefined });
        const { demodulation } = this;
        if (demodulation === undefined) return;
        await this.carryOut(demodulation, () => demodulation.take(event));
        this.bitCount += Math.round(
          (event.samples.length / 2 / event.sampleRateHz) * channelBitRateBps(this.parts.contact.linkProfile.downlink),
        );
      }
    }
  }

  private silentWallS(): number {
    const { clock } = this.parts;
    return secondsBetween(this.lastSamplesAt, clock.now()) / clock.rate;
  }

  /** Whether the baseband unit takes over. */
  private considerFallingBack(): boolean {
    const { silence, transmitterDown, wanted } = this;
    if (this.parts.transmitterReceives !== true || transmitterDown !== undefined) return false;
    if (!wanted || silence === undefined || this.fallingBack !== undefined) return false;
    this.fallingBack = this.fallBack(silence);
    return true;
  }

  /** What the demodulator holds back of the samples so far comes before the unit's first bits. */
  private async fallBack(reason: string): Promise<void> {
    const { demodulation } = this;
    this.demodulation = undefined;
    if (demodulation !== undefined) await this.carryOut(demodulation, () => demodulation.finish());
    // The reception is over meanwhile.
    if (!this.wanted) return;
    this.fellBack = true;
    // Not waited for: this may be its own listener.
    void this.parts.sdr.stop();
    this.told = true;
    this.parts.onFellBack(reason);
    this.judge({});
  }

  /** Nothing is received any more: what was held back, then the end. */
  private async finish(): Promise<void> {
    if (this.fallingBack !== undefined) await this.fallingBack;
    if (this.fellBack && this.transmitter?.send({ type: 'stop-reception' }) === true) return;
    const { demodulation } = this;
    this.demodulation = undefined;
    if (demodulation !== undefined) await this.carryOut(demodulation, () => demodulation.finish());
    await this.parts.onMessage({ type: 'reception-ended', sequence: 0, bitCount: this.bitCount });
  }

  /** A demodulator that fails is down, and up again with the next samples: what it had is lost, and the pass goes on. */
  private async carryOut(demodulation: Demodulation, work: () => ReturnType<Demodulation['take']>): Promise<void> {
    try {
      await this.parts.onFrames(await work());
    } catch (error) {
      if (this.givenUp.has(demodulation)) return;
      demodulation.abandon();
      if (this.demodulation === demodulation) this.demodulation = undefined;
      await this.parts.onFrames(nothing);
      this.judge({ receiverDown: error instanceof Error ? error.message : String(error) });
    }
  }

  private judge(change: { receiverDown?: string | undefined; transmitterDown?: string | undefined }): void {
    if ('receiverDown' in change) this.receiverDown = change.receiverDown;
    if ('transmitterDown' in change) this.transmitterDown = change.transmitterDown;
    const receiverDown = this.fellBack ? undefined : this.receiverDown;
    const reason = receiverDown ?? this.transmitterDown;
    const up = reason === undefined;
    if (up === this.told && up) return;
    this.told = up;
    if (up) this.parts.onUp();
    else this.parts.onDown(reason);
  }
}
