import { describe, expect, it } from '@jest/globals';
import { type Tai, parseUtc, plusSeconds } from '@app/time';
import { celestialPole } from './celestial-pole.js';
import { CelestialPoleTrack } from './celestial-pole-track.js';
import { CelestialRotation, temeToGcrf } from './celestial-rotation.js';
import { type EarthOrientationSeries } from './earth-orientation.js';
import { temeToItrf } from './earth-rotation.js';
import { eme2000ToGcrf } from './frame-bias.js';
import { rotationToItrf } from './frame-rotation.js';
import { type Vector3 } from './vector.js';

const RAD_PER_ARCSEC = Math.PI / 180 / 3600;
const position: Vector3 = [6_900_000, -1_500_000, 2_400_000];
const velocity: Vector3 = [1200, 6500, -3500];

/** The same state in EME2000, by the bias matrix of pyerfa 2.0.1, bp06(2451545, 0). */
const eme2000 = [6900000.299524629, -1499999.4322499058, 2399999.4937103577];
const eme2000Velocity = [1199.9992579385214, 6499.999969232374, -3500.0003115608633];

const orientationOf = (ut1MinusTaiSeconds: number, xpArcsec: number, ypArcsec: number): EarthOrientationSeries => {
  const values = { ut1MinusTaiSeconds, poleXRad: xpArcsec * RAD_PER_ARCSEC, poleYRad: ypArcsec * RAD_PER_ARCSEC };
  return { description: 'test', at: () => values };
};
const apart = (a: ArrayLike<number>, b: ArrayLike<number>, from = 0): number =>
  Math.hypot(...[0, 1, 2].map((axis) => a[from + axis]! - b[axis]!));

function turned(frame: 'GCRF' | 'EME2000', instant: Tai, orientation: EarthOrientationSeries): Float64Array {
  const state = Float64Array.from(frame === 'GCRF' ? [...position, ...velocity] : [...eme2000, ...eme2000Velocity]);
  rotationToItrf(frame, instant, orientation).rotate(0, state);
  return state;
}

// Computed with pyerfa 2.0.1 from `position` and `velocity` in GCRF: pole by pfw06, nut00b (with the 2006 adjustments), fw2m, bpn2xy and
// s06; position and velocity (the rotation's derivative by era00) by c2ixys, c2tcio and pom00 with sp00; position2000a by c2t06a; teme:
// `position` taken as TEME, in GCRF, by gmst82.
const erfa = [
  {
    utc: '1999-06-01T03:00:00.5Z',
    ut1MinusTaiSeconds: -31.35,
    xp: -0.02,
    yp: 0.35,
    centuries: -0.005869247127791721,
    pole: [-8.194038413134947e-5, -3.492472684407666e-5, -9.53249875502552e-9],
    position: [4194153.8473252496, 5680799.898231023, 2399497.0350523894],
    velocity: [-5024.2814192482865, 3450.502914287503, -3500.3199574955706],
    position2000a: [4194153.846638202, 5680799.895253956, 2399497.043301494],
    teme: [6900000.146788074, -1499178.1482146417, 2400513.0397980083],
  },
  {
    utc: '2024-02-29T18:30:15.25Z',
    ut1MinusTaiSeconds: -37.0087,
    xp: 0.0312,
    yp: 0.2871,
    centuries: 0.2416227737324765,
    pole: [0.00233913799043342, 3.813118654755199e-5, -4.864718663368735e-8],
    position: [173013.95020730633, -7053558.6133981, 2416066.44370372],
    velocity: [6087.114112627138, 350.7911368311814, -3496.936036385367],
    position2000a: [173013.9486849945, -7053558.612489395, 2416066.4464656394],
    teme: [6897389.290328206, -1537170.4678495694, 2383931.19247115],
  },
  {
    utc: '2026-08-13T00:00:00Z',
    ut1MinusTaiSeconds: -36.9888463,
    xp: 0.223007,
    yp: 0.35626,
    centuries: 0.2661328076862626,
    pole: [0.0026048706539535662, 3.1359091462235256e-5, -3.5604501706154636e-8],
    position: [6307259.954912495, 3161036.0523304213, 2417917.06578711],
    velocity: [-2909.8432433833136, 5358.286848643045, -3496.646044173611],
    position2000a: [6307259.956706684, 3161036.0525202327, 2417917.060858726],
    teme: [6897178.781980302, -1540964.4313412749, 2382090.147484299],
  },
  {
    utc: '2049-12-31T23:00:00Z',
    ut1MinusTaiSeconds: -37.5,
    xp: -0.3,
    yp: 0.5,
    centuries: 0.49999888115192537,
    pole: [0.004886524921894988, -5.34136727355361e-5, 1.0582546720872161e-7],
    position: [-913573.2925091136, -6990153.342083874, 2433750.211785852],
    velocity: [6069.580078265655, -597.9248234255132, -3494.434188582294],
    position2000a: [-913573.2970965838, -6990153.34184687, 2433750.2107445425],
    teme: [6894440.270532511, -1577192.0056007083, 2366254.156579298],
  },
] as const;

