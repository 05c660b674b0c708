import { requireRange } from '../link-budget.error.js';

/** Polarisation of an antenna by the wave it sends. */
export type Polarisation =
  | { readonly sense: 'linear' }
  /** Axial ratio in dB, 0 (circular) to 40. */
  | { readonly sense: 'right' | 'left'; readonly axialRatioDb: number };

/** Minor over major axis of the ellipse, -1 (left circular) to 1 (right circular), 0 for linear. */
function ellipticity(polarisation: Polarisation): number {
  if (polarisation.sense === 'linear') return 0;
  requireRange('axialRatioDb', polarisation.axialRatioDb, 0, 40, 'dB');
  return (polarisation.sense === 'right' ? 1 : -1) * 10 ** (-polarisation.axialRatioDb / 20);
}

/**
 * Loss in decibels between two elliptically polarised antennas whose major axes differ by an angle in radians, or in the worst case
 * when it is left out: power share ½ (1 + (4 e1 e2 + (1 - e1²)(1 - e2²) cos 2Δ) / ((1 + e1²)(1 + e2²))). Infinite when they are
 * orthogonal. Errors: LinkBudgetError for an axial ratio out of range.
 */
export function polarisationLossDb(transmit: Polarisation, receive: Polarisation, axisDifferenceRad?: number): number {
  const a = ellipticity(transmit);
  const b = ellipticity(receive);
  const axes = axisDifferenceRad === undefined ? -1 : Math.cos(2 * axisDifferenceRad);
  const correlation = (4 * a * b + (1 - a * a) * (1 - b * b) * axes) / ((1 + a * a) * (1 + b * b));
  const share = Math.min(1, (1 + correlation) / 2);
  return share <= 1e-15 ? Number.POSITIVE_INFINITY : 0 - 10 * Math.log10(share);
}
