import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { type AntennaLimits } from './antenna-limits.js';
import { type AntennaProgramme } from './antenna-programme.js';
import { axesAngleDeg } from './axes-angle.js';

// How far an antenna with limited rates is off. Between two points of the programme the wanted position goes in a straight line
// (the points lie at most a degree apart). Accelerations are not limited here.

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** Points `from` to `to` (both included) of a programme. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Axes by time, and the largest angle in degrees between where the antenna looks and where the spacecraft is. */
export interface FollowedTrack {
  readonly errorDeg: number;
  readonly seconds: Float64Array;
  readonly azimuthDeg: Float64Array;
  readonly elevationDeg: Float64Array;
}

/** Without lead: each axis runs after its wanted position, at its full rate while it is behind. It starts on the spacecraft. */
export function followWithoutLead(programme: AntennaProgramme, run: Run, limits: AntennaLimits): FollowedTrack {
  const seconds = programme.seconds.subarray(run.from, run.to + 1);
  const azimuthDeg = programme.azimuthDeg.slice(run.from, run.to + 1);
  const elevationDeg = programme.elevationDeg.slice(run.from, run.to + 1);
  let errorDeg = 0;
  for (let i = 1; i < seconds.length; i++) {
    const step = (seconds[i] as number) - (seconds[i - 1] as number);
    const follow = (axis: Float64Array, rate: number): number => {
      const [wanted, before] = [axis[i] as number, axis[i - 1] as number];
      axis[i] = clamp(wanted, before - rate * step, before + rate * step);
      return wanted;
    };
    const azimuth = follow(azimuthDeg, limits.azimuthRateDegPerS);
    const elevation = follow(elevationDeg, limits.elevationRateDegPerS);
    const is = { azimuthDeg: azimuthDeg[i] as number, elevationDeg: elevationDeg[i] as number };
    if (is.azimuthDeg === azimuth && is.elevationDeg === elevation) continue;
    errorDeg = Math.max(errorDeg, axesAngleDeg({ azimuthDeg: azimuth, elevationDeg: elevation }, is));
  }
  return { errorDeg, seconds, azimuthDeg, elevationDeg };
}

const ERROR_TOLERANCE_DEG = 1e-6;
const FREE_DEG = 1e-9;

/** The azimuths of each point of a run that a motion can have within an error, given all that was before. */
class LeadSearch {
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  /** Cosine of the elevation. */
  private readonly level: Float64Array;

  constructor(
    private readonly programme: AntennaProgramme,
    private readonly run: Run,
    private readonly limits: AntennaLimits,
  ) {
    this.low = new Float64Array(run.to - run.from + 1);
    this.high = new Float64Array(run.to - run.from + 1);
    this.level = programme.elevationDeg
      .subarray(run.from, run.to + 1)
      .map((elevation) => Math.abs(Math.cos(elevation * RAD_PER_DEG)));
  }

  /**
   * Whether some motion within the azimuth's rate and range is never more than an angle off. With the elevation at its best, an azimuth
   * that is wrong by d is off by asin(cos(elevation) sin(d)); from the zenith's neighbourhood every azimuth is near enough.
   */
  within(errorDeg: number): boolean {
    const { azimuthMinDeg, azimuthMaxDeg, azimuthRateDegPerS } = this.limits;
    const allowed = Math.sin(errorDeg * RAD_PER_DEG);
    let [low, high] = [azimuthMinDeg, azimuthMaxDeg];
    for (let i = 0; i < this.low.length; i++) {
      const at = this.run.from + i;
      if (i > 0) {
        const reach =
          azimuthRateDegPerS * ((this.programme.seconds[at] as number) - (this.programme.seconds[at - 1] as number));
        low = Math.max(low - reach, azimuthMinDeg);
        high = Math.min(high + reach, azimuthMaxDeg);
      }
      const level = this.level[i] as number;
      if (allowed < level) {
        const half = Math.asin(allowed / level) * DEG_PER_RAD + FREE_DEG;
        const wanted = this.programme.azimuthDeg[at] as number;
        low = Math.max(low, wanted - half);
        high = Math.min(high, wanted + half);
      }
      if (low > high) return false;
      this.low[i] = low;
      this.high[i] = high;
    }
    return true;
  }

  /** A motion through what `within` found last, backwards, each azimuth as near to the wanted one as the next one allows. */
  motion(): Float64Array {
    const { seconds, azimuthDeg } = this.programme;
    const found = new Float64Array(this.low.length);
    for (let i = found.length - 1; i >= 0; i--) {
      const at = this.run.from + i;
      let [low, high] = [this.low[i] as number, this.high[i] as number];
      if (i + 1 < found.length) {
        const reach = this.limits.azimuthRateDegPerS * ((seconds[at + 1] as number) - (seconds[at] as number));
        low = Math.max(low, (found[i + 1] as number) - reach);
        high = Math.min(high, (found[i + 1] as number) + reach);
      }
      found[i] = clamp(azimuthDeg[at] as number, low, high);
    }
    return found;
  }
}

/**
 * With lead: the antenna knows what comes and turns early, so that its largest error is the smallest that any motion within the
 * azimuth's rate and range can have. The elevation is the best one for the azimuth, up to 90 where the mode is not over the top.
 * Undefined where the azimuth range leaves no motion.
 */
export function followWithLead(
  programme: AntennaProgramme,
  run: Run,
  limits: AntennaLimits,
): FollowedTrack | undefined {
  const search = new LeadSearch(programme, run, limits);
  let [low, high] = [0, search.within(0) ? 0 : 90];
  while (high - low > ERROR_TOLERANCE_DEG) {
    const middle = (low + high) / 2;
    if (search.within(middle)) high = middle;
    else low = middle;
  }
  if (!search.within(high)) return undefined;
  const azimuthDeg = search.motion();
  const elevationDeg = azimuthDeg.map((azimuth, i) => {
    const wanted = (programme.elevationDeg[run.from + i] as number) * RAD_PER_DEG;
    const wrong = (azimuth - (programme.azimuthDeg[run.from + i] as number)) * RAD_PER_DEG;
    const best = Math.atan2(Math.sin(wanted), Math.cos(wanted) * Math.cos(wrong)) * DEG_PER_RAD;
    if (programme.mode === 'normal') return Math.min(best, 90);
    return programme.mode === 'flipped' ? Math.max(best, 90) : best;
  });
  return { errorDeg: high, seconds: programme.seconds.subarray(run.from, run.to + 1), azimuthDeg, elevationDeg };
}
