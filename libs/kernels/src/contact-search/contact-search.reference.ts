import {
  COLUMN_NAMES,
  type ContactSearchKernel,
  STATION_VALUES,
  TABLE_VALUES,
  type WindowColumns,
} from './contact-search.kernel.js';
import { type PlanesOfPath, fastestOf, pathTable, planesOf } from './path-table.js';

// s = way·up − sin(level)·|way|, metres, is positive where the station sees the spacecraft. It changes by at most `reach` an interval, so
// that far below the level many nodes are passed over; and where the station lies so far from the plane of the orbit that nothing in the
// plane is seen, all nodes until the Earth can have turned it near. Between two nodes there is a crossing where s changes its sign, and two where s has
// its extremum on the other side of the level; intervals in which the slopes at the ends do not fit the way between them are cut first.
// Crossings and extrema are found by Newton's method in a bracket.

/** A Newton step this short leaves its square: far below a microsecond. */
const STEP_TOLERANCE_S = 1e-4;
const BRACKET_TOLERANCE_S = 1e-9;
const MAX_STEPS = 60;
const DEEPEST_SPLIT = 3;
/** The Earth, and what an orbit's plane turns by beside it at most, rad/s. */
const PLANE_RATE = 7.6e-5;
/** Geodetic vertical against geocentric, and what a manoeuvre may turn a plane by, rad. */
const PLANE_MARGIN_RAD = 0.02;
/** Angle from which on the plane says nothing. */
const WIDEST_RAD = 1.5;

type Triple = readonly [number, number, number];
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

interface Moment {
  readonly i: number;
  readonly u: number;
}
interface Clearance {
  readonly s: number;
  readonly slope: number;
  readonly curvature: number;
}
interface End {
  readonly u: number;
  readonly s: number;
  readonly slope: number;
}

/** The part of the way at which s crosses zero, by the cubic in s that has the slopes of both ends; by the straight line where it bends too much. */
function guessOf(from: End, to: End): number {
  const change = to.s - from.s;
  const t = -from.s / change;
  const [a, b] = [change / (from.slope * (to.u - from.u)), change / (to.slope * (to.u - from.u))];
  if (!(a > 0 && a < 3 && b > 0 && b < 3)) return t;
  const rest = 1 - t;
  return a * t * rest * rest + t * t * (3 - 2 * t) - b * t * t * rest;
}

class StationSearch {
  private up = false;
  private opened: Moment & { readonly clipped: number } = { i: 0, u: 0, clipped: 1 };
  private readonly origin: Triple;
  private readonly east: Triple;
  private readonly north: Triple;
  private readonly zenith: Triple;
  private readonly sine: number;
  private readonly reach: number;
  /** How far from the plane of an orbit (as a sine) the station may lie to see anything in it. */
  private readonly widest: number;

  constructor(
    private readonly table: Float64Array,
    private readonly intervals: number,
    private readonly stepS: number,
    fastest: number,
    private readonly planes: PlanesOfPath,
    station: Float64Array,
    private readonly emit: (row: readonly number[]) => void,
  ) {
    const axis = (k: number): Triple => [station[k] as number, station[k + 1] as number, station[k + 2] as number];
    this.origin = axis(0);
    this.east = axis(3);
    this.north = axis(6);
    this.zenith = axis(9);
    this.sine = station[12] as number;
    this.reach = fastest * (1 + Math.abs(this.sine));
    const radius = Math.sqrt(dot(this.origin, this.origin));
    const level = Math.asin(this.sine);
    const angle = Math.acos(Math.min(1, (radius * Math.cos(level)) / planes.farthest)) - level + PLANE_MARGIN_RAD;
    this.widest = angle < WIDEST_RAD ? Math.sin(Math.max(angle, PLANE_MARGIN_RAD)) : 2;
  }

  /** Intervals from node i on in which nothing in the orbit's plane can be seen; 0 where it can now, or where the path has no plane. */
  private offPlane(i: number): number {
    const { normals } = this.planes;
    const normal: Triple = [normals[3 * i] as number, normals[3 * i + 1] as number, normals[3 * i + 2] as number];
    const offset = Math.abs(dot(this.origin, normal)) / Math.sqrt(dot(this.origin, this.origin)) - this.widest;
    return offset > 0 ? offset / (PLANE_RATE * this.stepS) : 0;
  }

