import { LinkBudgetError, requireRange } from '../link-budget.error.js';
import { besselJ } from './bessel.js';

/** How bits are put on the carrier. All are received coherently. */
export type Modulation =
  | { readonly kind: 'bpsk' | 'qpsk' | 'oqpsk' }
  /** Gaussian minimum shift keying, precoded; bandwidth of the filter times the bit period. */
  | { readonly kind: 'gmsk'; readonly bandwidthTime: 0.25 | 0.5 }
  /**
   * Phase modulation that keeps a carrier: data on it directly (bi-phase or NRZ, square), or on a sine subcarrier. The index is the
   * peak phase deviation in radians.
   */
  | { readonly kind: 'pcm-pm'; readonly indexRad: number; readonly subcarrier: 'none' | 'sine' };

/** Channel bits in a channel symbol. GMSK counts as one: its symbol is a bit. */
export function bitsPerSymbol(modulation: Modulation): 1 | 2 {
  return modulation.kind === 'qpsk' || modulation.kind === 'oqpsk' ? 2 : 1;
}

/**
 * Share of the power that carries data. 1 but for PCM/PM: sin²(index) for a square signal, 2 J1²(index) for a sine subcarrier (its
 * first pair of sidebands). Errors: LinkBudgetError for an index outside 0.05 to 1.57 (square) or to 2.4 rad (sine).
 */
export function dataPowerShare(modulation: Modulation): number {
  if (modulation.kind !== 'pcm-pm') return 1;
  const { indexRad, subcarrier } = modulation;
  requireRange('modulation.indexRad', indexRad, 0.05, subcarrier === 'none' ? Math.PI / 2 : 2.4, 'rad');
  return subcarrier === 'none' ? Math.sin(indexRad) ** 2 : 2 * besselJ(1, indexRad) ** 2;
}

/** Share of the power that stays in the carrier: cos²(index), or J0²(index) with a sine subcarrier; 0 for suppressed carriers. */
export function carrierPowerShare(modulation: Modulation): number {
  if (modulation.kind !== 'pcm-pm') return 0;
  dataPowerShare(modulation);
  return modulation.subcarrier === 'none' ? Math.cos(modulation.indexRad) ** 2 : besselJ(0, modulation.indexRad) ** 2;
}

/** Loss in decibels of data power to carrier and unused sidebands. */
export function modulationLossDb(modulation: Modulation): number {
  return -10 * Math.log10(dataPowerShare(modulation));
}

/**
 * What an ideal receiver needs more than for BPSK, dB: intersymbol interference of GMSK, 10 log10(2/d²) with the least normalised
 * squared distance d² of two signals that differ by one precoded bit: 1.6871 (BT 0.25) and 1.9404 (BT 0.5), integrated numerically
 * from the Gaussian pulse; Murota and Hirade (1981) give 0.7 dB for BT 0.25 (from memory). It holds for small error rates.
 */
export function detectionLossDb(modulation: Modulation): number {
  if (modulation.kind !== 'gmsk') return 0;
  const squaredDistance = { 0.25: 1.687_095_9, 0.5: 1.940_416_7 }[modulation.bandwidthTime] as number | undefined;
  if (squaredDistance === undefined)
    throw new LinkBudgetError('modulation.bandwidthTime', '0.25 or 0.5', String(modulation.bandwidthTime));
  return 10 * Math.log10(2 / squaredDistance);
}
