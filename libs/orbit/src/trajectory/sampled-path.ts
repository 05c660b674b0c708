import { type Tai } from '@app/time';
import { TABLE_VALUES } from '@app/kernels';
import { type Direction, type TopocentricFrame, directionTo } from '../frames/topocentric.js';
import { type EarthFixedPath } from './earth-fixed-path.js';
import { type NodeGrid } from './path-nodes.js';

/** Why a path ends before the span it was asked for: the code of the failure, and when it comes first. */
export interface PathStop {
  readonly code: number;
  readonly seconds: number;
}

/**
 * An Earth-fixed path over a span, as quintics between nodes: positions to some millimetres in nanoseconds. Seconds count
 * from the start of the span that was asked for; the path may begin later and end earlier.
 */
export class SampledPath {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stepS: number;
  readonly intervals: number;
  private readonly scratch = new Float64Array(3);

  constructor(
    readonly exact: EarthFixedPath,
    grid: NodeGrid,
    /** Rows of TABLE_VALUES, as `pathTable` makes them. */
    readonly table: Float64Array,
    readonly stop: PathStop | undefined,
  ) {
    ({ fromSeconds: this.fromSeconds, toSeconds: this.toSeconds, stepS: this.stepS, intervals: this.intervals } = grid);
  }

  instantAt(seconds: number): Tai {
    return this.exact.instantAt(seconds);
  }

  /** The interval that the node nearest to the Earth begins, or ends at the end of the path: there it bends most. */
  lowestInterval(): number {
    const { table, intervals } = this;
    let lowest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= intervals; i++) {
      const at = i * TABLE_VALUES;
      const squared = (table[at] as number) ** 2 + (table[at + 1] as number) ** 2 + (table[at + 2] as number) ** 2;
      if (squared < least) {
        least = squared;
        lowest = i;
      }
    }
    return Math.min(lowest, intervals - 1);
  }

  /** ITRF position (m) into `out[0..2]`; outside the path the nearest quintic goes on. */
  positionInto(seconds: number, out: Float64Array): void {
    const place = (seconds - this.fromSeconds) / this.stepS;
    const i = Math.min(Math.max(Math.floor(place), 0), this.intervals - 1);
    const u = place - i;
    const { table } = this;
    const row = i * TABLE_VALUES;
    for (let axis = 0; axis < 3; axis++) {
      const at = row + axis;
      let value = table[at + 15] as number;
      for (let k = at + 12; k >= row; k -= 3) value = value * u + (table[k] as number);
      out[axis] = value;
    }
  }

  /** Direction and distance from a station. */
  lookFrom(frame: TopocentricFrame, seconds: number): Direction {
    this.positionInto(seconds, this.scratch);
    return directionTo(frame, this.scratch[0] as number, this.scratch[1] as number, this.scratch[2] as number);
  }
}
