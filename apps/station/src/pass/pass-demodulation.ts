import type { MissionClock } from '@app/platform';
import { secondsBetween, type Tai } from '@app/time';
import {
  type Demodulation,
  DemodulationRunner,
  type DemodulationSettings,
  type SampleBlock,
} from '../demodulation/demodulation.port.js';
import type { PassFigures } from './pass-figures.js';
import type { DemodulatedFrames } from './reception.js';

/** What a radio gave before the pass. */
export interface SampleTrial {
  /** By the station's clock; `statedHz`: as the samples say themselves. */
  readonly measuredHz: number;
  readonly statedHz: number;
  readonly centerHz: number;
  /** Times of the samples less the station's, seconds: late by the way, early by a wrong clock. */
  readonly aheadS: number;
}

/** Takes samples, and frames as they come of them; what it does with them is never waited for. */
export interface SampleTap {
  take(block: SampleBlock): void;
  annotate(result: DemodulatedFrames): void;
}

export interface PassDemodulationParts {
  readonly runner: DemodulationRunner;
  readonly clock: MissionClock;
  readonly figures: PassFigures;
  readonly tap: SampleTap | undefined;
  readonly onTrial: (trial: SampleTrial) => void;
}

const NOTHING: DemodulatedFrames = { frames: [], esN0Db: null, bitLock: false, frameLock: false };
/** A trial tells first after so long, and again each time as long: mission seconds, and wall seconds. It gets more exact, since blocks come in bursts. */
const TRIAL_S = 2;
const TRIAL_WALL_S = 0.5;

/** The demodulation of one pass: samples are counted and recorded on their way; before the pass they are only looked at. */
export class PassDemodulation extends DemodulationRunner {
  /** Whether what begins is a trial. */
  trying = false;
  private next: Tai | undefined;

  constructor(private readonly parts: PassDemodulationParts) {
    super();
  }

  override begin(settings: DemodulationSettings): Demodulation {
    if (this.trying) return this.trial();
    const { runner, tap } = this.parts;
    const inner = runner.begin(settings);
    const passOn = async (work: Promise<DemodulatedFrames>): Promise<DemodulatedFrames> => {
      const result = await work;
      tap?.annotate(result);
      return result;
    };
    return {
      take: (block) => {
        this.count(block);
        // Before the demodulator: the samples are its own from then on.
        tap?.take(block);
        return passOn(inner.take(block));
      },
      finish: () => passOn(inner.finish()),
      abandon: () => inner.abandon(),
    };
  }

  private count({ samples, sampleRateHz, firstSampleAt, continues }: SampleBlock): void {
    const { figures } = this.parts;
    if (!continues && this.next !== undefined) {
      const missing = Math.round(secondsBetween(this.next, firstSampleAt) * sampleRateHz);
      if (missing !== 0) figures.takeGap(Math.max(0, missing));
    }
    figures.takeSamples(samples.length / 2);
    this.next = firstSampleAt + BigInt(Math.round((samples.length / 2 / sampleRateHz) * 1e9));
  }

  private trial(): Demodulation {
    const { clock, onTrial } = this.parts;
    const leastS = Math.max(TRIAL_S, TRIAL_WALL_S * clock.rate);
    let since: Tai | undefined;
    let count = 0;
    let told = 0;
    return {
      take: ({ samples, sampleRateHz, centerHz, firstSampleAt }) => {
        const now = clock.now();
        if (since === undefined) since = now;
        else count += samples.length / 2;
        const elapsedS = secondsBetween(since, now);
        if (elapsedS >= told + leastS) {
          told = elapsedS;
          const aheadS = secondsBetween(now, firstSampleAt) + samples.length / 2 / sampleRateHz;
          onTrial({ measuredHz: count / elapsedS, statedHz: sampleRateHz, centerHz, aheadS });
        }
        return Promise.resolve(NOTHING);
      },
      finish: () => Promise.resolve(NOTHING),
      abandon: () => undefined,
    };
  }
}
