// Reed-Solomon codewords of 255 symbols over GF(256), any interleave, one code (E, roots, basis) an instance: its tables are written by
// the host. Symbols are worked on in the basis they travel in: the division table is in that basis; only a remainder that is not 0 is
// mapped to the field's own basis. Division by the generator is a shift register of two vectors; the key equation is solved by the
// reformulated inversionless Berlekamp-Massey algorithm (Sarwate, Shanbhag, IEEE Trans. VLSI 9(5), 2001, p. 641), whose steps are
// scalar times vector; a product with a scalar is two look-ups of 16 (nibbles).

const MAX_INTERLEAVE = 8;
const MAX_CHECKS = 32;

/** The codeblock, interleaved; the host writes and reads it. */
const codeblock: usize = memory.data(255 * MAX_INTERLEAVE + 8, 16);
/** A result a codeword: corrected symbols, or 255 = uncorrectable. */
const results: usize = memory.data(MAX_INTERLEAVE, 16);
/** For each symbol, its products with the generator's coefficients below the leading one, highest first, in the symbols' basis. */
const divisionRows: usize = memory.data(256 * MAX_CHECKS, 16);
/** For each scalar, its products with 0x00..0x0f and with 0x00..0xf0. */
const nibbleProducts: usize = memory.data(256 * 32, 16);
const toField: usize = memory.data(256, 16);
const fromField: usize = memory.data(256, 16);
/** For remainder symbol i, the powers of the 2E roots that it is weighed with. */
const syndromeWeights: usize = memory.data(MAX_CHECKS * MAX_CHECKS, 16);
/** Row i: z^i, where z is the inverse locator of the place p from the end of the codeword, p = 0..255. */
const placePowers: usize = memory.data(17 * 256, 16);
/** z^(first root + 2E) of place p. */
const placeScale: usize = memory.data(256, 16);
const logarithm: usize = memory.data(256, 16);
const power: usize = memory.data(512, 16);

/** A remainder a codeword, MAX_CHECKS apart. */
const remainders: usize = memory.data(MAX_INTERLEAVE * MAX_CHECKS, 16);
const delta: usize = memory.data(80, 16);
const theta: usize = memory.data(80, 16);
/** The odd part of the error locator at every place. */
const oddSums: usize = memory.data(256, 16);
const foundPlaces: usize = memory.data(32, 16);
const foundErrors: usize = memory.data(32, 16);

export function codeblockAt(): usize { return codeblock; }
export function resultsAt(): usize { return results; }
export function divisionRowsAt(): usize { return divisionRows; }
export function nibbleProductsAt(): usize { return nibbleProducts; }
export function toFieldAt(): usize { return toField; }
export function fromFieldAt(): usize { return fromField; }
export function syndromeWeightsAt(): usize { return syndromeWeights; }
export function placePowersAt(): usize { return placePowers; }
export function placeScaleAt(): usize { return placeScale; }
export function logarithmAt(): usize { return logarithm; }
export function powerAt(): usize { return power; }

/** Products of each lane with the scalar. */
@inline
function times(scalar: u32, lanes: v128): v128 {
  const row = nibbleProducts + (<usize>scalar << 5);
  const low = i8x16.swizzle(v128.load(row), v128.and(lanes, i8x16.splat(0x0f)));
  const high = i8x16.swizzle(v128.load(row, 16), i8x16.shr_u(lanes, 4));
  return v128.xor(low, high);
}

@inline
function dropFirstLane(lanes: v128, next: v128): v128 {
  return i8x16.shuffle(lanes, next, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
}

/** Information symbols of codewords `c` and `c + 1` divided by the generator, E = 16: two registers hide each other's latency. */
function divide32Pair(c: usize, interleave: usize, k: u32): void {
  const zero = i8x16.splat(0);
  let a0 = zero;
  let a1 = zero;
  let b0 = zero;
  let b1 = zero;
  let at = codeblock + c;
  for (let i: u32 = 0; i < k; i++) {
    const feedbackA = <usize>(load<u8>(at) ^ <u8>i8x16.extract_lane_u(a0, 0));
    const feedbackB = <usize>(load<u8>(at, 1) ^ <u8>i8x16.extract_lane_u(b0, 0));
    const rowA = divisionRows + (feedbackA << 5);
    const rowB = divisionRows + (feedbackB << 5);
    a0 = v128.xor(dropFirstLane(a0, a1), v128.load(rowA));
    a1 = v128.xor(dropFirstLane(a1, zero), v128.load(rowA, 16));
    b0 = v128.xor(dropFirstLane(b0, b1), v128.load(rowB));
    b1 = v128.xor(dropFirstLane(b1, zero), v128.load(rowB, 16));
    at += interleave;
  }
  const out = remainders + (c << 5);
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, b0, 32);
  v128.store(out, b1, 48);
}