  /** Way from the station and its first and second derivatives by the part of the interval. */
  private way({ i, u }: Moment): readonly [Triple, Triple, Triple] {
    const c = this.table.subarray(i * TABLE_VALUES, (i + 1) * TABLE_VALUES);
    const of = (axis: 0 | 1 | 2): Triple => {
      const [c0, c1, c2, c3, c4, c5] = [0, 3, 6, 9, 12, 15].map((k) => c[k + axis]) as [
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return [
        ((((c5 * u + c4) * u + c3) * u + c2) * u + c1) * u + c0 - this.origin[axis],
        (((5 * c5 * u + 4 * c4) * u + 3 * c3) * u + 2 * c2) * u + c1,
        ((20 * c5 * u + 12 * c4) * u + 6 * c3) * u + 2 * c2,
      ];
    };
    const [x, y, z] = [of(0), of(1), of(2)];
    return [
      [x[0], y[0], z[0]],
      [x[1], y[1], z[1]],
      [x[2], y[2], z[2]],
    ];
  }

  private readonly clearance = (at: Moment): Clearance => {
    const [d, v, a] = this.way(at);
    const range = Math.sqrt(dot(d, d));
    const rate = dot(d, v) / range;
    return {
      s: dot(d, this.zenith) - this.sine * range,
      slope: dot(v, this.zenith) - this.sine * rate,
      curvature: dot(a, this.zenith) - (this.sine * (dot(v, v) + dot(d, a) - rate * rate)) / range,
    };
  };

  /** Sine of the elevation; a quantity with the sign of its slope, and that one's slope. */
  private readonly height = (at: Moment): { readonly sine: number; readonly g: number; readonly g1: number } => {
    const [d, v, a] = this.way(at);
    const [up, up1, up2] = [dot(d, this.zenith), dot(v, this.zenith), dot(a, this.zenith)];
    const squared = dot(d, d);
    const along = dot(d, v);
    return {
      sine: up / Math.sqrt(squared),
      g: up1 * squared - up * along,
      g1: up2 * squared + up1 * along - up * (dot(v, v) + dot(d, a)),
    };
  };

  /** Where `f` (value, slope) changes its sign in [from, to]; `startsAbove` is its side at `from`. */
  private newton(
    f: (u: number) => readonly [number, number],
    from: number,
    to: number,
    startsAbove: boolean,
    guess: number,
  ): number {
    let low = from;
    let high = to;
    let u = guess;
    for (let k = 0; k < MAX_STEPS; k++) {
      const [value, slope] = f(u);
      if (value > 0 === startsAbove) low = u;
      else high = u;
      const next = u - value / slope;
      if (next >= low && next <= high) {
        const moved = Math.abs(next - u);
        u = next;
        if (moved * this.stepS < STEP_TOLERANCE_S) break;
      } else u = (low + high) / 2;
      if ((high - low) * this.stepS < BRACKET_TOLERANCE_S) break;
    }
    return u;
  }

  private crossingIn(i: number, from: End, to: End): number {
    const guess = from.u + (to.u - from.u) * guessOf(from, to);
    const f = (u: number): readonly [number, number] => {
      const { s, slope } = this.clearance({ i, u });
      return [s, slope];
    };
    return this.newton(f, from.u, to.u, !(to.s > 0), guess);
  }

  private turnIn(i: number, from: End, to: End): number {
    const f = (u: number): readonly [number, number] => {
      const { slope, curvature } = this.clearance({ i, u });
      return [slope, curvature];
    };
    return this.newton(f, from.u, to.u, from.slope > 0, (from.u + to.u) / 2);
  }

  private peakIn(i: number, from: number, to: number): number {
    const f = (u: number): readonly [number, number] => {
      const { g, g1 } = this.height({ i, u });
      return [g, g1];
    };
    return this.newton(f, from, to, true, (from + to) / 2);
  }

  private culmination(from: Moment, to: Moment): Moment {
    let best = { sine: this.height(from).sine, at: from };
    const better = (at: Moment): void => {
      const { sine } = this.height(at);
      if (sine > best.sine) best = { sine, at };
    };
    let rising = this.height(from).g > 0;
    for (let i = from.i; i <= to.i; i++) {
      const [start, end] = [i === from.i ? from.u : 0, i === to.i ? to.u : 1];
      if (i === to.i) better(to);
      const risesOn = this.height({ i, u: end }).g > 0;
      if (rising && !risesOn) better({ i, u: this.peakIn(i, start, end) });
      rising = risesOn;
    }
    return best.at;
  }

  private close(at: Moment, clipped: number): void {
    const seconds = ({ i, u }: Moment): number => (i + u) * this.stepS;
    const look = (moment: Moment): { azimuth: number; elevation: number; range: number } => {
      const [d] = this.way(moment);
      const [east, north, up] = [dot(d, this.east), dot(d, this.north), dot(d, this.zenith)];
      const level = Math.sqrt(east * east + north * north);
      const azimuth = Math.atan2(east, north);
      return {
        azimuth: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth,
        elevation: Math.atan2(up, level),
        range: Math.sqrt(level * level + up * up),
      };
    };
    const top = this.culmination(this.opened, at);
    const [a, t, l] = [look(this.opened), look(top), look(at)];
    this.emit([
      ...[seconds(this.opened), seconds(top), seconds(at), t.elevation],
      ...[a.azimuth, t.azimuth, l.azimuth, a.range, t.range, l.range],
      this.opened.clipped | (clipped << 1),
    ]);
  }

  private cross(i: number, u: number): void {
    if (this.up) this.close({ i, u }, 0);
    else this.opened = { i, u, clipped: 0 };
    this.up = !this.up;
  }

  private piece(i: number, from: End, to: End, depth: number): void {
    const width = to.u - from.u;
    const above = from.s > 0;
    const changes = above !== to.s > 0;
    if (!changes && Math.abs(from.s) + Math.abs(to.s) > this.reach * width) return;
    const sameWay = from.slope > 0 === to.slope > 0;
    const bent = Math.abs(from.slope + to.slope) * width > 3 * Math.abs(to.s - from.s);
    if (sameWay && bent && depth < DEEPEST_SPLIT) {
      const u = from.u + 0.5 * width;
      const middle = { u, ...this.clearance({ i, u }) };
      this.piece(i, from, middle, depth + 1);
      this.piece(i, middle, to, depth + 1);
      return;
    }
    if (changes) {
      this.cross(i, this.crossingIn(i, from, to));
      return;
    }
    // Only a maximum between two ends below, or a minimum between two above, hides crossings.
    if (sameWay || from.slope > 0 === above) return;
    const u = this.turnIn(i, from, to);
    const turn = { u, ...this.clearance({ i, u }) };
    if (turn.s > 0 === above) return;
    this.cross(i, this.crossingIn(i, from, turn));
    this.cross(i, this.crossingIn(i, turn, to));
  }

  run(): void {
    const node = (i: number): Clearance => this.clearance({ i, u: 0 });
    let here = node(0);
    this.up = here.s > 0;
    let i = 0;
    while (i < this.intervals) {
      if (!this.up && here.s < -this.reach) {
        i += Math.trunc(Math.min(Math.max(-here.s / this.reach, this.offPlane(i)), this.intervals - i));
        here = node(i);
        continue;
      }
      const there = node(i + 1);
      this.piece(i, { u: 0, ...here }, { u: 1, ...there }, 0);
      here = there;
      i++;
    }
    if (this.up) this.close({ i: this.intervals - 1, u: 1 }, 1);
  }
}

/** The search as plain TypeScript. */
export function contactSearchReference(): ContactSearchKernel {
  let table: Float64Array = new Float64Array(0);
  let path = { intervals: 0, stepS: 0, fastest: 0, planes: { normals: table, farthest: 0 } as PlanesOfPath };
  return {
    load: (positions, intervals, stepS) => {
      table = pathTable(positions, intervals);
      path = { intervals, stepS, fastest: fastestOf(table), planes: planesOf(table, stepS) };
      return table;
    },
    search: (stations, take) => {
      const rows: number[][] = [];
      for (let k = 0; k * STATION_VALUES < stations.length; k++) {
        const station = stations.subarray(k * STATION_VALUES, (k + 1) * STATION_VALUES);
        const emit = (row: readonly number[]): void => void rows.push([...row, k]);
        new StationSearch(table, path.intervals, path.stepS, path.fastest, path.planes, station, emit).run();
      }
      if (rows.length === 0) return;
      const columns = COLUMN_NAMES.map((name, c) => [name, Float64Array.from(rows, (row) => row[c] as number)]);
      take({ count: rows.length, ...Object.fromEntries(columns) } as WindowColumns);
    },
  };
}
