import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Polarisation, polarisationLossDb } from './polarisation-loss.js';

const right: Polarisation = { sense: 'right', axialRatioDb: 0 };
const left: Polarisation = { sense: 'left', axialRatioDb: 0 };
const linear: Polarisation = { sense: 'linear' };

/** The same loss by Jones vectors: squared product of an ellipse with axes (1, ±i e), turned by an angle, and another. */
function byJonesVectors(e1: number, e2: number, angle: number): number {
  // v1 = (1, i e1), v2 = R(angle) (1, i e2); the product is conj(v1) . v2.
  const real = Math.cos(angle) + e1 * e2 * Math.cos(angle);
  const imaginary = -e2 * Math.sin(angle) - e1 * Math.sin(angle);
  return -10 * Math.log10((real ** 2 + imaginary ** 2) / ((1 + e1 * e1) * (1 + e2 * e2)));
}

describe('polarisation loss', () => {
  it('is nothing between like, 3 dB from circular to linear, infinite between opposite', () => {
    expect(polarisationLossDb(right, right)).toBe(0);
    expect(polarisationLossDb(linear, linear, 0)).toBe(0);
    expect(polarisationLossDb(right, linear)).toBeCloseTo(10 * Math.log10(2), 12);
    expect(polarisationLossDb(right, left)).toBe(Number.POSITIVE_INFINITY);
    expect(polarisationLossDb(linear, linear)).toBe(Number.POSITIVE_INFINITY);
    expect(polarisationLossDb(linear, linear, Math.PI / 3)).toBeCloseTo(-20 * Math.log10(0.5), 12);
  });

  it('agrees with Jones vectors, and is worst with crossed axes', () => {
    const ratio = fc.double({ min: 0.1, max: 30, noNaN: true });
    fc.assert(
      fc.property(ratio, ratio, fc.double({ min: 0, max: Math.PI, noNaN: true }), fc.boolean(), (a, b, angle, same) => {
        const transmit: Polarisation = { sense: 'right', axialRatioDb: a };
        const receive: Polarisation = { sense: same ? 'right' : 'left', axialRatioDb: b };
        const e2 = (same ? 1 : -1) * 10 ** (-b / 20);
        const loss = polarisationLossDb(transmit, receive, angle);
        expect(Math.abs(loss - byJonesVectors(10 ** (-a / 20), e2, angle))).toBeLessThan(1e-6);
        expect(polarisationLossDb(transmit, receive)).toBeGreaterThanOrEqual(loss - 1e-9);
      }),
    );
  });

  it('refuses an axial ratio below 0 dB', () => {
    expect(() => polarisationLossDb({ sense: 'left', axialRatioDb: -1 }, right)).toThrow(/axialRatioDb/);
  });
});
