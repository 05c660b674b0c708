import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { type ElementSet } from '../elements/element-set.js';
import { parseTle } from '../elements/tle.parser.js';
import { createPropagator } from '../propagation/propagator.js';
import { GeometryError } from '../sun-moon/geometry-error.js';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { syntheticElements, syntheticTle } from '../testing/synthetic-elements.js';
import { EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { ascendingNodes } from './ascending-nodes.js';
import { groundTrack } from './ground-track.js';
import { evenly } from '../sun-moon/testing/evenly.js';

const start = parseUtc('2026-04-25T00:00:00Z');
const pathOf = (elements: ElementSet, from = start): EarthFixedPath =>
  new EarthFixedPath(sgp4Trajectory(createPropagator(elements)), from, 'none');
const [synthetic] = parseTle(syntheticTle.join('\n')).elementSets;
const low = pathOf(synthetic!);

// Python: sgp4 (WGS72), ERFA gmst82 and gc2gd (WGS84), UT1 = UTC; nodes by bisection.
describe('ascendingNodes', () => {
  it('has those of a low orbit to 0.1 ms and 1e-6 degrees', () => {
    const found = ascendingNodes(low, 0, 6 * 3600);
    const expected = [
      [97.492_22, -25.288_692],
      [5952.6681, -49.685_672],
      [11_807.844_37, -74.082_654],
      [17_663.021_04, -98.479_637],
    ] as const;
    expect(found).toHaveLength(expected.length);
    for (const [i, [seconds, longitudeDeg]] of expected.entries()) {
      expect(Math.abs(found[i]!.seconds - seconds)).toBeLessThan(1e-4);
      expect(Math.abs(found[i]!.longitudeDeg - longitudeDeg)).toBeLessThan(1e-6);
    }
  });

  const withOracles = haveFlightDynamicsOracles() ? it : it.skip;
  withOracles('has those of a Molniya-type orbit over two days', () => {
    const set = parseTle(flightDynamicsOracle('members.tle')).elementSets.find(
      ({ objectName }) => objectName === 'MERIDIAN 9',
    )!;
    const found = ascendingNodes(pathOf(set, parseUtc('2025-10-04T00:00:00Z')), 0, 2 * 86_400);
    const expected = [
      [21_200.018_34, -114.777_667],
      [64_268.170_19, 65.228_201],
      [107_336.1415, -114.764_89],
      [150_403.933_47, 65.242_934],
    ] as const;
    expect(found).toHaveLength(expected.length);
    for (const [i, [seconds, longitudeDeg]] of expected.entries()) {
      expect(Math.abs(found[i]!.seconds - seconds)).toBeLessThan(1e-3);
      expect(Math.abs(found[i]!.longitudeDeg - longitudeDeg)).toBeLessThan(1e-5);
    }
  });

  it('finds each node once, whatever the cuts of a span (law)', () => {
    const whole = ascendingNodes(low, 0, 30_000);
    fc.assert(
      fc.property(evenly(0, 30_000), (cut) => {
        const parts = [...ascendingNodes(low, 0, cut), ...ascendingNodes(low, cut, 30_000)];
        expect(parts.map(({ seconds }) => Math.round(seconds * 1e5))).toEqual(
          whole.map(({ seconds }) => Math.round(seconds * 1e5)),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('finds none on an orbit in the plane of the equator', () => {
    const still: EarthFixedPath = pathOf(syntheticElements({ inclinationDeg: 0 }));
    const flat = {
      epoch: start,
      frame: 'ITRF',
      usable: undefined,
      smooth: true,
      stateInto: (seconds: number, out: Float64Array): number => {
        const code = still.stateInto(seconds, out);
        out[2] = 0;
        return code;
      },
    } as const;
    expect(ascendingNodes(new EarthFixedPath(flat, start, 'none'), 0, 20_000)).toEqual([]);
  });
});

describe('groundTrack', () => {
  it.each([
    [0, -5.977_033_84, -24.053_405_92, 642_988.3044],
    [1234.5, 68.825_490_54, -50.928_179_1, 639_389.2374],
    [4000, -59.605_127_76, 124.823_001_45, 675_739.7901],
    [9876.25, -60.838_938_43, 99.625_480_01, 676_261.3735],
  ])('has the point under the spacecraft after %d s', (seconds, latitudeDeg, longitudeDeg, heightM) => {
    const point = groundTrack(low, seconds, seconds, 10)[0]![0]!;
    expect(Math.abs(point.latitudeDeg - latitudeDeg)).toBeLessThan(2e-7);
    expect(Math.abs(point.longitudeDeg - longitudeDeg)).toBeLessThan(2e-7);
    expect(Math.abs(point.heightM - heightM)).toBeLessThan(0.01);
  });

  it('goes from the start to the end in steps, both included', () => {
    const times = (from: number, to: number, step: number): number[] =>
      groundTrack(low, from, to, step)
        .flat()
        .map(({ seconds }) => seconds);
    expect(times(0, 100, 30)).toEqual([0, 30, 60, 90, 100]);
    expect(times(10, 70, 30)).toEqual([10, 40, 70]);
    expect(times(0, 0.3, 0.1)).toHaveLength(4);
    expect(() => groundTrack(low, 0, 10, 0)).toThrow(/step: expected seconds above 0, found 0/);
    expect(() => groundTrack(low, 10, 0, 1)).toThrow(GeometryError);
  });

  it('is cut at the antimeridian, for any orbit and step: no line jumps, each break meets across it (law)', () => {
    const orbits = fc.record({
      inclinationDeg: fc.oneof(fc.constant(90), evenly(0, 180)),
      raanDeg: evenly(0, 360),
      meanMotionRevPerDay: fc.oneof(evenly(12, 15.8), evenly(1, 2)),
    });
    fc.assert(
      fc.property(orbits, fc.constantFrom(20, 60, 400), (orbit, step) => {
        const track = groundTrack(pathOf(syntheticElements({ ...orbit, bstar: 0 })), 0, 20_000, step);
        expect(track.flat().filter(({ seconds }) => Number.isInteger(seconds / step))).toHaveLength(
          Math.floor(20_000 / step) + 1,
        );
        for (const [i, line] of track.entries()) {
          const before = track[i - 1]?.at(-1);
          const [first] = line;
          if (before !== undefined) {
            expect(Math.abs(before.longitudeDeg)).toBe(180);
            expect(first).toEqual({ ...before, longitudeDeg: -before.longitudeDeg });
          }
          // Half a turn at most: over a pole a low orbit may make all of it in one step.
          const jump = line.slice(1).find(({ seconds, latitudeDeg, longitudeDeg }, k) => {
            const last = line[k]!;
            const polar = Math.max(Math.abs(latitudeDeg), Math.abs(last.latitudeDeg)) > 60;
            return (
              seconds <= last.seconds ||
              Math.abs(longitudeDeg - last.longitudeDeg) > (polar ? 180.1 + step * 0.005 : 90)
            );
          });
          expect(jump).toBeUndefined();
        }
      }),
      { numRuns: 40 },
    );
  });

  it('crosses the antimeridian westwards on a low retrograde orbit', () => {
    const [first, second] = groundTrack(low, 0, 6000, 60);
    expect(first!.at(-1)!.longitudeDeg).toBe(-180);
    expect(second![0]!.longitudeDeg).toBe(180);
  });
});
