import { type Antenna } from '@app/contracts';
import { freeSpaceLossDb, pointingLossDb } from '@app/link-budget';
import { angleBetween, type EarthFixedPath } from '@app/orbit';
import { type Iq, rotate, type SamplePolynomial } from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { type LineOfSight, type Sight } from '../channel/line-of-sight.js';
import { type LinkStrength } from '../channel/link-strength.js';
import { type RotatorSimulator } from '../devices/rotator-simulator.js';
import { type ReceiverTuning } from '../devices/sdr/iq-source.js';
import { type AntennaFaults, noAntennaFaults } from '../faults/antenna-faults.js';
import { type AntennaIqSink } from './antenna-iq-sink.js';
import { RadiatedRun } from './radiated-run.js';
import { SignalDelay } from './signal-delay.js';

const RAD_PER_DEG = Math.PI / 180;
/** Mean power of samples at which an antenna radiates its EIRP: peaks of the pulses stay below full scale, 1. */
export const RATED_POWER = 0.25;
/** Strength, pointing and faults are looked at so far apart, seconds; between, amplitudes go straight. */
const LOOK_S = 0.01;
/** A silence longer than this ends a run of samples. */
const LONGEST_SILENCE_S = 0.1;
/** No visible antenna is further away than this, in light time. */
const LONGEST_DELAY_S = 0.05;
const DBM_PER_DBW = 30;
/** Below every threshold. */
const NO_LEVEL_DBM = -300;

export interface UplinkSignalPathParts {
  readonly spacecraft: string;
  readonly antenna: Pick<Antenna, 'id' | 'latitudeDeg' | 'longitudeDeg' | 'heightM' | 'beamwidthDeg' | 'eirpDbw'>;
  readonly rotator: Pick<RotatorSimulator, 'pointingAt'>;
  readonly sink: AntennaIqSink;
  readonly lineOfSight: Pick<LineOfSight, 'at'>;
  readonly strength: LinkStrength;
  /** The spacecraft's, from an instant on. */
  readonly pathFrom: (start: Tai) => EarthFixedPath;
  readonly faults?: AntennaFaults;
  readonly carrierHz: number;
  readonly symbolRateHz: number;
}

/** What a receiver takes in at once: samples at even instants of arrival. */
export interface ArrivingSpan {
  readonly from: Tai;
  readonly sampleRateHz: number;
  readonly count: number;
  /** What filters need to see behind it. */
  readonly lookAheadS: number;
  /** The receiver is tuned to so much above its carrier. */
  readonly tunedHz: number;
}

/**
 * The way of what one antenna radiates in samples to one spacecraft: light time, Doppler on carrier and clock, attenuation by geometry,
 * pointing and fades, oscillators that are off. Noise is the receiver's, of power 1 a sample. Forward only.
 */
export class UplinkSignalPath {
  private origin: Tai = 0n;
  private delay: SignalDelay | undefined;
  private runs: RadiatedRun[] = [];
  /** All that was radiated before has been taken in. */
  private takenUntil: Tai = 0n;
  private shiftTurns = 0;
  private level = NO_LEVEL_DBM;
  private readonly faults: AntennaFaults;

  constructor(private readonly parts: UplinkSignalPathParts) {
    this.faults = parts.faults ?? noAntennaFaults;
  }

  /** At the end of the last span: power at the receiver with an antenna of 0 dBi. */
  get levelDbm(): number {
    return this.level;
  }

  /** Whether something that was radiated arrives at an instant or later. */
  isArrivingAfter(arrival: Tai): boolean {
    return this.parts.sink.isRadiatingAfter(plusSeconds(arrival, -LONGEST_DELAY_S));
  }

  /** Whether something of it may arrive between two instants: light time is taken for anything up to the longest. */
  isArriving(from: Tai, until: Tai): boolean {
    return this.parts.sink.between(plusSeconds(from, -LONGEST_DELAY_S), until).length > 0;
  }

