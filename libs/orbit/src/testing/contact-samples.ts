import { expect } from '@jest/globals';
import { type Tai, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import {
  type ContactWindow,
  DEG_PER_RAD,
  EarthRotation,
  type ElementSet,
  type Station,
  createPropagator,
  directionTo,
  findContactWindows,
  horizonMaskOf,
  minutesSinceEpoch,
  propagateInto,
  topocentricFrame,
} from '../index.js';

export const start = parseUtc('2026-04-25T00:00:00Z');
const HOUR = 3600;
export const hours = (count: number): Tai => plusSeconds(start, count * HOUR);
export const site = (changes: Partial<Station> = {}): Station => ({
  id: 'S',
  name: 'Site',
  latitudeDeg: 39.5,
  longitudeDeg: 75.9,
  heightM: 1290,
  minElevationDeg: 5,
  ...changes,
});

export function windowsOf(
  elementSet: ElementSet,
  station: Station,
  span: readonly [Tai, Tai],
): readonly ContactWindow[] {
  const found = findContactWindows({ elementSet, station, start: span[0], end: span[1], earthOrientation: 'none' });
  expect(found.errors).toEqual([]);
  return found.contactWindows;
}

/** Degrees above the station's mask, straight from the propagator: another way than the search's own. */
export function clearance(elementSet: ElementSet, station: Station): (at: Tai) => number {
  const propagator = createPropagator(elementSet);
  const mask = horizonMaskOf(station);
  const frame = topocentricFrame(station);
  const rotation = new EarthRotation(start, 'none');
  const state = new Float64Array(6);
  return (at) => {
    if (propagateInto(propagator, minutesSinceEpoch(propagator, at), state) !== 0) throw new Error('no state');
    rotation.rotate(secondsBetween(start, at), state);
    const { azimuthRad, elevationRad } = directionTo(frame, state[0]!, state[1]!, state[2]!);
    return elevationRad * DEG_PER_RAD - mask.elevationDegAt(azimuthRad * DEG_PER_RAD);
  };
}

/** Every sampled instant is above the mask when, and only when, a window covers it; and every window is in order and on the mask. */
export function checkAgainstSamples(
  elementSet: ElementSet,
  station: Station,
  span: readonly [Tai, Tai],
  step: number,
  edgeDeg = 2e-6,
): readonly ContactWindow[] {
  const windows = windowsOf(elementSet, station, span);
  const above = clearance(elementSet, station);
  let previous = span[0] - 1n;
  for (const window of windows) {
    expect(window.aos > previous).toBe(true);
    expect(window.aos <= window.tca && window.tca <= window.los && window.aos < window.los).toBe(true);
    expect([window.aosOpen, window.losOpen]).toEqual([window.aos === span[0], window.los === span[1]]);
    if (!window.aosOpen) expect(Math.abs(above(window.aos))).toBeLessThan(edgeDeg);
    if (!window.losOpen) expect(Math.abs(above(window.los))).toBeLessThan(edgeDeg);
    previous = window.los;
  }
  const wrong: string[] = [];
  let next = 0;
  for (let at = span[0]; at < span[1]; at = plusSeconds(at, step)) {
    while (next < windows.length && windows[next]!.los < at) next += 1;
    const covered = next < windows.length && windows[next]!.aos <= at;
    const degrees = above(at);
    if (degrees > 0 !== covered && Math.abs(degrees) > edgeDeg)
      wrong.push(`${secondsBetween(start, at)} s: ${degrees}`);
  }
  expect(wrong).toEqual([]);
  return windows;
}
