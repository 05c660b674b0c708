import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { type GeodeticPosition, geodeticToItrf } from '../frames/geodetic.js';
import { directionTo, topocentricFrame } from '../frames/topocentric.js';
import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { GeometryError } from '../sun-moon/geometry-error.js';
import { footprint } from './footprint.js';
import { type LonLat, type MapRing, ringsOnMap } from './map-rings.js';
import { evenly } from '../sun-moon/testing/evenly.js';

const elevationDeg = (place: GeodeticPosition, spacecraft: GeodeticPosition): number =>
  directionTo(topocentricFrame(place), ...geodeticToItrf(spacecraft)).elevationRad * DEG_PER_RAD;

const ground = ([longitudeDeg, latitudeDeg]: LonLat): GeodeticPosition => ({ longitudeDeg, latitudeDeg, heightM: 0 });

/** Whether a point of the map is inside of rings, by counting crossings. */
function isInside(rings: readonly MapRing[], [x, y]: LonLat): boolean {
  let inside = false;
  for (const ring of rings)
    for (const [i, [bx, by]] of ring.entries()) {
      const [ax, ay] = ring[i - 1] ?? [bx, by];
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
    }
  return inside;
}

const spacecraftAnywhere = fc.record({
  latitudeDeg: fc.oneof(fc.constantFrom(-90, 0, 90), evenly(-90, 90)),
  longitudeDeg: fc.oneof(fc.constantFrom(-180, 0, 180), evenly(-180, 180)),
  heightM: fc.constantFrom(200_000, 650_000, 2_000_000, 35_786_000, 100_000_000),
});
const elevations = fc.oneof(fc.constantFrom(0, 5, 10), evenly(0, 89));

