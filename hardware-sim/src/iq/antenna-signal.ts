import { type Antenna } from '@app/contracts';
import { createPropagator, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { GaussianNoise, type Iq, type SamplePolynomial } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import { type Sight } from '../channel/line-of-sight.js';
import { type HeardDownlink } from '../channel/tuned-downlink.js';
import { type RotatorSimulator } from '../devices/rotator-simulator.js';
import { hashOf } from '../prng.js';
import { type ChannelConditions, clearChannel } from './channel-conditions.js';
import { DownlinkSignal } from './downlink-signal.js';
import { SignalDelay } from './signal-delay.js';

/** Strength and pointing are looked at so far apart, seconds; between, amplitudes go straight. */
const LOOK_S = 0.01;
/** Doppler of a low orbit, as a part of the frequency: more than any. */
const MOST_DOPPLER = 3e-5;
/** Noise of one complex sample is 1 in power, half of it in each component. */
const NOISE_SIGMA = Math.SQRT1_2;

export interface AntennaSignalParts {
  readonly antenna: Antenna;
  readonly rotator: RotatorSimulator;
  readonly heard: readonly HeardDownlink[];
  readonly seed: number;
  /** What goes wrong; asked for each piece of signal. */
  readonly conditions?: () => ChannelConditions;
}

export interface SamplingWish {
  /** The radio frequency that comes out as 0 Hz. */
  readonly centerHz: number;
  readonly sampleRateHz: number;
}

interface Arriving extends HeardDownlink {
  signal: DownlinkSignal | undefined;
}

/**
 * What comes down one antenna's cable, from an instant on: every spacecraft above the horizon whose carrier lies in the band, as strong
 * as the link budget and the antenna's true pointing make it, in white noise of power 1 a sample. Depends on seed, geometry and the
 * rotator's motion, not on how it is asked for. Samples are given in order; each is asked for when its instant is past.
 */
export class AntennaSignal {
  private readonly noise: GaussianNoise;
  private readonly arriving: readonly Arriving[];
  private given = 0;
  private interferenceTurns = 0;

  constructor(
    private readonly parts: AntennaSignalParts,
    private readonly wish: SamplingWish,
    /** The instant of the first sample. */
    readonly since: Tai,
  ) {
    const { antenna, heard, seed } = parts;
    this.noise = new GaussianNoise([hashOf('iq', seed, antenna.id), hashOf(Number(since % 1_000_000_007n))]);
    this.arriving = heard.filter((one) => this.isInBand(one)).map((one) => ({ ...one, signal: undefined }));
  }

  /** Samples given so far. */
  get sampleCount(): number {
    return this.given;
  }

  /** When sample `n` was taken. */
  instantOf(n: number): Tai {
    return plusSeconds(this.since, n / this.wish.sampleRateHz);
  }

  /** The next samples. */
  take(count: number): Iq {
    const samples: Iq = new Float32Array(2 * count);
    this.noise.add(samples, 0, count, NOISE_SIGMA);
    const piece = Math.max(1, Math.round(LOOK_S * this.wish.sampleRateHz));
    for (let done = 0; done < count;) {
      // Pieces begin at whole multiples, however much is asked for.
      const length = Math.min(count - done, piece - (this.given % piece));
      const conditions = this.parts.conditions?.() ?? clearChannel;
      for (const one of this.arriving) this.add(one, samples, done, length, conditions);
      this.interfere(samples, done, length, conditions);
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
    const { carrierHz, bitRateBps } = downlink.profile.downlink;
    const { centerHz, sampleRateHz } = this.wish;
    return Math.abs(carrierHz - centerHz) < sampleRateHz / 2 + MOST_DOPPLER * carrierHz + 2 * bitRateBps;
  }

  private add(one: Arriving, samples: Iq, at: number, count: number, { fadeDb }: ChannelConditions): void {
    const { sampleRateHz, centerHz } = this.wish;
    const from = this.instantOf(this.given);
    const sight = one.lineOfSight.at(from);
    if (!sight.visible) {
      one.signal?.close();
      one.signal = undefined;
      return;
    }
    one.signal ??= this.begin(one, from);
    const to = this.instantOf(this.given + count);
    const first = this.amplitudeOf(one, sight, from, fadeDb);
    const last = this.amplitudeOf(one, one.lineOfSight.at(to), to, fadeDb);
    const amplitude: SamplePolynomial = [first, (last - first) / count, 0, 0];
    one.signal.addTo(samples, at, count, { fromS: this.given / sampleRateHz, sampleRateHz, centerHz }, amplitude);
  }

  /** Root of the power over that of the noise in a sample. */
  private amplitudeOf({ strength, signal }: Arriving, sight: Sight, at: Tai, fadeDb: number): number {
    const esN0Db = strength.esN0Db(sight, this.parts.rotator.pointingAt(at)) + strength.implementationLossDb - fadeDb;
    return Math.sqrt((10 ** (esN0Db / 10) * (signal?.symbolRateHz ?? 0)) / this.wish.sampleRateHz);
  }

  private begin({ downlink, lineOfSight }: HeardDownlink, begin: Tai): DownlinkSignal {
    const { since } = this;
    const trajectory = sgp4Trajectory(createPropagator(downlink.track.elementSet));
    const path = new EarthFixedPath(trajectory, since, shippedEarthOrientation);
    const delay = new SignalDelay(path, this.parts.antenna, 'received', since);
    return new DownlinkSignal({ downlink, lineOfSight, delay, origin: since, begin });
  }

  private interfere(samples: Iq, at: number, count: number, { interference }: ChannelConditions): void {
    if (interference === null) return;
    const { sampleRateHz, centerHz } = this.wish;
    const amplitude = Math.sqrt(10 ** (interference.cN0DbHz / 10) / sampleRateHz);
    const step = (interference.frequencyHz - centerHz) / sampleRateHz;
    for (let k = 0; k < count; k++) {
      const angle = 2 * Math.PI * this.interferenceTurns;
      samples[2 * (at + k)]! += amplitude * Math.cos(angle);
      samples[2 * (at + k) + 1]! += amplitude * Math.sin(angle);
      this.interferenceTurns = (this.interferenceTurns + step) % 1;
    }
  }
}