function divide32(c: usize, interleave: usize, k: u32): void {
  const zero = i8x16.splat(0);
  let r0 = zero;
  let r1 = zero;
  let at = codeblock + c;
  for (let i: u32 = 0; i < k; i++) {
    const feedback = <usize>(load<u8>(at) ^ <u8>i8x16.extract_lane_u(r0, 0));
    const row = divisionRows + (feedback << 5);
    r0 = v128.xor(dropFirstLane(r0, r1), v128.load(row));
    r1 = v128.xor(dropFirstLane(r1, zero), v128.load(row, 16));
    at += interleave;
  }
  const out = remainders + (c << 5);
  v128.store(out, r0);
  v128.store(out, r1, 16);
}

/** The same for E = 8: sixteen check symbols are one vector; what lies behind them stays 0. */
function divide16(c: usize, interleave: usize, k: u32): void {
  const zero = i8x16.splat(0);
  let r0 = zero;
  let at = codeblock + c;
  for (let i: u32 = 0; i < k; i++) {
    const feedback = <usize>(load<u8>(at) ^ <u8>i8x16.extract_lane_u(r0, 0));
    r0 = v128.xor(dropFirstLane(r0, zero), v128.load(divisionRows + (feedback << 5)));
    at += interleave;
  }
  v128.store(remainders + (c << 5), r0);
}

/** Divides all codewords; `k` information symbols each. */
function divideAll(e: u32, interleave: u32, k: u32): void {
  let c: u32 = 0;
  if (e == 16) {
    for (; c + 1 < interleave; c += 2) divide32Pair(c, interleave, k);
    if (c < interleave) divide32(c, interleave, k);
  } else {
    for (; c < interleave; c++) divide16(c, interleave, k);
  }
}

/** Puts the check symbols behind the interleave · k information symbols in `codeblock`. */
export function encode(e: u32, interleave: u32, k: u32): void {
  divideAll(e, interleave, k);
  const checks = e << 1;
  for (let c: u32 = 0; c < interleave; c++) {
    let at = codeblock + <usize>(k * interleave + c);
    const from = remainders + (<usize>c << 5);
    for (let j: u32 = 0; j < checks; j++) {
      store<u8>(at, load<u8>(from + j));
      at += interleave;
    }
  }
}

/** Corrects the codeblock in place; gives the number of codewords that are uncorrectable, details in `results`. */
export function decode(e: u32, interleave: u32, k: u32): u32 {
  divideAll(e, interleave, k);
  const checks = e << 1;
  let bad: u32 = 0;
  for (let c: u32 = 0; c < interleave; c++) {
    const from = remainders + (<usize>c << 5);
    let any: u32 = 0;
    let at = codeblock + <usize>(k * interleave + c);
    for (let j: u32 = 0; j < checks; j++) {
      const difference = load<u8>(from + j) ^ load<u8>(at);
      store<u8>(from + j, difference);
      any |= difference;
      at += interleave;
    }
    let corrected: u32 = 0;
    if (any != 0) {
      corrected = correct(c, e, interleave, k);
      if (corrected == 255) bad++;
    }
    store<u8>(results + c, <u8>corrected);
  }
  return bad;
}

/** Whether all syndromes of codeword `c` are 0 as it stands now. */
function isClean(c: u32, e: u32, interleave: u32, k: u32): bool {
  if (e == 16) divide32(c, interleave, k);
  else divide16(c, interleave, k);
  const from = remainders + (<usize>c << 5);
  const checks = e << 1;
  let any: u32 = 0;
  let at = codeblock + <usize>(k * interleave + c);
  for (let j: u32 = 0; j < checks; j++) {
    any |= load<u8>(from + j) ^ load<u8>(at);
    at += interleave;
  }
  return any == 0;
}

/** Syndromes S_0..S_2E-1 from the remainder of codeword `c`, into `delta` and `theta` as the key equation starts. */
function startKeyEquation(c: u32, e: u32): void {
  const checks = e << 1;
  const from = remainders + (<usize>c << 5);
  let s0 = i8x16.splat(0);
  let s1 = s0;
  for (let i: u32 = 0; i < checks; i++) {
    const symbol = <u32>load<u8>(toField + <usize>load<u8>(from + i));
    const weights = syndromeWeights + (<usize>i << 5);
    s0 = v128.xor(s0, times(symbol, v128.load(weights)));
    s1 = v128.xor(s1, times(symbol, v128.load(weights, 16)));
  }
  memory.fill(delta, 0, 80);
  memory.fill(theta, 0, 80);
  v128.store(delta, s0);
  v128.store(theta, s0);
  if (e == 16) {
    v128.store(delta, s1, 16);
    v128.store(theta, s1, 16);
  }
  store<u8>(delta + 3 * e, 1);
  store<u8>(theta + 3 * e, 1);
}

