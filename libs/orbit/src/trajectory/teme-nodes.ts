import { type Tai, secondsBetween } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { EarthRotation } from '../frames/earth-rotation.js';
import { type EarthFixedPath } from './earth-fixed-path.js';
import { type NodeGrid, nodeCount, nodeSeconds } from './path-nodes.js';

/** Fills nodes of SGP4 trajectories: many positions in one go, and the rotation of the Earth at the nodes once for all spacecraft. */
export class TemeNodes {
  private readonly rotation: EarthRotation;
  /** Nine numbers a node, rows first, by number of intervals over the whole span. */
  private readonly known = new Map<number, Float64Array>();

  constructor(
    private readonly start: Tai,
    orientation: EarthOrientation,
  ) {
    this.rotation = new EarthRotation(start, orientation);
  }

  /** False where it cannot: another kind of trajectory, or one that fails at a node; then nothing is in `positions` that may be used. */
  fill({ trajectory }: EarthFixedPath, grid: NodeGrid, positions: Float64Array, whole: boolean): boolean {
    if (trajectory.frame !== 'TEME' || trajectory.positionsInto === undefined) return false;
    const count = nodeCount(grid);
    const first = secondsBetween(trajectory.epoch, this.start) + nodeSeconds(grid, 0);
    if (trajectory.positionsInto(first, grid.stepS, count, positions) < count) return false;
    const matrices = this.matrices(grid, whole);
    for (let node = 0, p = 0, m = 0; node < count; node++, p += 3, m += 9) {
      const x = positions[p] as number;
      const y = positions[p + 1] as number;
      const z = positions[p + 2] as number;
      positions[p] = (matrices[m] as number) * x + (matrices[m + 1] as number) * y + (matrices[m + 2] as number) * z;
      positions[p + 1] =
        (matrices[m + 3] as number) * x + (matrices[m + 4] as number) * y + (matrices[m + 5] as number) * z;
      positions[p + 2] =
        (matrices[m + 6] as number) * x + (matrices[m + 7] as number) * y + (matrices[m + 8] as number) * z;
    }
    return true;
  }

  private matrices(grid: NodeGrid, whole: boolean): Float64Array {
    const known = whole ? this.known.get(grid.intervals) : undefined;
    if (known !== undefined) return known;
    const count = nodeCount(grid);
    const matrices = new Float64Array(9 * count);
    const axis = new Float64Array(6);
    for (let node = 0; node < count; node++) {
      for (let column = 0; column < 3; column++) {
        axis.fill(0);
        axis[column] = 1;
        this.rotation.rotate(nodeSeconds(grid, node), axis);
        for (let row = 0; row < 3; row++) matrices[9 * node + 3 * row + column] = axis[row] as number;
      }
    }
    if (whole) this.known.set(grid.intervals, matrices);
    return matrices;
  }
}
