import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { besselJ } from './bessel.js';
import {
  cN0FromEbN0DbHz,
  cN0FromEsN0DbHz,
  ebN0FromCN0Db,
  ebN0FromEsN0Db,
  esN0FromCN0Db,
  esN0FromEbN0Db,
} from './energy-conversion.js';
import { carrierPowerShare, dataPowerShare, detectionLossDb, modulationLossDb } from './modulation.js';

/** d² of GMSK for a difference of one precoded bit: ∫ 1 - cos(phase difference), the pulse a Gaussian-filtered rectangle. */
function gmskSquaredDistance(bandwidthTime: number): number {
  const sigma = Math.sqrt(Math.log(2)) / (2 * Math.PI * bandwidthTime);
  const step = 1 / 64;
  const pulse = (t: number): number => {
    let sum = 0;
    for (let u = -0.5 + step / 2; u < 0.5; u += step) sum += Math.exp(-((t - u) ** 2) / (2 * sigma * sigma)) * step;
    return sum / (sigma * Math.sqrt(2 * Math.PI));
  };
  // A pair of opposite bits turns the phase by pi/2 times two pulses each way; ½ ∫ (1 - cos) over bits of energy 1, twice over.
  let phase = 0;
  let squared = 0;
  for (let t = -6; t < 7; t += step) {
    phase += Math.PI * (pulse(t + step / 2) - pulse(t - 1 + step / 2)) * step;
    squared += (1 - Math.cos(phase)) * step;
  }
  return squared;
}

describe('modulation', () => {
  // scipy.special.jv
  it.each([
    [0, 1, 0.7651976865579666],
    [1, 1, 0.44005058574493355],
    [0, 2.4, 0.002507683297243922],
    [3, 10, 0.05837937930518667],
  ])('J%p(%p) is %p', (n, x, expected) => {
    expect(besselJ(n, x)).toBeCloseTo(expected, 14);
  });

  // -10 log10(2 J1²) and -20 log10(sin) with scipy.
  it.each([
    [0.5, 9.30376255297189, 6.3855767035248086],
    [1, 4.119647975131146, 1.4992170912099103],
    [1.2, 3.04007304006974, 0.6113174940372514],
  ])('PCM/PM with index %p loses %p dB on a sine subcarrier, %p dB without', (indexRad, sineDb, squareDb) => {
    expect(modulationLossDb({ kind: 'pcm-pm', indexRad, subcarrier: 'sine' })).toBeCloseTo(sineDb, 10);
    expect(modulationLossDb({ kind: 'pcm-pm', indexRad, subcarrier: 'none' })).toBeCloseTo(squareDb, 10);
  });

  it('splits all power between carrier and square data, and leaves some in the harmonics of a sine', () => {
    const square = { kind: 'pcm-pm', indexRad: 0.9, subcarrier: 'none' } as const;
    expect(dataPowerShare(square) + carrierPowerShare(square)).toBeCloseTo(1, 14);
    const sine = { ...square, subcarrier: 'sine' } as const;
    expect(dataPowerShare(sine) + carrierPowerShare(sine)).toBeLessThan(1);
    expect(carrierPowerShare({ kind: 'qpsk' })).toBe(0);
    expect(modulationLossDb({ kind: 'oqpsk' })).toBeCloseTo(0, 14);
    expect(() => dataPowerShare({ ...square, indexRad: 1.6 })).toThrow(/modulation.indexRad/);
  });

  it.each([0.25, 0.5] as const)('GMSK with BT %p loses what its least distance says', (bandwidthTime) => {
    const expected = 10 * Math.log10(2 / gmskSquaredDistance(bandwidthTime));
    expect(Math.abs(detectionLossDb({ kind: 'gmsk', bandwidthTime }) - expected)).toBeLessThan(1e-3);
  });

  it('converts energies there and back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 40, noNaN: true }),
        fc.constantFrom(1, 2),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 1e3, max: 1e9, noNaN: true }),
        (ebN0Db, bits, rate, symbolRateHz) => {
          const esN0Db = esN0FromEbN0Db(ebN0Db, bits, rate);
          expect(ebN0FromEsN0Db(esN0Db, bits, rate)).toBeCloseTo(ebN0Db, 10);
          const cN0DbHz = cN0FromEsN0DbHz(esN0Db, symbolRateHz);
          expect(esN0FromCN0Db(cN0DbHz, symbolRateHz)).toBeCloseTo(esN0Db, 10);
          // The same C/N0 by way of the bit rate: bits per symbol and code rate make it from the symbol rate.
          expect(cN0FromEbN0DbHz(ebN0Db, symbolRateHz * bits * rate)).toBeCloseTo(cN0DbHz, 9);
          expect(ebN0FromCN0Db(cN0DbHz, symbolRateHz * bits * rate)).toBeCloseTo(ebN0Db, 9);
        },
      ),
    );
  });

  it('gives half the energy to each bit of QPSK and to each channel bit of a half-rate code', () => {
    expect(esN0FromEbN0Db(5, 2, 1)).toBeCloseTo(8.0103, 4);
    expect(esN0FromEbN0Db(5, 1, 1 / 2)).toBeCloseTo(1.9897, 4);
  });
});