  /** The receiver begins to listen: nothing that arrived before is heard. */
  begin(arrival: Tai): void {
    this.origin = arrival;
    const { antenna, pathFrom } = this.parts;
    this.delay = new SignalDelay(pathFrom(arrival), antenna, 'sent', arrival);
    this.runs = [];
    this.shiftTurns = 0;
    this.takenUntil = this.radiatedAt(arrival) ?? arrival;
  }

  /** Adds what arrives. */
  addTo(out: Iq, span: ArrivingSpan): void {
    const { from, sampleRateHz, count, lookAheadS } = span;
    const until = plusSeconds(from, count / sampleRateHz);
    const radiatedUntil = this.radiatedAt(plusSeconds(until, lookAheadS));
    const first = this.radiatedAt(from);
    const last = this.radiatedAt(until);
    this.level = NO_LEVEL_DBM;
    if (radiatedUntil === undefined || first === undefined || last === undefined) return;
    this.takeIn(radiatedUntil, span);
    const stepS = secondsBetween(first, last) / count;
    for (const run of this.runs) run.addTo(out, 0, count, secondsBetween(run.first, first), stepS);
    this.runs = this.runs.filter((run) => !run.isOver(first));
  }

  /** When what arrives then was radiated; undefined where there is no orbit. */
  private radiatedAt(arrival: Tai): Tai | undefined {
    const seconds = secondsBetween(this.origin, arrival);
    let sent = seconds;
    for (let i = 0; i < 3; i++) {
      const stretch = this.delay?.from(sent);
      if (stretch === undefined) return undefined;
      sent = seconds - stretch.polynomialS[0];
    }
    return plusSeconds(this.origin, sent);
  }

  private takeIn(until: Tai, span: ArrivingSpan): void {
    const { sink, lineOfSight } = this.parts;
    for (const { samples, first, tuning } of sink.between(this.takenUntil, until)) {
      const { sampleRateHz } = tuning;
      const begin = Math.max(0, Math.ceil(secondsBetween(first, this.takenUntil) * sampleRateHz - 1e-6));
      const end = Math.min(samples.length / 2, Math.ceil(secondsBetween(first, until) * sampleRateHz - 1e-6));
      if (end <= begin) continue;
      const run = this.runFor(plusSeconds(first, begin / sampleRateHz), tuning, span.sampleRateHz);
      const step = Math.max(1, Math.floor(LOOK_S * sampleRateHz));
      for (let at = begin; at < end; at += step)
        this.feed(run, samples.slice(2 * at, 2 * Math.min(end, at + step)), span);
    }
    const run = this.runs.at(-1);
    if (run !== undefined) {
      const { sampleRateHz } = run.tuning;
      const silent = Math.floor(secondsBetween(run.end, until) * sampleRateHz + 1e-6);
      // What is still to come fits behind it, or it has ended.
      if (silent > LONGEST_SILENCE_S * sampleRateHz) run.finish();
    }
    if (lineOfSight.at(until).visible) sink.passed(until);
    this.takenUntil = until;
  }

  /** The run that a sample of this instant belongs to; silence before it is filled in. */
  private runFor(first: Tai, tuning: ReceiverTuning, rateHz: number): RadiatedRun {
    const open = this.runs.at(-1);
    const place = open?.placeOf(first, tuning);
    if (open !== undefined && place !== undefined) {
      if (place > open.fed) open.feed(new Float32Array(2 * (place - open.fed)));
      return open;
    }
    open?.finish();
    const run = new RadiatedRun(first, tuning, rateHz);
    this.runs.push(run);
    return run;
  }

