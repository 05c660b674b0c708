import { type StationContact, uplinkWaveform } from '@app/contracts';
import type { MissionClock } from '@app/platform';
import { type Iq, type LinearWaveform, TransmissionSignal, type TransmissionStart } from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { UnsupportedLinkError } from '../receiver/unsupported-link.error.js';
import { SdrTuningError } from '../sdr/sdr.errors.js';
import type { SdrTuning } from '../sdr/sdr.port.js';
import { Baseband, type BasebandEvents, type BasebandOrder } from './baseband.port.js';
import { RadiationSchedule } from './radiation-schedule.js';
import { type CarrierSweep, moveBy, sweepFrom, type TimedCarrier, uplinkCompensation } from './uplink-carrier.js';

/** What radiates samples at the instants that they are given with: a DifiTransmitter. */
export interface SampleTransmitter {
  /** Rejects with an SdrError. */
  start(): Promise<void>;
  stop(): void;
  send(samples: Iq, firstSampleAt: Tai, tuning: SdrTuning): Promise<void>;
}

export interface SoftwareTransmitterOptions {
  readonly sampleRateHz: number;
  /** Mean power of the samples while the carrier is up, full scale being 0 dB: what the amplifier makes its rated power of. */
  readonly levelDbfs: number;
  /** The carrier is sent so that it comes in at its nominal frequency on board; without it the nominal one is sent. */
  readonly dopplerCompensation: boolean;
  /** Samples are made so far ahead of their instants, wall seconds (mission seconds at least): what this machine may stand still for. */
  readonly leadS: number;
  readonly sweep?: CarrierSweep | undefined;
}

export interface SoftwareTransmitterParts
  extends Pick<BasebandEvents, 'onUp' | 'onDown' | 'onMessage'>, SoftwareTransmitterOptions {
  readonly contact: StationContact;
  readonly clock: MissionClock;
  readonly radio: SampleTransmitter;
  /** Of the radio, for what is said of it. */
  readonly address: string;
}

/** Samples are made in blocks of so much, wall seconds; mission seconds at least. */
const BLOCK_S = 0.02;
const RETRY_WALL_S = 1;
/** Doppler of a low orbit, as a part of the frequency: more than any. */
const MOST_DOPPLER = 3e-5;
/** Samples a bit at least. */
const LEAST_OVERSAMPLING = 4;

type BpskWaveform = LinearWaveform & { readonly modulation: 'BPSK' };

/**
 * This station's own modulator in the place of a baseband unit's transmitter: carrier alone, acquisition sequence, CLTUs and idle sequence as
 * samples, each block with the instant of its radiation. An order takes effect a lead after it is given; answers come when what they tell
 * of has happened. Nothing is sent without an order, nor after a carrier that is down.
 */
export class SoftwareTransmitter extends Baseband {
  private readonly waveform: BpskWaveform;
  private readonly carrierHz: number;
  private readonly leadS: number;
  private readonly blockS: number;
  private readonly compensation: TimedCarrier | undefined;
  private readonly schedule = new RadiationSchedule();
  private signal: TransmissionSignal;
  private sweep: TimedCarrier | undefined;
  /** Samples are counted from here. */
  private origin: Tai = 0n;
  private rendered = 0;
  private sentUntil: Tai = 0n;
  private machineNow: Tai = 0n;
  private up = false;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  /** Throws UnsupportedLinkError for an uplink that is not direct BPSK, SdrTuningError for a band that is too narrow. */
  constructor(private readonly parts: SoftwareTransmitterParts) {
    super();
    const { contact, clock, address, sampleRateHz, dopplerCompensation, sweep } = parts;
    const { linkProfile } = contact;
    const waveform = uplinkWaveform(linkProfile);
    if (linkProfile.uplink === null || waveform?.modulation !== 'BPSK')
      throw new UnsupportedLinkError(
        linkProfile.id,
        'uplink.modulation',
        'BPSK',
        linkProfile.uplink?.modulation ?? 'no uplink',
      );
    const { carrierHz, bitRateBps } = linkProfile.uplink;
    this.waveform = { ...waveform, modulation: 'BPSK' };
    this.carrierHz = carrierHz;
    const offsetHz = (dopplerCompensation ? MOST_DOPPLER * carrierHz : 0) + (sweep?.hz ?? 0);
    const leastHz = Math.max(LEAST_OVERSAMPLING * bitRateBps, 2 * (offsetHz + 2 * bitRateBps));
    if (sampleRateHz < leastHz)
      throw new SdrTuningError(address, 'sampleRateHz', `${Math.ceil(leastHz)} or more`, sampleRateHz);
    this.leadS = parts.leadS * Math.max(1, clock.rate);
    this.blockS = BLOCK_S * Math.max(1, clock.rate);
    this.compensation = dopplerCompensation ? uplinkCompensation(contact) : undefined;
    this.signal = this.newSignal();
  }

