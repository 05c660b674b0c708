import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { secondsBetween, parseUtc } from '@app/time';
import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { findManyContactWindows } from '../contact-windows/find-contact-windows.js';
import { type ContactWindow } from '../contact-windows/contact-window.js';
import { parseTle } from '../elements/tle.parser.js';
import { type Station } from '../stations/station.js';
import { GeometryError } from '../sun-moon/geometry-error.js';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { STANDARD_AIR, apparentElevationRad, trueElevationRad } from './refraction.js';
import { evenly } from '../sun-moon/testing/evenly.js';

const apparentDeg = (trueDeg: number, air = STANDARD_AIR): number =>
  apparentElevationRad(trueDeg * RAD_PER_DEG, air) * DEG_PER_RAD;
const trueDeg = (apparent: number, air = STANDARD_AIR): number =>
  trueElevationRad(apparent * RAD_PER_DEG, air) * DEG_PER_RAD;

const elevations = evenly(-90, 90);
const airs = fc.record({
  pressureHpa: evenly(0, 1100),
  temperatureC: evenly(-90, 60),
});

describe('apparentElevationRad, trueElevationRad', () => {
  // skyfield 1.45, earthlib.refraction(apparent degrees, temperature C, pressure hPa): Bennett's formula, degrees.
  it.each([
    [0.5, 10, 1010, 0.478899],
    [1, 10, 1010, 0.405207],
    [2, 10, 1010, 0.303393],
    [5, 10, 1010, 0.164606],
    [5, -30, 1030, 0.195498],
    [5, 35, 850, 0.127285],
    [10, 10, 1010, 0.089797],
    [20, 25, 1000, 0.042336],
    [45, 10, 1010, 0.016569],
    [80, 10, 1010, 0.002911],
  ])(
    'agrees with Bennett as skyfield has it at an apparent %d degrees, %d C, %d hPa',
    (apparent, temperatureC, pressureHpa, expected) => {
      const air = { pressureHpa, temperatureC };
      const scale = (pressureHpa / 1010) * (283 / (273 + temperatureC));
      expect(Math.abs(apparent - trueDeg(apparent, air) - expected)).toBeLessThan((0.1 / 60) * Math.max(1, scale));
    },
  );

  it('undo each other to 1e-12 rad in any air (law)', () => {
    fc.assert(
      fc.property(elevations, airs, (degrees, air) => {
        const from = degrees * RAD_PER_DEG;
        expect(Math.abs(trueElevationRad(apparentElevationRad(from, air), air) - from)).toBeLessThan(1e-12);
      }),
    );
  });

  it('grow with elevation, by a slope between 0.7 and 1 that has no steps (law)', () => {
    const width = 1e-4;
    const slope = (degrees: number, air = STANDARD_AIR): number =>
      (apparentDeg(degrees + width, air) - apparentDeg(degrees, air)) / width;
    fc.assert(
      fc.property(fc.oneof(evenly(-3, 3), evenly(-89, 89.9)), airs, (degrees, air) => {
        expect(slope(degrees, air)).toBeGreaterThan(0.7);
        expect(slope(degrees, air)).toBeLessThan(1 + 1e-9);
        expect(Math.abs(slope(degrees + width, air) - slope(degrees, air))).toBeLessThan(1e-4);
      }),
    );
  });

  it('lift next to nothing at the zenith, and 0.74 degrees at most, far below the horizon', () => {
    expect((apparentElevationRad(Math.PI / 2) - Math.PI / 2) * DEG_PER_RAD * 60).toBeCloseTo(-0.0019, 4);
    expect(trueElevationRad(Math.PI / 2)).toBe(Math.PI / 2);
    expect(apparentDeg(-60) + 60).toBeCloseTo(0.744, 3);
    expect(apparentDeg(-1.9) + 1.9).toBeCloseTo(apparentDeg(-60) + 60, 5);
  });

  it('put an apparent 5 degrees at a true 4.835', () => {
    expect(trueDeg(5)).toBeCloseTo(4.835, 3);
  });

  it('refuse air and angles that do not exist', () => {
    expect(() => apparentElevationRad(2)).toThrow(/trueRad: expected from -pi\/2 to pi\/2, found 2/);
    expect(() => trueElevationRad(Number.NaN)).toThrow(GeometryError);
    expect(() => trueElevationRad(-Math.PI / 2)).toThrow(GeometryError);
    expect(() => apparentElevationRad(0, { pressureHpa: -1, temperatureC: 10 })).toThrow(/pressureHpa/);
    expect(() => apparentElevationRad(0, { pressureHpa: 1010, temperatureC: -273 })).toThrow(/temperatureC/);
  });
});

const withOracles = haveFlightDynamicsOracles() ? describe : describe.skip;

withOracles('an apparent minimum elevation', () => {
  it('moves AOS of the member fleet by 2.53 s in the median, as a numeric study of 4307 passes found', () => {
    const oracle = JSON.parse(flightDynamicsOracle('oracle-passes-simple.json')) as {
      window: { start: string; end: string };
      satellites: { norad: number; name: string; line1: string; line2: string }[];
      stations: { id: string; latDeg: number; lonDeg: number; altM: number }[];
    };
    const { elementSets } = parseTle(
      oracle.satellites.map(({ name, line1, line2 }) => `${name}\n${line1}\n${line2}`).join('\n'),
    );
    const spacecraft = elementSets.map((elementSet) => ({ spacecraft: elementSet.objectName, elementSet }));
    const windows = (minElevationDeg: number): readonly ContactWindow[] =>
      findManyContactWindows({
        spacecraft,
        stations: oracle.stations.map(({ id, latDeg, lonDeg, altM }): Station => ({
          id,
          name: id,
          latitudeDeg: latDeg,
          longitudeDeg: lonDeg,
          heightM: altM,
          minElevationDeg,
        })),
        start: parseUtc(oracle.window.start),
        end: parseUtc(oracle.window.end),
        earthOrientation: 'none',
      }).contactWindows;
    const key = ({ spacecraft: name, station, orbitNumber }: ContactWindow): string =>
      `${name} ${station} ${orbitNumber}`;
    const apparent = new Map(windows(trueDeg(5)).map((window) => [key(window), window]));
    const shifts = windows(5)
      .filter(({ aosOpen }) => !aosOpen)
      .map((window) => secondsBetween(apparent.get(key(window))!.aos, window.aos))
      .sort((a, b) => a - b);
    expect(shifts.length).toBeGreaterThan(4000);
    expect(shifts[Math.floor(shifts.length / 2)]).toBeCloseTo(2.533, 2);
  });
});
