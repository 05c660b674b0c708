import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import fc from 'fast-check';
import { findContactWindows } from '../contact-windows/find-contact-windows.js';
import { topocentricFrame } from '../frames/topocentric.js';
import { createPropagator, propagateTemeMinutes } from '../propagation/propagator.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { alongTrackSigmaM, dragAlongTrackKm } from './along-track-sigma.js';
import { contactTimeSigmas } from './aos-uncertainty.js';

const start = parseUtc('2026-04-25T00:00:00Z');
const station = { id: 'S', name: 'S', latitudeDeg: 39.5, longitudeDeg: 75.9, heightM: 1290, minElevationDeg: 5 };
const frame = topocentricFrame(station);
const elements = syntheticElements();
const path = new EarthFixedPath(sgp4Trajectory(createPropagator(elements)), start, 'none');
const contactsOf = (elementSet: typeof elements) =>
  findContactWindows({
    elementSet,
    station,
    start,
    end: plusSeconds(start, 86_400),
    earthOrientation: 'none',
  }).contactWindows.map(({ aos, tca, los, maxElevationDeg }) => ({
    aosSeconds: secondsBetween(start, aos),
    tcaSeconds: secondsBetween(start, tca),
    losSeconds: secondsBetween(start, los),
    maxElevationDeg,
  }));

describe('uncertainty along the track', () => {
  it('is what the drag term of SGP4 does, squared in age and proportional to B*', () => {
    const bstar = 1e-4;
    const withDrag = createPropagator(syntheticElements({ bstar, eccentricity: 1e-4 }));
    const without = createPropagator(syntheticElements({ bstar: 0, eccentricity: 1e-4 }));
    const days = 3;
    const [a, b] = [withDrag, without].map((propagator) => {
      const state = propagateTemeMinutes(propagator, days * 1440);
      if (!state.ok) throw new TypeError(state.reason);
      return state.position;
    });
    const apart = Math.hypot(a![0] - b![0], a![1] - b![1], a![2] - b![2]) / 1000;
    expect(dragAlongTrackKm(withDrag, days) / apart).toBeCloseTo(1, 1);
    expect(dragAlongTrackKm(withDrag, 2 * days)).toBeCloseTo(4 * dragAlongTrackKm(withDrag, days), 9);
    const negative = createPropagator(syntheticElements({ bstar: -2 * bstar, eccentricity: 1e-4 }));
    expect(dragAlongTrackKm(negative, days)).toBeCloseTo(2 * dragAlongTrackKm(withDrag, days), 6);
    expect(dragAlongTrackKm(without, days)).toBe(0);
  });
  it('never falls with age, before the epoch either, nor with |B*|', () => {
    const day = fc.double({ min: 0, max: 30, noNaN: true });
    const drag = fc.double({ min: -1e-3, max: 1e-3, noNaN: true });
    fc.assert(
      fc.property(day, day, drag, (a, b, bstar) => {
        const propagator = createPropagator(syntheticElements({ bstar }));
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(alongTrackSigmaM(propagator, more)).toBeGreaterThanOrEqual(alongTrackSigmaM(propagator, less));
        expect(alongTrackSigmaM(propagator, -more)).toBe(alongTrackSigmaM(propagator, more));
        const still = createPropagator(syntheticElements({ bstar: bstar / 2 }));
        expect(alongTrackSigmaM(propagator, more)).toBeGreaterThanOrEqual(alongTrackSigmaM(still, more));
      }),
    );
  });
  it('lies between half a kilometre and three a day for a week in low orbit', () => {
    const propagator = createPropagator(elements);
    for (const days of [1, 3, 7]) {
      expect(alongTrackSigmaM(propagator, days)).toBeGreaterThan(500 * days);
      expect(alongTrackSigmaM(propagator, days)).toBeLessThan(3000 * days + 500);
    }
  });
});

describe('uncertainty of AOS, TCA and LOS', () => {
  const contacts = contactsOf(elements);

  it('is 0.13 s a kilometre for a high pass', () => {
    const high = contacts.filter(({ maxElevationDeg }) => maxElevationDeg > 40);
    expect(high.length).toBeGreaterThan(0);
    for (const contact of high) {
      const { aosS, tcaS, losS, mayNotRise } = contactTimeSigmas(path, frame, contact, 1000);
      for (const sigma of [aosS, tcaS, losS]) expect(Math.abs(sigma - 0.133)).toBeLessThan(0.015);
      expect(mayNotRise).toBe(false);
    }
  });

  it('is how far the times move when the elements are moved along the track', () => {
    // 0.05 degrees of mean anomaly are 6.1 km of a circle of 7 010 km: the other way is to search again with other elements.
    const shiftDeg = 0.05;
    const moved = [1, -1].map((side) =>
      contactsOf(syntheticElements({ meanAnomalyDeg: elements.meanAnomalyDeg + side * shiftDeg })),
    );
    const alongM = ((shiftDeg * Math.PI) / 180) * 7_010_000;
    contacts.forEach((contact, i) => {
      const found = contactTimeSigmas(path, frame, contact, alongM);
      const expected = (pick: (c: (typeof contacts)[number]) => number): number =>
        Math.max(...moved.map((list) => Math.abs(pick(list[i]!) - pick(contact))));
      expect(found.aosS / expected((c) => c.aosSeconds)).toBeCloseTo(1, 1);
      expect(found.tcaS / expected((c) => c.tcaSeconds)).toBeCloseTo(1, 1);
      expect(found.losS / expected((c) => c.losSeconds)).toBeCloseTo(1, 1);
    });
    expect(moved.map((list) => list.length)).toEqual([contacts.length, contacts.length]);
  });

  it('grows with the sigma, most for a grazing pass, which may not rise at all', () => {
    const worst = contacts.map((contact) => {
      const grazing = { ...contact, aosSeconds: contact.tcaSeconds - 1, losSeconds: contact.tcaSeconds + 1 };
      const one = contactTimeSigmas(path, frame, contact, 1000);
      const two = contactTimeSigmas(path, frame, contact, 2000);
      expect(two.aosS).toBeGreaterThan(one.aosS * 1.9);
      return contactTimeSigmas(path, frame, grazing, 100_000);
    });
    expect(worst.some(({ mayNotRise }) => mayNotRise)).toBe(true);
    for (const { aosS, losS } of worst) {
      expect(aosS).toBeGreaterThanOrEqual(1);
      expect(Number.isFinite(aosS + losS)).toBe(true);
    }
  });

  it('is nothing where nothing is uncertain', () => {
    expect(contactTimeSigmas(path, frame, contacts[0]!, 0)).toEqual({ aosS: 0, tcaS: 0, losS: 0, mayNotRise: false });
  });
});
