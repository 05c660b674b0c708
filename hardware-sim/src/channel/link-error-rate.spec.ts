import { describe, expect, it } from '@jest/globals';
import { type LinkProfile } from '@app/contracts';
import { SimulationSetupError } from '../simulation-errors.js';
import { sampleLinkProfile } from '../testing/sample-mission.js';
import { linkErrorRate } from './link-error-rate.js';

function profile(downlink: Partial<LinkProfile['downlink']>, convolutional = false): LinkProfile {
  const { frame } = sampleLinkProfile.downlink;
  const coded = { ...frame, convolutional: convolutional ? ({ rate: '1/2', order: 'ccsds' } as const) : null };
  return { ...sampleLinkProfile, downlink: { ...sampleLinkProfile.downlink, frame: coded, ...downlink } };
}

/** P(more than 16 of 255 octets wrong), each with a chance. */
function codewordErrorRate(octet: number): number {
  let term = (1 - octet) ** 255;
  let right = term;
  for (let wrong = 1; wrong <= 16; wrong++) {
    term *= ((256 - wrong) / wrong) * (octet / (1 - octet));
    right += term;
  }
  return 1 - right;
}

describe('the error rate of a link', () => {
  it.each([
    [6.79, 1e-3],
    [8.4, 1e-4],
    [9.59, 1e-5],
  ])('is that of the reference curve without convolutional code: %p dB', (ebN0Db, rate) => {
    expect(linkErrorRate(profile({})).bitErrorRate(ebN0Db) / rate).toBeCloseTo(1, 1);
    const quarter = linkErrorRate(profile({ modulation: 'QPSK' })).bitErrorRate(ebN0Db + 10 * Math.log10(2));
    expect(quarter / rate).toBeCloseTo(1, 1);
  });

  // Concatenated, I = 5, simulated by others (oracles/radio/ref_curves_results.txt): Es/N0 of channel symbols, frames lost of how many.
  it.each([
    [-1.59, 24, 120],
    [-1.39, 0, 120],
    [-0.99, 0, 300],
  ])('loses as many frames of five codewords as bursts do: %p dB', (esN0Db, lost, frames) => {
    const bit = linkErrorRate(profile({}, true)).bitErrorRate(esN0Db);
    const expected = frames * (1 - (1 - codewordErrorRate(1 - (1 - bit) ** 8)) ** 5);
    expect(Math.abs(expected - lost)).toBeLessThan(2.5 * Math.sqrt(expected) + 1);
  });

  it('locks where the code still works', () => {
    expect(linkErrorRate(profile({}, true)).lockThresholdEsN0Db).toBe(-2);
    expect(linkErrorRate(profile({})).lockThresholdEsN0Db).toBe(2);
  });

  it('refuses a modulation of which it knows no rate', () => {
    expect(() => linkErrorRate(profile({ modulation: 'GMSK' }))).toThrow(SimulationSetupError);
  });
});
