import { MARGIN_NODES, TABLE_VALUES } from './contact-search.kernel.js';

// Between two nodes the path is a quintic that has position, slope and curvature of the path at both: it goes on smoothly across nodes.
// Slopes and curvatures are nine-point differences of the positions, so that no velocity is needed (SGP4's is not the slope of its
// positions). With nodes a thirtieth of a revolution apart the path is good to some millimetres.

const FIRST = [4 / 5, -1 / 5, 4 / 105, -1 / 280];
const SECOND = [8 / 5, -1 / 5, 8 / 315, -1 / 560];

/** The table of quintics, `intervals + 1` rows, of positions with MARGIN_NODES more on either side. */
export function pathTable(positions: Float64Array, intervals: number): Float64Array {
  const table = new Float64Array((intervals + 1) * TABLE_VALUES);
  const at = (node: number, axis: number): number => positions[3 * (node + MARGIN_NODES) + axis] as number;
  for (let i = 0; i <= intervals; i++) {
    for (let axis = 0; axis < 3; axis++) {
      let slope = 0;
      let curvature = at(i, axis) * (-205 / 72);
      for (let k = 1; k <= MARGIN_NODES; k++) {
        slope += (FIRST[k - 1] as number) * (at(i + k, axis) - at(i - k, axis));
        curvature += (SECOND[k - 1] as number) * (at(i + k, axis) + at(i - k, axis));
      }
      table.set([at(i, axis)], i * TABLE_VALUES + axis);
      table.set([slope], i * TABLE_VALUES + 3 + axis);
      table.set([curvature / 2], i * TABLE_VALUES + 6 + axis);
    }
  }
  for (let i = 0; i < intervals; i++) {
    const row = table.subarray(i * TABLE_VALUES, (i + 2) * TABLE_VALUES);
    for (let axis = 0; axis < 3; axis++) {
      const [p0, v0, a0, p1, v1, a1] = [0, 3, 6, TABLE_VALUES, TABLE_VALUES + 3, TABLE_VALUES + 6].map(
        (k) => row[k + axis],
      ) as [number, number, number, number, number, number];
      const way = p1 - p0;
      row[9 + axis] = 10 * way - 6 * v0 - 4 * v1 - 3 * a0 + a1;
      row[12 + axis] = -15 * way + 8 * v0 + 7 * v1 + 3 * a0 - 2 * a1;
      row[15 + axis] = 6 * way - 3 * (v0 + v1) - a0 + a1;
    }
  }
  return table;
}

/** The fastest node, metres an interval, with 2 % for what lies between nodes. */
export function fastestOf(table: Float64Array): number {
  let most = 0;
  for (let at = 0; at < table.length; at += TABLE_VALUES)
    most = Math.max(most, Math.hypot(table[at + 3] as number, table[at + 4] as number, table[at + 5] as number));
  return most * 1.02;
}

/** The turn of the Earth, rad/s. */
const EARTH_RATE = 7.292_115_855_3e-5;

/** What bounds how soon a plane that is too far from a station can come near: the normals of the orbit's planes, and the greatest distance. */
export interface PlanesOfPath {
  /** `x y z` a node, in axes that turn with the Earth. */
  readonly normals: Float64Array;
  /** From the Earth's centre, metres, with 1 % for what lies between nodes. */
  readonly farthest: number;
}

export function planesOf(table: Float64Array, stepS: number): PlanesOfPath {
  const nodes = table.length / TABLE_VALUES;
  const normals = new Float64Array(3 * nodes);
  const turn = EARTH_RATE * stepS;
  let farthest = 0;
  for (let i = 0; i < nodes; i++) {
    const [x, y, z, vx, vy, vz] = table.subarray(i * TABLE_VALUES, i * TABLE_VALUES + 6) as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [p, r, t] = [vx - turn * y, vy + turn * x, vz];
    const normal = [y * t - z * r, z * p - x * t, x * r - y * p];
    const length = Math.hypot(...normal);
    normals.set(
      normal.map((value) => value / length),
      3 * i,
    );
    farthest = Math.max(farthest, Math.hypot(x, y, z));
  }
  return { normals, farthest: farthest * 1.01 };
}
