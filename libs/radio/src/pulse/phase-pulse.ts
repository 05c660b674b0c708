import { complementaryErrorFunction } from './error-function.js';

/** Standard deviations of the Gaussian beyond which it is nothing. */
const REACH = 5.5;

/** Standard deviation in symbols of a Gaussian filter whose -3 dB bandwidth is `bandwidthTime` symbol rates. */
export function gaussianDeviation(bandwidthTime: number): number {
  return Math.sqrt(Math.LN2) / (2 * Math.PI * bandwidthTime);
}

/**
 * Frequency pulse of FSK (`bandwidthTime` null: 1 over the symbol) and GMSK (that rectangle through a Gaussian filter), of unit area, at
 * `t` symbols from the middle of the symbol.
 */
export function frequencyPulse(t: number, bandwidthTime: number | null): number {
  if (bandwidthTime === null) return Math.abs(t) < 0.5 ? 1 : Math.abs(t) === 0.5 ? 0.5 : 0;
  const deviation = gaussianDeviation(bandwidthTime);
  return normalBelow((t + 0.5) / deviation) - normalBelow((t - 0.5) / deviation);
}

/** Its integral from -∞: 0 before the pulse, 1 after it. */
export function phasePulse(t: number, bandwidthTime: number | null): number {
  if (bandwidthTime === null) return Math.min(1, Math.max(0, t + 0.5));
  const deviation = gaussianDeviation(bandwidthTime);
  const integral = (x: number): number =>
    x * normalBelow(x / deviation) + (deviation / Math.sqrt(2 * Math.PI)) * Math.exp(-((x / deviation) ** 2) / 2);
  return integral(t + 0.5) - integral(t - 0.5);
}

/** Symbols from the middle beyond which the phase pulse is 0 or 1, to 1e-7. */
export function phasePulseReach(bandwidthTime: number | null): number {
  return bandwidthTime === null ? 0.5 : 0.5 + REACH * gaussianDeviation(bandwidthTime);
}

function normalBelow(x: number): number {
  return complementaryErrorFunction(-x * Math.SQRT1_2) / 2;
}
