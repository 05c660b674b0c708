// When stations see a spacecraft: a search on a path of quintics. The algorithm is that of contact-search.reference.ts, which explains it.

const COEFFICIENTS: i32 = 18;
const STATION_VALUES: i32 = 13;
const COLUMNS: i32 = 12;
const MARGIN: i32 = 4;
/** A Newton step this short leaves its square: far below a microsecond. */
const STEP_TOLERANCE: f64 = 1e-4;
const BRACKET_TOLERANCE: f64 = 1e-9;
const MAX_STEPS: i32 = 60;
const DEEPEST_SPLIT: i32 = 3;

// The turn of the Earth, and what an orbit's plane turns by beside it at most, rad/s.
const EARTH_RATE: f64 = 7.2921158553e-5;
const PLANE_RATE: f64 = 7.6e-5;
/** Geodetic vertical against geocentric, and what a manoeuvre may turn a plane by, rad. */
const PLANE_MARGIN: f64 = 0.02;

let table: usize = 0;
let normals: usize = 0;
let farthest: f64 = 0;
let intervals: i32 = 0;
let step: f64 = 0;
let fastest: f64 = 0;

export function heapAt(): usize {
  return __heap_base;
}

@inline
function get(at: usize, i: i32): f64 {
  return load<f64>(at + (<usize>i << 3));
}

@inline
function put(at: usize, i: i32, value: f64): void {
  store<f64>(at + (<usize>i << 3), value);
}

/** Nine-point first derivative at a node, times the step; `at` is the node's place, `stride` 24 octets a node. */
@inline
function first(at: usize): f64 {
  return (
    (load<f64>(at + 24) - load<f64>(at - 24)) * (4.0 / 5.0) -
    (load<f64>(at + 48) - load<f64>(at - 48)) * (1.0 / 5.0) +
    (load<f64>(at + 72) - load<f64>(at - 72)) * (4.0 / 105.0) -
    (load<f64>(at + 96) - load<f64>(at - 96)) * (1.0 / 280.0)
  );
}

/** Nine-point second derivative at a node, times the step squared. */
@inline
function second(at: usize): f64 {
  return (
    load<f64>(at) * (-205.0 / 72.0) +
    (load<f64>(at + 24) + load<f64>(at - 24)) * (8.0 / 5.0) -
    (load<f64>(at + 48) + load<f64>(at - 48)) * (1.0 / 5.0) +
    (load<f64>(at + 72) + load<f64>(at - 72)) * (8.0 / 315.0) -
    (load<f64>(at + 96) + load<f64>(at - 96)) * (1.0 / 560.0)
  );
}

/** Positions at `positionsAt` (with four nodes more on either side) to the table of quintics at `tableAt`. */
export function prepare(positionsAt: usize, tableAt: usize, count: i32, stepS: f64): void {
  table = tableAt;
  intervals = count;
  step = stepS;
  for (let i = 0; i <= count; i++) {
    const row = tableAt + <usize>(i * COEFFICIENTS * 8);
    for (let axis = 0; axis < 3; axis++) {
      const node = positionsAt + <usize>((i + MARGIN) * 24 + axis * 8);
      put(row, axis, load<f64>(node));
      put(row, 3 + axis, first(node));
      put(row, 6 + axis, second(node) * 0.5);
    }
  }
  let most: f64 = 0;
  farthest = 0;
  normals = tableAt + <usize>((count + 1) * COEFFICIENTS * 8);
  for (let i = 0; i <= count; i++) {
    const row = tableAt + <usize>(i * COEFFICIENTS * 8);
    const next = row + <usize>(COEFFICIENTS * 8);
    let squared: f64 = 0;
    for (let axis = 0; axis < 3; axis++) {
      const v0 = get(row, 3 + axis);
      squared += v0 * v0;
      if (i == count) {
        put(row, 9 + axis, 0);
        put(row, 12 + axis, 0);
        put(row, 15 + axis, 0);
        continue;
      }
      const v1 = get(next, 3 + axis);
      const a0 = 2.0 * get(row, 6 + axis);
      const a1 = 2.0 * get(next, 6 + axis);
      const way = get(next, axis) - get(row, axis);
      put(row, 9 + axis, 10.0 * way - 6.0 * v0 - 4.0 * v1 - 1.5 * a0 + 0.5 * a1);
      put(row, 12 + axis, -15.0 * way + 8.0 * v0 + 7.0 * v1 + 1.5 * a0 - a1);
      put(row, 15 + axis, 6.0 * way - 3.0 * (v0 + v1) - 0.5 * a0 + 0.5 * a1);
    }
    most = max(most, squared);
    planeAt(row, normals + <usize>(i * 24), stepS);
  }
  fastest = Math.sqrt(most) * 1.02;
  farthest = Math.sqrt(farthest) * 1.01;
}

