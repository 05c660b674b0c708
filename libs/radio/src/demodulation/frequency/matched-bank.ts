import { kaiserWindow, sinc } from '../../pulse/kaiser.js';

/** Matched filters for every fraction of a sample, as `FrequencyDemodulatorKernel` takes them. */
export interface MatchedBank {
  readonly phases: number;
  readonly matchedLength: number;
  readonly matchedTaps: Float32Array;
  readonly matchedBefore: number;
}

const PHASES = 64;
/** Samples on either side that the interpolation between samples looks at. */
const INTERPOLATION = 4;
const INTERPOLATION_BETA = 4;
/** Steps of the integration over a symbol, a sample. */
const FINENESS = 16;

/**
 * Filters that integrate over `duration` samples around a place between samples: a rectangle, seen through the interpolation of a band
 * limited signal. Unit gain for what is constant.
 */
export function matchedBank(duration: number): MatchedBank {
  const kernel = (t: number): number => sinc(t) * kaiserWindow(t / INTERPOLATION, INTERPOLATION_BETA);
  const steps = Math.max(1, Math.ceil(duration * FINENESS));
  // The area of the interpolation under the rectangle around `t`.
  const pulse = (t: number): number => {
    let sum = 0;
    for (let i = 0; i < steps; i++) sum += kernel(t + ((i + 0.5) / steps - 0.5) * duration);
    return sum / steps;
  };
  const reach = Math.ceil(duration / 2) + INTERPOLATION;
  const matchedLength = Math.ceil((2 * reach + 1) / 4) * 4;
  const matchedTaps = new Float32Array((PHASES + 1) * matchedLength);
  for (let phase = 0; phase <= PHASES; phase++) {
    const taps = matchedTaps.subarray(phase * matchedLength, (phase + 1) * matchedLength);
    for (let k = 0; k < matchedLength; k++) taps[k] = pulse(k - reach - phase / PHASES);
    const gain = taps.reduce((sum, tap) => sum + tap, 0);
    for (let k = 0; k < matchedLength; k++) taps[k]! /= gain;
  }
  return { phases: PHASES, matchedLength, matchedTaps, matchedBefore: reach };
}
