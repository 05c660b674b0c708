import { type AntennaLimits, type AntennaPosition, slewTimeS } from './antenna-limits.js';
import { type AntennaProgramme } from './antenna-programme.js';
import { type Run } from './rate-limited-tracking.js';

/** A time in which the antenna cannot look at the spacecraft, because its axes end. */
export interface TrackInterruption {
  readonly fromSeconds: number;
  /** When it is back on the spacecraft; the end of the contact when it is not. */
  readonly toSeconds: number;
  readonly lostS: number;
  /** Which axis ended. */
  readonly cause: 'azimuth range' | 'elevation range';
  /** Turn of the azimuth meanwhile, negative when it unwinds towards smaller azimuths; 0 when it only waits or never comes back. */
  readonly turnDeg: number;
}

/** What is left of a programme inside the ranges, and the whole turns that each run is followed with. */
export interface ReachableTrack {
  readonly interruptions: readonly TrackInterruption[];
  readonly runs: readonly (Run & { readonly shiftDeg: number })[];
  readonly lostS: number;
}

/** Rounding of a crossing on the very limit. */
const SLACK_DEG = 1e-6;
const TIME_TOLERANCE_S = 1e-6;

class Walk {
  constructor(
    readonly programme: AntennaProgramme,
    readonly limits: AntennaLimits,
  ) {}

  /** Position at a time between two points, by a straight line; `after` is the later point. */
  between(after: number, seconds: number): AntennaPosition {
    const { seconds: times, azimuthDeg, elevationDeg } = this.programme;
    const before = Math.max(after - 1, 0);
    const [from = 0, to = 0] = [times[before], times[after]];
    const part = to > from ? (seconds - from) / (to - from) : 1;
    const mix = (axis: Float64Array): number =>
      (axis[before] as number) + part * ((axis[after] as number) - (axis[before] as number));
    return { azimuthDeg: mix(azimuthDeg), elevationDeg: mix(elevationDeg) };
  }

  at(point: number): AntennaPosition {
    return {
      azimuthDeg: this.programme.azimuthDeg[point] as number,
      elevationDeg: this.programme.elevationDeg[point] as number,
    };
  }

  elevationIn({ elevationDeg }: AntennaPosition): boolean {
    const { elevationMinDeg, elevationMaxDeg } = this.limits;
    return elevationDeg >= elevationMinDeg - SLACK_DEG && elevationDeg <= elevationMaxDeg + SLACK_DEG;
  }

  reaches(position: AntennaPosition, shiftDeg: number): boolean {
    const { azimuthMinDeg, azimuthMaxDeg } = this.limits;
    const azimuth = position.azimuthDeg + shiftDeg;
    return this.elevationIn(position) && azimuth >= azimuthMinDeg - SLACK_DEG && azimuth <= azimuthMaxDeg + SLACK_DEG;
  }

  /** Whole turns with which a position lies in the azimuth range, those nearest to `current` first. */
  shiftsAt({ azimuthDeg }: AntennaPosition, current: number): number[] {
    const shifts: number[] = [];
    const last = Math.floor((this.limits.azimuthMaxDeg - azimuthDeg + SLACK_DEG) / 360);
    for (let k = Math.ceil((this.limits.azimuthMinDeg - azimuthDeg - SLACK_DEG) / 360); k <= last; k++)
      shifts.push(360 * k);
    return shifts.sort((a, b) => Math.abs(a - current) - Math.abs(b - current));
  }

  /** Where in (point - 1, point] a condition that holds at its end begins (`begins`) or one that holds at its start ends. */
  turningPoint(point: number, from: number, holds: (seconds: number) => boolean, begins: boolean): number {
    let low = from;
    let high = this.programme.seconds[point] as number;
    while (high - low > TIME_TOLERANCE_S) {
      const middle = (low + high) / 2;
      if (holds(middle) === begins) high = middle;
      else low = middle;
    }
    return begins ? high : low;
  }
}

/** The first point from `from` on, and the turns, at which an antenna that left `leaving` at `left` can be back. */
function comeBack(
  walk: Walk,
  from: number,
  left: number,
  leaving: AntennaPosition | undefined,
  current: number,
): { readonly point: number; readonly seconds: number; readonly shiftDeg: number } | undefined {
  const { seconds } = walk.programme;
  for (let point = from; point < seconds.length; point++) {
    const here = walk.at(point);
    if (!walk.elevationIn(here)) continue;
    for (const shiftDeg of walk.shiftsAt(here, current)) {
      const back = (at: number): boolean => {
        const position = walk.between(point, at);
        const target = { azimuthDeg: position.azimuthDeg + shiftDeg, elevationDeg: position.elevationDeg };
        const ready = leaving === undefined || slewTimeS(leaving, target, walk.limits) <= at - left;
        return ready && walk.reaches(position, shiftDeg);
      };
      if (!back(seconds[point] as number)) continue;
      const since = Math.max(left, seconds[Math.max(point - 1, 0)] as number);
      return { point, seconds: walk.turningPoint(point, since, back, true), shiftDeg };
    }
  }
  return undefined;
}

/**
 * Follows a programme from its own turns on until an axis ends; then the antenna goes, by the shortest time from that position, to
 * where it can meet the spacecraft again (some turns back), and so on to the end. Before the first run it may stand ready.
 */
export function reachableTrack(programme: AntennaProgramme, limits: AntennaLimits): ReachableTrack {
  const walk = new Walk(programme, limits);
  const { seconds } = programme;
  const interruptions: TrackInterruption[] = [];
  const runs: (Run & { readonly shiftDeg: number })[] = [];
  let shiftDeg = 0;
  let start = 0;
  for (let point = 0; point < seconds.length; point++) {
    const here = walk.at(point);
    if (walk.reaches(here, shiftDeg)) continue;
    const cause = walk.elevationIn(here) ? 'azimuth range' : 'elevation range';
    const stays = (at: number): boolean => walk.reaches(walk.between(point, at), shiftDeg);
    const left =
      point === 0 ? (seconds[0] as number) : walk.turningPoint(point, seconds[point - 1] as number, stays, false);
    const edge = walk.between(point, left);
    const leaving = { azimuthDeg: edge.azimuthDeg + shiftDeg, elevationDeg: edge.elevationDeg };
    if (point > start) runs.push({ from: start, to: point - 1, shiftDeg });
    const back = comeBack(walk, point, left, point === 0 ? undefined : leaving, shiftDeg);
    const until = back?.seconds ?? seconds.at(-1) ?? left;
    const turnDeg = back === undefined || point === 0 ? 0 : back.shiftDeg - shiftDeg;
    interruptions.push({ fromSeconds: left, toSeconds: until, lostS: until - left, cause, turnDeg });
    start = back?.point ?? seconds.length;
    shiftDeg = back?.shiftDeg ?? shiftDeg;
    point = start;
  }
  if (start < seconds.length) runs.push({ from: start, to: seconds.length - 1, shiftDeg });
  return { interruptions, runs, lostS: interruptions.reduce((sum, { lostS }) => sum + lostS, 0) };
}