describe('celestialPole', () => {
  it.each(erfa)('is that of ERFA at $utc', ({ centuries, pole: [x, y, s] }) => {
    const pole = celestialPole(centuries);
    expect(Math.abs(pole.x - x)).toBeLessThan(1e-15);
    expect(Math.abs(pole.y - y)).toBeLessThan(1e-15);
    // Terms of s that are left out: 2 microarcseconds.
    expect(Math.abs(pole.s - s)).toBeLessThan(1e-11);
  });

  it('is met by the track between its knots', () => {
    const start = parseUtc('2026-03-01T05:00:00Z');
    const track = new CelestialPoleTrack(start);
    let worst = 0;
    for (let seconds = -200_000; seconds < 2_600_000; seconds += 4111) {
      track.load(seconds);
      const exact = new CelestialPoleTrack(plusSeconds(start, seconds));
      exact.load(0);
      worst = Math.max(worst, Math.abs(track.x - exact.x), Math.abs(track.y - exact.y), Math.abs(track.s - exact.s));
    }
    expect(worst).toBeLessThan(5e-13);
    expect(worst).toBeGreaterThan(0);
  });
});

describe('rotationToItrf of GCRF and EME2000', () => {
  it.each(erfa)('is that of ERFA at $utc', (row) => {
    const state = turned('GCRF', parseUtc(row.utc), orientationOf(row.ut1MinusTaiSeconds, row.xp, row.yp));
    expect(apart(state, row.position)).toBeLessThan(1e-4);
    expect(apart(state, row.velocity, 3)).toBeLessThan(1e-6);
    // IAU 2000B for 2000A: 1 mas is 3.6 cm here.
    expect(apart(state, row.position2000a)).toBeLessThan(0.036);
    const same = turned('EME2000', parseUtc(row.utc), orientationOf(row.ut1MinusTaiSeconds, row.xp, row.yp));
    expect(apart(same, row.position)).toBeLessThan(1e-4);
    expect(apart(same, row.velocity, 3)).toBeLessThan(1e-6);
  });

  // Vallado, Crawford, Hujsak and Kelso, AIAA 2006-6753, appendix C (from memory): one state in three frames.
  const published = {
    instant: parseUtc('2004-04-06T07:51:28.386009Z'),
    orientation: orientationOf(-32 - 0.439_961_9, -0.140_682, 0.333_309),
    itrf: [-1_033_479.383, 7_901_295.2754, 6_380_356.5958],
    itrfVelocity: [-3225.636_52, -2872.451_45, 5531.924_446],
    teme: [5_094_180.162_1, 6_127_644.659_5, 6_380_344.532_7],
    gcrf: [5_102_508.958, 6_123_011.401, 6_378_136.928],
    gcrfVelocity: [-4743.220_16, 790.536_5, 5533.755_73],
  } as const;

  it('turns the published GCRF state within the spread of its models', () => {
    const state = Float64Array.from([...published.gcrf, ...published.gcrfVelocity]);
    rotationToItrf('GCRF', published.instant, published.orientation).rotate(0, state);
    expect(apart(state, published.itrf)).toBeLessThan(0.05);
    expect(apart(state, published.itrfVelocity, 3)).toBeLessThan(1e-3);
  });

  it('gives a velocity that is the slope of the positions, but for the motion of the pole', () => {
    const rotation = new CelestialRotation(published.instant, published.orientation);
    const at = (seconds: number): Float64Array => {
      const state = Float64Array.from([...position.map((p, i) => p + velocity[i]! * seconds), ...velocity]);
      rotation.rotate(seconds, state);
      return state;
    };
    const [before, here, after] = [at(-0.1), at(0), at(0.1)];
    for (let axis = 0; axis < 3; axis++)
      expect(Math.abs((after[axis]! - before[axis]!) / 0.2 - here[axis + 3]!)).toBeLessThan(2e-4);
  });

  it('TEME is the same place by way of GCRF as directly', () => {
    const { position: found } = temeToGcrf(
      { position: published.teme, velocity },
      published.instant,
      published.orientation,
    );
    expect(apart(found, published.gcrf)).toBeLessThan(0.1);
    for (const row of erfa) {
      const instant = parseUtc(row.utc);
      const orientation = orientationOf(row.ut1MinusTaiSeconds, row.xp, row.yp);
      const celestial = temeToGcrf({ position, velocity }, instant, orientation);
      expect(apart(celestial.position, row.teme)).toBeLessThan(1e-4);
      const state = Float64Array.from([...celestial.position, ...celestial.velocity]);
      rotationToItrf('GCRF', instant, orientation).rotate(0, state);
      const direct = temeToItrf({ position, velocity }, instant, orientation);
      // s' of the terrestrial origin, which TEME does without: 1e-10 rad.
      expect(apart(state, direct.position)).toBeLessThan(1e-3);
      expect(apart(state, direct.velocity, 3)).toBeLessThan(1e-4);
    }
  });
});

describe('eme2000ToGcrf', () => {
  it('is the transposed bias matrix of ERFA', () => {
    // pyerfa 2.0.1, bp06(2451545, 0): rb, transposed, by rows.
    const rows = [
      [9.999_999_999_999_941_2e-1, 7.078_368_694_637_676_3e-8, -8.056_214_211_620_057_5e-8],
      [-7.078_368_960_971_556_1e-8, 9.999_999_999_999_968_9e-1, -3.305_943_169_218_394_9e-8],
      [8.056_213_977_613_186_1e-8, 3.305_943_735_432_137_5e-8, 9.999_999_999_999_962_3e-1],
    ];
    for (let axis = 0; axis < 3; axis++) {
      const state = new Float64Array(6);
      state[axis] = 1;
      state[axis + 3] = 1;
      eme2000ToGcrf(state);
      for (let row = 0; row < 3; row++) {
        // The bias of IAU 2000 and that of 2006 differ by 1e-12 rad.
        expect(Math.abs(state[row]! - rows[row]![axis]!)).toBeLessThan(2e-12);
        expect(state[row + 3]).toBe(state[row]);
      }
    }
  });
});