  override start(): void {
    this.running ??= this.run();
  }

  override send(order: BasebandOrder): boolean {
    if (!this.up) return false;
    const at = this.now();
    switch (order.type) {
      case 'start-transmission':
        this.begin(at, order);
        return true;
      case 'telecommand':
        this.schedule.take(at, order);
        return true;
      case 'stop-transmission':
        this.schedule.stop(at);
        return true;
      case 'configure-reception':
      case 'stop-reception':
        return false;
    }
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Where the transmitter's machine stands: never back. */
  private now(): Tai {
    const now = plusSeconds(this.parts.clock.now(), this.leadS);
    if (now > this.machineNow) this.machineNow = now;
    return this.machineNow;
  }

  private begin(at: Tai, order: Omit<TransmissionStart, 'type' | 'sequence'>): void {
    const { sweep } = this.parts;
    this.schedule.advance(at);
    const isNew = !this.schedule.machine.status.carrierUp;
    if (isNew) this.sweep = sweep === undefined ? undefined : sweepFrom(at, sweep);
    const carrierOnlyS = order.carrierOnlyS + (isNew ? (sweep?.seconds ?? 0) : 0);
    const { carrierHz, bitRateBps, acquisitionOctets } = order;
    this.schedule.start(at, { carrierHz, bitRateBps, acquisitionOctets, carrierOnlyS });
  }

  private newSignal(): TransmissionSignal {
    const { sampleRateHz, levelDbfs } = this.parts;
    return new TransmissionSignal(this.schedule.machine, {
      ...{ waveform: this.waveform, sampleRateHz, centerHz: this.carrierHz },
      amplitude: 10 ** (levelDbfs / 20),
    });
  }

  private async run(): Promise<void> {
    const { clock, radio, onUp, onDown } = this.parts;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await radio.start();
        this.origin = clock.now();
        this.rendered = 0;
        this.up = true;
        onUp();
        await this.radiate(signal);
      } catch (error) {
        await this.fail(error, onDown);
      } finally {
        this.up = false;
        radio.stop();
      }
      await clock.sleep(RETRY_WALL_S * clock.rate, signal);
    }
  }

  private async radiate(signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    while (!signal.aborted) {
      await this.advance();
      await clock.sleep(this.blockS, signal);
    }
  }

  private async fail(error: unknown, onDown: (reason: string) => void): Promise<void> {
    this.up = false;
    for (const message of this.schedule.fail(this.parts.clock.now(), this.sentUntil))
      await this.parts.onMessage(message);
    this.signal = this.newSignal();
    onDown(error instanceof Error ? error.message : String(error));
  }

  /** Makes and sends what is due, and tells what has happened. */
  private async advance(): Promise<void> {
    const { sampleRateHz, clock, onMessage } = this.parts;
    const until = this.now();
    this.schedule.advance(until);
    const lookAheadS = this.signal.lookAheadS(this.lowestBitRate());
    const end = Math.floor((secondsBetween(this.origin, until) - lookAheadS) * sampleRateHz);
    const block = Math.max(1, Math.round(this.blockS * sampleRateHz));
    while (this.rendered < end) {
      const count = Math.min(block, end - this.rendered);
      const from = this.rendered;
      this.rendered += count;
      await this.sendBlock(from, count);
    }
    for (const message of this.schedule.dueBy(clock.now())) await onMessage(message);
  }

  private lowestBitRate(): number {
    const { bitRateBps } = this.schedule.machine.status;
    return bitRateBps > 0 ? Math.min(bitRateBps, this.waveform.symbolRateHz) : this.waveform.symbolRateHz;
  }

  private async sendBlock(from: number, count: number): Promise<void> {
    const { clock, radio, sampleRateHz } = this.parts;
    const first = plusSeconds(this.origin, from / sampleRateHz);
    const end = plusSeconds(this.origin, (from + count) / sampleRateHz);
    if (!this.schedule.isOnAir(first, end)) return;
    const now = clock.now();
    if (first < now) this.schedule.lose(first, end);
    // Nobody can radiate what is past.
    if (end <= now) return;
    const samples = this.signal.render(first, count);
    for (const carrier of [this.compensation, this.sweep])
      if (carrier !== undefined) moveBy(carrier, samples, first, sampleRateHz);
    await radio.send(samples, first, { centerHz: this.carrierHz, sampleRateHz });
    this.sentUntil = end;
  }
}
