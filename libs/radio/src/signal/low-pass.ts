import { MAX_FIR_TAPS } from '@app/kernels';
import { kaiserBeta, kaiserWindow, sinc } from '../pulse/kaiser.js';
import { SignalError } from './signal-error.js';

export interface LowPassDesign {
  readonly sampleRateHz: number;
  /** Up to here the response is 1, within twice what the stopband is from 0. */
  readonly passbandHz: number;
  /** From here on it is below the attenuation. */
  readonly stopbandHz: number;
  readonly attenuationDb: number;
}

/**
 * Taps of a linear-phase low-pass, an odd number, symmetric, of sum 1: a windowed sinc by Kaiser's formulas. Throws SignalError where the
 * bands are not in order or the transition is too narrow for MAX_FIR_TAPS.
 */
export function lowPass({ sampleRateHz, passbandHz, stopbandHz, attenuationDb }: LowPassDesign): Float64Array {
  const inOrder = passbandHz >= 0 && stopbandHz > passbandHz && stopbandHz <= sampleRateHz / 2;
  if (!inOrder)
    throw new SignalError(
      'low-pass bands',
      `0 <= passband < stopband <= ${sampleRateHz / 2} Hz`,
      `${passbandHz}, ${stopbandHz}`,
    );
  // Kaiser's formulas are right to about 1 dB, and that the taps sum to 1 takes as much again.
  const designedDb = attenuationDb + 2;
  const transition = (2 * Math.PI * (stopbandHz - passbandHz)) / sampleRateHz;
  const half = Math.ceil(Math.max(1, (designedDb - 7.95) / (2.285 * transition)) / 2);
  if (2 * half + 1 > MAX_FIR_TAPS) throw new SignalError('low-pass', `at most ${MAX_FIR_TAPS} taps`, 2 * half + 1);
  const cutoff = (passbandHz + stopbandHz) / sampleRateHz;
  const beta = kaiserBeta(designedDb);
  const taps = Float64Array.from(
    { length: 2 * half + 1 },
    (_, n) => cutoff * sinc(cutoff * (n - half)) * kaiserWindow((n - half) / half, beta),
  );
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}
