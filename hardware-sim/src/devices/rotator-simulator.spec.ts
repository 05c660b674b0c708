import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SlewLimits } from '@app/contracts';
import { slewTimeS } from '@app/orbit';
import { ManualMissionClock } from '@app/platform';
import { sampleAntenna } from '../testing/sample-mission.js';
import { type Pointing, RotatorSimulator } from './rotator-simulator.js';

/** 6 and 3 degrees a second, at full rate after one second. */
const limits = sampleAntenna('ROTATED', 0, 0).slew;
const seconds = (s: number): bigint => BigInt(Math.round(s * 1e9));
const at = (azimuthDeg: number, elevationDeg: number): Pointing => ({ azimuthDeg, elevationDeg });

function rotatorAt(start: Pointing, slew: SlewLimits = limits) {
  const clock = new ManualMissionClock(0n);
  const rotator = new RotatorSimulator(slew, clock, start);
  const after = (s: number): Pointing => {
    clock.advanceTo(clock.now() + seconds(s));
    return rotator.pointing();
  };
  return { clock, rotator, after };
}

function expectNear(found: Pointing, expected: Pointing): void {
  expect(found.azimuthDeg).toBeCloseTo(expected.azimuthDeg, 9);
  expect(found.elevationDeg).toBeCloseTo(expected.elevationDeg, 9);
}

describe('rotator simulator', () => {
  it('starts parked and slews each axis by its own ramps and rate, in mission time', () => {
    const clock = new ManualMissionClock(0n);
    const rotator = new RotatorSimulator(limits, clock);
    expect(rotator.pointing()).toEqual(at(0, 90));
    expect(rotator.setPosition(at(60, 45))).toBe(true);
    // Half a square of time on the ramp, then half a second's way behind full rate.
    clock.advanceTo(seconds(0.5));
    expectNear(rotator.pointing(), at(0.75, 89.625));
    clock.advanceTo(seconds(5));
    expectNear(rotator.pointing(), at(27, 76.5));
    clock.advanceTo(seconds(10.5));
    expectNear(rotator.pointing(), at(59.25, 60));
    clock.advanceTo(seconds(11));
    expectNear(rotator.pointing(), at(60, 58.5));
    clock.advanceTo(seconds(16));
    expect(rotator.pointing()).toEqual(at(60, 45));
    expect(rotator.rates()).toEqual({ azimuthDegPerS: 0, elevationDegPerS: 0 });
  });

  it('brakes where it is told to stop', () => {
    const { rotator, after } = rotatorAt(at(0, 45));
    rotator.setPosition(at(100, 45));
    expectNear(after(5), at(27, 45));
    rotator.stop();
    expectNear(after(0.5), at(29.25, 45));
    expectNear(after(100), at(30, 45));
  });

  it('turns round through rest when the target is behind it', () => {
    const { rotator, after } = rotatorAt(at(0, 45));
    rotator.setPosition(at(100, 45));
    after(5);
    rotator.setPosition(at(0, 45));
    expectNear(after(1), at(30, 45));
    expect(rotator.rates().azimuthDegPerS).toBeCloseTo(0, 9);
    // From rest at 30: 30 / 6 + 1 s.
    expectNear(after(5.5), at(0.75, 45));
    expectNear(after(0.5), at(0, 45));
  });

  it('turns beyond north and over the top where the mount does', () => {
    const wide = { ...limits, azimuthMinDeg: -90, elevationMaxDeg: 180 };
    const { rotator, after } = rotatorAt(at(0, 90), wide);
    expect(rotator.setPosition(at(-90, 170))).toBe(true);
    expect(after(60)).toEqual(at(-90, 170));
    expect(rotator.setPosition(at(-90.01, 170))).toBe(false);
    expect(rotator.setPosition(at(450, 180))).toBe(true);
    expect(after(200)).toEqual(at(450, 180));
  });

  it.each([
    [-0.01, 10],
    [450.01, 10],
    [10, -0.01],
    [10, 90.01],
    [Number.NaN, 10],
  ])('refuses azimuth %p, elevation %p and does not move', (azimuthDeg, elevationDeg) => {
    const { rotator, after } = rotatorAt(at(0, 90));
    expect(rotator.setPosition({ azimuthDeg, elevationDeg })).toBe(false);
    expect(after(100)).toEqual(at(0, 90));
  });

  it('moves in a direction at part of its rate, slows down to less, and stops at the limit', () => {
    const { rotator, after } = rotatorAt(at(100, 20));
    rotator.move('right', 0.5);
    expectNear(after(10), at(129.25, 20));
    expect(rotator.rates().azimuthDegPerS).toBeCloseTo(3, 9);
    rotator.move('right', 0.25);
    expectNear(after(10), at(129.25 + 0.5625 + 1.5 * 9.75, 20));
    rotator.move('down', 1);
    const rest = rotator.pointing().azimuthDeg + 1.5 ** 2 / 12;
    expectNear(after(60), at(rest, 0));
    rotator.park();
    expect(after(200)).toEqual(at(0, 90));
  });

  it('takes the time from rest to rest that the closed form says', () => {
    const angle = (max: number) => fc.double({ min: 0, max, noNaN: true });
    const slew = { ...limits, azimuthAccelerationDegPerS2: 2, elevationAccelerationDegPerS2: 7 };
    fc.assert(
      fc.property(angle(450), angle(90), angle(450), angle(90), (azimuth, elevation, toAzimuth, toElevation) => {
        const [from, to] = [at(azimuth, elevation), at(toAzimuth, toElevation)];
        const { rotator, after } = rotatorAt(from, slew);
        const needed = slewTimeS(from, to, slew);
        rotator.setPosition(to);
        after(Math.max(0, needed - 1e-6));
        const { azimuthDegPerS, elevationDegPerS } = rotator.rates();
        if (needed > 1e-3) expect(Math.abs(azimuthDegPerS) + Math.abs(elevationDegPerS)).toBeGreaterThan(0);
        expect(after(2e-6)).toEqual(to);
      }),
      { numRuns: 50 },
    );
  });

  it('never exceeds rates, accelerations and limits, and says the same of the past whenever it is asked', () => {
    const command = fc.record({
      kind: fc.constantFrom('point' as const, 'point' as const, 'stop' as const, 'left' as const, 'up' as const),
      waitS: fc.double({ min: 0.01, max: 6, noNaN: true }),
      azimuthDeg: fc.double({ min: -100, max: 550, noNaN: true }),
      elevationDeg: fc.double({ min: -10, max: 100, noNaN: true }),
    });
    const stepS = 0.05;
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 12 }), (commands) => {
        const clock = new ManualMissionClock(0n);
        const rotator = new RotatorSimulator(limits, clock, at(200, 45));
        const seen: { at: bigint; pointing: Pointing }[] = [];
        for (const { waitS, kind, ...to } of commands) {
          if (kind === 'point') rotator.setPosition(to);
          else if (kind === 'stop') rotator.stop();
          else rotator.move(kind, 0.7);
          clock.advanceTo(clock.now() + seconds(waitS));
          seen.push({ at: clock.now(), pointing: rotator.pointing() });
        }
        for (const { at: then, pointing } of seen) expect(rotator.pointingAt(then)).toEqual(pointing);
        let before = { ...rotator.pointingAt(0n), ...rotator.ratesAt(0n) };
        const worst = { rate: 0, acceleration: 0, way: 0, outside: 0 };
        for (let t = seconds(stepS); t <= clock.now(); t += seconds(stepS)) {
          const here = { ...rotator.pointingAt(t), ...rotator.ratesAt(t) };
          for (const [axis, rate, max] of [
            ['azimuth', 6, 450],
            ['elevation', 3, 90],
          ] as const) {
            const [speed, was] = [here[`${axis}DegPerS`], before[`${axis}DegPerS`]];
            const way = here[`${axis}Deg`] - before[`${axis}Deg`];
            worst.rate = Math.max(worst.rate, Math.abs(speed) / rate);
            worst.acceleration = Math.max(worst.acceleration, Math.abs(speed - was) / (rate * stepS));
            // The way is what the rates say, to the bend that the acceleration allows within a step.
            worst.way = Math.max(worst.way, Math.abs(way - ((speed + was) / 2) * stepS) / ((rate * stepS ** 2) / 4));
            if (here[`${axis}Deg`] < 0 || here[`${axis}Deg`] > max) worst.outside++;
          }
          before = here;
        }
        expect(worst.outside).toBe(0);
        for (const part of ['rate', 'acceleration', 'way'] as const) expect(worst[part]).toBeLessThanOrEqual(1 + 1e-6);
        const last = seen.at(-1);
        if (last === undefined) return;
        rotator.forget(last.at);
        expect(rotator.pointingAt(last.at)).toEqual(last.pointing);
      }),
      { numRuns: 25 },
    );
  });
});

