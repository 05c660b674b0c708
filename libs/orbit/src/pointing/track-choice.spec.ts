import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { type AntennaLimits, slewTimeS } from './antenna-limits.js';
import { pointingProfile, type PointingProfile } from './pointing-profile.js';
import { madeProfile } from './testing/made-profile.js';
import { overheadPath, southPole } from './testing/overhead-path.js';
import { type TrackChoice, type TrackOption, trackChoice } from './track-choice.js';

const limits: AntennaLimits = {
  azimuthMinDeg: 0,
  azimuthMaxDeg: 450,
  elevationMinDeg: 0,
  elevationMaxDeg: 90,
  azimuthRateDegPerS: 10,
  elevationRateDegPerS: 5,
};
const flat = (): number => 20;
const chosen = (choice: TrackChoice): Exclude<TrackChoice, { outcome: 'none' }> => {
  if (choice.outcome === 'none') throw new TypeError(choice.reason);
  return choice;
};

const unit = (azimuthDeg: number, elevationDeg: number): number[] => {
  const [azimuth, elevation] = [azimuthDeg * RAD_PER_DEG, elevationDeg * RAD_PER_DEG];
  return [Math.cos(elevation) * Math.sin(azimuth), Math.cos(elevation) * Math.cos(azimuth), Math.sin(elevation)];
};

/** Largest angle between what a track looks at and the profile's direction, and whether it keeps rates and ranges. */
function measure(
  profile: PointingProfile,
  option: TrackOption,
  of: AntennaLimits,
): { errorDeg: number; legal: boolean } {
  let errorDeg = 0;
  let legal = true;
  const { seconds, azimuthDeg, elevationDeg } = profile.curve;
  for (const piece of option.track)
    piece.seconds.forEach((at, i) => {
      const place = seconds.indexOf(at);
      const [azimuth, elevation] = [piece.azimuthDeg[i]!, piece.elevationDeg[i]!];
      const wanted = unit(azimuthDeg[place]!, elevationDeg[place]!);
      const off = Math.hypot(...unit(azimuth, elevation).map((part, axis) => part - wanted[axis]!));
      errorDeg = Math.max(errorDeg, 2 * Math.asin(off / 2) * DEG_PER_RAD);
      legal &&= azimuth >= of.azimuthMinDeg - 1e-6 && azimuth <= of.azimuthMaxDeg + 1e-6;
      legal &&= elevation >= of.elevationMinDeg - 1e-6 && elevation <= of.elevationMaxDeg + 1e-6;
      if (i === 0) return;
      const step = at - piece.seconds[i - 1]!;
      legal &&= Math.abs(azimuth - piece.azimuthDeg[i - 1]!) <= of.azimuthRateDegPerS * step + 1e-6;
      legal &&= Math.abs(elevation - piece.elevationDeg[i - 1]!) <= of.elevationRateDegPerS * step + 1e-6;
    });
  return { errorDeg, legal };
}

