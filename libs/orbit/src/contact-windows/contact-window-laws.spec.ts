import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { type Tai, plusSeconds, secondsBetween } from '@app/time';
import { checkAgainstSamples, clearance, hours, site, start, windowsOf } from '../testing/contact-samples.js';
import { evenly } from '../sun-moon/testing/evenly.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import {
  ContactSearchError,
  type ContactWindow,
  StationError,
  createPropagator,
  findContactWindows,
  findManyContactWindows,
  lookAnglesAt,
  orbitNumberAt,
} from '../index.js';

const molniya = syntheticElements({
  meanMotionRevPerDay: 2.006,
  eccentricity: 0.72,
  inclinationDeg: 63.4,
  argumentOfPericenterDeg: 270,
  meanAnomalyDeg: 10,
  bstar: 0,
});
const geosynchronous = syntheticElements({
  meanMotionRevPerDay: 1.002_737_9,
  eccentricity: 0.0002,
  inclinationDeg: 3,
  raanDeg: 90,
  argumentOfPericenterDeg: 0,
  meanAnomalyDeg: 287,
  bstar: 0,
});

describe('findContactWindows', () => {
  it('agrees with sampling every ten seconds for any low orbit and any station, poles included', () => {
    const orbits = fc.record({
      meanMotionRevPerDay: evenly(13, 15.6),
      eccentricity: evenly(0, 0.01),
      inclinationDeg: evenly(0, 180),
      raanDeg: evenly(0, 360),
      meanAnomalyDeg: evenly(0, 360),
    });
    const stations = fc.record({
      latitudeDeg: fc.oneof(fc.constantFrom(-90, 90), evenly(-90, 90)),
      longitudeDeg: evenly(-180, 180),
      minElevationDeg: fc.constantFrom(0, 5, 30, 80),
    });
    fc.assert(
      fc.property(orbits, stations, (orbit, place) => {
        checkAgainstSamples(syntheticElements(orbit), site(place), [start, hours(8)], 10);
      }),
      { numRuns: 20 },
    );
  });

  it('gives the highest elevation at TCA, and azimuth and range at all three times', () => {
    const set = syntheticElements();
    const above = clearance(set, site());
    const windows = windowsOf(set, site(), [start, hours(72)]);
    expect(windows.length).toBeGreaterThan(10);
    for (const window of windows) {
      for (const offset of [-30, -1, -0.02, 0.02, 1, 30])
        expect(above(plusSeconds(window.tca, offset))).toBeLessThan(window.maxElevationDeg - 5);
      const looks = [window.aos, window.tca, window.los].map((at) => lookAnglesAt(createPropagator(set), site(), at));
      const [aos, tca, los] = looks.map((look) => (look.ok ? look : undefined));
      expect(window.maxElevationDeg).toBeCloseTo(tca!.elevationDeg, 6);
      expect([window.aosAzimuthDeg, window.tcaAzimuthDeg, window.losAzimuthDeg]).toEqual([
        expect.closeTo(aos!.azimuthDeg, 4),
        expect.closeTo(tca!.azimuthDeg, 4),
        expect.closeTo(los!.azimuthDeg, 4),
      ]);
      expect([window.aosRangeM, window.tcaRangeM, window.losRangeM]).toEqual([
        expect.closeTo(aos!.rangeM, 1),
        expect.closeTo(tca!.rangeM, 1),
        expect.closeTo(los!.rangeM, 1),
      ]);
    }
  });

  it('gives the same windows however the span is split, and the same identity to both halves of a cut one', () => {
    const set = syntheticElements();
    const whole = windowsOf(set, site(), [start, hours(24)]);
    for (const window of whole) {
      const cut = plusSeconds(window.aos, secondsBetween(window.aos, window.los) * 0.7);
      const parts = [...windowsOf(set, site(), [start, cut]), ...windowsOf(set, site(), [cut, hours(24)])];
      expect(parts).toHaveLength(whole.length + 1);
      expect(parts.filter((part) => part.losOpen || part.aosOpen).map((part) => part.orbitNumber)).toEqual([
        window.orbitNumber,
        window.orbitNumber,
      ]);
      for (const other of whole) {
        if (other === window) continue;
        const same = parts.find((part) => part.orbitNumber === other.orbitNumber)!;
        for (const time of ['aos', 'tca', 'los'] as const)
          expect(Math.abs(secondsBetween(same[time], other[time]))).toBeLessThan(1e-5);
      }
    }
    expect(new Set(whole.map((window) => window.orbitNumber)).size).toBe(whole.length);
  });

  it('keeps the orbit number of a contact when it is predicted from the elements of another revolution', () => {
    const set = syntheticElements({ bstar: 0 });
    const revolution = 86_400 / set.meanMotionRevPerDay;
    const newer = {
      ...set,
      epoch: plusSeconds(set.epoch, 3 * revolution),
      revolutionAtEpoch: set.revolutionAtEpoch + 3,
    };
    const [old, renewed] = [set, newer].map((each) => windowsOf(each, site(), [start, hours(24)]));
    expect(renewed!.map((window) => window.orbitNumber)).toEqual(old!.map((window) => window.orbitNumber));
  });

  it('gives every pass of a week a number of its own, at every latitude, and mostly that of the revolution at AOS', () => {
    const set = syntheticElements({ bstar: 0 });
    for (const latitudeDeg of [-89, -60, -45, -44.9, -30, -6.4, -1.2, 0, 4, 13, 40, 44.9, 45, 53, 78, 90]) {
      const station = site({ minElevationDeg: 5, latitudeDeg });
      const windows = windowsOf(set, station, [start, hours(168)]);
      const numbers = windows.map(({ orbitNumber }) => orbitNumber);
      expect(numbers.length).toBeGreaterThan(10);
      expect(new Set(numbers).size).toBe(numbers.length);
      const propagator = createPropagator(set);
      for (const { aos, los, orbitNumber } of windows) {
        expect([0, 1]).toContain(orbitNumber - orbitNumberAt(propagator, aos)!);
        expect(orbitNumber - orbitNumberAt(propagator, los)!).toBeLessThanOrEqual(1);
      }
    }
  });

  it('finds a pass that peaks 0.0005 degrees above the mask and none that peaks as much below', () => {
    const set = syntheticElements();
    const peaks = windowsOf(set, site({ minElevationDeg: 0 }), [start, hours(24)]);
    expect(peaks.length).toBeGreaterThan(3);
    for (const { maxElevationDeg, tca, orbitNumber } of peaks) {
      const found = (minElevationDeg: number): ContactWindow | undefined =>
        windowsOf(set, site({ minElevationDeg }), [start, hours(24)]).find((each) => each.orbitNumber === orbitNumber);
      const grazing = found(maxElevationDeg - 0.0005)!;
      expect(secondsBetween(grazing.aos, grazing.los)).toBeLessThan(20);
      expect(Math.abs(secondsBetween(grazing.tca, tca))).toBeLessThan(1e-4);
      expect(found(maxElevationDeg + 0.0005)).toBeUndefined();
    }
  });

  it('marks a spacecraft that never sets as open on both sides, and gives none for one that never rises', () => {
    const place = { latitudeDeg: 0, heightM: 0 };
    const look = lookAnglesAt(createPropagator(geosynchronous), site({ ...place, longitudeDeg: 0 }), start);
    if (!look.ok) throw new Error(look.reason);
    const spans = Array.from({ length: 36 }, (_, i) => site({ ...place, longitudeDeg: i * 10 })).map((station) =>
      windowsOf(geosynchronous, station, [start, hours(30)]),
    );
    const always = spans.filter(([window]) => window?.aosOpen === true && window.losOpen && window.los === hours(30));
    expect(always.length).toBeGreaterThan(10);
    expect(spans.filter((windows) => windows.length === 0).length).toBeGreaterThan(10);
  });

  it('agrees with sampling for a geosynchronous spacecraft that oscillates on the mask', () => {
    const propagator = createPropagator(geosynchronous);
    const elevations = Array.from({ length: 48 }, (_, i) => {
      const look = lookAnglesAt(propagator, site(), hours(i / 2));
      return look.ok ? look.elevationDeg : Number.NaN;
    });
    const middle = (Math.max(...elevations) + Math.min(...elevations)) / 2;
    expect(Math.max(...elevations) - Math.min(...elevations)).toBeGreaterThan(0.5);
    const windows = checkAgainstSamples(geosynchronous, site({ minElevationDeg: middle }), [start, hours(96)], 60);
    expect(windows.length).toBeGreaterThanOrEqual(4);
  });

  it.each([39.5, 80, -35, -90])('agrees with sampling for a Molniya orbit from latitude %d', (latitudeDeg) => {
    checkAgainstSamples(molniya, site({ latitudeDeg }), [start, hours(72)], 30);
  });

  it('splits a contact at a dip between two culminations that goes 0.0005 degrees below the mask', () => {
    let dips = 0;
    for (let longitudeDeg = -180; longitudeDeg < 180; longitudeDeg += 30) {
      const place = site({ latitudeDeg: 45, longitudeDeg, minElevationDeg: 0 });
      const above = clearance(molniya, place);
      for (let minute = 10; minute < 1440; minute += 10) {
        const [before, here, after] = [-10, 0, 10].map((offset) => above(hours((minute + offset) / 60)));
        if (here! < 10 || here! > before! || here! > after!) continue;
        // The lowest point, by thirds.
        let [low, high] = [(minute - 10) * 60, (minute + 10) * 60];
        while (high - low > 0.01) {
          const third = (high - low) / 3;
          if (above(plusSeconds(start, low + third)) < above(plusSeconds(start, high - third))) high -= third;
          else low += third;
        }
        const dip = above(plusSeconds(start, low));
        const around = [hours(minute / 60 - 0.5), hours(minute / 60 + 0.5)] as const;
        expect(windowsOf(molniya, { ...place, minElevationDeg: dip - 0.0005 }, around)).toHaveLength(1);
        expect(windowsOf(molniya, { ...place, minElevationDeg: dip + 0.0005 }, around)).toHaveLength(2);
        dips += 1;
      }
    }
    expect(dips).toBeGreaterThan(3);
  });

  it('ends the windows where SGP4 gives out, and says code, reason and instant', () => {
    const decaying = syntheticElements({ meanMotionRevPerDay: 16.3, bstar: 0.003, eccentricity: 0.0005 });
    const stations = [site({ latitudeDeg: 90 }), site({ id: 'T', latitudeDeg: -90 })];
    const healthy = syntheticElements({ objectName: 'TEST-2' });
    const found = findManyContactWindows({
      spacecraft: [decaying, healthy].map((elementSet) => ({ spacecraft: elementSet.objectName, elementSet })),
      stations,
      start,
      end: hours(240),
      earthOrientation: 'none',
    });
    expect(found.errors).toHaveLength(1);
    const [stop] = found.errors;
    expect(stop).toMatchObject({ spacecraft: 'TEST-1', catalogNumber: 799_500_001 });
    const propagator = createPropagator(decaying);
    expect(lookAnglesAt(propagator, stations[0]!, plusSeconds(stop!.at, -0.1))).toMatchObject({ ok: true });
    expect(lookAnglesAt(propagator, stations[0]!, plusSeconds(stop!.at, 0.1))).toMatchObject({
      ok: false,
      code: stop!.code,
      reason: stop!.reason,
    });
    const own = found.contactWindows.filter((window) => window.spacecraft === 'TEST-1');
    expect(own.length).toBeGreaterThan(5);
    expect(own.every((window) => window.los <= stop!.at)).toBe(true);
    expect(found.contactWindows.some((window) => window.spacecraft === 'TEST-2' && window.los > stop!.at)).toBe(true);
  });

  it('says when elements cannot be propagated at all', () => {
    const dead = syntheticElements({ bstar: 0.5 });
    const span = { start: hours(4000), end: hours(4010) };
    const found = findContactWindows({ elementSet: dead, station: site(), ...span, earthOrientation: 'none' });
    expect(found).toMatchObject({ contactWindows: [], errors: [{ spacecraft: 'TEST-1', at: span.start }] });
  });

  it('states its model', () => {
    const elementSet = syntheticElements();
    const { model } = findContactWindows({
      elementSet,
      station: site(),
      start,
      end: hours(1),
      earthOrientation: 'none',
    });
    expect(model).toEqual({
      propagator: 'SGP4 (WGS72, improved)',
      earthOrientation: 'none: UT1=UTC, no polar motion',
      refraction: 'none',
      lightTime: 'none',
      elements: [
        {
          spacecraft: 'TEST-1',
          catalogNumber: 799_500_001,
          epoch: elementSet.epoch,
          source: { format: 'omm-json', name: 'synthetic' },
        },
      ],
      stations: [site()],
    });
  });

  it('refuses a span that does not run forward, a wrong station, a name that comes twice', () => {
    const search = {
      elementSet: syntheticElements(),
      station: site(),
      start,
      end: hours(1),
      earthOrientation: 'none' as const,
    };
    expect(() => findContactWindows({ ...search, end: start })).toThrow(ContactSearchError);
    expect(() => findContactWindows({ ...search, station: site({ latitudeDeg: 91 }) })).toThrow(StationError);
    const twice = { spacecraft: 'A', elementSet: search.elementSet };
    expect(() => findManyContactWindows({ ...search, spacecraft: [twice, twice], stations: [site()] })).toThrow(
      /"A" again/,
    );
  });
});

describe('lookAnglesAt', () => {
  it('gives a range rate that is the slope of the range', () => {
    const propagator = createPropagator(syntheticElements());
    const range = (at: Tai): number => {
      const look = lookAnglesAt(propagator, site(), at);
      return look.ok ? look.rangeM : Number.NaN;
    };
    for (let minute = 0; minute < 1440; minute += 7) {
      const at = plusSeconds(start, minute * 60);
      const look = lookAnglesAt(propagator, site(), at);
      // Four-point slope, error of fourth order.
      const slope =
        (8 * (range(plusSeconds(at, 0.2)) - range(plusSeconds(at, -0.2))) -
          (range(plusSeconds(at, 0.4)) - range(plusSeconds(at, -0.4)))) /
        2.4;
      expect(Math.abs((look.ok ? look.rangeRateMps : Number.NaN) - slope)).toBeLessThan(2e-3);
    }
  });
});
