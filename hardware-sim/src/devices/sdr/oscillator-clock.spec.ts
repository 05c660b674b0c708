import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ManualMissionClock } from '@app/platform';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { OscillatorClock } from './oscillator-clock.js';

const start = parseUtc('2026-04-24T08:00:00Z');

describe('a clock with an oscillator of its own', () => {
  it('gains ten microseconds a second at 10 ppm, and goes on from there when it is corrected', () => {
    const mission = new ManualMissionClock(start);
    const clock = new OscillatorClock(mission, 10);
    expect(clock.now()).toBe(start);
    mission.advanceTo(plusSeconds(start, 1000));
    expect(clock.now() - mission.now()).toBe(10_000_000n);
    clock.runAt(-5);
    expect(clock.now() - mission.now()).toBe(10_000_000n);
    mission.advanceTo(plusSeconds(start, 3000));
    expect(clock.now() - mission.now()).toBe(0n);
  });

  it('knows what mission time it was, to the nanosecond, before it was corrected, too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -200, max: 200 }),
        fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000_000n }),
        (ppm, after) => {
          const mission = new ManualMissionClock(start);
          const clock = new OscillatorClock(mission, ppm);
          const own = start + after;
          const found = clock.missionTimeOf(own);
          const exactNs = Number(after) / (1 + ppm * 1e-6);
          expect(Math.abs(Number(found - start) - exactNs)).toBeLessThan(1.1);
          if (after < 0n) return;
          // Nothing is asked for before it is there.
          mission.advanceTo(found);
          expect(clock.now() <= own).toBe(true);
        },
      ),
    );
  });

  it.each([150, -150])('wakes in its own time, %p ppm', (ppm) => {
    const mission = new ManualMissionClock(start);
    const clock = new OscillatorClock(mission, ppm);
    let called = 0n;
    clock.at(plusSeconds(start, 100), () => {
      called = clock.now();
      expect(secondsBetween(start, mission.now())).toBeCloseTo(100 / (1 + ppm * 1e-6), 8);
    });
    mission.advanceTo(plusSeconds(start, 101));
    expect(called >= plusSeconds(start, 100)).toBe(true);
  });
});
