import { phasePulse, phasePulseReach } from './phase-pulse.js';

/**
 * The pulse of which MSK (`bandwidthTime` null: half a sine) and GMSK are, but for a remainder, a superposition: OQPSK of half as many symbols
 * a second (Laurent 1986, the first of his pulses for a modulation index of 1/2).
 */
export interface LaurentPulse {
  readonly kind: 'laurent';
  readonly bandwidthTime: number | null;
}

/** Symbols of GMSK that a frequency pulse lasts. */
const lengthOf = (bandwidthTime: number | null): number => Math.ceil(2 * phasePulseReach(bandwidthTime) - 1e-9);

/** Symbols of OQPSK, of two bits each, from the middle of the pulse to its end. */
export function laurentReach(bandwidthTime: number | null): number {
  return (lengthOf(bandwidthTime) + 1) / 4;
}

/** The pulse of unit energy, by symbols of OQPSK from its middle. */
export function laurentPulse(bandwidthTime: number | null): (t: number) => number {
  const length = lengthOf(bandwidthTime);
  const reach = laurentReach(bandwidthTime);
  /** Rises over a frequency pulse, and falls over the same time. */
  const arch = (t: number): number =>
    Math.sin((Math.PI / 2) * phasePulse(t < length ? t - length / 2 : 1.5 * length - t, bandwidthTime));
  const plain = (t: number): number => {
    if (Math.abs(t) >= reach) return 0;
    let product = 1;
    for (let n = 0; n < length; n++) product *= arch(2 * (t + reach) + n);
    return product;
  };
  const steps = 1024;
  let energy = 0;
  for (let n = 0; n < steps; n++) energy += plain(((2 * n + 1) / steps - 1) * reach) ** 2 * ((2 * reach) / steps);
  return (t) => plain(t) / Math.sqrt(energy);
}
