import { describe, expect, it } from '@jest/globals';
import { dopplerProfile, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { CarrierProfile, type Iq, reversed, rotate } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import { noAntennaFaults } from '../faults/antenna-faults.js';
import { gf1, miyun, passesOf } from '../testing/manual-pass.js';
import { sampleLinkProfile } from '../testing/sample-mission.js';
import { sampleSignal } from '../testing/sample-signal.js';

const { carrierHz } = sampleLinkProfile.downlink;
const [pass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
const middle = plusSeconds(pass!.start, Number((pass!.end - pass!.start) / 2n) / 1e9 + 30);
const wish = { centerHz: carrierHz, sampleRateHz: 256_000 };

/** Doppler as libs/orbit has it, from an instant on. */
function predicted(from: Tai, seconds: number, sentHz = carrierHz): CarrierProfile {
  const path = new EarthFixedPath(sgp4Trajectory(gf1), from, shippedEarthOrientation);
  const { seconds: at, downlink } = dopplerProfile(path, miyun, -1, seconds + 1, 0.5, { downlinkHz: sentHz });
  return new CarrierProfile(Array.from(at, (atS, i) => ({ atS, hz: sentHz - carrierHz + downlink!.offsetHz[i]! })));
}

/** Frequency that is left in BPSK when a profile is taken off: phase of the squared signal over blocks of a millisecond, Hz. */
function residualHz(samples: Iq, profile: CarrierProfile, sampleRateHz: number): number {
  const count = samples.length / 2;
  let from = 0;
  for (const { count: length, turns } of profile.turnsOver(0, sampleRateHz, count)) {
    rotate(samples, from, length, reversed(turns));
    from += length;
  }
  const block = sampleRateHz / 1000;
  let previous = 0;
  let turned = 0;
  const phases: number[] = [];
  for (let b = 0; b + block <= count; b += block) {
    let [re, im] = [0, 0];
    for (let k = b; k < b + block; k++) {
      const [i, q] = [samples[2 * k]!, samples[2 * k + 1]!];
      re += i * i - q * q;
      im += 2 * i * q;
    }
    const phase = Math.atan2(im, re) / (2 * Math.PI);
    turned += Math.round(previous - phase);
    previous = phase;
    phases.push((phase + turned) / 2);
  }
  const mean = (phases.length - 1) / 2;
  const [xy, xx] = phases.reduce(([a, b], y, x) => [a + (x - mean) * y, b + (x - mean) ** 2], [0, 0]);
  return (xy / xx) * 1000;
}

/** From the beginning of a CADU on: the transmitter comes on at one. */
const BEFORE_SIGNAL = 0.25 * wish.sampleRateHz;

function powerOf(samples: Iq): number {
  return samples.reduce((sum, x) => sum + x * x, 0) / (samples.length / 2);
}

describe('the signal of an antenna', () => {
  it('carries the Doppler shift of libs/orbit, light time included, within 0.2 Hz at S band', () => {
    const { signal } = sampleSignal(middle, sampleLinkProfile, { wish, marginDb: 30 });
    signal.take(BEFORE_SIGNAL);
    const profile = predicted(signal.instantOf(BEFORE_SIGNAL), 1);
    expect(Math.abs(profile.hzAt(0) - profile.hzAt(1))).toBeGreaterThan(100);
    expect(Math.abs(residualHz(signal.take(0.3 * wish.sampleRateHz), profile, wish.sampleRateHz))).toBeLessThan(0.2);
  });

  it('is as strong as the link says, in noise of power 1', () => {
    const { signal } = sampleSignal(middle, sampleLinkProfile, { wish, marginDb: 10 });
    // Es/N0 16 dB of 64 000 symbols a second.
    const expected = 1 + (10 ** 1.6 * 64_000) / wish.sampleRateHz;
    signal.take(BEFORE_SIGNAL);
    expect(Math.abs(powerOf(signal.take(64_000)) / expected - 1)).toBeLessThan(0.03);
    const silent = sampleSignal(middle, sampleLinkProfile, { wish, marginDb: 10 });
    silent.source.silent = true;
    silent.signal.take(16_000);
    expect(Math.abs(powerOf(silent.signal.take(64_000)) - 1)).toBeLessThan(0.02);
  });

  it('fades, is interfered with, and misses a spacecraft that it is not pointed at', () => {
    const faded = sampleSignal(middle, sampleLinkProfile, {
      ...{ wish, marginDb: 10 },
      faults: { ...noAntennaFaults, fadeDb: () => 10 },
    });
    faded.signal.take(BEFORE_SIGNAL);
    expect(Math.abs(powerOf(faded.signal.take(64_000)) / (1 + (10 ** 0.6 * 64_000) / 256_000) - 1)).toBeLessThan(0.03);
    const jammed = sampleSignal(middle, sampleLinkProfile, {
      ...{ wish, marginDb: -40 },
      faults: { ...noAntennaFaults, interferences: () => [{ frequencyHz: carrierHz + 10_000, cN0DbHz: 70 }] },
    });
    expect(Math.abs(powerOf(jammed.signal.take(64_000)) / (1 + 1e7 / 256_000) - 1)).toBeLessThan(0.03);
    const missed = sampleSignal(middle, sampleLinkProfile, {
      wish,
      marginDb: 10,
      pointing: { azimuthDeg: 10, elevationDeg: 5 },
    });
    missed.signal.take(BEFORE_SIGNAL);
    expect(Math.abs(powerOf(missed.signal.take(64_000)) - 1)).toBeLessThan(0.02);
    const lost = sampleSignal(plusSeconds(pass!.end, 60), sampleLinkProfile, { wish, marginDb: 10 });
    expect(Math.abs(powerOf(lost.signal.take(64_000)) - 1)).toBeLessThan(0.02);
  });

  it('is off by what oscillators are off', () => {
    // The receiver's by 200 Hz from the beginning, the spacecraft's by 300 Hz from half a second on.
    const { signal } = sampleSignal(middle, sampleLinkProfile, {
      ...{ wish, marginDb: 30 },
      faults: {
        ...noAntennaFaults,
        frequencyErrorHz: () => 200,
        spacecraftFrequencyErrorHz: (_, at) => (at! >= plusSeconds(middle, 0.5) ? 300 : 0),
      },
    });
    signal.take(BEFORE_SIGNAL);
    const residual = (from: number, seconds: number): number => {
      const samples = signal.take(seconds * wish.sampleRateHz);
      return residualHz(samples, predicted(signal.instantOf(from * wish.sampleRateHz), 1), wish.sampleRateHz);
    };
    expect(Math.abs(residual(0.25, 0.25) + 200)).toBeLessThan(0.5);
    expect(Math.abs(residual(0.5, 0.25) - 100)).toBeLessThan(0.5);
  });

  it.each([10, -10])('is sent at a carrier that is %p ppm off where the oscillator on board is', (oscillatorPpm) => {
    const { signal } = sampleSignal(middle, sampleLinkProfile, { wish, marginDb: 30, oscillatorPpm });
    signal.take(BEFORE_SIGNAL);
    // 10 ppm of 2245 MHz are 22 450 Hz.
    const profile = predicted(signal.instantOf(BEFORE_SIGNAL), 1, carrierHz + 2245 * oscillatorPpm);
    expect(Math.abs(residualHz(signal.take(0.3 * wish.sampleRateHz), profile, wish.sampleRateHz))).toBeLessThan(0.2);
  });

  it('depends on the seed, not on how it is cut', () => {
    const take = (sizes: readonly number[], seed: number): Iq => {
      const { signal } = sampleSignal(middle, sampleLinkProfile, { wish, marginDb: 10, seed });
      return Float32Array.from(sizes.flatMap((size) => [...signal.take(size)]));
    };
    const whole = take([12_000], 7);
    const cut = take([1, 999, 2560, 4440, 4000], 7);
    expect(whole.length).toBe(cut.length);
    expect(whole.reduce((worst, x, i) => Math.max(worst, Math.abs(x - cut[i]!)), 0)).toBeLessThan(1e-4);
    const other = take([12_000], 8);
    expect(whole.reduce((worst, x, i) => Math.max(worst, Math.abs(x - other[i]!)), 0)).toBeGreaterThan(1);
  });
});