  private feed(run: RadiatedRun, samples: Iq, { tunedHz, sampleRateHz }: ArrivingSpan): void {
    const { lineOfSight, spacecraft } = this.parts;
    const at = run.end;
    const end = run.instantOf(run.fed + samples.length / 2);
    const sights: readonly Sight[] = [at, end].map((instant) => lineOfSight.at(this.arrivalOf(instant)));
    const [first, last] = [at, end].map((instant, i) => this.amplitudeOf(sights[i]!, instant, sampleRateHz));
    this.level = this.levelOf(sights[1]!, end, samples);
    const count = samples.length / 2;
    for (let n = 0; n < count; n++) {
      const amplitude = first! + ((last! - first!) * n) / count;
      samples[2 * n]! *= amplitude;
      samples[2 * n + 1]! *= amplitude;
    }
    const tuningHz = tunedHz + this.faults.spacecraftFrequencyErrorHz(spacecraft, this.arrivalOf(at));
    this.turn(samples, secondsBetween(this.origin, at), run.tuning, this.faults.frequencyErrorHz(at) - tuningHz);
    run.feed(samples);
  }

  /** From the band of the transmitter to the carrier of the receiver, by light time. */
  private turn(samples: Iq, seconds: number, { centerHz, sampleRateHz }: ReceiverTuning, shiftHz: number): void {
    const { carrierHz } = this.parts;
    const count = samples.length / 2;
    for (let done = 0; done < count;) {
      const from = seconds + done / sampleRateHz;
      const stretch = this.delay?.from(from);
      if (stretch === undefined) return;
      const left = Math.max(1, Math.ceil((stretch.untilS - from) * sampleRateHz - 1e-6));
      const length = Math.min(count - done, left);
      const [c0, c1, c2, c3] = stretch.polynomialS;
      const offsetHz = centerHz - carrierHz;
      const start = offsetHz * from - carrierHz * c0 + this.shiftTurns;
      const turns: SamplePolynomial = [
        start - Math.floor(start),
        (offsetHz - carrierHz * c1 + shiftHz) / sampleRateHz,
        (-carrierHz * c2) / sampleRateHz ** 2,
        (-carrierHz * c3) / sampleRateHz ** 3,
      ];
      rotate(samples, done, length, turns);
      this.shiftTurns = (this.shiftTurns + (shiftHz * length) / sampleRateHz) % 1;
      done += length;
    }
  }

  private arrivalOf(radiated: Tai): Tai {
    const stretch = this.delay?.from(secondsBetween(this.origin, radiated));
    return plusSeconds(radiated, stretch?.polynomialS[0] ?? 0);
  }

  /** What samples of the rated power are multiplied by, so that noise has power 1 a sample of the receiver. */
  private amplitudeOf(sight: Sight, radiated: Tai, sampleRateHz: number): number {
    if (!sight.visible) return 0;
    const { strength, rotator, spacecraft, symbolRateHz } = this.parts;
    const esN0Db =
      strength.esN0Db(sight, rotator.pointingAt(radiated)) +
      strength.implementationLossDb -
      this.faults.fadeDb(spacecraft, radiated);
    return Math.sqrt((10 ** (esN0Db / 10) * symbolRateHz) / sampleRateHz / RATED_POWER);
  }

  private levelOf(sight: Sight, radiated: Tai, samples: Iq): number {
    const { antenna, rotator, carrierHz, spacecraft } = this.parts;
    if (!sight.visible || antenna.eirpDbw === null) return NO_LEVEL_DBM;
    let sum = 0;
    for (const x of samples) sum += x * x;
    const power = sum / (samples.length / 2) / RATED_POWER;
    if (!(power > 0)) return NO_LEVEL_DBM;
    const { azimuthDeg, elevationDeg } = rotator.pointingAt(radiated);
    const pointing = { azimuthRad: azimuthDeg * RAD_PER_DEG, elevationRad: elevationDeg * RAD_PER_DEG };
    const offAxisDb = pointingLossDb(angleBetween(sight, pointing), antenna.beamwidthDeg * RAD_PER_DEG);
    return (
      antenna.eirpDbw +
      DBM_PER_DBW +
      10 * Math.log10(power) -
      freeSpaceLossDb(sight.rangeM, carrierHz) -
      offAxisDb -
      this.faults.fadeDb(spacecraft, radiated)
    );
  }
}
