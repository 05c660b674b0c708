import { type Iq } from '@app/radio';

/** The gain at which noise alone would have a power of full scale: noise of an input without a signal lies so far below, less its gain. */
const NOISE_BELOW_FULL_SCALE_DB = 60;
/** Root mean square that an automatic gain holds, full scale being 1: peaks of noise are four times as much. */
const AUTOMATIC_LEVEL = 0.25;
/** Of the automatic gain's mean, in samples' seconds. */
const AUTOMATIC_S = 0.05;

/** Brings the samples of a source (noise of power 1) to full scale 1: by a fixed gain, or one that follows the power. */
export class SdrGain {
  /** Decibels; undefined: automatic. */
  fixedDb: number | undefined;
  private power: number | undefined;

  constructor(fixedDb?: number) {
    this.fixedDb = fixedDb;
  }

  /** What is applied now, decibels over the gain of 0. */
  get gainDb(): number {
    if (this.fixedDb !== undefined) return this.fixedDb;
    return NOISE_BELOW_FULL_SCALE_DB + 20 * Math.log10(AUTOMATIC_LEVEL / Math.sqrt(this.power ?? 1));
  }

  /** Scales samples in place. */
  apply(samples: Iq, sampleRateHz: number): void {
    if (this.fixedDb === undefined) this.follow(samples, sampleRateHz);
    const factor = 10 ** ((this.gainDb - NOISE_BELOW_FULL_SCALE_DB) / 20);
    for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * factor;
  }

  private follow(samples: Iq, sampleRateHz: number): void {
    let sum = 0;
    for (let i = 0; i < samples.length; i++) sum += (samples[i] as number) ** 2;
    const count = samples.length / 2;
    const mean = count === 0 ? 0 : sum / count;
    const weight = 1 - Math.exp(-count / (AUTOMATIC_S * sampleRateHz));
    // Nothing but zeros is no reason for an endless gain.
    const held = Math.max(this.power ?? mean, 1e-12);
    this.power = Math.max(1e-12, held + weight * (mean - held));
  }
}
