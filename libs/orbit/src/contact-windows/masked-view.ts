import { DEG_PER_RAD } from '../frames/vector.js';
import { type HorizonMask } from '../stations/horizon-mask.js';
import { type Look } from './observer.js';
import { goldenMaximum } from './root-finding.js';

// A horizon that changes with azimuth bends and jumps, so the clearance above it is not smooth. The spacecraft is followed in
// steps of at most half a degree of elevation and three of azimuth, a sample is put where its azimuth turns back, and one on each side of
// every bend that its azimuth passes. Between two samples the clearance is smooth, and has one extremum at most: where the slopes
// at both ends say that there is one that may reach zero, it becomes a sample, too.

const ELEVATION_STEP_DEG = 0.5;
const AZIMUTH_STEP_DEG = 3;
const LONGEST_STEP_S = 60;
const SHORTEST_STEP_S = 1e-4;
const BEND_TOLERANCE_S = 1e-8;
const TURN_TOLERANCE_S = 1e-6;
/** Slopes are taken over this, or over an eighth of what lies between two samples. */
const SLOPE_BASE_S = 1e-3;

interface Sample {
  readonly at: number;
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** A time, and how far above the horizon the spacecraft is then. */
export interface Clearance {
  readonly at: number;
  readonly degrees: number;
}

/** An angle as -180 to 180 degrees. */
const wrapped = (degrees: number): number => degrees - 360 * Math.round(degrees / 360);

/** One spacecraft as it passes the horizon of one station. */
export class MaskedView {
  constructor(
    private readonly look: Look,
    private readonly mask: HorizonMask,
  ) {}

  /** Degrees above the mask. */
  readonly clearance = (at: number): number => {
    const { azimuthDeg, elevationDeg } = this.sample(at);
    return elevationDeg - this.mask.elevationDegAt(azimuthDeg);
  };

  /** Times from one to another, both included, and the clearances then; between two of them the clearance crosses zero once at most. */
  clearances(from: number, to: number): Clearance[] {
    const samples = this.withTurns(this.follow(from, to));
    const times = samples.flatMap((sample, i) => {
      const before = samples[i - 1];
      return before === undefined ? [sample.at] : [...this.bendsBetween(before, sample), sample.at];
    });
    const points: Clearance[] = [];
    for (const at of times) {
      const last = points.at(-1);
      if (last !== undefined && at <= last.at) continue;
      const point = { at, degrees: this.clearance(at) };
      if (last !== undefined) points.push(...this.extremumBetween(last, point));
      points.push(point);
    }
    return points;
  }

  private sample(at: number): Sample {
    const { azimuthRad, elevationRad } = this.look(at);
    return { at, azimuthDeg: azimuthRad * DEG_PER_RAD, elevationDeg: elevationRad * DEG_PER_RAD };
  }

  private follow(from: number, to: number): Sample[] {
    let here = this.sample(from);
    const samples = [here];
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
      samples.push(next);
      here = next;
      if (moved < 0.4) step = Math.min(step * 2, LONGEST_STEP_S);
    }
    return samples;
  }

  /** The samples with those put in where the azimuth turns back, so that it goes one way between any two. */
  private withTurns(samples: readonly Sample[]): Sample[] {
    const [first, last] = [samples[0], samples.at(-1)];
    if (first === undefined || last === undefined || samples.length < 2) return [...samples];
    const base = Math.min(SLOPE_BASE_S, (last.at - first.at) / 8);
    const known = [first, this.sample(first.at + base), ...samples.slice(1, -1), this.sample(last.at - base), last];
    known.sort((a, b) => a.at - b.at);
    const turns: Sample[] = [];
    for (let i = 1; i + 1 < known.length; i++) {
      const [before, here, after] = known.slice(i - 1, i + 2) as [Sample, Sample, Sample];
      const way = wrapped(here.azimuthDeg - before.azimuthDeg);
      if (way * wrapped(after.azimuthDeg - here.azimuthDeg) >= 0) continue;
      const beyond = (at: number): number => Math.sign(way) * wrapped(this.sample(at).azimuthDeg - here.azimuthDeg);
      turns.push(this.sample(goldenMaximum(beyond, before.at, after.at, TURN_TOLERANCE_S)));
    }
    return turns.length === 0 ? [...samples] : [...samples, ...turns].sort((a, b) => a.at - b.at);
  }

  /** Times between two samples, both sides of each bend that the azimuth passes. */
  private bendsBetween(from: Sample, to: Sample): number[] {
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

  /** The extremum between two points on one side of the mask, where it may reach the other side. */
  private extremumBetween(from: Clearance, to: Clearance): Clearance[] {
    if (from.degrees > 0 !== to.degrees > 0) return [];
    const wide = to.at - from.at;
    const base = Math.min(SLOPE_BASE_S, wide / 8);
    if (base < BEND_TOLERANCE_S) return [];
    const towards = from.degrees > 0 ? -1 : 1;
    const risesBy = (towards * (this.clearance(from.at + base) - from.degrees)) / base;
    const fallsBy = (towards * (this.clearance(to.at - base) - to.degrees)) / base;
    if (risesBy <= 0 || fallsBy <= 0) return [];
    // From its ends the clearance comes no farther than its slopes there take it, and these are doubled for what bends the other way.
    if (Math.abs(from.degrees) > 2 * wide * risesBy && Math.abs(to.degrees) > 2 * wide * fallsBy) return [];
    const at = goldenMaximum((t) => towards * this.clearance(t), from.at, to.at, TURN_TOLERANCE_S);
    return [{ at, degrees: this.clearance(at) }];
  }
}
