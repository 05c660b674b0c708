import { expect } from '@jest/globals';
import { type Tai, secondsBetween } from '@app/time';
import {
  type ContactWindow,
  DEG_PER_RAD,
  EarthFixedPath,
  type EarthOrientation,
  type ElevationModel,
  type Station,
  type Trajectory,
  directionTo,
  geometricElevation,
  horizonMaskOf,
  topocentricFrame,
} from '../../index.js';
import { goldenMaximum } from '../root-finding.js';

/** A function of seconds from the start of a span. */
export type OfTime = (seconds: number) => number;

/** What is searched by brute force: exact states only, nothing of the finder's path. */
export interface View {
  readonly trajectory: Trajectory;
  readonly station: Station;
  readonly start: Tai;
  readonly spanS: number;
  readonly earthOrientation?: EarthOrientation;
  readonly elevation?: ElevationModel;
}

/** Elevation and azimuth (degrees) of exact states; NaN where there is none. */
export function exactLook(
  view: View,
): (seconds: number) => { readonly elevationDeg: number; readonly azimuthDeg: number } {
  const { trajectory, station, start, earthOrientation = 'none', elevation = geometricElevation } = view;
  const path = new EarthFixedPath(trajectory, start, earthOrientation);
  const frame = topocentricFrame(station);
  const state = new Float64Array(6);
  return (seconds) => {
    if (path.stateInto(seconds, state) !== 0) return { elevationDeg: Number.NaN, azimuthDeg: Number.NaN };
    const look = directionTo(frame, state[0]!, state[1]!, state[2]!);
    return {
      elevationDeg: elevation.apparent(look.elevationRad) * DEG_PER_RAD,
      azimuthDeg: look.azimuthRad * DEG_PER_RAD,
    };
  };
}

/** Degrees above the station's mask, of exact states. */
export function exactClearance(view: View): OfTime {
  const look = exactLook(view);
  const mask = horizonMaskOf(view.station);
  return (seconds) => {
    const { elevationDeg, azimuthDeg } = look(seconds);
    return elevationDeg - mask.elevationDegAt(azimuthDeg);
  };
}

export interface TrueWindow {
  readonly aos: number;
  readonly los: number;
  readonly aosOpen: boolean;
  readonly losOpen: boolean;
}

function bisect(f: OfTime, from: number, to: number): number {
  const above = f(from) > 0;
  let [low, high] = [from, to];
  while (high - low > 1e-8) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === above) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The stretches in which `f` is positive: samples, the extrema that three of them enclose by golden sections, and bisection. */
export function positiveStretches(f: OfTime, spanS: number, stepS: number): TrueWindow[] {
  const count = Math.max(8, Math.ceil(spanS / stepS));
  const at = (i: number): number => (spanS * i) / count;
  const points = Array.from({ length: count + 1 }, (_, i) => ({ t: at(i), value: f(at(i)) }));
  const extrema = points.slice(1, -1).flatMap(({ value }, i) => {
    const [before, after] = [points[i]!, points[i + 2]!];
    const sign = value > 0 ? -1 : 1;
    if (Math.abs(value) > 3 || sign * (value - before.value) < 0 || sign * (value - after.value) < 0) return [];
    const t = goldenMaximum((x) => sign * f(x), before.t, after.t, 1e-5);
    return [{ t, value: f(t) }];
  });
  const all = [...points, ...extrema].sort((a, b) => a.t - b.t);
  const found: TrueWindow[] = [];
  let open = { aos: 0, aosOpen: true };
  for (const [i, { t, value }] of all.entries()) {
    const before = all[i - 1];
    if (before === undefined || before.value > 0 === value > 0) continue;
    const crossing = bisect(f, before.t, t);
    if (before.value > 0) found.push({ ...open, los: crossing, losOpen: false });
    else open = { aos: crossing, aosOpen: false };
  }
  if (all.at(-1)!.value > 0) found.push({ ...open, los: spanS, losOpen: true });
  return found;
}

/** Collects by how much edges miss, over many cases. */
export class EdgeErrors {
  readonly seconds: number[] = [];
  windows = 0;

  /** The windows are those of brute force: as many, open alike. */
  compare(found: readonly ContactWindow[], expected: readonly TrueWindow[], start: Tai): void {
    const shown = found.map(({ aos, los, aosOpen, losOpen }) => ({
      aos: secondsBetween(start, aos),
      los: secondsBetween(start, los),
      ...{ aosOpen, losOpen },
    }));
    expect(shown).toEqual(
      expected.map(({ aos, los, aosOpen, losOpen }) => ({
        aos: expect.closeTo(aos, 1),
        los: expect.closeTo(los, 1),
        ...{ aosOpen, losOpen },
      })),
    );
    this.windows += found.length;
    for (const [i, window] of shown.entries())
      this.seconds.push(Math.abs(window.aos - expected[i]!.aos), Math.abs(window.los - expected[i]!.los));
    for (const { aos, tca, los } of found) expect([aos <= tca, tca <= los]).toEqual([true, true]);
  }

  /** The error that a share of all edges stays below, ms. */
  percentileMs(share: number): number {
    const sorted = this.seconds.toSorted((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN) * 1e3;
  }
}
