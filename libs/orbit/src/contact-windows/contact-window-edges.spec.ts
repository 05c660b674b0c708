import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { type Tai, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import {
  type ContactSubject,
  type ContactWindow,
  type ElementSet,
  type HorizonPoint,
  type Station,
  contactOrbitNumber,
  createPropagator,
  earthOrientationSeries,
  ephemerisTrajectory,
  findManyContactWindows,
  refractedElevation,
  sampleEphemeris,
  sgp4Trajectory,
} from '../index.js';
import { evenly } from '../sun-moon/testing/evenly.js';
import { site, start } from '../testing/contact-samples.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { goldenMaximum } from './root-finding.js';
import { EdgeErrors, type View, exactClearance, exactLook, positiveStretches } from './testing/brute-force.js';

const DAY_S = 86_400;

type Search = Omit<View, 'trajectory' | 'station'> & {
  readonly set: ElementSet;
  readonly stations: readonly Station[];
};

function windowsOf({
  set,
  stations,
  start: from,
  spanS,
  earthOrientation = 'none',
  elevation,
}: Search): ContactWindow[] {
  const found = findManyContactWindows({
    spacecraft: [{ spacecraft: set.objectName, elementSet: set }],
    stations,
    start: from,
    end: plusSeconds(from, spanS),
    earthOrientation,
    ...(elevation !== undefined && { elevation }),
  });
  return [...found.contactWindows];
}

const ofStation = (windows: readonly ContactWindow[], { id }: Station): ContactWindow[] =>
  windows.filter(({ station }) => station === id);

/** Compares a search with brute force at steps of `stepS`. */
function checkSearch(errors: EdgeErrors, search: Search, stepS: number): void {
  const trajectory = sgp4Trajectory(createPropagator(search.set));
  const windows = windowsOf(search);
  for (const station of search.stations) {
    const expected = positiveStretches(exactClearance({ ...search, trajectory, station }), search.spanS, stepS);
    errors.compare(ofStation(windows, station), expected, search.start);
  }
}

const anywhere = fc.record({
  latitudeDeg: fc.oneof(fc.constantFrom(-90, 90, 0), evenly(-90, 90)),
  longitudeDeg: fc.oneof(fc.constantFrom(-180, 180, 360), evenly(-180, 360)),
  heightM: fc.constantFrom(0, 1290, 9000),
  minElevationDeg: fc.constantFrom(0, 0, 5, 5, -2, -0.5, 10, 30, 60, 85, 89.9),
});
const stationLists = fc
  .array(anywhere, { minLength: 4, maxLength: 4 })
  .map((places) => places.map((place, i) => site({ id: `S${i}`, ...place })));
const angles = { raanDeg: evenly(0, 360), argumentOfPericenterDeg: evenly(0, 360), meanAnomalyDeg: evenly(0, 360) };
const lowOrbits = fc.record({
  meanMotionRevPerDay: evenly(12.5, 16),
  eccentricity: evenly(0, 0.012),
  inclinationDeg: fc.oneof(fc.constantFrom(0, 90, 179), evenly(0, 180)),
  ...angles,
});
const molniyaOrbits = fc.record({
  meanMotionRevPerDay: fc.constant(2.006),
  eccentricity: evenly(0.68, 0.75),
  inclinationDeg: fc.constant(63.4),
  raanDeg: angles.raanDeg,
  argumentOfPericenterDeg: fc.constant(270),
  meanAnomalyDeg: angles.meanAnomalyDeg,
  bstar: fc.constant(0),
});
const longOrbits = fc.record({
  meanMotionRevPerDay: fc.constant(0.5013),
  eccentricity: evenly(0.6, 0.83),
  inclinationDeg: evenly(20, 80),
  ...angles,
  bstar: fc.constant(0),
});
const geosynchronousOrbits = fc.record({
  meanMotionRevPerDay: fc.constant(1.002_737_9),
  eccentricity: fc.constantFrom(0.0002, 0.001, 0.01),
  inclinationDeg: fc.constantFrom(0.01, 0.1, 3, 10),
  ...angles,
  bstar: fc.constant(0),
});

describe('contact windows against brute force with exact states', () => {
  const classes = [
    ['low orbits of any inclination', lowOrbits, 43_200, 8, 8, undefined],
    ['low orbits, refracted', lowOrbits, 43_200, 8, 3, refractedElevation()],
    ['Molniya orbits', molniyaOrbits, DAY_S, 60, 3, undefined],
    ['orbits of 48 hours', longOrbits, 3 * DAY_S, 90, 4, undefined],
    ['geosynchronous orbits', geosynchronousOrbits, 2 * DAY_S, 300, 16, undefined],
  ] as const;
  it.each(classes)('%s, from poles, date line and mountains', (_name, orbits, spanS, stepS, numRuns, elevation) => {
    const errors = new EdgeErrors();
    fc.assert(
      fc.property(orbits as fc.Arbitrary<Partial<ElementSet>>, stationLists, (orbit, stations) => {
        const set = syntheticElements(orbit);
        checkSearch(errors, { set, stations, start, spanS, ...(elevation !== undefined && { elevation }) }, stepS);
      }),
      { numRuns, seed: 5 },
    );
    expect(errors.windows).toBeGreaterThan(8);
    expect(errors.percentileMs(0.5)).toBeLessThan(0.005);
    expect(errors.percentileMs(0.95)).toBeLessThan(0.05);
  });
});

/** Elevation at the extrema of a view, by samples and golden sections. */
function extremaOf(view: View, stepS: number): { at: number; elevationDeg: number; peak: boolean }[] {
  const look = exactLook(view);
  const elevation = (t: number): number => look(t).elevationDeg;
  const out: { at: number; elevationDeg: number; peak: boolean }[] = [];
  for (let t = stepS; t < view.spanS - stepS; t += stepS) {
    const [before, here, after] = [elevation(t - stepS), elevation(t), elevation(t + stepS)];
    const peak = here >= before && here > after;
    if (!peak && !(here <= before && here < after)) continue;
    const at = goldenMaximum((x) => (peak ? 1 : -1) * elevation(x), t - stepS, t + stepS, 1e-4);
    out.push({ at, elevationDeg: elevation(at), peak });
  }
  return out;
}

describe('grazing contacts', () => {
  const orbits: readonly (readonly [string, ElementSet, number, number])[] = [
    ['low orbit', syntheticElements(), DAY_S, 10],
    [
      'Molniya',
      syntheticElements({
        ...{ meanMotionRevPerDay: 2.006, eccentricity: 0.72, inclinationDeg: 63.4, argumentOfPericenterDeg: 270 },
        ...{ meanAnomalyDeg: 10, bstar: 0 },
      }),
      DAY_S,
      60,
    ],
    [
      'GEO that oscillates on the mask',
      syntheticElements({
        ...{ meanMotionRevPerDay: 1.002_737_9, eccentricity: 0.0002, inclinationDeg: 0.1, raanDeg: 90 },
        ...{ argumentOfPericenterDeg: 0, meanAnomalyDeg: 287, bstar: 0 },
      }),
      2 * DAY_S,
      300,
    ],
  ];
  it.each(orbits)(
    'of a %s: up at a peak or dip when it is above the mask, to a millionth of a degree',
    (_n, set, spanS, stepS) => {
      const trajectory = sgp4Trajectory(createPropagator(set));
      let tried = 0;
      for (const latitudeDeg of [-90, 39.5]) {
        const station = site({ latitudeDeg });
        const view = { trajectory, station, start, spanS };
        for (const { at, elevationDeg, peak } of extremaOf(view, stepS)
          .filter((each) => each.elevationDeg > -5)
          .slice(0, 3)) {
          for (const beside of [5e-4, 1e-4, 1e-6]) {
            for (const sign of [1, -1]) {
              const mask = { ...station, minElevationDeg: elevationDeg + sign * beside };
              const windows = windowsOf({ set, stations: [mask], start, spanS });
              const instant = plusSeconds(start, at);
              const up = windows.some(({ aos, los }) => aos <= instant && instant <= los);
              expect({ latitudeDeg, at, peak, beside: sign * beside, up }).toMatchObject({ up: sign < 0 });
              tried += 1;
            }
          }
        }
      }
      expect(tried).toBeGreaterThanOrEqual(12);
    },
  );
});

describe('horizons', () => {
  const set = syntheticElements();
  const teeth = Array.from({ length: 37 }, (_, i): HorizonPoint => [i * 10, i % 2 === 0 ? 2 : 18]);
  const towers = Array.from({ length: 17 }, (_, i): HorizonPoint[] => [
    [20 * i + 19.5, 2],
    [20 * i + 20, 20 + 4 * i],
    [20 * i + 20.5, 2],
  ]).flat();
  const masks: readonly (readonly [string, HorizonPoint[]])[] = [
    ['saw-teeth with points at 0 and 360', teeth],
    ['towers one degree wide', towers],
    ['a ridge across north', [[350, 3], [0, 40], [10, 3]]], // prettier-ignore
    ['a wall at 0 and 360', [[0, 30], [90, 30], [90, 2], [360, 2]]], // prettier-ignore
  ];
  it.each(masks)('%s', (_name, horizonMask) => {
    const errors = new EdgeErrors();
    const stations = [39.5, -90, 75].map((latitudeDeg) =>
      site({ id: `S${latitudeDeg}`, latitudeDeg, minElevationDeg: -1, horizonMask }),
    );
    checkSearch(errors, { set, stations, start, spanS: 14_400 }, 1);
    expect(errors.windows).toBeGreaterThan(3);
    expect(errors.percentileMs(0.95)).toBeLessThan(0.05);
  });

  it('a wall that the azimuth passes only for half a minute before it turns back', () => {
    const molniya = syntheticElements({
      ...{ meanMotionRevPerDay: 2.006, eccentricity: 0.72, inclinationDeg: 63.4, raanDeg: 259.467_530_809_342_86 },
      ...{ argumentOfPericenterDeg: 270, meanAnomalyDeg: 153.286_902_755_498_9, bstar: 0 },
    });
    const place = { latitudeDeg: 69.275_212_395_004_93, longitudeDeg: -16.102_394_219_487_906, minElevationDeg: 0 };
    const west = 67.137_070_395_589_9;
    const box = (beside: number, within: number): HorizonPoint[] => [
      [0, beside],
      [west, beside],
      [west, within],
      [west + 15, within],
      [west + 15, beside],
      [360, beside],
    ];
    const [blocked, seen] = [box(1, 71.5), box(71.5, 1)].map((horizonMask) => site({ ...place, horizonMask }));
    const errors = new EdgeErrors();
    checkSearch(
      errors,
      {
        set: molniya,
        stations: [
          { ...blocked!, id: 'A' },
          { ...seen!, id: 'B' },
        ],
        start,
        spanS: 43_200,
      },
      5,
    );
    expect(errors.windows).toBe(3);
  });

  it('a slope that the spacecraft touches within seconds of a wall', () => {
    const errors = new EdgeErrors();
    const trajectory = sgp4Trajectory(createPropagator(set));
    const open = site({ minElevationDeg: 0 });
    const look = exactLook({ trajectory, station: open, start, spanS: DAY_S });
    for (const { aos, los } of positiveStretches(
      exactClearance({ trajectory, station: open, start, spanS: DAY_S }),
      DAY_S,
      10,
    )) {
      for (const [share, after] of [
        [0.3, 0.05],
        [0.4, 0.5],
        [0.6, 2],
        [0.7, 5],
      ] as const) {
        // prettier-ignore
        const [atWall, touch] = [aos + share * (los - aos), aos + share * (los - aos) + after];
        const [wall, peak] = [look(atWall), look(touch)];
        const [before, behind] = [look(touch - 1e-3), look(touch + 1e-3)];
        const slope = (behind.elevationDeg - before.elevationDeg) / (behind.azimuthDeg - before.azimuthDeg);
        const way = Math.sign(peak.azimuthDeg - wall.azimuthDeg);
        const far = wall.azimuthDeg + 3 * way;
        for (const above of [1e-3, -1e-3]) {
          const line = (azimuth: number): number => peak.elevationDeg - above + slope * (azimuth - peak.azimuthDeg);
          const ends = [line(wall.azimuthDeg), line(far)];
          if (far < 1 || far > 359 || Math.abs(far - wall.azimuthDeg) > 3.1 || ends.some((e) => Math.abs(e) > 88))
            continue;
          const ramp: HorizonPoint[] = [
            [wall.azimuthDeg, 0],
            [wall.azimuthDeg, ends[0]!],
            [far, ends[1]!],
            [far, 0],
          ];
          const horizonMask: HorizonPoint[] = [[0, 0], ...(way > 0 ? ramp : ramp.toReversed()), [360, 0]];
          const station = site({ minElevationDeg: -90, horizonMask });
          const from = plusSeconds(start, touch - 12);
          checkSearch(errors, { set, stations: [station], start: from, spanS: 24 }, 0.02);
        }
      }
    }
    expect(errors.windows).toBeGreaterThan(30);
  });
});

describe('spans', () => {
  const set = syntheticElements();
  const stations = [site(), site({ id: 'P', latitudeDeg: -90, minElevationDeg: 0 })];
  const wholeS = 43_200;
  const whole = windowsOf({ set, stations, start, spanS: wholeS });

  it('that begin or end inside a pass, exactly at AOS, TCA and LOS', () => {
    expect(whole.length).toBeGreaterThan(5);
    for (const { aos, tca, los } of whole.filter(({ aosOpen, losOpen }) => !aosOpen && !losOpen)) {
      const inside = plusSeconds(aos, 0.4 * secondsBetween(aos, los));
      for (const cut of [aos, tca, los, inside]) {
        const [head, tail] = [
          windowsOf({ set, stations, start, spanS: secondsBetween(start, cut) }),
          windowsOf({ set, stations, start: cut, spanS: wholeS - secondsBetween(start, cut) }),
        ];
        // A contact that ends or begins at the cut, give or take some microseconds, does not count there.
        const near = 10_000n;
        expect(head).toHaveLength(whole.filter((each) => each.aos < cut - near).length);
        expect(tail).toHaveLength(whole.filter((each) => each.los > cut + near).length);
        if (cut === aos || cut === los) continue;
        const cutOnes = whole.filter((each) => each.aos < cut - near && each.los > cut + near);
        expect(head.filter((each) => each.losOpen && each.los === cut)).toHaveLength(cutOnes.length);
        expect(tail.filter((each) => each.aosOpen && each.aos === cut)).toHaveLength(cutOnes.length);
      }
    }
  });

  it.each([1e-9, 1e-3, 10])('of %d s', (spanS) => {
    for (const { aos, tca, los } of whole) {
      const from = plusSeconds(aos, 0.3 * secondsBetween(aos, los));
      const windows = windowsOf({ set, stations, start: from, spanS });
      expect(windows.some((each) => each.aos === from && each.aosOpen)).toBe(true);
      for (const each of windows) {
        expect([each.aos >= from, each.tca >= each.aos, each.los >= each.tca]).toEqual([true, true, true]);
        expect(each.los <= plusSeconds(from, spanS)).toBe(true);
      }
      expect(tca).toBeGreaterThanOrEqual(aos);
    }
  });

  it('of two months, up all the time: closed by the end itself', () => {
    const geo = syntheticElements({
      ...{ meanMotionRevPerDay: 1.002_737_9, eccentricity: 0.0002, inclinationDeg: 0.1, bstar: 0 },
    });
    const places = [0, 90, 180, 270].map((longitudeDeg) =>
      site({ id: `S${longitudeDeg}`, latitudeDeg: 0, longitudeDeg }),
    );
    const spanS = 60 * DAY_S;
    const always = windowsOf({ set: geo, stations: places, start, spanS }).filter(
      (each) => each.aosOpen && each.losOpen,
    );
    expect(always.length).toBeGreaterThan(0);
    expect(always.map(({ aos, los }) => [aos, los])).toEqual(always.map(() => [start, plusSeconds(start, spanS)]));
  });
});

describe('the identity of a contact', () => {
  const teeth = Array.from({ length: 36 }, (_, i): HorizonPoint => [i * 10, i % 2 === 0 ? 2 : 18]);
  const stations = [
    site(),
    site({ id: 'M', minElevationDeg: 2, horizonMask: teeth }),
    site({ id: 'N', latitudeDeg: 68, longitudeDeg: -20, minElevationDeg: 2, horizonMask: teeth }),
    site({ id: 'P', latitudeDeg: -90, minElevationDeg: 0 }),
    // From here a low orbit near the equator is seen where its orbits are told apart.
    site({ id: 'Q', latitudeDeg: -34.650_610_722_601_414, longitudeDeg: -157.045_760_611_072_18, minElevationDeg: 0 }),
  ];
  const key = ({ station, orbitNumber, part }: ContactWindow): string => `${station} ${orbitNumber}.${part}`;

  it.each([
    ['low orbit', {}, DAY_S, 20],
    ['low orbit near the equator', { inclinationDeg: 170.8, meanMotionRevPerDay: 14 }, DAY_S, 200],
    ['Molniya', { meanMotionRevPerDay: 2.006, eccentricity: 0.72, inclinationDeg: 63.4, argumentOfPericenterDeg: 270, bstar: 0 }, 2 * DAY_S, 8], // prettier-ignore
    ['eccentric orbit of four hours', { meanMotionRevPerDay: 6.5, eccentricity: 0.4, inclinationDeg: 40, bstar: 0 }, DAY_S, 30], // prettier-ignore
  ])('is the same wherever the search begins: %s', (_name, changes, spanS, tries) => {
    const set = syntheticElements(changes);
    const propagator = createPropagator(set);
    const whole = windowsOf({ set, stations, start, spanS });
    expect(new Set(whole.map(key)).size).toBe(whole.length);
    expect(whole.some(({ part }) => part > 1)).toBe(true);
    for (const window of whole.filter(({ aosOpen }) => !aosOpen)) {
      const { latitudeDeg } = stations.find(({ id }) => id === window.station)!;
      expect(window.orbitNumber).toBe(contactOrbitNumber(propagator, window.aos, latitudeDeg));
    }
    const cuts = whole.flatMap(({ aos, los }) => [
      aos,
      plusSeconds(aos, 0.9 * secondsBetween(aos, los)),
      plusSeconds(los, 1),
    ]);
    const every = Math.ceil(cuts.length / tries);
    for (const cut of cuts.filter((each, i) => i % every === 0 && each > start && each < plusSeconds(start, spanS))) {
      const tail = windowsOf({ set, stations, start: cut, spanS: spanS - secondsBetween(start, cut) });
      const expected = whole.filter(({ los }) => los > cut + 10_000n);
      expect(tail.map(key).sort()).toEqual(expected.map(key).sort());
    }
  });

  it('and its times and crossings are those of one source where pieces of elements and of an ephemeris meet', () => {
    const set = syntheticElements();
    const places = stations.map((each) => ({ ...each, uplinkMinElevationDeg: 10 }));
    const spanS = 43_200;
    const end = plusSeconds(start, spanS);
    const search = (spacecraft: readonly ContactSubject[]): readonly ContactWindow[] => {
      const found = findManyContactWindows({
        spacecraft,
        stations: places,
        start,
        end,
        earthOrientation: 'none',
        crossings: true,
      });
      expect(found.errors).toEqual([]);
      return found.contactWindows;
    };
    const subject = { spacecraft: set.objectName, elementSet: set };
    const whole = search([subject]);
    const seconds = (instant: Tai | undefined): unknown =>
      instant === undefined ? undefined : expect.closeTo(secondsBetween(start, instant), 3);
    const plain = (instant: Tai | undefined): unknown =>
      instant === undefined ? undefined : secondsBetween(start, instant);
    const shown = (window: ContactWindow, of: (instant: Tai | undefined) => unknown): unknown => ({
      key: key(window),
      open: [window.aosOpen, window.losOpen],
      times: [window.aos, window.los].map(of),
      horizon: [window.crossings?.horizonAos, window.crossings?.horizonLos].map(of),
      uplink: window.crossings?.uplink.map(({ from, to }) => [of(from), of(to)]),
    });
    const { aos, los } = whole.find(({ station }) => station === 'S')!;
    for (const cut of [
      plusSeconds(aos, 100),
      plusSeconds(aos, -20),
      plusSeconds(los, 20),
      plusSeconds(start, 20_000),
    ]) {
      const segment = sampleEphemeris(sgp4Trajectory(createPropagator(set)), {
        ...{ objectName: set.objectName, objectId: '2030-001A', from: cut, to: plusSeconds(end, 3600) },
        ...{ stepSeconds: 60, interpolation: 'LAGRANGE', interpolationDegree: 9 },
      });
      const ephemeris = {
        ...{ spacecraft: set.objectName, catalogNumber: set.catalogNumber, created: set.epoch, counter: set },
        ...{ trajectory: ephemerisTrajectory([segment]), source: { format: 'oem', name: 'made' } },
      };
      const before = { ...subject, piece: { from: start, to: cut } };
      for (const after of [subject, ephemeris]) {
        const pieced = search([before, { ...after, piece: { from: cut, to: end } }]);
        expect(pieced.map((window) => shown(window, plain))).toEqual(whole.map((window) => shown(window, seconds)));
      }
    }
  });
});

describe('what stops or jumps inside the span', () => {
  it('elements that decay: every window up to there, the last one open', () => {
    const set = syntheticElements({ meanMotionRevPerDay: 16.3, bstar: 0.003, eccentricity: 0.0005 });
    const stations = [
      site({ latitudeDeg: 90, minElevationDeg: 0 }),
      site({ id: 'T', latitudeDeg: -90, minElevationDeg: -20 }),
    ];
    const spanS = 10 * DAY_S;
    const { contactWindows, errors } = findManyContactWindows({
      ...{ spacecraft: [{ spacecraft: 'T', elementSet: set }], stations, start, end: plusSeconds(start, spanS) },
      earthOrientation: 'none',
    });
    const stopS = secondsBetween(start, errors[0]!.at) - 1e-3;
    const compared = new EdgeErrors();
    const trajectory = sgp4Trajectory(createPropagator(set));
    for (const station of stations)
      compared.compare(
        ofStation(contactWindows, station),
        positiveStretches(exactClearance({ trajectory, station, start, spanS: stopS }), stopS, 5),
        start,
      );
    expect(compared.windows).toBeGreaterThan(10);
    expect(compared.percentileMs(0.95)).toBeLessThan(0.05);
  });

  it('a table of Earth orientation that ends', () => {
    const rows = [-2, -1, 0].map((day) => ({
      ...{ mjdUtc: 61_155 + day, flag: 'measured' as const, ut1MinusUtcSeconds: 0.35 - 0.001 * day },
      ...{ xpArcsec: 0.15, ypArcsec: 0.35 },
    }));
    const earthOrientation = earthOrientationSeries(rows, { source: 'made up' });
    const errors = new EdgeErrors();
    const stations = [site(), site({ id: 'P', latitudeDeg: 90 })];
    checkSearch(
      errors,
      { set: syntheticElements(), stations, start: plusSeconds(start, -43_200), spanS: DAY_S, earthOrientation },
      5,
    );
    expect(errors.windows).toBeGreaterThan(15);
    expect(errors.percentileMs(1)).toBeLessThan(0.05);
  });

  it('UT1 = UTC across a leap second', () => {
    const from = parseUtc('2016-12-31T20:17:00Z');
    const set = syntheticElements({ epoch: parseUtc('2016-12-30T12:00:00Z') });
    const errors = new EdgeErrors();
    const stations = [78, 40, 0, -35, -90].map((latitudeDeg) =>
      site({ id: `S${latitudeDeg}`, latitudeDeg, minElevationDeg: 0 }),
    );
    checkSearch(errors, { set, stations, start: from, spanS: 43_200 }, 2);
    expect(errors.windows).toBeGreaterThan(15);
    expect(errors.percentileMs(0.5)).toBeLessThan(0.05);
  });
});
