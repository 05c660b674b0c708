import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ManualMissionClock } from '@app/platform';
import { sampleAntenna } from '../testing/sample-mission.js';
import { RotatorSimulator } from './rotator-simulator.js';

const limits = sampleAntenna('ROTATED', 0, 0).slew;
const seconds = (s: number): bigint => BigInt(Math.round(s * 1e9));

describe('rotator simulator', () => {
  it('starts parked and slews each axis at its own rate, in mission time', () => {
    const clock = new ManualMissionClock(0n);
    const rotator = new RotatorSimulator(limits, clock);
    expect(rotator.pointing()).toEqual({ azimuthDeg: 0, elevationDeg: 90 });
    expect(rotator.setPosition({ azimuthDeg: 60, elevationDeg: 45 })).toBe(true);
    clock.advanceTo(seconds(5));
    expect(rotator.pointing()).toEqual({ azimuthDeg: 30, elevationDeg: 75 });
    clock.advanceTo(seconds(12));
    expect(rotator.pointing()).toEqual({ azimuthDeg: 60, elevationDeg: 54 });
    clock.advanceTo(seconds(100));
    expect(rotator.pointing()).toEqual({ azimuthDeg: 60, elevationDeg: 45 });
    rotator.park();
    clock.advanceTo(seconds(101));
    rotator.stop();
    clock.advanceTo(seconds(200));
    expect(rotator.pointing()).toEqual({ azimuthDeg: 54, elevationDeg: 48 });
  });

  it.each([
    [-0.01, 10],
    [450.01, 10],
    [10, -0.01],
    [10, 90.01],
    [Number.NaN, 10],
  ])('refuses azimuth %p, elevation %p and does not move', (azimuthDeg, elevationDeg) => {
    const clock = new ManualMissionClock(0n);
    const rotator = new RotatorSimulator(limits, clock);
    expect(rotator.setPosition({ azimuthDeg, elevationDeg })).toBe(false);
    clock.advanceTo(seconds(100));
    expect(rotator.pointing()).toEqual({ azimuthDeg: 0, elevationDeg: 90 });
  });

  it('moves in a direction at part of its rate, and stops at the limit', () => {
    const clock = new ManualMissionClock(0n);
    const rotator = new RotatorSimulator(limits, clock, { azimuthDeg: 100, elevationDeg: 20 });
    rotator.move('right', 0.5);
    clock.advanceTo(seconds(10));
    expect(rotator.pointing()).toEqual({ azimuthDeg: 130, elevationDeg: 20 });
    rotator.move('down', 1);
    clock.advanceTo(seconds(60));
    expect(rotator.pointing()).toEqual({ azimuthDeg: 130, elevationDeg: 0 });
  });

  it('never exceeds its rates, stays in its limits and remembers where it was', () => {
    const command = fc.record({
      waitS: fc.double({ min: 0.01, max: 30, noNaN: true }),
      azimuthDeg: fc.double({ min: -100, max: 550, noNaN: true }),
      elevationDeg: fc.double({ min: -10, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 15 }), (commands) => {
        const clock = new ManualMissionClock(0n);
        const rotator = new RotatorSimulator(limits, clock);
        const seen: { at: bigint; azimuthDeg: number; elevationDeg: number }[] = [];
        for (const { waitS, ...to } of commands) {
          rotator.setPosition(to);
          clock.advanceTo(clock.now() + seconds(waitS));
          const here = { at: clock.now(), ...rotator.pointing() };
          const before = seen.at(-1) ?? { at: 0n, azimuthDeg: 0, elevationDeg: 90 };
          const elapsed = Number(here.at - before.at) / 1e9;
          expect(Math.abs(here.azimuthDeg - before.azimuthDeg)).toBeLessThanOrEqual(6 * elapsed + 1e-9);
          expect(Math.abs(here.elevationDeg - before.elevationDeg)).toBeLessThanOrEqual(3 * elapsed + 1e-9);
          expect(here.azimuthDeg >= 0 && here.azimuthDeg <= 450).toBe(true);
          expect(here.elevationDeg >= 0 && here.elevationDeg <= 90).toBe(true);
          seen.push(here);
        }
        for (const { at, ...where } of seen) expect(rotator.pointingAt(at)).toEqual(where);
        const last = seen.at(-1);
        if (last !== undefined) {
          rotator.forget(last.at);
          expect(rotator.pointingAt(last.at)).toEqual({ azimuthDeg: last.azimuthDeg, elevationDeg: last.elevationDeg });
        }
      }),
    );
  });
});
