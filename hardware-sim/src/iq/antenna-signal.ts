import { type Antenna } from '@app/contracts';
import { createPropagator, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { GaussianNoise, type Iq, type SamplePolynomial } from '@app/radio';
import { formatUtc, plusSeconds, type Tai } from '@app/time';
import { type Sight } from '../channel/line-of-sight.js';
import { type HeardDownlink } from '../channel/tuned-downlink.js';
import { type RotatorSimulator } from '../devices/rotator-simulator.js';
import { IqSource, type IqStream, type ReceiverTuning } from '../devices/sdr/iq-source.js';
import { type AntennaFaults, noAntennaFaults } from '../faults/antenna-faults.js';
import { hashOf } from '../prng.js';
import { type SimulatorLog } from '../simulator-log.js';
import { type EmittedCadu } from '../spacecraft/downlink.js';
import { type Interference } from './interference.js';
import { DownlinkSignal } from './downlink-signal.js';
import { SignalDelay } from './signal-delay.js';

/** Strength, pointing and faults are looked at so far apart, seconds; between, amplitudes go straight. */
const LOOK_S = 0.01;
/** Doppler of a low orbit, as a part of the frequency: more than any. */
const MOST_DOPPLER = 3e-5;
/** Noise of one complex sample is 1 in power, half of it in each component. */
const NOISE_SIGMA = Math.SQRT1_2;
/** Of a signal that no demodulator shall hold. */
const BROKEN_OFF_DB = 100;

export interface AntennaSignalParts {
  readonly antenna: Antenna;
  readonly rotator: RotatorSimulator;
  readonly heard: readonly HeardDownlink[];
  readonly seed: number;
  readonly faults?: AntennaFaults;
  readonly log?: SimulatorLog;
}

interface Arriving extends HeardDownlink {
  signal: DownlinkSignal | undefined;
  /** Turns by oscillators that are off. */
  shiftTurns: number;
}

/** What comes down one antenna's cable. */
export class AntennaIqSource extends IqSource {
  constructor(private readonly parts: AntennaSignalParts) {
    super();
  }

  override listen(tuning: ReceiverTuning, since: Tai): IqStream {
    return new AntennaSignal(this.parts, tuning, since);
  }
}

/**
 * The band that a receiver is tuned to, from an instant on: every spacecraft above the horizon whose carrier lies in it, as strong as the
 * link and the antenna's true pointing make it, in white noise of power 1 a sample. It depends on seed, geometry and the rotator's motion,
 * not on how it is asked for. Samples are given in order; each is asked for when its instant is past.
 */
export class AntennaSignal implements IqStream {
  private readonly noise: GaussianNoise;
  private readonly arriving: readonly Arriving[];
  private readonly faults: AntennaFaults;
  private given = 0;
  private readonly interferenceTurns = new Map<number, number>();

  constructor(
    private readonly parts: AntennaSignalParts,
    private readonly tuning: ReceiverTuning,
    /** The instant of the first sample. */
    readonly since: Tai,
  ) {
    const { antenna, heard, seed, faults = noAntennaFaults } = parts;
    this.faults = faults;
    this.noise = new GaussianNoise([hashOf('iq', seed, antenna.id), Number(since / 1_000_000n)]);
    this.arriving = heard
      .filter((one) => this.isInBand(one))
      .map((one) => ({ ...one, signal: undefined, shiftTurns: 0 }));
  }

  /** When sample `n` was taken. */
  instantOf(n: number): Tai {
    return plusSeconds(this.since, n / this.tuning.sampleRateHz);
  }

  take(count: number): Iq {
    const samples: Iq = new Float32Array(2 * count);
    this.noise.add(samples, 0, count, NOISE_SIGMA);
    const piece = Math.max(1, Math.round(LOOK_S * this.tuning.sampleRateHz));
    for (let done = 0; done < count;) {
      // Pieces begin at whole multiples, however much is asked for.
      const length = Math.min(count - done, piece - (this.given % piece));
      const from = this.instantOf(this.given);
      const to = this.instantOf(this.given + length);
      const errorHz = this.faults.frequencyErrorHz(from);
      for (const one of this.arriving) this.add(one, samples, done, length, { from, to, errorHz });
      for (const one of this.faults.interferences(from)) this.interfere(one, samples, done, length, errorHz);
      this.given += length;
      done += length;
    }
    return samples;
  }

  close(): void {
    for (const one of this.arriving) {
      one.signal?.close();
      one.signal = undefined;
    }
  }

  private isInBand({ downlink }: HeardDownlink): boolean {
    const { carrierHz } = downlink;
    const { bitRateBps } = downlink.profile.downlink;
    const { centerHz, sampleRateHz } = this.tuning;
    return Math.abs(carrierHz - centerHz) < sampleRateHz / 2 + MOST_DOPPLER * carrierHz + 2 * bitRateBps;
  }

  private add(
    one: Arriving,
    samples: Iq,
    at: number,
    count: number,
    { from, to, errorHz }: { readonly from: Tai; readonly to: Tai; readonly errorHz: number },
  ): void {
    const { sampleRateHz, centerHz } = this.tuning;
    const sight = one.lineOfSight.at(from);
    if (!sight.visible) {
      one.signal?.close();
      one.signal = undefined;
      return;
    }
    one.signal ??= this.begin(one, from);
    const { spacecraft } = one.downlink;
    const fadeDb = this.faults.fadeDb(spacecraft, from) + (this.faults.isLockLost(from, to) ? BROKEN_OFF_DB : 0);
    const first = this.amplitudeOf(one, sight, from, fadeDb);
    const last = this.amplitudeOf(one, one.lineOfSight.at(to), to, fadeDb);
    const amplitude: SamplePolynomial = [first, (last - first) / count, 0, 0];
    const hz = this.faults.spacecraftFrequencyErrorHz(spacecraft, from) - errorHz;
    const sampling = { fromS: this.given / sampleRateHz, sampleRateHz, centerHz };
    one.signal.addTo(samples, at, count, { ...sampling, shift: { turns: one.shiftTurns, hz } }, amplitude);
    one.shiftTurns = (one.shiftTurns + (hz * count) / sampleRateHz) % 1;
  }

  /** Root of the power over that of the noise in a sample. */
  private amplitudeOf({ strength, signal }: Arriving, sight: Sight, at: Tai, fadeDb: number): number {
    const esN0Db = strength.esN0Db(sight, this.parts.rotator.pointingAt(at)) + strength.implementationLossDb - fadeDb;
    return Math.sqrt((10 ** (esN0Db / 10) * (signal?.symbolRateHz ?? 0)) / this.tuning.sampleRateHz);
  }

  private begin(heard: HeardDownlink, begin: Tai): DownlinkSignal {
    const { downlink, lineOfSight } = heard;
    const { since } = this;
    const trajectory = sgp4Trajectory(createPropagator(downlink.track.elementSet));
    const path = new EarthFixedPath(trajectory, since, shippedEarthOrientation);
    const delay = new SignalDelay(path, this.parts.antenna, 'received', since);
    const onCadu = (cadu: EmittedCadu): void => this.note(cadu, heard);
    return new DownlinkSignal({ downlink, lineOfSight, delay, origin: since, begin, onCadu });
  }

  /** What comes in, for who checks a station: whether it was received only the station knows. */
  private note(cadu: EmittedCadu, { downlink, lineOfSight, strength }: HeardDownlink): void {
    const sight = lineOfSight.at(cadu.emitted);
    const esN0Db = strength.esN0Db(sight, this.parts.rotator.pointingAt(sight.received));
    this.parts.log?.write({
      cadu: cadu.n,
      spacecraft: downlink.spacecraft,
      antenna: this.parts.antenna.id,
      vcid: cadu.vcid,
      vcfc: cadu.vcfc,
      mcfc: cadu.mcfc,
      emitted: formatUtc(cadu.emitted, 9),
      received: formatUtc(sight.received, 9),
      esN0Db: Math.round(esN0Db * 1000) / 1000,
      bitErrors: 0,
      locked: true,
      sha256: cadu.sha256,
    });
  }

  private interfere(
    { frequencyHz, cN0DbHz }: Interference,
    samples: Iq,
    at: number,
    count: number,
    errorHz: number,
  ): void {
    const { sampleRateHz, centerHz } = this.tuning;
    const step = (frequencyHz - centerHz - errorHz) / sampleRateHz;
    if (Math.abs(step) > 0.5) return;
    const amplitude = Math.sqrt(10 ** (cN0DbHz / 10) / sampleRateHz);
    const turns = this.interferenceTurns.get(frequencyHz) ?? 0;
    for (let k = 0; k < count; k++) {
      const angle = 2 * Math.PI * (turns + k * step);
      samples[2 * (at + k)]! += amplitude * Math.cos(angle);
      samples[2 * (at + k) + 1]! += amplitude * Math.sin(angle);
    }
    this.interferenceTurns.set(frequencyHz, (turns + count * step) % 1);
  }
}
