import { type Antenna, linkProfileSchema } from '@app/contracts';
import { SPEED_OF_LIGHT } from '@app/link-budget';
import { dopplerProfile, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { CarrierProfile, type Iq, rotate, TransmissionMachine, TransmissionSignal, type Tuning } from '@app/radio';
import { plusSeconds, taiFromSeconds, type Tai } from '@app/time';
import { LineOfSight } from '../channel/line-of-sight.js';
import { noCommands } from '../channel/uplink-counts.js';
import { type LinkStrength } from '../channel/link-strength.js';
import { type AntennaFaults } from '../faults/antenna-faults.js';
import { AntennaIqSink } from '../iq/antenna-iq-sink.js';
import { CommandSignalReceiver } from '../iq/command-signal-receiver.js';
import { RATED_POWER, UplinkSignalPath } from '../iq/uplink-signal-path.js';
import { type ReceivedCarrier } from '../spacecraft/command-receiver.js';
import { OrbitTrack } from '../spacecraft/orbit-track.js';
import { type TelecommandLogEntry } from '../telecommand-log.js';
import { gf1, lookAt } from './manual-pass.js';
import { commandedLinkProfile, elementsOfGf1, sampleAntenna } from './sample-mission.js';

/** The uplink of the samples as a receiver of samples takes it: direct BPSK. */
export const directLinkProfile = linkProfileSchema.parse({
  ...commandedLinkProfile,
  uplink: { ...commandedLinkProfile.uplink, modulation: 'BPSK', rollOff: null, gOverTDbPerK: -25 },
});
export const directUplink = directLinkProfile.uplink!;
export const transmittingAntenna = sampleAntenna('CN-MYN-1', 40.4513, 116.86, { eirpDbw: 49.5 });
const STEP_S = 0.02;
/** How far ahead samples are given. */
const LEAD_S = 0.15;

interface Told {
  readonly at: Tai;
  readonly carrier: ReceivedCarrier | undefined;
  readonly bitLock: boolean;
}

export interface SignalUplinkOptions {
  readonly esN0Db: number;
  readonly seed?: number;
  /** The transmitter takes off the Doppler shift that the spacecraft will see. */
  readonly compensated?: boolean;
  /** Added to the carrier, by seconds since the start. */
  readonly sweep?: CarrierProfile;
  /** All samples turned by half a turn. */
  readonly inverted?: boolean;
  readonly sampleRateHz?: number;
  readonly faults?: AntennaFaults;
  /** In the place of a constant Es/N0. */
  readonly strength?: LinkStrength;
  /** Steps of the transmitter, 20 ms each, from one call of the receiver to the next. */
  readonly calledEvery?: number;
  /** Where the antenna points; it stays there. */
  readonly pointing?: { readonly azimuthDeg: number; readonly elevationDeg: number };
  readonly tuning?: Partial<Tuning>;
}

/** A transmitter's samples on their way to a receiver, no network between. */
export class SignalUplink {
  readonly machine = new TransmissionMachine();
  readonly sink = new AntennaIqSink();
  readonly receiver: CommandSignalReceiver;
  readonly frames: { readonly at: Tai; readonly bytes: Uint8Array }[] = [];
  readonly links: Told[] = [];
  readonly log: TelecommandLogEntry[] = [];
  readonly counts = noCommands();
  readonly lineOfSight: LineOfSight;
  readonly tuning: Tuning;
  /** The transmitter sends nothing while it is cut off. */
  cut = false;
  private readonly signal: TransmissionSignal;
  private readonly sampleRateHz: number;
  private readonly doppler: CarrierProfile | undefined;
  private rendered = 0;
  private passed = 0;

  constructor(
    readonly start: Tai,
    private readonly options: SignalUplinkOptions,
  ) {
    const { esN0Db, seed = 7, compensated = true, sampleRateHz = 200_000, faults, pointing } = options;
    const { carrierHz, bitRateBps } = directUplink;
    const antenna = transmittingAntenna;
    this.sampleRateHz = sampleRateHz;
    this.tuning = { carrierHz, bitRateBps, carrierOnlyS: 1, acquisitionOctets: 64, ...options.tuning };
    const waveform = { modulation: 'BPSK', symbolRateHz: bitRateBps, pulse: { kind: 'rectangular' } } as const;
    this.signal = new TransmissionSignal(this.machine, {
      ...{ waveform, sampleRateHz, centerHz: carrierHz, amplitude: Math.sqrt(RATED_POWER) },
    });
    const pathFrom = (at: Tai) => new EarthFixedPath(sgp4Trajectory(gf1), at, shippedEarthOrientation);
    this.doppler = compensated ? compensation(pathFrom(start), antenna, carrierHz) : undefined;
    this.lineOfSight = new LineOfSight(antenna, new OrbitTrack(elementsOfGf1));
    const { azimuthDeg, elevationDeg } = pointing ?? lookAt(antenna, start);
    const path = new UplinkSignalPath({
      ...{ spacecraft: 'GF-1', antenna, sink: this.sink, lineOfSight: this.lineOfSight, pathFrom },
      ...(faults === undefined ? {} : { faults }),
      rotator: { pointingAt: () => ({ azimuthDeg, elevationDeg }) },
      strength: options.strength ?? { implementationLossDb: 0, esN0Db: () => esN0Db },
      carrierHz,
      symbolRateHz: bitRateBps,
    });
    this.receiver = new CommandSignalReceiver(
      {
        ...{ spacecraft: 'GF-1', link: directUplink.frame, waveform, seed, counts: this.counts },
        log: { write: (entry: TelecommandLogEntry) => void this.log.push(entry), close: () => Promise.resolve() },
        sink: {
          reach: () => undefined,
          link: (at, carrier, bitLock) => {
            const last = this.links.at(-1);
            if (last?.carrier !== carrier || last?.bitLock !== bitLock) this.links.push({ at, carrier, bitLock });
          },
          frame: (at, bytes) => void this.frames.push({ at, bytes }),
        },
      },
      [path],
      start,
    );
  }

  at(seconds: number): Tai {
    return plusSeconds(this.start, seconds);
  }

  /** Where the machine stands. */
  get machineNow(): Tai {
    return this.at(this.passed + LEAD_S);
  }

  begin(): void {
    this.machine.start(this.machineNow, this.tuning);
  }

  send(bits: Uint8Array, identifier = 1n): void {
    this.machine.take(this.machineNow, { identifier, bitCount: 8 * bits.length, bits });
  }

  stop(): void {
    this.machine.stop(this.machineNow);
  }

  /** Time goes by. */
  pass(seconds: number): void {
    const { calledEvery = 1 } = this.options;
    const steps = Math.round(seconds / STEP_S);
    for (let step = 1; step <= steps; step++) {
      this.passed += STEP_S;
      this.machine.advance(this.machineNow);
      this.radiate();
      if (step % calledEvery === 0 || step === steps) this.receiver.advanceTo(this.at(this.passed));
    }
  }

  /** When the end of a CLTU arrives: by geometry alone. */
  arrivalOf(radiated: Tai): Tai {
    let arrival = radiated;
    for (let i = 0; i < 3; i++)
      arrival = radiated + taiFromSeconds(this.lineOfSight.at(arrival).rangeM / SPEED_OF_LIGHT);
    return arrival;
  }

  private radiate(): void {
    const { sampleRateHz, signal, sink, doppler, options } = this;
    const lookAheadS = signal.lookAheadS(this.tuning.bitRateBps);
    const until = Math.floor((this.passed + LEAD_S - lookAheadS) * sampleRateHz);
    const count = until - this.rendered;
    if (count <= 0) return;
    const fromS = this.rendered / sampleRateHz;
    const samples: Iq = signal.render(this.at(fromS), count);
    for (const profile of [doppler, options.sweep]) {
      let at = 0;
      for (const { count: length, turns } of profile?.turnsOver(fromS, sampleRateHz, count) ?? []) {
        rotate(samples, at, length, turns);
        at += length;
      }
    }
    if (options.inverted === true) for (let n = 0; n < samples.length; n++) samples[n] = -samples[n]!;
    this.rendered = until;
    if (!this.cut && samples.some((x) => x !== 0))
      sink.radiate(samples, this.at(fromS), { centerHz: this.tuning.carrierHz, sampleRateHz });
  }
}

/** What a station adds to its carrier, by seconds since the start. */
function compensation(path: EarthFixedPath, antenna: Antenna, carrierHz: number): CarrierProfile {
  const { seconds, uplink } = dopplerProfile(path, antenna, -1, 60, 0.5, { uplinkHz: carrierHz });
  return new CarrierProfile(Array.from(seconds, (atS, i) => ({ atS, hz: uplink!.transmitOffsetHz[i]! })));
}
