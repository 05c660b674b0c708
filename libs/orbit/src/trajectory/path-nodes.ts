import { MARGIN_NODES } from '@app/kernels';
import { type EarthFixedPath } from './earth-fixed-path.js';

/** Nodes that a polynomial of degree 8 needs. */
export const FEWEST_NODES = 2 * MARGIN_NODES + 1;
/** Weights that continue a polynomial of degree 8 by one node. */
const CONTINUATION = [9, -36, 84, -126, 126, -84, 36, -9, 1];

/** Uniform nodes of a path: `intervals + 1` of them from `fromSeconds` on, and the margins on both sides. */
export interface NodeGrid {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stepS: number;
  readonly intervals: number;
}

export const nodeCount = ({ intervals }: NodeGrid): number => intervals + 1 + 2 * MARGIN_NODES;

/** Seconds of a node; the last one on the path is its end exactly, not by a rounding beyond it. */
export function nodeSeconds({ fromSeconds, toSeconds, stepS, intervals }: NodeGrid, node: number): number {
  return node === MARGIN_NODES + intervals ? toSeconds : fromSeconds + (node - MARGIN_NODES) * stepS;
}

/** Whether the node lies on the path itself, not in a margin. */
function isInner(grid: NodeGrid, node: number): boolean {
  return node >= MARGIN_NODES && node <= MARGIN_NODES + grid.intervals;
}

function continueFrom(positions: Float64Array, node: number, towards: 1 | -1): void {
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0;
    for (const [k, weight] of CONTINUATION.entries())
      sum += weight * (positions[3 * (node - towards * (k + 1)) + axis] as number);
    positions[3 * node + axis] = sum;
  }
}

/** What filling the nodes came to: all there, the first node on the path without a state, or too few nodes to continue the margins. */
export type NodesFilled = 'filled' | 'too-few' | { readonly node: number; readonly code: number };

/**
 * Exact ITRF positions of all nodes into `positions`. Where the margin reaches beyond what the trajectory gives, the polynomial through
 * the nine nearest nodes goes on.
 */
export function fillNodes(exact: EarthFixedPath, grid: NodeGrid, positions: Float64Array): NodesFilled {
  const state = new Float64Array(6);
  const count = nodeCount(grid);
  let first = 0;
  let end = count;
  for (let node = 0; node < count; node++) {
    const code = exact.stateInto(nodeSeconds(grid, node), state);
    if (code === 0) {
      positions.set(state.subarray(0, 3), 3 * node);
      continue;
    }
    if (isInner(grid, node)) return { node, code };
    if (node < MARGIN_NODES) first = node + 1;
    else {
      end = node;
      break;
    }
  }
  if (first === 0 && end === count) return 'filled';
  if (end - first < FEWEST_NODES) return 'too-few';
  for (let node = first - 1; node >= 0; node--) continueFrom(positions, node, -1);
  for (let node = end; node < count; node++) continueFrom(positions, node, 1);
  return 'filled';
}
