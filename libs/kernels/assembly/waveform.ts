// Symbols to samples by a pulse table (rows of taps, straight lines between rows), then carrier and amplitude, four samples at a time.
// Positions and phases are in double precision until only a fraction is left.
import { cosineOfTurns, cubicLanes, cubicPair, nearestTurn, sineOfTurns, turnLanes } from './maths/lanes';

const CHUNK = 1024;
const WINDOW = 1280;
const MAX_TABLE_VALUES = 32784;

/** Samples that are added to, I and Q interleaved. */
const samples: usize = memory.data(8 * CHUNK, 16);
/** Before the carrier: I and Q interleaved; or a phase in turns, then CHUNK places on, 1 where there is a carrier and 0 where not. */
const baseband: usize = memory.data(8 * CHUNK, 16);
const firstColumn: usize = memory.data(4 * WINDOW, 16);
const secondColumn: usize = memory.data(4 * WINDOW, 16);
/** Of each sample: where its symbols begin in a column and its row in the table, in octets, and how far it is to the next row. */
const elements: usize = memory.data(4 * CHUNK, 16);
const rows: usize = memory.data(4 * CHUNK, 16);
const weights: usize = memory.data(4 * CHUNK, 16);
const table: usize = memory.data(4 * MAX_TABLE_VALUES, 16);

export function samplesAt(): usize { return samples; }
export function firstColumnAt(): usize { return firstColumn; }
export function secondColumnAt(): usize { return secondColumn; }
export function tableAt(): usize { return table; }

let taps: u32 = 4;
let phases: i32 = 1;

export function setTable(tapCount: u32, phaseCount: i32): void {
  taps = tapCount;
  phases = phaseCount;
}

/** Finds for `count` samples what to take of columns and table: sample k is at p0 + p1 k + p2 k² + p3 k³, k from `k0` on. */
export function locate(count: u32, p0: f64, p1: f64, p2: f64, p3: f64, k0: f64): void {
  // In vectors and before the sums: scalar conversions between them would make each sample wait for the one before.
  const scale = f64x2.splat(<f64>phases);
  const zero = f64x2.splat(0);
  const lastRow = f64x2.splat(<f64>(phases - 1));
  // Positions lie inside the window; the bounds only keep a wild one from reading elsewhere.
  const lastElement = f64x2.splat(<f64>(WINDOW - <i32>taps));
  const rowBytes = i32x4.splat(<i32>taps << 2);
  let k = k0;
  for (let n: u32 = 0; n < count; n += 2, k += 2) {
    const position = cubicPair(p0, p1, p2, p3, k);
    const element = f64x2.pmax(zero, f64x2.pmin(lastElement, f64x2.floor(position)));
    const phase = f64x2.mul(f64x2.sub(position, element), scale);
    const row = f64x2.pmax(zero, f64x2.pmin(lastRow, f64x2.floor(phase)));
    const at = <usize>n << 2;
    const elementBytes = i32x4.shl(i32x4.trunc_sat_f64x2_s_zero(element), 2);
    store<f64>(elements + at, f64x2.extract_lane(elementBytes, 0));
    store<f64>(rows + at, f64x2.extract_lane(i32x4.mul(i32x4.trunc_sat_f64x2_s_zero(row), rowBytes), 0));
    store<f64>(weights + at, f64x2.extract_lane(f32x4.demote_f64x2_zero(f64x2.sub(phase, row)), 0));
  }
}

/** Four partial sums of the symbols of a column for sample n, each times its pulse. */
@inline
function pulses(column: usize, n: u32): v128 {
  const at = <usize>n << 2;
  const weight = v128.load32_splat(weights + at);
  const bytes = <usize>taps << 2;
  let low = table + <usize>load<u32>(rows + at);
  let symbol = column + <usize>load<u32>(elements + at);
  const end = symbol + bytes;
  let sum = f32x4.splat(0);
  while (symbol < end) {
    const value = v128.load(low);
    const slope = f32x4.sub(v128.load(low + bytes), value);
    sum = f32x4.add(sum, f32x4.mul(v128.load(symbol), f32x4.add(value, f32x4.mul(weight, slope))));
    low += 16;
    symbol += 16;
  }
  return sum;
}

/** I and Q in the first two lanes: the sums of the lanes of two vectors. */
@inline
function laneSums(i: v128, q: v128): v128 {
  const halves = f32x4.add(i32x4.shuffle(i, q, 0, 1, 4, 5), i32x4.shuffle(i, q, 2, 3, 6, 7));
  return f32x4.add(i32x4.shuffle(halves, halves, 0, 2, 0, 2), i32x4.shuffle(halves, halves, 1, 3, 1, 3));
}