describe('faults of a rotator', () => {
  it('a stalled axis stands still whatever it is told, and follows the last command when it is free', () => {
    const { rotator, after } = rotatorAt(at(0, 45));
    rotator.setPosition(at(100, 60));
    after(5);
    rotator.stall('azimuth');
    expectNear(after(10), at(27, 60));
    expect(rotator.setPosition(at(200, 30))).toBe(true);
    expectNear(after(60), at(27, 30));
    rotator.release('azimuth');
    expectNear(after(60), at(200, 30));
    rotator.stall('both');
    rotator.park();
    expectNear(after(60), at(200, 30));
    rotator.release('both');
    expectNear(after(100), at(0, 90));
  });

  it('encoders that are off show the target while the antenna looks beside it', () => {
    const { rotator, clock, after } = rotatorAt(at(100, 45));
    const before = clock.now();
    after(1);
    rotator.encoderOffset(2, -1);
    expect(rotator.reported()).toEqual(at(102, 44));
    expect(rotator.pointing()).toEqual(at(100, 45));
    expectNear(after(10), at(98, 46));
    expect(rotator.reported()).toEqual(at(100, 45));
    rotator.setPosition(at(200, 30));
    expectNear(after(60), at(198, 31));
    expect(rotator.reported()).toEqual(at(200, 30));
    expect(rotator.reportedAt(before)).toEqual(at(100, 45));
    // The stops are where they are.
    rotator.setPosition(at(0, 0));
    expectNear(after(60), at(0, 1));
    rotator.encoderOffset(0, 0);
    expectNear(after(60), at(0, 0));
  });

  it('braking with encoders that are off brakes, and goes nowhere', () => {
    const { rotator, after } = rotatorAt(at(100, 45));
    rotator.encoderOffset(5, 0);
    after(30);
    rotator.setPosition(at(300, 45));
    expectNear(after(5), at(95 + 27, 45));
    rotator.stop();
    expectNear(after(50), at(95 + 30, 45));
  });
});
