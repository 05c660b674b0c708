import type { LinearModulation } from '../../modulation/waveform.js';

/** Gains of a loop of third order for phase, frequency and its rate, per unit of phase and update. */
export type CarrierGains = readonly [number, number, number];
/** Gains of a loop of second order for position and spacing. */
export type TimingGains = readonly [number, number];

/**
 * Third order of one-sided noise bandwidth `bandwidth`, in symbol rates: natural frequency w = bandwidth / 0.7845, gains 2.4 w, 1.1 w², w³
 * (the usual choice for receivers on moving carriers). A steady rate of the frequency leaves no error.
 */
export function carrierGains(bandwidth: number): CarrierGains {
  const w = bandwidth / 0.7845;
  return [2.4 * w, 1.1 * w ** 2, w ** 3];
}

/** Second order of damping 1, noise bandwidth in symbol rates: natural frequency 0.8 · bandwidth. */
export function timingGains(bandwidth: number): TimingGains {
  const w = 0.8 * bandwidth;
  return [2 * w, w ** 2];
}

/** Decibels from which and to which `agreement` is tabled, in steps of ½. */
const LOWEST_DB = -10;
const HIGHEST_DB = 25;

/**
 * Mean of tanh²(c x), x being ±1 in noise of variance 1 / c: what part of a soft sign is right. It is also the mean of its product with the
 * symbol that was sent.
 */
export function agreement(certainty: number): number {
  const place = Math.max(0, Math.min(table.length - 1.001, 2 * (10 * Math.log10(certainty) - LOWEST_DB)));
  const low = Math.floor(place);
  return table[low]! + (place - low) * (table[low + 1]! - table[low]!);
}

const table = Array.from({ length: 2 * (HIGHEST_DB - LOWEST_DB) + 1 }, (_, n) => {
  const certainty = 10 ** ((LOWEST_DB + n / 2) / 10);
  let sum = 0;
  let weights = 0;
  for (let z = -6; z <= 6; z += 0.1) {
    const weight = Math.exp(-(z ** 2) / 2);
    sum += weight * Math.tanh(certainty + z * Math.sqrt(certainty)) ** 2;
    weights += weight;
  }
  return sum / weights;
});

/** What a detector of errors gives per radian of phase and per symbol of timing, rails having amplitude 1 and noise of 1 / certainty. */
export interface DetectorSlopes {
  readonly phase: number;
  readonly timing: number;
}

/**
 * Slopes of the soft-decision detectors. BPSK: that of Im · tanh(c Re) is the agreement m. Two rails: 2 (1 - (1 + v c)(1 - m)), v being the
 * power of the other rail at a symbol's middle, 1 for QPSK. Timing: zero crossings of each rail, 2 m times the pulse's slope there.
 */
export function detectorSlopes(
  modulation: LinearModulation,
  certainty: number,
  { slope, powerBetween }: { readonly slope: number; readonly powerBetween: number },
): DetectorSlopes {
  const m = agreement(certainty);
  const crossing = 2 * m * slope;
  if (modulation === 'BPSK') return { phase: m, timing: crossing };
  const other = modulation === 'QPSK' ? 1 : powerBetween;
  return { phase: Math.max(0.06, 2 * (1 - (1 + other * certainty) * (1 - m))), timing: 2 * crossing };
}