/** The sum of pulses of the first column as I, 0 as Q. */
export function shapeReal(count: u32): void {
  const none = f32x4.splat(0);
  for (let n: u32 = 0; n < count; n++)
    store<f64>(baseband + (<usize>n << 3), f64x2.extract_lane(laneSums(pulses(firstColumn, n), none), 0));
}

/** That of the second column as Q; I stands. */
export function shapeQuadrature(count: u32): void {
  const none = f32x4.splat(0);
  for (let n: u32 = 0; n < count; n++)
    store<f32>(baseband + (<usize>n << 3), f32x4.extract_lane(laneSums(pulses(secondColumn, n), none), 0), 4);
}

/** Both at the same positions. */
export function shapeComplex(count: u32): void {
  const bytes = <usize>taps << 2;
  for (let n: u32 = 0; n < count; n++) {
    const at = <usize>n << 2;
    const weight = v128.load32_splat(weights + at);
    let low = table + <usize>load<u32>(rows + at);
    const end = low + bytes;
    let symbol = firstColumn + <usize>load<u32>(elements + at);
    let i = f32x4.splat(0);
    let q = f32x4.splat(0);
    while (low < end) {
      const value = v128.load(low);
      const pulse = f32x4.add(value, f32x4.mul(weight, f32x4.sub(v128.load(low + bytes), value)));
      i = f32x4.add(i, f32x4.mul(v128.load(symbol), pulse));
      q = f32x4.add(q, f32x4.mul(v128.load(symbol + (secondColumn - firstColumn)), pulse));
      low += 16;
      symbol += 16;
    }
    store<f64>(baseband + (<usize>n << 3), f64x2.extract_lane(laneSums(i, q), 0));
  }
}

/** Phase in turns: that of the second column, and `turnsPerSymbol` times the sum of pulses of the first. */
export function shapePhase(count: u32, turnsPerSymbol: f32): void {
  const none = f32x4.splat(0);
  const middle = (<usize>taps >> 1) << 2;
  for (let n: u32 = 0; n < count; n++) {
    const at = <usize>load<u32>(elements + (<usize>n << 2));
    const sum = f32x4.extract_lane(laneSums(pulses(firstColumn, n), none), 0);
    const place = baseband + (<usize>n << 2);
    store<f32>(place, load<f32>(secondColumn + at) + turnsPerSymbol * sum);
    store<f32>(place, load<f32>(firstColumn + at + middle) == 0 ? 0 : 1, 4 * CHUNK);
  }
}

/** Adds the shaped samples to `samples` on the carrier (turns: c0 + c1 k + …), times the amplitude (a0 + a1 k + …). */
export function addShaped(
  count: u32, c0: f64, c1: f64, c2: f64, c3: f64, a0: f64, a1: f64, a2: f64, a3: f64, k0: f64,
): void {
  let k = k0;
  for (let n: u32 = 0; n < count; n += 4, k += 4) {
    const turns = turnLanes(c0, c1, c2, c3, k);
    const amplitude = cubicLanes(a0, a1, a2, a3, k);
    const cosine = f32x4.mul(cosineOfTurns(turns), amplitude);
    const sine = f32x4.mul(sineOfTurns(turns), amplitude);
    const from = baseband + (<usize>n << 3);
    const first = v128.load(from);
    const second = v128.load(from, 16);
    const i = i32x4.shuffle(first, second, 0, 2, 4, 6);
    const q = i32x4.shuffle(first, second, 1, 3, 5, 7);
    addTo(
      samples + (<usize>n << 3),
      f32x4.sub(f32x4.mul(i, cosine), f32x4.mul(q, sine)),
      f32x4.add(f32x4.mul(i, sine), f32x4.mul(q, cosine)),
    );
  }
}

/** The same with what shapePhase left. */
export function addPhases(
  count: u32, c0: f64, c1: f64, c2: f64, c3: f64, a0: f64, a1: f64, a2: f64, a3: f64, k0: f64,
): void {
  let k = k0;
  for (let n: u32 = 0; n < count; n += 4, k += 4) {
    const from = baseband + (<usize>n << 2);
    const turns = nearestTurn(f32x4.add(turnLanes(c0, c1, c2, c3, k), v128.load(from)));
    const amplitude = f32x4.mul(cubicLanes(a0, a1, a2, a3, k), v128.load(from, 4 * CHUNK));
    addTo(
      samples + (<usize>n << 3),
      f32x4.mul(cosineOfTurns(turns), amplitude),
      f32x4.mul(sineOfTurns(turns), amplitude),
    );
  }
}

@inline
function addTo(place: usize, i: v128, q: v128): void {
  v128.store(place, f32x4.add(v128.load(place), i32x4.shuffle(i, q, 0, 4, 1, 5)));
  v128.store(place, f32x4.add(v128.load(place, 16), i32x4.shuffle(i, q, 2, 6, 3, 7)), 16);
}
