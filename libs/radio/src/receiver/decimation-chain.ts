import { MAX_FIR_DECIMATION } from '@app/kernels';
import { Decimator } from '../signal/decimator.js';
import { type Iq } from '../signal/iq.js';
import { lowPass } from '../signal/low-pass.js';

/** Part of the new band that stands, and of what folds into it nothing: the transition folds into itself. */
const PASSBAND = 0.8;
const ATTENUATION_DB = 60;
/** Samples that stages take at once: what one output of the last one needs is small against it. */
const SLICE = 16_384;

/** Decimates in stages, so that the first need few taps. Output k is at the instant of input sample k · factor. */
export class DecimationChain {
  readonly factor: number;
  private readonly stages: readonly Decimator[];

  /** By `factor` or a little less: what stages of small factors make. */
  constructor(factor: number) {
    const factors = stageFactors(factor);
    this.factor = factors.reduce((product, one) => product * one, 1);
    let after = this.factor;
    // Rates in terms of the last one, 1.
    this.stages = factors.map((stage) => {
      const sampleRateHz = after;
      after /= stage;
      const design = { sampleRateHz, passbandHz: PASSBAND / 2, stopbandHz: after - PASSBAND / 2 };
      return new Decimator(lowPass({ ...design, attenuationDb: ATTENUATION_DB }), stage);
    });
  }

  push(samples: Iq): Iq[] {
    const pieces: Iq[] = [];
    for (let at = 0; at < samples.length; at += 2 * SLICE)
      pieces.push(this.stages.reduce((stream, stage) => stage.push(stream), samples.subarray(at, at + 2 * SLICE)));
    return pieces;
  }

  /** The input has ended. The chain begins afresh. */
  flush(): Iq[] {
    return this.stages.map((stage, n) =>
      this.stages.slice(n + 1).reduce((rest, next) => next.push(rest), stage.flush()),
    );
  }
}

function stageFactors(factor: number): number[] {
  const factors: number[] = [];
  let left = Math.max(1, Math.floor(factor));
  for (; left > 8; left = Math.floor(left / 4)) factors.push(Math.min(4, MAX_FIR_DECIMATION));
  if (left > 1) factors.push(left);
  return factors;
}
