import { DEG_PER_RAD } from '../frames/vector.js';
import { type HorizonMask } from '../stations/horizon-mask.js';
import { type Look } from './observer.js';
import { findRoot, goldenMaximum } from './root-finding.js';

// A horizon that changes with azimuth bends and jumps, so the clearance above it is not smooth. Inside a stretch above its lowest value
// the spacecraft is followed in steps of at most half a degree of elevation and three of azimuth, and a sample is put on each side of
// every bend that its azimuth passes: between two samples the clearance is smooth, and its crossings and extrema can be found.

const ELEVATION_STEP_DEG = 0.5;
const AZIMUTH_STEP_DEG = 3;
const LONGEST_STEP_S = 60;
const SHORTEST_STEP_S = 1e-4;
const BEND_TOLERANCE_S = 1e-8;
/** A highest or lowest sample this near to the mask hides a crossing perhaps. */
const NEAR_DEG = 2;
const PEAK_TOLERANCE_S = 1e-6;

/** A stretch of a path in seconds; open where the path's end cuts it. */
export interface Interval {
  readonly from: number;
  readonly to: number;
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}

interface Sample {
  readonly at: number;
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** An angle as -180 to 180 degrees. */
const wrapped = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);

class MaskedView {
  constructor(
    readonly look: Look,
    readonly mask: HorizonMask,
  ) {}

  sample(at: number): Sample {
    const { azimuthRad, elevationRad } = this.look(at);
    return { at, azimuthDeg: azimuthRad * DEG_PER_RAD, elevationDeg: elevationRad * DEG_PER_RAD };
  }

  /** Degrees above the mask. */
  readonly clearance = (at: number): number => {
    const { azimuthDeg, elevationDeg } = this.sample(at);
    return elevationDeg - this.mask.elevationDegAt(azimuthDeg);
  };

  /** Times in (from, to), both sides of each bend that the azimuth passes. */
  bendsBetween(from: Sample, to: Sample): number[] {
    const times: number[] = [];
    const turn = wrapped(to.azimuthDeg - from.azimuthDeg);
    for (const bend of this.mask.bendsDeg) {
      const before = wrapped(from.azimuthDeg - bend);
      if (before > 0 === before + turn > 0 || Math.abs(before) > 90) continue;
      let low = from.at;
      let high = to.at;
      while (high - low > BEND_TOLERANCE_S) {
        const middle = (low + high) / 2;
        if (wrapped(this.sample(middle).azimuthDeg - bend) > 0 === before > 0) low = middle;
        else high = middle;
      }
      times.push(low, high);
    }
    return times.sort((a, b) => a - b);
  }

  /** Sample times of a stretch, ends and bends included. */
  sampleTimes(from: number, to: number): number[] {
    const times = [from];
    let here = this.sample(from);
    let step = 1;
    while (here.at < to) {
      const next = this.sample(Math.min(here.at + step, to));
      const moved = Math.max(
        Math.abs(next.elevationDeg - here.elevationDeg) / ELEVATION_STEP_DEG,
        Math.abs(wrapped(next.azimuthDeg - here.azimuthDeg)) / AZIMUTH_STEP_DEG,
      );
      if (moved > 1 && step > SHORTEST_STEP_S) {
        step /= 2;
        continue;
      }
      times.push(...this.bendsBetween(here, next), next.at);
      here = next;
      if (moved < 0.4) step = Math.min(step * 2, LONGEST_STEP_S);
    }
    return times.filter((time, i) => i === 0 || time > (times[i - 1] as number));
  }

  /** Sample times with the hidden highest and lowest points put in. */
  breakTimes(from: number, to: number): number[] {
    const times = this.sampleTimes(from, to);
    const clearances = times.map(this.clearance);
    const extra: number[] = [];
    for (let i = 1; i + 1 < times.length; i++) {
      const [before, here, after] = clearances.slice(i - 1, i + 2) as [number, number, number];
      const sign = here < 0 ? 1 : -1;
      if (Math.abs(here) > NEAR_DEG || sign * (here - before) < 0 || sign * (here - after) < 0) continue;
      const [left, right] = [times[i - 1] as number, times[i + 1] as number];
      extra.push(goldenMaximum((t) => sign * this.clearance(t), left, right, PEAK_TOLERANCE_S));
    }
    return [...times, ...extra].sort((a, b) => a - b);
  }

  /** The parts of a stretch in which the clearance is positive. */
  visibleIn(stretch: Interval): Interval[] {
    const times = this.breakTimes(stretch.from, stretch.to);
    const found: Interval[] = [];
    // At an end that is a crossing of the lowest mask the clearance is rounding noise or negative: closed.
    let up = stretch.fromOpen && this.clearance(stretch.from) > 0;
    let opened = { from: stretch.from, fromOpen: stretch.fromOpen };
    for (let i = 1; i < times.length; i++) {
      const at = times[i] as number;
      const last = i === times.length - 1;
      const above = this.clearance(at) > 0 && (!last || stretch.toOpen);
      if (above === up) continue;
      const start = times[i - 1] as number;
      const startsAbove = this.clearance(start) > 0;
      // A stretch that begins or ends on its own crossing has no sign change left to search for there.
      const crossing =
        startsAbove === up && this.clearance(at) > 0 === above ? findRoot(this.clearance, start, at) : up ? at : start;
      if (up) found.push({ ...opened, to: crossing, toOpen: false });
      else opened = { from: crossing, fromOpen: false };
      up = above;
    }
    if (up) found.push({ ...opened, to: stretch.to, toOpen: true });
    return found;
  }
}

/** The stretches above a horizon mask, from the stretches above its lowest elevation. */
export function intervalsAboveMask(look: Look, mask: HorizonMask, stretches: readonly Interval[]): Interval[] {
  if (mask.flat) return [...stretches];
  const masked = new MaskedView(look, mask);
  return stretches.flatMap((stretch) => masked.visibleIn(stretch));
}