describe('cable', () => {
  const throughNorth = madeProfile(120, (s) => 300 + s, flat);
  it('follows through north on an antenna of 0 to 450 degrees', () => {
    const choice = chosen(trackChoice(throughNorth, limits));
    expect(choice).toMatchObject({ outcome: 'whole', best: { mode: 'normal', turns: 0, errorDeg: 0, lostS: 0 } });
    expect(choice.best.last.azimuthDeg).toBe(420);
    expect(choice.keyhole).toBeUndefined();
  });
  it('takes a turn off for -270 to 270, and the nearer of two ways from where it stands', () => {
    const symmetric = { ...limits, azimuthMinDeg: -270, azimuthMaxDeg: 270 };
    expect(chosen(trackChoice(throughNorth, symmetric)).best).toMatchObject({ mode: 'normal', turns: -1, lostS: 0 });
    const both = madeProfile(60, (s) => 120 + s, flat);
    const turnsFrom = (azimuthDeg: number): number =>
      chosen(trackChoice(both, symmetric, { start: { azimuthDeg, elevationDeg: 20 } })).best.turns;
    expect([turnsFrom(200), turnsFrom(-200)]).toEqual([0, -1]);
  });
  it('takes a way that is whole, not one that is interrupted for no time at all', () => {
    const symmetric = { ...limits, azimuthMinDeg: -270, azimuthMaxDeg: 270 };
    // Without a turn of cable it begins out of range and would be turned back before it starts.
    const fromWest = madeProfile(120, (s) => 353 - s, flat);
    const choice = chosen(trackChoice(fromWest, symmetric, { start: { azimuthDeg: 0, elevationDeg: 90 } }));
    expect(choice).toMatchObject({ outcome: 'whole', best: { mode: 'normal', turns: -1, interruptions: [] } });
  });
  it('unwinds where no way fits: 360 degrees against a spacecraft that comes towards it at 1 deg/s', () => {
    const circle = { ...limits, azimuthMaxDeg: 360 };
    const choice = chosen(trackChoice(throughNorth, circle));
    // It ends at 60 s; then 10 t + t = 360.
    expect(choice.outcome).toBe('interrupted');
    expect(choice.best.interruptions).toHaveLength(1);
    const [lost] = choice.best.interruptions;
    expect(lost).toMatchObject({ cause: 'azimuth range', turnDeg: -360 });
    expect(lost!.fromSeconds).toBeCloseTo(60, 4);
    expect(lost!.lostS).toBeCloseTo(360 / 11, 4);
    expect(choice.best.lostS).toBe(lost!.lostS);
    expect(choice.reason).toContain('loses 32.7 s');
    expect(measure(throughNorth, choice.best, circle)).toEqual({ errorDeg: expect.closeTo(0, 6), legal: true });
  });
  it('flips instead, where the elevation goes to 180', () => {
    const choice = chosen(trackChoice(throughNorth, { ...limits, azimuthMaxDeg: 360, elevationMaxDeg: 180 }));
    expect(choice.best).toMatchObject({ mode: 'flipped', turns: -1, lostS: 0 });
    expect([choice.best.first, choice.best.last]).toEqual([
      { azimuthDeg: 120, elevationDeg: 160 },
      { azimuthDeg: 240, elevationDeg: 160 },
    ]);
  });
  it('says what a low or a high end of the elevation costs, or that nothing can be seen', () => {
    const arc = madeProfile(
      100,
      () => 45,
      (s) => 30 - (s - 50) ** 2 / 100,
    );
    const low = chosen(trackChoice(arc, { ...limits, elevationMinDeg: 14 }));
    // 30 - (s - 50)^2 / 100 = 14 at 10 s and 90 s.
    expect(
      low.best.interruptions.map(({ cause, lostS, turnDeg }) => [cause, Math.round(lostS * 1e3), turnDeg]),
    ).toEqual([
      ['elevation range', 10_000, 0],
      ['elevation range', 10_000, 0],
    ]);
    expect(trackChoice(arc, { ...limits, elevationMinDeg: 40 })).toMatchObject({ outcome: 'none' });
    expect(trackChoice(arc, { ...limits, azimuthMinDeg: 50, azimuthMaxDeg: 300 })).toMatchObject({ outcome: 'none' });
  });
  it('keeps every track inside the ranges, and loses no more than a slew of one turn for a short contact', () => {
    const angle = fc.double({ min: 0, max: 360, noNaN: true });
    const span = fc.double({ min: -300, max: 300, noNaN: true });
    fc.assert(
      fc.property(angle, span, angle, fc.double({ min: 180, max: 700, noNaN: true }), (from, way, low, width) => {
        const profile = madeProfile(100, (s) => from + (way * s) / 100, flat);
        const range = { ...limits, azimuthMinDeg: low - 360, azimuthMaxDeg: low - 360 + width };
        const choice = trackChoice(profile, range);
        if (choice.outcome === 'none') return expect(width).toBeLessThan(360);
        expect(measure(profile, choice.best, range).legal).toBe(true);
        if (width >= 720 - 1e-3) expect(choice.best.lostS).toBe(0);
        if (width >= 360) expect(choice.best.lostS).toBeLessThanOrEqual(36 + 1e-3);
        if (width >= 360 + Math.abs(way)) expect(choice.outcome).toBe('whole');
      }),
      { numRuns: 25 },
    );
  });
});

