import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { geodeticToItrf, itrfToGeodetic } from './geodetic.js';
import { RAD_PER_DEG } from './vector.js';

describe('itrfToGeodetic', () => {
  // pyerfa 2.0.1, erfa.gc2gd(1, xyz): latitude and longitude in radians, height in metres, as printed (17 digits).
  it.each([
    [-2004500.5, 4413000.25, 4117000.75, 0.7074703276695735, 1.9971592315847944, -9723.02869386999],
    [6378137.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, -2.0, 6366752.5, 1.5707959779322318, -1.1071487177940904, 10000.185755210583],
    [-3000000.0, -2500000.0, -5003000.0, -0.9112886197201052, -2.44685437739309, -18169.75634722303],
    [26500000.0, -32800000.0, 120.5, 2.8605540347281363e-6, -0.8912406069623996, 35789267.473295905],
    [-0.001, 0.0, -42164000.0, -1.5707963267712037, 3.141592653589793, 35807247.68575482],
    [5500000.0, -1000000.0, 3000000.0, 0.4953575740465841, -0.17985349979247828, -29047.715060592283],
    [600000.0, 700000.0, -41000000.0, -1.5483368762350562, 0.8621700546672264, 34653601.41475799],
  ] as const)('is what ERFA gives at %d, %d, %d m', (x, y, z, latitude, longitude, height) => {
    const found = itrfToGeodetic(x, y, z);
    expect(Math.abs(found.latitudeDeg * RAD_PER_DEG - latitude)).toBeLessThan(1e-14);
    expect(Math.abs(found.longitudeDeg * RAD_PER_DEG - longitude)).toBeLessThan(1e-14);
    expect(Math.abs(found.heightM - height)).toBeLessThan(5e-8);
  });

  it('comes back from any place between 10 km under the ellipsoid and geostationary orbit', () => {
    const places = fc.record({
      latitudeDeg: fc.oneof(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.constantFrom(-90, -89.999_999_9, -1e-9, 0, 1e-9, 89.999_999_9, 90),
      ),
      longitudeDeg: fc.double({ min: -180, max: 180, noNaN: true }),
      heightM: fc.double({ min: -10_000, max: 35_800_000, noNaN: true }),
    });
    fc.assert(
      fc.property(places, (place) => {
        const [x, y, z] = geodeticToItrf(place);
        const found = itrfToGeodetic(x, y, z);
        expect(Math.abs(found.latitudeDeg - place.latitudeDeg) * RAD_PER_DEG).toBeLessThan(1e-14);
        const east = (found.longitudeDeg - place.longitudeDeg) * RAD_PER_DEG * Math.hypot(x, y);
        const turn = 2 * Math.PI * Math.hypot(x, y);
        expect(Math.abs(east - Math.round(east / (turn || 1)) * turn)).toBeLessThan(1e-6);
        expect(Math.abs(found.heightM - place.heightM)).toBeLessThan(5e-8);
      }),
      { numRuns: 2000 },
    );
  });

  it('has a latitude and a height on the axis, where there is no longitude', () => {
    const south = itrfToGeodetic(0, 0, -6_356_752.314_245_179 - 2800);
    expect([south.latitudeDeg, south.longitudeDeg]).toEqual([-90, 0]);
    expect(south.heightM).toBeCloseTo(2800, 7);
  });
});
