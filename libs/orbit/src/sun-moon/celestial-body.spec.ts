import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds } from '@app/time';
import { EarthRotation } from '../frames/earth-rotation.js';
import { DEG_PER_RAD, type Vector3 } from '../frames/vector.js';
import { CelestialPath, bodyInItrf, moonInItrf, sunInItrf } from './celestial-body.js';
import { moonPosition } from './moon-position.js';
import { sunPosition } from './sun-position.js';

type Row = readonly [utc: string, sunKm: Vector3, moonKm: Vector3];

// ERFA 2.0.0.1 (python3-erfa): Sun by epv00 with light time and aberration (ab), Moon by moon98, both to ITRF by c2t06a (precession
// and nutation of 2006/2000A) with UT1 = UTC and no polar motion; km.
const erfa: readonly Row[] = [
  ['2020-04-12T08:44:37Z', [97_162_077, 111_861_117, 23_216_013], [109_577.5, -328_905.6, -141_779.1]],
  ['2021-03-09T14:13:32Z', [127_276_240, -75_795_732, -11_045_661], [97_350.8, -339_300.9, -149_790.3]],
  ['2021-05-30T19:57:58Z', [-70_547_377, -121_769_206, 56_545_719], [-198_824.2, 284_980.5, -142_519.2]],
  ['2022-07-09T05:31:02Z', [-20_919_335, 139_095_330, 57_844_550], [-304_273.6, -188_460.4, -98_735.0]],
  ['2022-11-02T08:47:27Z', [103_200_431, 99_761_330, -37_883_724], [-320_158.3, 150_446.5, -117_323.5]],
  ['2023-07-26T03:58:01Z', [-76_198_262, 121_284_899, 50_717_971], [-326_829.5, -190_145.0, -94_382.3]],
  ['2024-06-14T12:58:20Z', [135_123_146, -34_891_732, 60_103_819], [68_184.8, 397_963.5, 15_976.6]],
  ['2024-11-21T08:09:21Z', [81_318_179, 112_514_439, -50_647_880], [234_327.2, -275_920.8, 145_028.9]],
  ['2025-08-19T22:02:58Z', [-127_847_532, -74_196_626, 32_645_410], [-327_698.0, 67_893.3, 171_668.5]],
  ['2026-01-06T00:17:01Z', [-135_719_679, 6_757_110, -56_335_167], [298_741.2, 198_371.8, 104_938.2]],
  ['2027-01-29T16:51:46Z', [48_721_397, -131_510_929, -45_193_200], [-353_759.5, -105_417.9, -138_237.6]],
  ['2027-08-18T03:05:16Z', [-103_679_094, 104_836_197, 34_565_331], [317_185.7, -243_416.7, -57_559.0]],
  ['2028-03-06T22:42:44Z', [-137_010_954, -55_544_464, -13_392_618], [279_221.2, -190_645.4, 143_660.1]],
  ['2029-02-05T04:27:27Z', [-63_596_005, 126_846_915, -40_269_086], [345_679.7, 65_655.9, -117_196.1]],
  ['2029-07-01T15:20:06Z', [91_747_517, -105_673_066, 59_556_919], [-383_513.3, -108_477.5, -4396.7]],
  ['2030-04-01T04:47:23Z', [-48_847_081, 140_770_866, 11_863_076], [6086.8, 394_880.0, 9685.2]],
  ['2030-09-27T19:24:00Z', [-59_242_686, -137_653_771, -4_922_629], [-126_984.9, -344_791.0, -51_297.2]],
  ['2031-07-22T02:56:32Z', [-105_075_634, 96_324_935, 52_792_233], [-383_168.3, 110_502.9, 53_692.2]],
  ['2032-02-10T16:35:06Z', [59_924_608, -129_859_046, -36_548_236], [91_255.0, -336_991.2, -74_451.5]],
  ['2032-10-22T23:06:14Z', [-143_847_156, -24_109_845, -29_682_479], [153_751.6, 330_501.9, 125_820.1]],
  ['2033-09-29T01:45:01Z', [-131_385_409, 71_825_419, -6_483_382], [-328_862.9, -194_702.6, -117_582.8]],
  ['2034-02-25T13:57:43Z', [131_273_945, -64_557_165, -22_980_836], [180_343.0, 307_734.5, 106_746.9]],
  ['2034-12-07T00:55:00Z', [-130_864_049, 37_377_410, -56_610_196], [-217_329.0, 334_517.9, -66_661.7]],
  ['2035-11-14T15:32:18Z', [76_592_401, -117_836_620, -46_433_634], [-135_317.4, 336_062.6, 65_497.4]],
];