/** The normal of the plane that the spacecraft moves in, in axes that turn with the Earth. */
function planeAt(row: usize, at: usize, stepS: f64): void {
  const turn = EARTH_RATE * stepS;
  const x = get(row, 0), y = get(row, 1), z = get(row, 2);
  const p = get(row, 3) - turn * y, r = get(row, 4) + turn * x, t = get(row, 5);
  const a = y * t - z * r, b = z * p - x * t, c = x * r - y * p;
  const length = Math.sqrt(a * a + b * b + c * c);
  put(at, 0, a / length);
  put(at, 1, b / length);
  put(at, 2, c / length);
  farthest = max(farthest, x * x + y * y + z * z);
}

// The station that looks.
let ox: f64 = 0, oy: f64 = 0, oz: f64 = 0;
let ex: f64 = 0, ey: f64 = 0, ez: f64 = 0;
let nx: f64 = 0, ny: f64 = 0, nz: f64 = 0;
let ux: f64 = 0, uy: f64 = 0, uz: f64 = 0;
let sine: f64 = 0;
let reach: f64 = 0;
// Direction of the station from the Earth's centre, and how far from a plane (as a sine) it may lie to see anything in it.
let gx: f64 = 0, gy: f64 = 0, gz: f64 = 0;
let widest: f64 = 0;
let planeReach: f64 = 0;

// What the last evaluation gave: way from the station with its derivatives by u, and what follows.
let dx: f64 = 0, dy: f64 = 0, dz: f64 = 0;
let vx: f64 = 0, vy: f64 = 0, vz: f64 = 0;
let ax: f64 = 0, ay: f64 = 0, az: f64 = 0;
let s: f64 = 0, s1: f64 = 0, s2: f64 = 0;
let g: f64 = 0, g1: f64 = 0, q: f64 = 0;

/** Clearance and its slope at a node, from the table alone. */
@inline
function atNode(i: i32): void {
  const row = table + <usize>(i * COEFFICIENTS * 8);
  const x = load<f64>(row) - ox;
  const y = load<f64>(row, 8) - oy;
  const z = load<f64>(row, 16) - oz;
  const p = load<f64>(row, 24);
  const r = load<f64>(row, 32);
  const t = load<f64>(row, 40);
  const range = Math.sqrt(x * x + y * y + z * z);
  s = x * ux + y * uy + z * uz - sine * range;
  s1 = p * ux + r * uy + t * uz - (sine * (x * p + y * r + z * t)) / range;
}

/** Clearance at a node alone. */
@inline
function clearanceAtNode(i: i32): f64 {
  const row = table + <usize>(i * COEFFICIENTS * 8);
  const x = load<f64>(row) - ox;
  const y = load<f64>(row, 8) - oy;
  const z = load<f64>(row, 16) - oz;
  return x * ux + y * uy + z * uz - sine * Math.sqrt(x * x + y * y + z * z);
}

