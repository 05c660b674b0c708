import { Decimator } from './decimator.js';
import type { Iq } from './iq.js';
import { lowPass } from './low-pass.js';
import { rotate } from './mixer.js';
import { SignalError } from './signal-error.js';

export interface RealToComplexParameters {
  readonly sampleRateHz: number;
  /** Frequency of the real signal that becomes 0. Between 0 and half the sample rate. */
  readonly centerHz: number;
  /** 2: half of the samples. */
  readonly decimation?: 1 | 2;
  /** Signal up to here on both sides of the centre stands; default 0.8 of the way to the nearer edge of the band. */
  readonly bandwidthHz?: number;
  /** Of the image, and of all that folds; default 60. */
  readonly rejectionDb?: number;
}

/**
 * Real samples around an intermediate frequency to complex ones around 0, of the same amplitude: a cosine of size 1 at the centre becomes
 * 1. Output sample k is at the instant of input sample k · decimation.
 */
export class RealToComplex {
  readonly sampleRateHz: number;
  private readonly turnsPerSample: number;
  private readonly decimator: Decimator;
  private taken = 0;

  /** Throws SignalError where the image cannot be told from the signal. */
  constructor({ sampleRateHz, centerHz, decimation = 1, bandwidthHz, rejectionDb = 60 }: RealToComplexParameters) {
    const edge = Math.min(centerHz, sampleRateHz / 2 - centerHz);
    if (!(edge > 0)) throw new SignalError('centre', `between 0 and ${sampleRateHz / 2} Hz`, centerHz);
    const passbandHz = bandwidthHz ?? 0.8 * edge;
    if (!(passbandHz > 0 && passbandHz < edge)) throw new SignalError('bandwidth', `0 to ${edge} Hz`, passbandHz);
    // The image of the passband lies 2 · edge away; what folds by the decimation half a sample rate.
    const stopbandHz = Math.min(2 * edge, sampleRateHz / 2) - passbandHz;
    this.sampleRateHz = sampleRateHz / decimation;
    this.turnsPerSample = centerHz / sampleRateHz;
    this.decimator = new Decimator(
      lowPass({ sampleRateHz, passbandHz, stopbandHz, attenuationDb: rejectionDb }).map((tap) => 2 * tap),
      decimation,
    );
  }

  push(samples: Float32Array): Iq {
    const complex = new Float32Array(2 * samples.length);
    for (const [n, value] of samples.entries()) complex[2 * n] = value;
    rotate(complex, 0, samples.length, [-((this.taken * this.turnsPerSample) % 1), -this.turnsPerSample, 0, 0]);
    this.taken += samples.length;
    return this.decimator.push(complex);
  }

  /** The input has ended. The converter begins afresh. */
  flush(): Iq {
    this.taken = 0;
    return this.decimator.flush();
  }
}