/** 2E steps; afterwards delta holds the high part of the error evaluator at 0..E-1 and the error locator at E..2E. */
function solveKeyEquation(e: u32): void {
  const checks = e << 1;
  const vectors: u32 = e == 16 ? 4 : 2;
  let gamma: u32 = 1;
  let k: i32 = 0;
  for (let r: u32 = 0; r < checks; r++) {
    const discrepancy = <u32>load<u8>(delta);
    const replaces = discrepancy != 0 && k >= 0;
    for (let v: u32 = 0; v < vectors; v++) {
      const at = <usize>v << 4;
      const shifted = v128.load(delta + at, 1);
      const old = v128.load(theta + at);
      v128.store(delta + at, v128.xor(times(gamma, shifted), times(discrepancy, old)));
      if (replaces) v128.store(theta + at, shifted);
    }
    // The lane behind the last vector is always 0: a shift brings 0 in.
    if (replaces) {
      gamma = discrepancy;
      k = -k - 1;
    } else {
      k++;
    }
  }
}

/** Corrects codeword `c`, whose remainder is not 0, in place: the number of symbols, or 255 with the codeword as it was. */
function correct(c: u32, e: u32, interleave: u32, k: u32): u32 {
  startKeyEquation(c, e);
  solveKeyEquation(e);
  const locator = delta + e;
  let degree: u32 = 0;
  for (let i: u32 = 0; i <= e; i++) if (load<u8>(locator + i) != 0) degree = i;
  if (degree == 0) return 255;
  const length = k + (e << 1);
  let found: u32 = 0;
  for (let block: u32 = 0; block < length; block += 16) {
    let even = i8x16.splat(<i8>load<u8>(locator));
    let odd = i8x16.splat(0);
    for (let i: u32 = 1; i <= degree; i++) {
      const term = times(<u32>load<u8>(locator + i), v128.load(placePowers + (<usize>i << 8) + block));
      if (i & 1) odd = v128.xor(odd, term);
      else even = v128.xor(even, term);
    }
    v128.store(oddSums + block, odd);
    let zeros = i8x16.bitmask(i8x16.eq(even, odd));
    while (zeros != 0) {
      const place = block + <u32>ctz(zeros);
      zeros &= zeros - 1;
      if (place >= length) break;
      if (found == degree) return 255;
      store<u8>(foundPlaces + found, <u8>place);
      found++;
    }
  }
  if (found != degree) return 255;
  for (let n: u32 = 0; n < found; n++) {
    const place = <usize>load<u8>(foundPlaces + n);
    const error = errorAt(place, e);
    store<u8>(foundErrors + n, error);
    if (error == 0) return 255;
  }
  flip(c, interleave, length, found);
  if (isClean(c, e, interleave, k)) return found;
  flip(c, interleave, length, found);
  return 255;
}

/** Forney: evaluator's high part at z, times z^(first root + 2E), over the odd part of the locator; in the symbols' basis. */
function errorAt(place: usize, e: u32): u8 {
  const denominator = load<u8>(oddSums + place);
  if (denominator == 0) return 0;
  const logZ = <u32>load<u8>(logarithm + <usize>load<u8>(placePowers + 256 + place));
  let numerator: u8 = 0;
  let logPower: u32 = 0;
  for (let i: u32 = 0; i < e; i++) {
    const coefficient = load<u8>(delta + i);
    if (coefficient != 0) numerator ^= load<u8>(power + <usize>load<u8>(logarithm + coefficient) + logPower);
    logPower += logZ;
    if (logPower >= 255) logPower -= 255;
  }
  if (numerator == 0) return 0;
  const quotient =
    <u32>load<u8>(logarithm + numerator) + 255 - <u32>load<u8>(logarithm + denominator);
  const scale = <u32>load<u8>(logarithm + <usize>load<u8>(placeScale + place));
  return load<u8>(fromField + <usize>load<u8>(power + ((quotient % 255) + scale)));
}

/** Adds the errors that were found to codeword `c`; twice is nothing. */
function flip(c: u32, interleave: u32, length: u32, found: u32): void {
  for (let n: u32 = 0; n < found; n++) {
    const place = <u32>load<u8>(foundPlaces + n);
    const at = codeblock + <usize>((length - 1 - place) * interleave + c);
    store<u8>(at, load<u8>(at) ^ load<u8>(foundErrors + n));
  }
}
