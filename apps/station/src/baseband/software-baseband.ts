import { channelBitRateBps, downlinkWaveform, type StationContact } from '@app/contracts';
import type { Demodulation, DemodulationRunner, DemodulationSettings } from '../demodulation/demodulation.port.js';
import { predictedDoppler } from '../demodulation/doppler-prediction.js';
import { UnsupportedLinkError } from '../receiver/unsupported-link.error.js';
import type { SdrEvent, SdrReceiver } from '../sdr/sdr.port.js';
import { Baseband, type BasebandEvents, type BasebandOrder } from './baseband.port.js';

export interface SoftwareBasebandParts extends BasebandEvents {
  readonly contact: StationContact;
  readonly sdr: SdrReceiver;
  readonly runner: DemodulationRunner;
  /** What radiates; undefined: nothing does, and CLTUs are not taken. */
  readonly transmitter: ((events: Pick<BasebandEvents, 'onUp' | 'onDown' | 'onMessage'>) => Baseband) | undefined;
}

/** Neither frames nor lock. */
const nothing = { frames: [], esN0Db: null, bitLock: false, frameLock: false } as const;

/**
 * An SDR with this station's own demodulator in the place of a baseband unit: samples in, frames out. Transmission is another device's
 * (a baseband unit or an SDR that transmits): the whole is up when both are.
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
      onUp: () => this.judge({ transmitterDown: undefined }),
      onDown: (reason) => this.judge({ transmitterDown: reason }),
      onMessage: (message) => parts.onMessage(message),
    });
  }

  override start(): void {
    if (this.started) return;
    this.started = true;
    this.transmitter?.start();
    this.parts.sdr.start((event) => this.take(event));
  }

  override send(order: BasebandOrder): boolean {
    if (order.type === 'configure-reception') {
      if (this.receiverDown !== undefined) return false;
      this.giveUp();
      this.demodulation = this.parts.runner.begin(this.settings);
      this.bitCount = 0;
      return true;
    }
    if (order.type === 'stop-reception') {
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
    switch (event.type) {
      case 'up':
        return this.judge({ receiverDown: undefined });
      case 'down':
      case 'stalled':
        await this.parts.onFrames(nothing);
        return this.judge({ receiverDown: event.error.message });
      case 'gap':
        return;
      case 'samples': {
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

  /** Nothing is received any more: what was held back, then the end. */
  private async finish(): Promise<void> {
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
    const reason = this.receiverDown ?? this.transmitterDown;
    const up = reason === undefined;
    if (up === this.told && up) return;
    this.told = up;
    if (up) this.parts.onUp();
    else this.parts.onDown(reason);
  }
}
