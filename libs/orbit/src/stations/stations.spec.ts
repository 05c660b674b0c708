import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { horizonMaskOf } from './horizon-mask.js';
import { StationError } from './station-error.js';
import { type HorizonPoint, type Station, assertStations, stationErrors } from './station.js';

const station = (changes: Partial<Station> = {}): Station => ({
  id: 'S1',
  name: 'Site',
  latitudeDeg: 10,
  longitudeDeg: 20,
  heightM: 30,
  minElevationDeg: 5,
  ...changes,
});

describe('stationErrors', () => {
  it('accepts the limits', () => {
    for (const good of [
      station({ latitudeDeg: 90, longitudeDeg: 180 }),
      station({ latitudeDeg: -90, longitudeDeg: -180, minElevationDeg: 0 }),
      station({
        horizonMask: [
          [0, 3],
          [360, 3],
        ],
      }),
    ])
      expect(stationErrors(good)).toEqual([]);
  });
  it.each([
    ['latitudeDeg', { latitudeDeg: 91 }, '91'],
    ['latitudeDeg', { latitudeDeg: Number.NaN }, 'NaN'],
    ['longitudeDeg', { longitudeDeg: -181 }, '-181'],
    ['heightM', { heightM: 50_000 }, '50000'],
    ['minElevationDeg', { minElevationDeg: 90 }, '90'],
    ['horizonMask', { horizonMask: [] }, 'none'],
    [
      'horizonMask[1][0]',
      {
        horizonMask: [
          [0, 1],
          [361, 1],
        ] as HorizonPoint[],
      },
      '361',
    ],
    ['horizonMask[0][1]', { horizonMask: [[0, 91]] as HorizonPoint[] }, '91'],
    ['id', { id: ' ' }, 'nothing'],
  ])('names %s', (field, changes, found) => {
    const [error] = stationErrors(station(changes), 3);
    expect(error).toBeInstanceOf(StationError);
    expect(error).toMatchObject({ field, found, index: 3 });
    expect(error!.message).toContain(`(number 4): ${field}: expected`);
  });
  it('refuses a list in which an identifier comes twice', () => {
    expect(() => assertStations([station(), station({ id: 'S2' }), station()])).toThrow(/"S1" \(number 3\): id/);
    expect(() => assertStations([station(), station({ id: 'S2' })])).not.toThrow();
  });
});

describe('horizonMaskOf', () => {
  const at = (mask: HorizonPoint[], azimuth: number, minElevationDeg = -90): number =>
    horizonMaskOf({ minElevationDeg, horizonMask: mask }).elevationDegAt(azimuth);

  it('is flat without a horizon, or with one below the minimum', () => {
    expect(horizonMaskOf({ minElevationDeg: 5 })).toMatchObject({ flat: true, lowestDeg: 5 });
    expect(
      horizonMaskOf({
        minElevationDeg: 5,
        horizonMask: [
          [0, 1],
          [90, 4],
        ],
      }),
    ).toMatchObject({ flat: true, lowestDeg: 5 });
    expect(horizonMaskOf({ minElevationDeg: 5, horizonMask: [[77, 9]] })).toMatchObject({ flat: true, lowestDeg: 9 });
  });
  it('draws straight lines, also across north, in any order of points', () => {
    const mask: HorizonPoint[] = [
      [270, 10],
      [90, 2],
    ];
    expect(at(mask, 90)).toBe(2);
    expect(at(mask, 180)).toBeCloseTo(6, 12);
    expect([at(mask, 0), at(mask, 360)]).toEqual([6, 6]);
    expect(at(mask, 315)).toBeCloseTo(8, 12);
  });
  it('takes the larger of horizon and minimum, and bends where they cross', () => {
    const mask = horizonMaskOf({
      minElevationDeg: 5,
      horizonMask: [
        [0, 0],
        [100, 10],
        [200, 0],
      ],
    });
    expect(mask.elevationDegAt(20)).toBe(5);
    expect(mask.elevationDegAt(75)).toBeCloseTo(7.5, 12);
    expect(mask.bendsDeg).toEqual(expect.arrayContaining([50, 100, 150]));
  });
  it('keeps a wall', () => {
    const mask: HorizonPoint[] = [
      [0, 1],
      [100, 1],
      [100, 20],
      [120, 20],
      [120, 1],
    ];
    expect(at(mask, 99.999)).toBeCloseTo(1, 9);
    expect(at(mask, 100.001)).toBeCloseTo(20, 9);
    expect(at(mask, 119.999)).toBeCloseTo(20, 9);
    expect(at(mask, 120.001)).toBeCloseTo(1, 9);
  });
  it('never lies outside its points, nor below the minimum (law)', () => {
    const point = fc.tuple(fc.double({ min: 0, max: 360, noNaN: true }), fc.double({ min: 0, max: 60, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 9 }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        (points, azimuth) => {
          const value = at(points, azimuth, 7);
          const heights = points.map(([, elevation]) => elevation);
          expect(value).toBeGreaterThanOrEqual(7);
          expect(value).toBeLessThanOrEqual(Math.max(7, ...heights) + 1e-9);
          expect(value).toBeGreaterThanOrEqual(Math.min(...heights) - 1e-9);
        },
      ),
    );
  });
});
