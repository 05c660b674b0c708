import { describe, expect, it } from '@jest/globals';
import { plusSeconds, secondsBetween } from '@app/time';
import { type HorizonPoint } from '../index.js';
import { checkAgainstSamples, clearance, hours, site, start, windowsOf } from '../testing/contact-samples.js';
import { syntheticElements } from '../testing/synthetic-elements.js';

describe('contact windows over a horizon', () => {
  const ridges: readonly (readonly [string, HorizonPoint[]])[] = [
    [
      'a mountain to the north',
      [
        [0, 25],
        [60, 3],
        [300, 3],
      ],
    ],
    ['saw teeth', Array.from({ length: 36 }, (_, i): HorizonPoint => [i * 10, i % 2 === 0 ? 2 : 18])],
    [
      'narrow towers',
      [
        [0, 2],
        [89.8, 2],
        [90, 60],
        [90.2, 2],
        [179.9, 2],
        [180, 70],
        [180.1, 2],
        [270, 2],
        [270.3, 40],
        [270.6, 2],
      ],
    ],
    [
      'walls',
      [
        [0, 5],
        [45, 5],
        [45, 30],
        [135, 30],
        [135, 5],
        [200, 5],
        [200, 15],
        [360, 15],
      ],
    ],
  ];
  it.each(ridges)('agrees with sampling every two seconds over %s', (name, horizonMask) => {
    const set = syntheticElements();
    // At a wall the elevation jumps over the mask: the edge is right in time, not in elevation.
    const edge = name === 'walls' ? 90 : 2e-5;
    const station = site({ horizonMask, minElevationDeg: 3 });
    if (name !== 'walls') {
      const windows = checkAgainstSamples(set, station, [start, hours(12)], 2, edge);
      expect(windows.length).toBeGreaterThan(1);
      return;
    }
    const above = clearance(set, station);
    const windows = windowsOf(set, station, [start, hours(12)]);
    for (const { aos, los } of windows) {
      expect([above(plusSeconds(aos, -1e-3)) < 0, above(plusSeconds(aos, 1e-3)) > 0]).toEqual([true, true]);
      expect([above(plusSeconds(los, -1e-3)) > 0, above(plusSeconds(los, 1e-3)) < 0]).toEqual([true, true]);
    }
    let seconds = 0;
    for (let at = start; at < hours(12); at = plusSeconds(at, 2)) if (above(at) > 0) seconds += 2;
    const covered = windows.reduce((sum, { aos, los }) => sum + secondsBetween(aos, los), 0);
    expect(Math.abs(covered - seconds)).toBeLessThan(2 * windows.length);
  });
});