function way(i: i32, u: f64): void {
  const row = table + <usize>(i * COEFFICIENTS * 8);
  const x1 = load<f64>(row, 24), x2 = load<f64>(row, 48), x3 = load<f64>(row, 72), x4 = load<f64>(row, 96), x5 = load<f64>(row, 120);
  const y1 = load<f64>(row, 32), y2 = load<f64>(row, 56), y3 = load<f64>(row, 80), y4 = load<f64>(row, 104), y5 = load<f64>(row, 128);
  const z1 = load<f64>(row, 40), z2 = load<f64>(row, 64), z3 = load<f64>(row, 88), z4 = load<f64>(row, 112), z5 = load<f64>(row, 136);
  dx = ((((x5 * u + x4) * u + x3) * u + x2) * u + x1) * u + load<f64>(row) - ox;
  dy = ((((y5 * u + y4) * u + y3) * u + y2) * u + y1) * u + load<f64>(row, 8) - oy;
  dz = ((((z5 * u + z4) * u + z3) * u + z2) * u + z1) * u + load<f64>(row, 16) - oz;
  vx = (((5.0 * x5 * u + 4.0 * x4) * u + 3.0 * x3) * u + 2.0 * x2) * u + x1;
  vy = (((5.0 * y5 * u + 4.0 * y4) * u + 3.0 * y3) * u + 2.0 * y2) * u + y1;
  vz = (((5.0 * z5 * u + 4.0 * z4) * u + 3.0 * z3) * u + 2.0 * z2) * u + z1;
  ax = ((20.0 * x5 * u + 12.0 * x4) * u + 6.0 * x3) * u + 2.0 * x2;
  ay = ((20.0 * y5 * u + 12.0 * y4) * u + 6.0 * y3) * u + 2.0 * y2;
  az = ((20.0 * z5 * u + 12.0 * z4) * u + 6.0 * z3) * u + 2.0 * z2;
}

function clearance(i: i32, u: f64): void {
  way(i, u);
  const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const rate = (dx * vx + dy * vy + dz * vz) / range;
  s = dx * ux + dy * uy + dz * uz - sine * range;
  s1 = vx * ux + vy * uy + vz * uz - sine * rate;
  s2 =
    ax * ux + ay * uy + az * uz -
    (sine * (vx * vx + vy * vy + vz * vz + dx * ax + dy * ay + dz * az - rate * rate)) / range;
}

/** Sine of the elevation, and what has the sign of its slope. */
function height(i: i32, u: f64): void {
  way(i, u);
  const up = dx * ux + dy * uy + dz * uz;
  const up1 = vx * ux + vy * uy + vz * uz;
  const up2 = ax * ux + ay * uy + az * uz;
  const squared = dx * dx + dy * dy + dz * dz;
  const along = dx * vx + dy * vy + dz * vz;
  g = up1 * squared - up * along;
  g1 = up2 * squared + up1 * along - up * (vx * vx + vy * vy + vz * vz + dx * ax + dy * ay + dz * az);
  q = up / Math.sqrt(squared);
}

/** Where s crosses zero, by the cubic in s that has the slopes of both ends; by the straight line where it bends too much for that. */
@inline
function guessOf(width: f64, sFrom: f64, slopeFrom: f64, sTo: f64, slopeTo: f64): f64 {
  const t = sFrom / (sFrom - sTo);
  const a = (sTo - sFrom) / (slopeFrom * width);
  const b = (sTo - sFrom) / (slopeTo * width);
  if (!(a > 0 && a < 3 && b > 0 && b < 3)) return t;
  const rest = 1.0 - t;
  return a * t * rest * rest + t * t * (3.0 - 2.0 * t) - b * t * t * rest;
}

function crossingIn(i: i32, from: f64, to: f64, sFrom: f64, slopeFrom: f64, sTo: f64, slopeTo: f64): f64 {
  let low = from;
  let high = to;
  const ends = sTo > 0;
  let u = from + (to - from) * guessOf(to - from, sFrom, slopeFrom, sTo, slopeTo);
  for (let k = 0; k < MAX_STEPS; k++) {
    clearance(i, u);
    if (s > 0 == ends) high = u;
    else low = u;
    const next = u - s / s1;
    if (next >= low && next <= high) {
      const moved = Math.abs(next - u);
      u = next;
      if (moved * step < STEP_TOLERANCE) break;
    } else u = 0.5 * (low + high);
    if ((high - low) * step < BRACKET_TOLERANCE) break;
  }
  return u;
}

function turnIn(i: i32, from: f64, to: f64, slopeFrom: f64): f64 {
  let low = from;
  let high = to;
  const starts = slopeFrom > 0;
  let u = 0.5 * (low + high);
  for (let k = 0; k < MAX_STEPS; k++) {
    clearance(i, u);
    if (s1 > 0 == starts) low = u;
    else high = u;
    const next = u - s1 / s2;
    if (next >= low && next <= high) {
      const moved = Math.abs(next - u);
      u = next;
      if (moved * step < STEP_TOLERANCE) break;
    } else u = 0.5 * (low + high);
    if ((high - low) * step < BRACKET_TOLERANCE) break;
  }
  return u;
}

