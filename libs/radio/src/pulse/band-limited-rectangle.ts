import { kaiserBeta, kaiserWindow, sinc } from './kaiser.js';

/** The low-pass: half its length in samples, its -6 dB frequency in sample rates, its stopband. */
const HALF_SAMPLES = 8;
const CUTOFF = 0.44;
const BETA = kaiserBeta(50);
const STEPS_A_SAMPLE = 32;

/** Symbols from the middle of the pulse to its end. */
export function rectangleReach(samplesPerSymbol: number): number {
  return 0.5 + HALF_SAMPLES / samplesPerSymbol;
}

/**
 * The rectangle of one symbol through the low-pass that stands before every sampler, of unit energy, by symbols from its middle. Sampled
 * as it is, a rectangle's spectrum folds: at 4 samples a symbol 5 % of the power would be noise of that kind.
 */
export function bandLimitedRectangle(samplesPerSymbol: number): (t: number) => number {
  const steps = 2 * HALF_SAMPLES * STEPS_A_SAMPLE;
  const step = new Float64Array(steps + 1);
  const impulse = (i: number): number => {
    const samples = i / STEPS_A_SAMPLE - HALF_SAMPLES;
    return sinc(2 * CUTOFF * samples) * kaiserWindow(samples / HALF_SAMPLES, BETA);
  };
  for (let i = 1; i <= steps; i++) step[i] = step[i - 1]! + (impulse(i - 1) + impulse(i)) / 2;
  const last = step[steps]!;
  const stepAt = (symbols: number): number => {
    const place = (symbols * samplesPerSymbol + HALF_SAMPLES) * STEPS_A_SAMPLE;
    if (place <= 0) return 0;
    if (place >= steps) return 1;
    const low = Math.floor(place);
    return (step[low]! + (place - low) * (step[low + 1]! - step[low]!)) / last;
  };
  const plain = (t: number): number => stepAt(t + 0.5) - stepAt(t - 0.5);
  const scale = 1 / Math.sqrt(energyOf(plain, rectangleReach(samplesPerSymbol), samplesPerSymbol));
  return (t) => scale * plain(t);
}

function energyOf(pulse: (t: number) => number, reach: number, samplesPerSymbol: number): number {
  const steps = Math.ceil(2 * reach * samplesPerSymbol * STEPS_A_SAMPLE);
  const step = (2 * reach) / steps;
  let energy = 0;
  for (let i = 0; i < steps; i++) energy += pulse(-reach + (i + 0.5) * step) ** 2;
  return energy * step;
}
