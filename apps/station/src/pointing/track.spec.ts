import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PointingProfile } from '@app/orbit';
import { parseUtc, plusSeconds } from '@app/time';
import { sampleContact, sampleWindows } from '../testing/sample-contact.js';
import { commonLimits, type PointingLimits, PointingLimitsError } from './pointing-limits.js';
import { SpacecraftView } from './spacecraft-view.js';
import { angleBetweenDeg, NoTrackError, planTrack, type PointingTrack } from './track.js';

const wide: PointingLimits = {
  azimuthMinDeg: -180,
  azimuthMaxDeg: 450,
  elevationMinDeg: 0,
  elevationMaxDeg: 90,
  azimuthRateDegPerS: 10,
  elevationRateDegPerS: 5,
  azimuthAccelerationDegPerS2: 10,
  elevationAccelerationDegPerS2: 5,
};
const start = parseUtc('2026-04-24T03:00:00Z');

interface Sky {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** A made-up pass every second, as a profile has it. */
function profileOf(skyAt: (seconds: number) => Sky, lengthS: number): PointingProfile {
  const seconds = Float64Array.from({ length: lengthS + 1 }, (_, i) => i);
  const azimuthDeg = seconds.map((at) => skyAt(at).azimuthDeg);
  const elevationDeg = seconds.map((at) => skyAt(at).elevationDeg);
  const slopes = (values: Float64Array): Float64Array =>
    values.map((value, i) => (values[Math.min(i + 1, lengthS)] ?? value) - (values[Math.min(i, lengthS - 1)] ?? value));
  const azimuthRateDegPerS = slopes(azimuthDeg);
  const curve = {
    ...{ seconds, azimuthDeg, elevationDeg, azimuthRateDegPerS },
    rangeM: seconds.map(() => 1e6),
    elevationRateDegPerS: slopes(elevationDeg),
  };
  const degPerS = Math.max(...azimuthRateDegPerS.map(Math.abs));
  const fastest = azimuthRateDegPerS.findIndex((rate) => Math.abs(rate) === degPerS);
  return { signal: 'geometric', ...curve, curve, peakAzimuthRate: { seconds: fastest, degPerS }, missing: undefined };
}

const line = (azimuth: number, azimuthRate: number, elevation: number, elevationRate: number) => (seconds: number) => ({
  azimuthDeg: azimuth + azimuthRate * seconds,
  elevationDeg: elevation + elevationRate * seconds,
});

function plan(
  skyAt: (seconds: number) => Sky,
  limits: PointingLimits,
  lengthS = 600,
  fromAzimuthDeg = 0,
): PointingTrack {
  const from = { azimuthDeg: fromAzimuthDeg, elevationDeg: 45 };
  return planTrack({ start, profile: profileOf(skyAt, lengthS), limits, from, toleranceDeg: 0.18 });
}

const azimuthAt = (track: PointingTrack, seconds: number): number =>
  track.positionAt(plusSeconds(start, seconds)).azimuthDeg;

describe('pointing track', () => {
  it('begins where the contact window begins, by the elements that came with the contact', () => {
    const contact = sampleContact();
    const { aos, aosAzimuthDeg, los, losAzimuthDeg } = contact.contact.window;
    const view = new SpacecraftView(contact);
    const [atAos, atLos] = [view.at(parseUtc(aos)), view.at(parseUtc(los))];
    expect(atAos.azimuthDeg).toBeCloseTo(aosAzimuthDeg, 4);
    expect(atAos.elevationDeg).toBeCloseTo(5, 3);
    expect(atLos.azimuthDeg).toBeCloseTo(losAzimuthDeg, 4);
    expect(atLos.elevationDeg).toBeCloseTo(5, 3);
    const { azimuthDeg, elevationDeg } = view.profile(parseUtc(aos), parseUtc(los));
    expect(azimuthDeg[0]).toBeCloseTo(atAos.azimuthDeg, 9);
    expect(elevationDeg.at(-1)).toBeCloseTo(atLos.elevationDeg, 9);
  });

  it('follows every pass of a day to a hundredth of the beamwidth where the drives are fast enough', () => {
    const windows = sampleWindows();
    expect(windows.length).toBeGreaterThan(3);
    windows.forEach((window, i) => {
      const contact = sampleContact({ window: i });
      const view = new SpacecraftView(contact);
      const limits = { ...wide, azimuthRateDegPerS: 1000, azimuthAccelerationDegPerS2: 1e5 };
      const profile = view.profile(window.aos, window.los);
      const from = { azimuthDeg: 0, elevationDeg: 90 };
      const track = planTrack({ start: window.aos, profile, limits, from, toleranceDeg: 0.18 });
      for (let at = window.aos + 1_000_000_000n; at < window.los - 1_000_000_000n; at += 7_700_000_000n)
        expect(angleBetweenDeg(track.positionAt(at), view.at(at))).toBeLessThan(0.018);
    });
  });

  it('goes on beyond north instead of turning round', () => {
    const clockwise = plan(line(350, 0.1, 30, 0), wide);
    expect(azimuthAt(clockwise, 0)).toBeCloseTo(-10, 1);
    expect(azimuthAt(clockwise, 600)).toBeCloseTo(50, 1);
    const from360 = plan(line(350, 0.1, 30, 0), wide, 600, 340);
    expect([azimuthAt(from360, 0), azimuthAt(from360, 600)].map(Math.round)).toEqual([350, 410]);
    const within0to450 = plan(line(350, 0.1, 30, 0), { ...wide, azimuthMinDeg: 0 });
    expect([azimuthAt(within0to450, 0), azimuthAt(within0to450, 600)].map(Math.round)).toEqual([350, 410]);
  });

  it('unwinds in mid-pass only where the limits leave nothing else', () => {
    // 0 to 360 degrees, and the pass crosses north after 100 s: 360 degrees at 9.8 degrees a second, and a ramp.
    const track = plan(line(350, 0.1, 30, 0), { ...wide, azimuthMinDeg: 0, azimuthMaxDeg: 360 });
    expect(track.reason).toMatch(/azimuth range ends at 100\.0 s: the antenna turns by -360 degrees/);
    expect(azimuthAt(track, 98)).toBeCloseTo(359.8, 6);
    expect(azimuthAt(track, 119)).toBeCloseTo(360 - 190, -1);
    expect(azimuthAt(track, 140)).toBeCloseTo(4, 6);
  });

  it('waits at the limits below the lowest elevation', () => {
    const rising = plan(line(100, 0, -3, 0.05), { ...wide, elevationMinDeg: 2 });
    for (const seconds of [0, 50, 99])
      expect(rising.positionAt(plusSeconds(start, seconds)).elevationDeg).toBeCloseTo(2, 1);
    expect(rising.positionAt(plusSeconds(start, 300)).elevationDeg).toBeCloseTo(12, 6);
  });

  it('is refused where no axis position ever looks at the spacecraft', () => {
    expect(() => plan(line(200, 0, 30, 0), { ...wide, azimuthMinDeg: -90, azimuthMaxDeg: 90 })).toThrow(NoTrackError);
  });

  it('flips where that is the way to see a spacecraft at all', () => {
    const flipped = plan(line(200, 0, 30, 0), { ...wide, azimuthMinDeg: -90, azimuthMaxDeg: 90, elevationMaxDeg: 180 });
    expect(flipped.mode).toBe('flipped');
    expect(flipped.positionAt(plusSeconds(start, 10))).toEqual({ azimuthDeg: 20, elevationDeg: 150 });
  });

  it('turns the one axis of a rotator that has but one', () => {
    const track = plan(line(100, 0.2, 10, 0.1), { ...wide, elevationMinDeg: 0, elevationMaxDeg: 0 });
    const { azimuthDeg, elevationDeg } = track.positionAt(plusSeconds(start, 100));
    expect(azimuthDeg).toBeCloseTo(120, 9);
    expect(elevationDeg).toBe(0);
  });

  it('never leaves the limits, is never faster than the drives, nor much brisker, whatever the pass', () => {
    const limits = fc
      .record({
        azimuthMinDeg: fc.integer({ min: -270, max: 0 }),
        azimuthRange: fc.integer({ min: 360, max: 720 }),
        elevationMinDeg: fc.integer({ min: 0, max: 10 }),
        elevationMaxDeg: fc.integer({ min: 80, max: 180 }),
        azimuthRateDegPerS: fc.double({ min: 1, max: 20, noNaN: true }),
        elevationRateDegPerS: fc.double({ min: 1, max: 10, noNaN: true }),
      })
      .map(({ azimuthRange, ...rest }) => ({
        ...rest,
        azimuthMaxDeg: rest.azimuthMinDeg + azimuthRange,
        azimuthAccelerationDegPerS2: rest.azimuthRateDegPerS,
        elevationAccelerationDegPerS2: rest.elevationRateDegPerS / 2,
      }));
    const passes = fc.tuple(
      fc.integer({ min: 0, max: 359 }),
      fc.double({ min: -30, max: 30, noNaN: true }),
      fc.double({ min: 12, max: 60, noNaN: true }),
      fc.double({ min: -0.15, max: 0.15, noNaN: true }),
    );
    fc.assert(
      fc.property(limits, passes, (limit, [az, azRate, el, elRate]) => {
        const track = plan(line(az, azRate, el, elRate), limit, 60);
        const stepS = 0.25;
        let [before, rateBefore] = [track.positionAt(plusSeconds(start, -5)), 0];
        let [fastest, briskest, steepest, outside] = [0, 0, 0, 0];
        for (let at = -5 + stepS; at < 65; at += stepS) {
          const [here, aim] = [track.positionAt(plusSeconds(start, at)), track.aimAt(plusSeconds(start, at))];
          for (const { azimuthDeg, elevationDeg } of [here, aim]) {
            if (azimuthDeg < limit.azimuthMinDeg || azimuthDeg > limit.azimuthMaxDeg) outside++;
            if (elevationDeg < limit.elevationMinDeg || elevationDeg > limit.elevationMaxDeg) outside++;
          }
          const rate = (here.azimuthDeg - before.azimuthDeg) / stepS;
          fastest = Math.max(fastest, Math.abs(rate));
          steepest = Math.max(steepest, Math.abs(here.elevationDeg - before.elevationDeg) / stepS);
          briskest = Math.max(briskest, Math.abs(rate - rateBefore) / stepS);
          [before, rateBefore] = [here, rate];
        }
        expect(outside).toBe(0);
        expect(fastest).toBeLessThanOrEqual(limit.azimuthRateDegPerS + 1e-6);
        expect(steepest).toBeLessThanOrEqual(limit.elevationRateDegPerS + 1e-6);
        // Turning round at full rate takes two ramps at once.
        expect(briskest).toBeLessThanOrEqual(2 * limit.azimuthAccelerationDegPerS2 + 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('aims where a drive that brakes at once comes to rest', () => {
    const track = plan(line(100, 2, 30, 0), wide, 100);
    const at = plusSeconds(start, 50);
    expect(track.positionAt(at).azimuthDeg).toBeCloseTo(200, 9);
    expect(track.aimAt(at).azimuthDeg).toBeCloseTo(200 + 2 ** 2 / 20, 9);
    expect(track.aimAt(plusSeconds(start, 1000))).toEqual(track.positionAt(plusSeconds(start, 1000)));
  });

  it('measures angles on the sphere', () => {
    const at = (azimuthDeg: number, elevationDeg: number) => ({ azimuthDeg, elevationDeg });
    expect(angleBetweenDeg(at(10, 90), at(190, 90))).toBeCloseTo(0, 9);
    expect(angleBetweenDeg(at(350, 0), at(370, 0))).toBeCloseTo(20, 9);
    expect(angleBetweenDeg(at(0, 45), at(180, 45))).toBeCloseTo(90, 9);
    expect(angleBetweenDeg(at(0, 60), at(1e-3, 60))).toBeCloseTo(0.5e-3, 9);
  });
});

describe('pointing limits', () => {
  const { elevationAccelerationDegPerS2: _none, ...some } = wide;
  const slew = { ...some, azimuthAccelerationDegPerS2: 4, parkAzimuthDeg: 0, parkElevationDeg: 90 };

  it('are those that registry and rotator both grant', () => {
    const rotator = { azimuthMinDeg: 0, azimuthMaxDeg: 500, elevationMinDeg: 5, elevationMaxDeg: 180 };
    expect(commonLimits(slew, rotator)).toEqual({
      azimuthMinDeg: 0,
      azimuthMaxDeg: 450,
      elevationMinDeg: 5,
      elevationMaxDeg: 90,
      azimuthRateDegPerS: 10,
      elevationRateDegPerS: 5,
      azimuthAccelerationDegPerS2: 4,
      elevationAccelerationDegPerS2: 5,
    });
  });

  it('are an error where nothing is in both', () => {
    const rotator = { azimuthMinDeg: 460, azimuthMaxDeg: 500, elevationMinDeg: 0, elevationMaxDeg: 90 };
    expect(() => commonLimits(slew, rotator)).toThrow(PointingLimitsError);
  });
});