function peakIn(i: i32, from: f64, to: f64): f64 {
  let low = from;
  let high = to;
  let u = 0.5 * (low + high);
  for (let k = 0; k < MAX_STEPS; k++) {
    height(i, u);
    if (g > 0) low = u;
    else high = u;
    const next = u - g / g1;
    if (next >= low && next <= high) {
      const moved = Math.abs(next - u);
      u = next;
      if (moved * step < STEP_TOLERANCE) break;
    } else u = 0.5 * (low + high);
    if ((high - low) * step < BRACKET_TOLERANCE) break;
  }
  return u;
}

/** Whether the elevation rises at a node, from the table alone. */
@inline
function risesAt(i: i32): bool {
  const row = table + <usize>(i * COEFFICIENTS * 8);
  const x = load<f64>(row) - ox;
  const y = load<f64>(row, 8) - oy;
  const z = load<f64>(row, 16) - oz;
  const p = load<f64>(row, 24);
  const r = load<f64>(row, 32);
  const t = load<f64>(row, 40);
  return (p * ux + r * uy + t * uz) * (x * x + y * y + z * z) > (x * ux + y * uy + z * uz) * (x * p + y * r + z * t);
}

// Columns of what was found.
let columnsAt: usize = 0;
let capacity: i32 = 0;
let found: i32 = 0;
let station: i32 = 0;

@inline
function column(c: i32, value: f64): void {
  put(columnsAt, c * capacity + found, value);
}

/** Azimuth and range into columns; gives the elevation. */
function look(i: i32, u: f64, azimuthColumn: i32): f64 {
  way(i, u);
  const east = dx * ex + dy * ey + dz * ez;
  const north = dx * nx + dy * ny + dz * nz;
  const up = dx * ux + dy * uy + dz * uz;
  const level = Math.sqrt(east * east + north * north);
  const azimuth = Math.atan2(east, north);
  column(azimuthColumn, azimuth < 0 ? azimuth + 2.0 * Math.PI : azimuth);
  column(azimuthColumn + 3, Math.sqrt(level * level + up * up));
  return Math.atan2(up, level);
}

let openI: i32 = 0;
let openU: f64 = 0;
let openClipped: i32 = 0;
let isUp: bool = false;

function close(i: i32, u: f64, clipped: i32): void {
  if (found < capacity) {
    let bestI = openI;
    let bestU = openU;
    height(openI, openU);
    let best = q;
    let rising = g > 0;
    for (let j = openI; j <= i; j++) {
      const from = j == openI ? openU : 0.0;
      const to = j == i ? u : 1.0;
      let risesOn: bool;
      if (j == i) {
        height(j, to);
        if (q > best) {
          best = q;
          bestI = i;
          bestU = u;
        }
        risesOn = g > 0;
      } else risesOn = risesAt(j + 1);
      if (rising && !risesOn) {
        const top = peakIn(j, from, to);
        height(j, top);
        if (q > best) {
          best = q;
          bestI = j;
          bestU = top;
        }
      }
      rising = risesOn;
    }
    column(0, (<f64>openI + openU) * step);
    column(1, (<f64>bestI + bestU) * step);
    column(2, (<f64>i + u) * step);
    look(openI, openU, 4);
    column(3, look(bestI, bestU, 5));
    look(i, u, 6);
    column(10, <f64>(openClipped | (clipped << 1)));
    column(11, <f64>station);
  }
  found++;
}

function cross(i: i32, u: f64): void {
  if (isUp) close(i, u, 0);
  else {
    openI = i;
    openU = u;
    openClipped = 0;
  }
  isUp = !isUp;
}