const ORIGIN_KM = 1000;

function difference(oursM: Vector3, theirsKm: Vector3): { readonly angleDeg: number; readonly distance: number } {
  const [ax, ay, az] = oursM;
  const [bx, by, bz] = theirsKm;
  const cross = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  return {
    angleDeg: Math.atan2(cross, ax * bx + ay * by + az * bz) * DEG_PER_RAD,
    distance: Math.abs(Math.hypot(ax, ay, az) / (ORIGIN_KM * Math.hypot(bx, by, bz)) - 1),
  };
}

function largest(positionOf: (row: Row) => readonly [oursM: Vector3, theirsKm: Vector3]): readonly [number, number] {
  const all = erfa.map((row) => difference(...positionOf(row)));
  return [Math.max(...all.map(({ angleDeg }) => angleDeg)), Math.max(...all.map(({ distance }) => distance))];
}

describe('sunInItrf, moonInItrf', () => {
  // Largest over 4000 instants of these years: 0.0005 degrees (1.8") and 7e-6.
  it('has the Sun within 0.0006 degrees and 1e-5 of its distance of ERFA, 2020 to 2035', () => {
    const [angleDeg, distance] = largest(([utc, sun]) => [sunInItrf(parseUtc(utc), 'none'), sun]);
    expect(angleDeg).toBeLessThan(0.0006);
    expect(distance).toBeLessThan(1e-5);
  });

  // Largest over 4000 instants: 0.0037 degrees and 3.3e-6; the same theory, which is good to 18" and 32 km at worst (from memory).
  it('has the Moon within 0.004 degrees and 5e-6 of its distance of ERFA, 2020 to 2035', () => {
    const [angleDeg, distance] = largest(([utc, , moon]) => [moonInItrf(parseUtc(utc), 'none'), moon]);
    expect(angleDeg).toBeLessThan(0.004);
    expect(distance).toBeLessThan(5e-6);
  });

  it('turns with UT1 and the pole that it is given', () => {
    const orientation = {
      description: 'test',
      at: () => ({ ut1MinusTaiSeconds: -36, poleXRad: 1e-6, poleYRad: 2e-6 }),
    };
    const instant = parseUtc('2026-03-20T12:00:00Z');
    const state = Float64Array.from([...sunPosition(instant), 0, 0, 0]);
    new EarthRotation(instant, orientation).rotate(0, state);
    expect(sunInItrf(instant, orientation)).toEqual([...state.subarray(0, 3)]);
    expect(difference(sunInItrf(instant, 'none'), sunInItrf(instant, orientation)).angleDeg).toBeGreaterThan(0.004);
  });
});

describe('CelestialPath', () => {
  it.each(['Sun', 'Moon'] as const)(
    'is the %s of the series to 1e-9 of its distance, before and after its start',
    (body) => {
      const start = parseUtc('2026-12-31T20:00:00Z');
      const path = new CelestialPath(body, start, 'none');
      const offsets = [-3e6, -900.5, -1, 0, 899.9, 1800, 40_000.25, 2e6].map((seconds) => {
        const [x, y, z] = path.positionAt(seconds);
        const [dx, dy, dz] = bodyInItrf(body, plusSeconds(start, seconds), 'none');
        return Math.hypot(x - dx, y - dy, z - dz) / Math.hypot(x, y, z);
      });
      expect(Math.max(...offsets)).toBeLessThan(1e-9);
    },
  );
});

describe('sunPosition, moonPosition', () => {
  // Astronomical Almanac, from memory: March equinox 2026 at 14:46 UTC; total solar eclipse of 2026-08-12, greatest at 17:46 UTC.
  it('crosses the equator northwards at the minute of the equinox', () => {
    expect(sunPosition(parseUtc('2026-03-20T14:45:00Z'))[2]).toBeLessThan(0);
    expect(sunPosition(parseUtc('2026-03-20T14:47:00Z'))[2]).toBeGreaterThan(0);
  });
  it('stands before the Sun at a solar eclipse, within the parallax', () => {
    const at = parseUtc('2026-08-12T17:46:00Z');
    const sun = sunPosition(at);
    expect(difference(moonPosition(at), [sun[0] / 1000, sun[1] / 1000, sun[2] / 1000]).angleDeg).toBeLessThan(0.95);
  });
});
