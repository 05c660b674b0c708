// Viterbi decoder of the rate 1/2, constraint length 7 code, polynomials 171 and 133 (octal), soft decisions of eight bits: 64 states of
// 16-bit metrics, eight states a vector. A state is the last six bits, the newest lowest; states i and i+32 lead to 2i and 2i+1.
// A branch costs 128 - s for each symbol s that should be positive (bit 1), 128 + s for the other: 0 to 512 for the two.

const STATES = 64;
const MAX_STEPS = 1024;
const RENORMALISE_EVERY: u32 = 32;

/** 2 · MAX_STEPS soft symbols. */
const symbols: usize = memory.data(2 * MAX_STEPS, 16);
/** Ring of decisions, one 64-bit word a step. */
const decisions: usize = memory.data(8 * MAX_STEPS, 16);
const metrics: usize = memory.data(2 * STATES, 16);
const bits: usize = memory.data(MAX_STEPS / 8, 16);

export function symbolsAt(): usize { return symbols; }
export function metricsAt(): usize { return metrics; }
export function bitsAt(): usize { return bits; }

@inline
function lowest(a: v128, b: v128): v128 {
  return i16x8.min_s(a, b);
}

/** The least of 64 metrics in eight vectors. */
@inline
function least(m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, m6: v128, m7: v128): i32 {
  let m = lowest(lowest(lowest(m0, m1), lowest(m2, m3)), lowest(lowest(m4, m5), lowest(m6, m7)));
  m = lowest(m, i16x8.shuffle(m, m, 4, 5, 6, 7, 4, 5, 6, 7));
  m = lowest(m, i16x8.shuffle(m, m, 2, 3, 2, 3, 2, 3, 2, 3));
  m = lowest(m, i16x8.shuffle(m, m, 1, 1, 1, 1, 1, 1, 1, 1));
  return <i32>i16x8.extract_lane_s(m, 0);
}

/**
 * Takes `steps` pairs of symbols; step n's decisions go to place (ring + n) modulo MAX_STEPS. The first symbol of a pair is that of 171
 * when `swapped` is 0; the symbol of 133 is negated when `inverted`. Gives what was taken off all metrics to keep them small.
 */
export function addCompareSelect(steps: u32, ring: u32, swapped: u32, inverted: u32): u32 {
  let m0 = v128.load(metrics);
  let m1 = v128.load(metrics, 16);
  let m2 = v128.load(metrics, 32);
  let m3 = v128.load(metrics, 48);
  let m4 = v128.load(metrics, 64);
  let m5 = v128.load(metrics, 80);
  let m6 = v128.load(metrics, 96);
  let m7 = v128.load(metrics, 112);
  const full = i16x8.splat(512);
  // Which of the four branch costs (two octets each: outputs 00, 01, 10, 11 of 171 and 133) butterfly i takes for bit 0.
  const pattern0 = branchPattern(0);
  const pattern1 = branchPattern(8);
  const pattern2 = branchPattern(16);
  const pattern3 = branchPattern(24);
  const firstAt: usize = symbols + swapped;
  const secondAt: usize = symbols + (1 - swapped);
  let taken: u32 = 0;
  let place = ring;
  for (let n: u32 = 0; n < steps; n++) {
    const s1 = <i32>load<i8>(firstAt + (n << 1));
    const read = <i32>load<i8>(secondAt + (n << 1));
    const s2 = inverted ? -read : read;
    const costs =
      <u64>(256 + s1 + s2) | (<u64>(256 + s1 - s2) << 16) | (<u64>(256 - s1 + s2) << 32) | (<u64>(256 - s1 - s2) << 48);
    const table = i64x2.splat(<i64>costs);
    const out = decisions + (<usize>place << 3);

    // Written out four times, so that all metrics stay in registers.
    let cost = i8x16.swizzle(table, pattern0);
    let other = i16x8.sub(full, cost);
    let a = i16x8.add(m0, cost);
    let b = i16x8.add(m4, other);
    let c = i16x8.add(m0, other);
    let d = i16x8.add(m4, cost);
    store<u16>(out, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_s(b, a), i16x8.lt_s(d, c))));
    a = i16x8.min_s(a, b);
    c = i16x8.min_s(c, d);
    const n0 = i16x8.shuffle(a, c, 0, 8, 1, 9, 2, 10, 3, 11);
    const n1 = i16x8.shuffle(a, c, 4, 12, 5, 13, 6, 14, 7, 15);

    cost = i8x16.swizzle(table, pattern1);
    other = i16x8.sub(full, cost);
    a = i16x8.add(m1, cost);
    b = i16x8.add(m5, other);
    c = i16x8.add(m1, other);
    d = i16x8.add(m5, cost);
    store<u16>(out, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_s(b, a), i16x8.lt_s(d, c))), 2);
    a = i16x8.min_s(a, b);
    c = i16x8.min_s(c, d);
    const n2 = i16x8.shuffle(a, c, 0, 8, 1, 9, 2, 10, 3, 11);
    const n3 = i16x8.shuffle(a, c, 4, 12, 5, 13, 6, 14, 7, 15);

    cost = i8x16.swizzle(table, pattern2);
    other = i16x8.sub(full, cost);
    a = i16x8.add(m2, cost);
    b = i16x8.add(m6, other);
    c = i16x8.add(m2, other);
    d = i16x8.add(m6, cost);
    store<u16>(out, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_s(b, a), i16x8.lt_s(d, c))), 4);
    a = i16x8.min_s(a, b);
    c = i16x8.min_s(c, d);
    const n4 = i16x8.shuffle(a, c, 0, 8, 1, 9, 2, 10, 3, 11);
    const n5 = i16x8.shuffle(a, c, 4, 12, 5, 13, 6, 14, 7, 15);

    cost = i8x16.swizzle(table, pattern3);
    other = i16x8.sub(full, cost);
    a = i16x8.add(m3, cost);
    b = i16x8.add(m7, other);
    c = i16x8.add(m3, other);
    d = i16x8.add(m7, cost);
    store<u16>(out, <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.lt_s(b, a), i16x8.lt_s(d, c))), 6);
    a = i16x8.min_s(a, b);
    c = i16x8.min_s(c, d);
    const n6 = i16x8.shuffle(a, c, 0, 8, 1, 9, 2, 10, 3, 11);
    const n7 = i16x8.shuffle(a, c, 4, 12, 5, 13, 6, 14, 7, 15);

    m0 = n0;
    m1 = n1;
    m2 = n2;
    m3 = n3;
    m4 = n4;
    m5 = n5;
    m6 = n6;
    m7 = n7;
    place = (place + 1) & (MAX_STEPS - 1);
    // No two metrics are more than 6 · 512 apart; they grow by 512 a step at most.
    if (n % RENORMALISE_EVERY == RENORMALISE_EVERY - 1 || n == steps - 1) {
      const floor = least(m0, m1, m2, m3, m4, m5, m6, m7);
      const off = i16x8.splat(<i16>floor);
      m0 = i16x8.sub(m0, off);
      m1 = i16x8.sub(m1, off);
      m2 = i16x8.sub(m2, off);
      m3 = i16x8.sub(m3, off);
      m4 = i16x8.sub(m4, off);
      m5 = i16x8.sub(m5, off);
      m6 = i16x8.sub(m6, off);
      m7 = i16x8.sub(m7, off);
      taken += <u32>floor;
    }
  }
  v128.store(metrics, m0);
  v128.store(metrics, m1, 16);
  v128.store(metrics, m2, 32);
  v128.store(metrics, m3, 48);
  v128.store(metrics, m4, 64);
  v128.store(metrics, m5, 80);
  v128.store(metrics, m6, 96);
  v128.store(metrics, m7, 112);
  return taken;
}

