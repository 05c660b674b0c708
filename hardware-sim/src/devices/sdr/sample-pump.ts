import { setImmediate as nextTurn } from 'node:timers/promises';
import { type MissionClock } from '@app/platform';
import { type Iq } from '@app/radio';
import { plusSeconds, type Tai, type TaiPicoseconds } from '@app/time';
import { type AntennaFaults, noAntennaFaults } from '../../faults/antenna-faults.js';
import { type IqSource, type IqStream, type ReceiverTuning } from './iq-source.js';
import { type SampleLevel } from './sample-level.js';

/** Samples of one block are not more than this. */
const LARGEST_BLOCK = 16_384;
/** Between two looks: wall seconds; mission seconds at least. */
const LOOK_EVERY_WALL_S = 0.01;
const LOOK_EVERY_S = 0.01;
/** A machine that is further behind than both, mission seconds and wall seconds, leaves samples out. Some looks must fit in. */
const MOST_BEHIND_S = 0.5;
const MOST_BEHIND_WALL_S = 0.05;
const PS_PER_SECOND = 1_000_000_000_000n;

export interface SampleBlock {
  readonly samples: Iq;
  readonly tuning: ReceiverTuning;
  /** When the first sample was taken. */
  readonly firstSampleAt: TaiPicoseconds;
  /** Samples that were left out before the first. */
  readonly skipped: number;
}

export interface SamplePumpParts {
  readonly source: IqSource;
  readonly clock: MissionClock;
  readonly tuning: ReceiverTuning;
  /** Samples of a block are a multiple of this; 1 where left out. */
  readonly multiple?: number;
  readonly largestBlock?: number;
  readonly onBlock: (block: SampleBlock) => void;
  readonly faults?: SdrFaults;
  /** Where samples are given up when they cannot be made in time; they never are where it is left out. */
  readonly level?: SampleLevel | undefined;
}

/** What goes wrong between an antenna and the samples that are sent of it, now. */
export type SdrFaults = Pick<AntennaFaults, 'isStalled' | 'takeSampleDrops' | 'clockOffsetS'>;

/**
 * Takes the samples of a source as mission time passes, and no sooner. The beat of the samples goes on through a change of the center;
 * a change of the rate begins a new one. Where the machine cannot make them in time, some are left out and counted: the rest keep
 * their times. Where that goes on, all are left out (`KeepingUp`).
 */
export class SamplePump {
  /** Samples left out because the machine was behind. */
  skipped = 0;
  private tuningNow: ReceiverTuning;
  private stream: IqStream | undefined;
  /** Of sample 0 of the beat. */
  private since: Tai;
  private given = 0;
  /** Samples of the beat that had fallen due at the last look. */
  private seen = 0;
  private skippedBefore = 0;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: SamplePumpParts) {
    this.tuningNow = parts.tuning;
    this.since = parts.clock.now();
  }

  get tuning(): ReceiverTuning {
    return this.tuningNow;
  }

  start(): void {
    if (this.running !== undefined) return;
    this.since = this.parts.clock.now();
    this.running = this.run();
  }

  tune(tuning: ReceiverTuning): void {
    if (tuning.sampleRateHz !== this.tuningNow.sampleRateHz) {
      this.since = this.parts.clock.now();
      this.given = 0;
      this.seen = 0;
    }
    this.tuningNow = tuning;
    this.drop();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.drop();
  }

  private async run(): Promise<void> {
    const { clock } = this.parts;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // Other devices and the sockets have their turn between two blocks.
      while (this.pump()) {
        await nextTurn();
        if (signal.aborted) return;
      }
      await clock.sleep(Math.max(LOOK_EVERY_S, LOOK_EVERY_WALL_S * clock.rate), signal);
    }
  }

  /** Gives one block; whether there is more to be given now. */
  private pump(): boolean {
    const { multiple = 1, largestBlock = LARGEST_BLOCK, source, onBlock } = this.parts;
    const tuning = this.tuningNow;
    const dueBy = Math.floor((Number(this.parts.clock.now() - this.since) * tuning.sampleRateHz) / 1e9);
    const newlyDue = dueBy - this.seen;
    this.seen = dueBy;
    let due = dueBy - this.given;
    const { faults = noAntennaFaults } = this.parts;
    const lost = Math.min(due, faults.isStalled() ? due : faults.takeSampleDrops('sdr'));
    if (lost > 0) {
      this.leaveOut(lost);
      due -= lost;
    }
    const whole = due - (due % multiple);
    const isBehind = due > this.mostBehindS() * tuning.sampleRateHz;
    if (this.givesUp(Math.max(0, newlyDue - lost), isBehind ? whole : 0) || isBehind) {
      if (whole > 0) this.leaveOut(whole);
      due -= whole;
    }
    const largest = Math.max(multiple, largestBlock - (largestBlock % multiple));
    const count = Math.min(largest, due - (due % multiple));
    if (count <= 0) return false;
    const takenAt = this.instantOf(this.given);
    this.stream ??= source.listen(tuning, takenAt.tai);
    const samples = this.stream.take(count);
    const firstSampleAt = { ...takenAt, tai: plusSeconds(takenAt.tai, faults.clockOffsetS()) };
    const skipped = this.skippedBefore;
    this.skippedBefore = 0;
    this.given += count;
    onBlock({ samples, tuning, firstSampleAt, skipped });
    return due - count >= multiple;
  }

  private mostBehindS(): number {
    return Math.max(MOST_BEHIND_S, MOST_BEHIND_WALL_S * this.parts.clock.rate);
  }

  private givesUp(due: number, leftOut: number): boolean {
    const perWallS = this.tuningNow.sampleRateHz * this.parts.clock.rate;
    return this.parts.level?.look({ due, leftOut, perWallS }) === 'frames';
  }

  private leaveOut(count: number): void {
    this.given += count;
    this.skipped += count;
    this.skippedBefore += count;
    this.drop();
  }

  private drop(): void {
    this.stream?.close();
    this.stream = undefined;
  }

  private instantOf(n: number): TaiPicoseconds {
    // Rates are whole millihertz, so that no error adds up.
    const milliHertz = BigInt(Math.round(this.tuningNow.sampleRateHz * 1000));
    const picoseconds = (BigInt(n) * PS_PER_SECOND * 1000n) / milliHertz;
    return { tai: this.since + picoseconds / 1000n, picoseconds: Number(picoseconds % 1000n) };
  }
}
