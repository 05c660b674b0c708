import { type ContactSearchKernel } from '@app/kernels';
import { type Tai, secondsBetween } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { OUTSIDE_EPHEMERIS } from '../propagation/sgp4-error.js';
import { EarthFixedPath } from './earth-fixed-path.js';
import { FEWEST_NODES, type NodeGrid, type NodesFilled, fillNodes, nodeCount, nodeSeconds } from './path-nodes.js';
import { type PathStop, SampledPath } from './sampled-path.js';
import { swiftness } from './swiftness.js';
import { TemeNodes } from './teme-nodes.js';
import { type Trajectory } from './trajectory.js';

/** Angle that a spacecraft goes at most from node to node, at its pericentre: some thirtieth of a revolution. */
const LARGEST_STEP_RAD = 0.2;
const LONGEST_STEP_S = 3600;
/** Steps stand on a ladder, so that spacecraft of like orbits share nodes and what was computed for them. */
const RUNGS_AN_OCTAVE = 4;
/** The path between nodes may be off by this much where it is checked; else the step is halved. */
const TOLERANCE_M = 0.01;
/**
 * Below twice this the step is not halved: an ephemeris whose records are rounded to metres never gets smoother, nor does a jump of UT1
 * where the table of Earth orientation ends.
 */
const SHORTEST_STEP_S = 10;
/** A path with more intervals than this is not made finer: years that end in a decay, whose last hours no model tells. */
const MOST_INTERVALS = 200_000;
const STOP_TOLERANCE_S = 1e-3;

const rung = (step: number): number =>
  Math.min(LONGEST_STEP_S, 2 ** (Math.floor(Math.log2(step) * RUNGS_AN_OCTAVE) / RUNGS_AN_OCTAVE));

/**
 * The path in the middle of some intervals against the exact positions: its ends, its lowest interval, and some between; all of
 * them where the trajectory has bends: an ephemeris, and SGP4 in the hours before it gives out.
 */
function isGood(path: SampledPath): boolean {
  const { intervals, exact, stepS, fromSeconds } = path;
  const chosen = new Set([0, intervals - 1, path.lowestInterval()]);
  for (let k = 1; k < 4; k++) chosen.add(Math.floor((intervals * k) / 4));
  const gaveOut = path.stop !== undefined && path.stop.code !== OUTSIDE_EPHEMERIS;
  if (!exact.trajectory.smooth || gaveOut) for (let i = 0; i < intervals; i++) chosen.add(i);
  const state = new Float64Array(6);
  const position = new Float64Array(3);
  for (const i of chosen) {
    const at = fromSeconds + (i + 0.5) * stepS;
    if (exact.stateInto(at, state) !== 0) continue;
    path.positionInto(at, position);
    let squared = 0;
    for (let axis = 0; axis < 3; axis++) squared += ((state[axis] as number) - (position[axis] as number)) ** 2;
    if (squared > TOLERANCE_M ** 2) return false;
  }
  return true;
}

/** Samples trajectories over one span, and keeps what they share: the rotation of the Earth at the nodes. */
export class PathSampler {
  private readonly spanS: number;
  private readonly temeNodes: TemeNodes;

  constructor(
    readonly start: Tai,
    end: Tai,
    readonly orientation: EarthOrientation,
    private readonly kernel: Pick<ContactSearchKernel, 'load'>,
  ) {
    this.spanS = secondsBetween(start, end);
    this.temeNodes = new TemeNodes(start, orientation);
  }

  /**
   * The path of a trajectory, which is loaded into the kernel, too. Where the trajectory gives
   * nothing from the start of the span (or of its own usable span) on, the reason. Seconds count from the start of the span.
   */
  sample(trajectory: Trajectory): SampledPath | PathStop {
    const exact = new EarthFixedPath(trajectory, this.start, this.orientation);
    const { usable } = trajectory;
    const from = usable === undefined ? 0 : Math.max(0, secondsBetween(this.start, usable.from));
    let to = usable === undefined ? this.spanS : Math.min(this.spanS, secondsBetween(this.start, usable.to));
    let stop = to < this.spanS ? { code: OUTSIDE_EPHEMERIS, seconds: to } : undefined;
    const state = new Float64Array(6);
    const code =
      from < to ? trajectory.stateInto(secondsBetween(trajectory.epoch, this.start) + from, state) : undefined;
    if (code !== 0) return { code: code ?? OUTSIDE_EPHEMERIS, seconds: from };
    let step = rung(LARGEST_STEP_RAD / swiftness(state, trajectory.frame));
    let fewest = 1;
    for (;;) {
      const intervals = Math.max(Math.ceil((to - from) / step), fewest);
      const grid: NodeGrid = { fromSeconds: from, toSeconds: to, stepS: (to - from) / intervals, intervals };
      const positions = new Float64Array(3 * nodeCount(grid));
      const filled = this.fill(exact, grid, positions);
      if (filled === 'too-few') {
        fewest = FEWEST_NODES;
        continue;
      }
      if (filled !== 'filled') {
        stop = locateStop(exact, nodeSeconds(grid, filled.node - 1), nodeSeconds(grid, filled.node), filled.code);
        if (stop.seconds - STOP_TOLERANCE_S <= from) return stop;
        to = stop.seconds - STOP_TOLERANCE_S;
        continue;
      }
      const table = this.kernel.load(positions, intervals, grid.stepS).slice();
      const path = new SampledPath(exact, grid, table, stop);
      if (grid.stepS < 2 * SHORTEST_STEP_S || intervals > MOST_INTERVALS || isGood(path)) return path;
      step = grid.stepS / 2;
    }
  }

  private fill(exact: EarthFixedPath, grid: NodeGrid, positions: Float64Array): NodesFilled {
    const whole = grid.fromSeconds === 0 && grid.toSeconds === this.spanS;
    if (this.temeNodes.fill(exact, grid, positions, whole)) return 'filled';
    return fillNodes(exact, grid, positions);
  }
}

/** The first instant without a state between one with and one without, to STOP_TOLERANCE_S. */
function locateStop(exact: EarthFixedPath, good: number, bad: number, code: number): PathStop {
  const state = new Float64Array(6);
  let [low, high, codeAtHigh] = [good, bad, code];
  while (high - low > STOP_TOLERANCE_S) {
    const middle = (low + high) / 2;
    const at = exact.stateInto(middle, state);
    if (at === 0) low = middle;
    else [high, codeAtHigh] = [middle, at];
  }
  return { code: codeAtHigh, seconds: high };
}