describe('footprint', () => {
  it('has a boundary that sees the spacecraft at the minimum elevation, within 1e-6 degrees, from everywhere (law)', () => {
    fc.assert(
      fc.property(spacecraftAnywhere, elevations, (spacecraft, minimumDeg) => {
        const { boundary } = footprint(geodeticToItrf(spacecraft), minimumDeg * RAD_PER_DEG, 24);
        expect(boundary).toHaveLength(24);
        for (const point of boundary) {
          expect(Math.abs(elevationDeg(ground(point), spacecraft) - minimumDeg)).toBeLessThan(1e-6);
          expect(Math.abs(point[0])).toBeLessThanOrEqual(180);
        }
      }),
    );
  });

  it('makes rings that hold the places which see the spacecraft, and no others, poles and antimeridian included (law)', () => {
    const places = fc.tuple(evenly(-179.99, 179.99), evenly(-89, 89));
    fc.assert(
      fc.property(
        spacecraftAnywhere,
        elevations,
        fc.array(places, { minLength: 30, maxLength: 30 }),
        (spacecraft, minimumDeg, points) => {
          const { rings } = footprint(geodeticToItrf(spacecraft), minimumDeg * RAD_PER_DEG, 360);
          for (const ring of rings) {
            expect(ring.at(-1)).toEqual(ring[0]);
            expect(ring.every(([longitude, latitude]) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)).toBe(
              true,
            );
          }
          for (const point of points) {
            const above = elevationDeg(ground(point), spacecraft) - minimumDeg;
            // Straight lines of a map cut corners: a quarter of a degree of ground beside the edge is left to them.
            const near = [-0.25, 0.25].some((step) => {
              const [x, y] = point;
              return [
                [x, Math.min(89.9, Math.max(-89.9, y + step))],
                [x + step / Math.cos(y * RAD_PER_DEG), y],
              ].some(
                (beside) => elevationDeg(ground(beside as unknown as LonLat), spacecraft) > minimumDeg !== above > 0,
              );
            });
            if (!near && isInside(rings, point) !== above > 0)
              expect([spacecraft, minimumDeg, point, above]).toBe('consistent');
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('has the angles of a sphere, but for the flattening', () => {
    // Sphere: central angle acos(R cos e / (R + h)) - e; at 0 degrees and 650 km: 24.8 degrees, nadir angle 65.2, radius 2760 km.
    const { centralAngleRad, nadirAngleRad, radiusM, pole } = footprint(
      geodeticToItrf({ latitudeDeg: 20, longitudeDeg: 170, heightM: 650_000 }),
      0,
    );
    const sphere = Math.acos(6371 / (6371 + 650)) * DEG_PER_RAD;
    expect(Math.abs(centralAngleRad * DEG_PER_RAD - sphere)).toBeLessThan(0.1);
    expect(Math.abs(nadirAngleRad * DEG_PER_RAD - (90 - sphere))).toBeLessThan(0.1);
    expect(Math.abs(radiusM / (sphere * RAD_PER_DEG * 6_371_000) - 1)).toBeLessThan(0.005);
    expect(pole).toBeUndefined();
  });

  it('knows the pole inside of it, and cuts at the antimeridian', () => {
    const at = (latitudeDeg: number, longitudeDeg: number) =>
      footprint(geodeticToItrf({ latitudeDeg, longitudeDeg, heightM: 650_000 }), 5 * RAD_PER_DEG);
    expect(at(80, 30)).toMatchObject({ pole: 'north' });
    expect(at(-80, -170)).toMatchObject({ pole: 'south' });
    expect(at(-90, 0)).toMatchObject({ pole: 'south' });
    expect(at(80, 30).rings).toHaveLength(1);
    expect(at(80, 30).rings[0]).toEqual(
      expect.arrayContaining([
        [180, 90],
        [-180, 90],
      ]),
    );
    expect(at(0, 0).rings).toHaveLength(1);
    expect(at(10, 175)).toMatchObject({ pole: undefined });
    expect(at(10, 175).rings).toHaveLength(2);
    expect(at(10, -180).rings).toHaveLength(2);
  });

  it('refuses what has no footprint', () => {
    expect(() => footprint([6_378_000, 0, 0], 0)).toThrow(/position: expected above the ellipsoid, found height -137/);
    expect(() => footprint([7e6, 0, 0], -0.1)).toThrow(/minElevationRad/);
    expect(() => footprint([7e6, 0, 0], Math.PI / 2)).toThrow(GeometryError);
    expect(() => footprint([7e6, 0, 0], 0, 2)).toThrow(/points: expected a whole number from 3 on, found 2/);
  });
});

describe('ringsOnMap', () => {
  it('leads a curve round a pole along the edge of the map, whichever way it goes', () => {
    const curve: readonly LonLat[] = [
      [170, 60],
      [-100, 61],
      [-10, 62],
      [80, 63],
    ];
    const forth = ringsOnMap(curve, 80);
    const back = ringsOnMap(curve.toReversed(), 80);
    expect(forth.pole).toBe('north');
    expect(forth.rings[0]).toEqual([
      [-180, 60 + 1 / 9],
      [-100, 61],
      [-10, 62],
      [80, 63],
      [170, 60],
      [180, 60 + 1 / 9],
      [180, 90],
      [-180, 90],
      [-180, 60 + 1 / 9],
    ]);
    expect(new Set(back.rings[0]!.map(String))).toEqual(new Set(forth.rings[0]!.map(String)));
    const fromEdge = ringsOnMap(
      [
        [180, 60],
        [-90, 60],
        [0, 60],
        [90, 60],
      ],
      90,
    );
    expect(fromEdge.rings[0]).toEqual(
      expect.arrayContaining([
        [-180, 60],
        [180, 60],
        [180, 90],
        [-180, 90],
      ]),
    );
    const toEdge = ringsOnMap(
      [
        [-180, -60],
        [90, -60],
        [0, -60],
        [-90, -60],
      ],
      -90,
    );
    expect(toEdge.pole).toBe('south');
    expect(toEdge.rings[0]).toEqual(
      expect.arrayContaining([
        [-180, -60],
        [180, -60],
        [180, -90],
        [-180, -90],
      ]),
    );
    expect(ringsOnMap([], 0)).toEqual({ rings: [], pole: undefined });
  });
});