describe('keyhole', () => {
  // A straight line that misses the zenith of the pole by 10 km at 500 km: it peaks 1.146 degrees beside the zenith.
  const missM = 10_000;
  const profile = pointingProfile(overheadPath(missM), southPole, -300, 300, 10);
  const beside = Math.atan(missM / 500_000) * DEG_PER_RAD;

  it('is where the azimuth turns faster than the antenna', () => {
    // v m / (m^2 + v^2 t^2) = rate.
    const { keyhole } = chosen(trackChoice(profile, limits));
    const rate = limits.azimuthRateDegPerS * RAD_PER_DEG;
    const half = Math.sqrt((7500 * missM) / rate - missM ** 2) / 7500;
    expect(keyhole!.intervals).toHaveLength(1);
    expect(Math.abs(keyhole!.intervals[0]!.fromSeconds + half)).toBeLessThan(0.01);
    expect(Math.abs(keyhole!.intervals[0]!.toSeconds - half)).toBeLessThan(0.01);
    expect(keyhole!.peakAzimuthRateDegPerS).toBeCloseTo((7500 / missM) * DEG_PER_RAD, 5);
  });

  it('costs what an integration in small steps says when the antenna runs after the spacecraft', () => {
    const { keyhole } = chosen(trackChoice(profile, limits));
    let [azimuth, worst] = [Math.atan2(missM, -7500 * 60) * DEG_PER_RAD, 0];
    for (let t = -60; t < 60; t += 2e-3) {
      const wanted = Math.atan2(missM, 7500 * t) * DEG_PER_RAD;
      const level = Math.hypot(missM, 7500 * t) / Math.hypot(missM, 7500 * t, 500_000);
      azimuth = Math.max(wanted, azimuth - 0.02);
      worst = Math.max(worst, 2 * Math.asin(level * Math.sin(((azimuth - wanted) / 2) * RAD_PER_DEG)) * DEG_PER_RAD);
    }
    expect(worst).toBeGreaterThan(1);
    expect(Math.abs(keyhole!.errorWithoutLeadDeg - worst)).toBeLessThan(0.02);
  });

  it('is crossed with less error by an antenna that turns early, and no motion that was tried beats it', () => {
    const choice = chosen(trackChoice(profile, limits));
    const { errorWithLeadDeg, errorWithoutLeadDeg } = choice.keyhole!;
    expect(errorWithLeadDeg).toBeLessThan(errorWithoutLeadDeg / 2);
    const found = measure(profile, choice.best, limits);
    expect(found.legal).toBe(true);
    expect(found.errorDeg).toBeCloseTo(errorWithLeadDeg, 4);
    // Straight ramps at full rate round the middle, with the best elevation for each: their errors are above.
    const { seconds, azimuthDeg, elevationDeg } = profile.curve;
    const middle = (azimuthDeg[0]! + azimuthDeg.at(-1)!) / 2;
    for (const rate of [10, 9.9, 7, 5, 3]) {
      let worst = 0;
      seconds.forEach((at, i) => {
        const reach = Math.abs(azimuthDeg.at(-1)! - azimuthDeg[0]!) / 2;
        const sense = Math.sign(azimuthDeg.at(-1)! - azimuthDeg[0]!);
        const azimuth = middle + sense * Math.min(reach, Math.max(-reach, rate * at));
        const wrong = Math.cos(elevationDeg[i]! * RAD_PER_DEG) * Math.sin((azimuth - azimuthDeg[i]!) * RAD_PER_DEG);
        worst = Math.max(worst, Math.abs(Math.asin(wrong)) * DEG_PER_RAD);
      });
      expect(worst).toBeGreaterThan(errorWithLeadDeg - 1e-6);
    }
  });

  it('is avoided over the top: the error is what the pass lies beside the zenith, at any azimuth rate', () => {
    const over = { ...limits, elevationMaxDeg: 180, azimuthRateDegPerS: 0.5 };
    const choice = chosen(trackChoice(profile, over, { toleranceDeg: 1.2 }));
    expect(choice.best.mode).toBe('over the top');
    expect(choice.keyhole!.overTheTopAvoids).toBe(true);
    expect(choice.keyhole!.errorOverTheTopDeg).toBeLessThanOrEqual(beside + 1e-3);
    expect(choice.keyhole!.errorOverTheTopDeg).toBeGreaterThan(beside * 0.9);
    expect(choice.keyhole!.errorWithLeadDeg).toBeGreaterThan(20);
    const found = measure(profile, choice.best, over);
    expect(found.legal).toBe(true);
    expect(found.errorDeg).toBeCloseTo(choice.best.errorDeg, 4);
    expect(choice.best.first.elevationDeg < 90).not.toBe(choice.best.last.elevationDeg < 90);
    expect(chosen(trackChoice(profile, { ...over, elevationMaxDeg: 90 })).keyhole!.errorOverTheTopDeg).toBeUndefined();
  });

  it('gives numbers for a pass exactly through the zenith', () => {
    const exact = pointingProfile(overheadPath(0), southPole, -300, 300, 10);
    const { keyhole, best } = chosen(trackChoice(exact, { ...limits, elevationMaxDeg: 180 }));
    expect(keyhole!.errorOverTheTopDeg).toBeLessThan(1e-3);
    expect(best.mode).toBe('over the top');
    for (const option of [best, chosen(trackChoice(exact, limits)).best]) {
      const values = [
        option.errorDeg,
        option.errorWithoutLeadDeg,
        ...option.track.flatMap((t) => [...t.azimuthDeg, ...t.elevationDeg]),
      ];
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  it('does not go over the top with an elevation too slow for it, and stays within the rates', () => {
    // Overhead the elevation turns by v / h = 0.86 deg/s.
    for (const elevationMaxDeg of [90, 180]) {
      const slow = { ...limits, elevationMaxDeg, azimuthRateDegPerS: 0.5, elevationRateDegPerS: 0.6 };
      const { best, keyhole } = chosen(trackChoice(profile, slow));
      expect(keyhole!.errorOverTheTopDeg).toBeUndefined();
      const found = measure(profile, best, slow);
      expect(found.legal).toBe(true);
      expect(found.errorDeg).toBeCloseTo(best.errorDeg, 4);
    }
  });

  it('slews from where the antenna stands to where the contact begins', () => {
    const start = { azimuthDeg: 0, elevationDeg: 90 };
    const { best } = chosen(trackChoice(profile, limits, { start }));
    expect(best.slewS).toBe(slewTimeS(start, best.first, limits));
  });
});