/** Swizzle pattern of butterflies first..first+7: octets 2p and 2p+1 of cost number p = 2·(output of 171) + (output of 133), bit 0. */
function branchPattern(first: u32): v128 {
  let low: u64 = 0;
  let high: u64 = 0;
  for (let i: u32 = 0; i < 8; i++) {
    const register = (first + i) << 1;
    const p: u64 = <u64>(((popcnt(register & 0x4f) & 1) << 1) | (popcnt(register & 0x6d) & 1));
    const pair = (2 * p) | ((2 * p + 1) << 8);
    if (i < 4) low |= pair << (16 * i);
    else high |= pair << (16 * (i - 4));
  }
  return i64x2.replace_lane(i64x2.splat(<i64>low), 1, <i64>high);
}

/** The state with the least metric; the lowest of several. */
export function bestState(): u32 {
  let best: u32 = 0;
  let least = load<i16>(metrics);
  for (let s: u32 = 1; s < <u32>STATES; s++) {
    const metric = load<i16>(metrics + (<usize>s << 1));
    if (metric < least) {
      least = metric;
      best = s;
    }
  }
  return best;
}

/**
 * Follows the survivor from `state` after step `end` - 1 (a place of the ring) back over `skip` steps, then writes the bits of the
 * `count` steps before them, first bit first, into `bits`. `count` is a multiple of eight.
 */
export function traceBack(state: u32, end: u32, skip: u32, count: u32): void {
  let s = state;
  let place = end;
  for (let n: u32 = 0; n < skip; n++) {
    place = (place - 1) & (MAX_STEPS - 1);
    s = (s >> 1) | (decisionOf(place, s) << 5);
  }
  for (let octet = <i32>(count >> 3) - 1; octet >= 0; octet--) {
    let value: u32 = 0;
    for (let bit: u32 = 0; bit < 8; bit++) {
      value |= (s & 1) << bit;
      place = (place - 1) & (MAX_STEPS - 1);
      s = (s >> 1) | (decisionOf(place, s) << 5);
    }
    store<u8>(bits + octet, <u8>value);
  }
}

@inline
function decisionOf(place: u32, s: u32): u32 {
  // State 2i + b: word i / 8, bit (i mod 8) + 8 b.
  const halfWord = <u32>load<u16>(decisions + (<usize>place << 3) + (<usize>(s >> 4) << 1));
  return (halfWord >> (((s >> 1) & 7) | ((s & 1) << 3))) & 1;
}