function piece(i: i32, from: f64, sFrom: f64, slopeFrom: f64, to: f64, sTo: f64, slopeTo: f64, depth: i32): void {
  const width = to - from;
  const above = sFrom > 0;
  const changes = above != (sTo > 0);
  // Too far from the level to reach it in between.
  if (!changes && Math.abs(sFrom) + Math.abs(sTo) > reach * width) return;
  const sameWay = slopeFrom > 0 == (slopeTo > 0);
  if (sameWay && depth < DEEPEST_SPLIT && Math.abs(slopeFrom + slopeTo) * width > 3.0 * Math.abs(sTo - sFrom)) {
    const middle = from + 0.5 * width;
    clearance(i, middle);
    const sMiddle = s;
    const slopeMiddle = s1;
    piece(i, from, sFrom, slopeFrom, middle, sMiddle, slopeMiddle, depth + 1);
    piece(i, middle, sMiddle, slopeMiddle, to, sTo, slopeTo, depth + 1);
    return;
  }
  if (changes) {
    cross(i, crossingIn(i, from, to, sFrom, slopeFrom, sTo, slopeTo));
    return;
  }
  // Only a maximum between two ends below, or a minimum between two above, hides crossings.
  if (sameWay || slopeFrom > 0 == above) return;
  const turn = turnIn(i, from, to, slopeFrom);
  clearance(i, turn);
  if (s > 0 == above) return;
  const sTurn = s;
  const slopeTurn = s1;
  cross(i, crossingIn(i, from, turn, sFrom, slopeFrom, sTurn, slopeTurn));
  cross(i, crossingIn(i, turn, to, sTurn, slopeTurn, sTo, slopeTo));
}

/** All windows of one station; those beyond the capacity are counted only. */
function searchStation(at: usize): void {
  ox = get(at, 0); oy = get(at, 1); oz = get(at, 2);
  ex = get(at, 3); ey = get(at, 4); ez = get(at, 5);
  nx = get(at, 6); ny = get(at, 7); nz = get(at, 8);
  ux = get(at, 9); uy = get(at, 10); uz = get(at, 11);
  sine = get(at, 12);
  reach = fastest * (1.0 + Math.abs(sine));
  const radius = Math.sqrt(ox * ox + oy * oy + oz * oz);
  gx = ox / radius; gy = oy / radius; gz = oz / radius;
  const level = Math.asin(sine);
  const angle = Math.acos(min(1.0, (radius * Math.cos(level)) / farthest)) - level + PLANE_MARGIN;
  widest = angle < 1.5 ? Math.sin(max(angle, PLANE_MARGIN)) : 2.0;
  planeReach = PLANE_RATE * step;
  atNode(0);
  let here = s;
  let slope = s1;
  isUp = here > 0;
  openI = 0;
  openU = 0;
  openClipped = 1;
  let i = 0;
  while (i < intervals) {
    if (!isUp && here < -reach) {
      const normal = normals + <usize>(i * 24);
      const off = Math.abs(gx * load<f64>(normal) + gy * load<f64>(normal, 8) + gz * load<f64>(normal, 16)) - widest;
      // A path without a plane (up and down the axis) has no number for it.
      const steps = off > 0 ? max(-here / reach, off / planeReach) : -here / reach;
      i += <i32>min(steps, <f64>(intervals - i));
      here = clearanceAtNode(i);
      if (here >= -reach) {
        atNode(i);
        here = s;
        slope = s1;
      }
      continue;
    }
    atNode(i + 1);
    const there = s;
    const slopeThere = s1;
    piece(i, 0, here, slope, 1, there, slopeThere, 0);
    here = there;
    slope = slopeThere;
    i++;
  }
  if (isUp) close(intervals - 1, 1, 1);
}

let nextStation: i32 = 0;

/** The station to go on with; `stationCount` when all are done. */
export function next(): i32 {
  return nextStation;
}

/**
 * Searches from station `from` on until the columns are full. Gives the number of windows in the columns; when the windows of one station
 * alone do not fit, minus their number, and nothing is in the columns.
 */
export function search(stationsAt: usize, stationCount: i32, from: i32, outAt: usize, room: i32): i32 {
  columnsAt = outAt;
  capacity = room;
  found = 0;
  for (station = from; station < stationCount; station++) {
    const before = found;
    searchStation(stationsAt + <usize>(station * STATION_VALUES * 8));
    if (found > room) {
      nextStation = station;
      return before > 0 ? before : -found;
    }
  }
  nextStation = stationCount;
  return found;
}
