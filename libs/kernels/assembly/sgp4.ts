// SGP4 of one near-Earth element set (AIAA 2006-6753, WGS72): positions at uniform times, two times a vector. Terms are added in the
// order of that paper's code, so that angles round alike; sines of sums with small angles are made by rotation. Times are taken in blocks
// through four loops: in one loop each step would wait for the step before it, in four the processor works at several times at once.

const MAX_TIMES = 1024;
const CONSTANTS = 31;
const BLOCK: u32 = 128;

/** The element set, one f64 each; the order is that of `sgp4ConstantNames`. */
const constants: usize = memory.data(8 * CONSTANTS, 16);
/** x, y, z of each time, m; one more time, as they go in pairs. */
const out: usize = memory.data(24 * (MAX_TIMES + 2), 16);

/** What the loops hand on, a vector a pair of times. */
const rows: usize = memory.data(64 * BLOCK, 16);
const ANOMALY_DRAG: usize = 0;
const AM: usize = 16;
const NODEM: usize = 32;
const AXNL: usize = 48;
const AYNL: usize = 64;
const U: usize = 80;
const SINEO1: usize = 96;
const COSEO1: usize = 112;
const ROW: usize = 128;

const MO: usize = 0;
const MDOT: usize = 8;
const ARGPO: usize = 16;
const ARGPDOT: usize = 24;
const NODEO: usize = 32;
const NODEDOT: usize = 40;
const NODECF: usize = 48;
const CC1: usize = 56;
const BSTAR_CC4: usize = 64;
const BSTAR_CC5: usize = 72;
const D2: usize = 80;
const D3: usize = 88;
const D4: usize = 96;
const T2COF: usize = 104;
const T3COF: usize = 112;
const T4COF: usize = 120;
const T5COF: usize = 128;
const OMGCOF: usize = 136;
const XMCOF: usize = 144;
const ETA: usize = 152;
const DELMO: usize = 160;
const SINMAO: usize = 168;
const NO: usize = 176;
const AO: usize = 184;
const ECCO: usize = 192;
const INCLO: usize = 200;
const AYCOF: usize = 208;
const XLCOF: usize = 216;
const CON41: usize = 224;
const X1MTH2: usize = 232;
const X7THM1: usize = 240;

const J2: f64 = 0.001082616;
const EARTH_RADIUS_M: f64 = 6378135;

// pi/2 = HALF_PI_HIGH + HALF_PI_LOW: the high part has 30 bits, so that its product with 23 bits is exact. TURN is 2 pi as a double has it.
const HALF_PI_HIGH: f64 = 1.570796325802803;
const HALF_PI_LOW: f64 = 9.920935796805404e-10;
const TURN_HIGH: f64 = 6.283185303211212;
const TURN_LOW: f64 = 3.968374073792802e-9;
const PER_HALF_PI: f64 = 0.6366197723675814;
const PER_TURN: f64 = 0.15915494309189535;
/** Added and taken off again, it rounds to the nearest integer, which stands in the low bits in between. */
const ROUND: f64 = 6755399441055744;

/** Coefficients are loaded: a vector constant in the code takes longer. */
const sineTerms: usize = memory.data<f64>(
  [-0.16666666666666666, 0.008333333333330946, -0.0001984126983675497, 2.755731610068303e-6, -2.5051131455427946e-8, 1.591810123027412e-10],
  16,
);
const cosineTerms: usize = memory.data<f64>(
  [0.041666666666666664, -0.0013888888888887395, 2.4801587298763433e-5, -2.7557317270560326e-7, 2.0876146024689747e-9, -1.1382614868556325e-11],
  16,
);
/** 1 / n! from n = 0 on. */
const inverseFactorials: usize = memory.data<f64>([1, 1, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040], 16);

/** Up to here `smallSine` and `smallCosine` are within 3e-17. */
const SMALL_RAD: f64 = 0.03125;
/** Up to here `shortSine` and `shortCosine` are within 1e-17; short-period terms are shorter wherever p is above an Earth radius. */
const SHORT_RAD: f64 = 0.0009;
const KEPLER_RAD: f64 = 1e-12;
const KEPLER_STEP_RAD: f64 = 0.95;
const KEPLER_STEPS: u32 = 10;
/** After a step no longer than this, the next is below KEPLER_RAD up to e = 0.99: its square times e / 2 (1 - e). */
const LAST_STEP_RAD: f64 = 1e-7;

export function constantsAt(): usize { return constants; }
export function positionsAt(): usize { return out; }

@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
@inline function div(a: v128, b: v128): v128 { return f64x2.div(a, b); }
@inline function both(a: f64): v128 { return f64x2.splat(a); }
@inline function term(table: usize, n: usize): v128 { return v128.load64_splat(table + 8 * n); }
@inline function constant(at: usize): v128 { return v128.load64_splat(constants + at); }

/** Times start + n step and start + (n + 1) step. */
@inline
function timesAt(start: f64, step: f64, n: u32): v128 {
  return add(both(start), mul(f64x2.replace_lane(both(<f64>n), 1, <f64>(n + 1)), both(step)));
}

/** x modulo 2 pi (the double), between -pi and pi, exact up to 4 million turns. */
@inline
function turned(x: v128): v128 {
  const turns = sub(add(mul(x, both(PER_TURN)), both(ROUND)), both(ROUND));
  return sub(sub(x, mul(turns, both(TURN_HIGH))), mul(turns, both(TURN_LOW)));
}

/** The nearest multiple of pi/2, as an integer in the low bits. */
@inline
function quadrantOf(x: v128): v128 {
  return add(mul(x, both(PER_HALF_PI)), both(ROUND));
}

/** What is left of x beside that multiple. */
@inline
function withinQuadrant(x: v128, quadrant: v128): v128 {
  const n = sub(quadrant, both(ROUND));
  return sub(sub(x, mul(n, both(HALF_PI_HIGH))), mul(n, both(HALF_PI_LOW)));
}

// Polynomials through the Chebyshev nodes of 0 to (pi/4)^2, within 3e-17 of sine and cosine.

@inline
function sineWithin(r: v128, z: v128): v128 {
  const zz = mul(z, z);
  const low = add(term(sineTerms, 0), mul(z, term(sineTerms, 1)));
  const middle = add(term(sineTerms, 2), mul(z, term(sineTerms, 3)));
  const high = add(term(sineTerms, 4), mul(z, term(sineTerms, 5)));
  return add(r, mul(mul(r, z), add(low, mul(zz, add(middle, mul(zz, high))))));
}

@inline
function cosineWithin(z: v128): v128 {
  const zz = mul(z, z);
  const low = add(term(cosineTerms, 0), mul(z, term(cosineTerms, 1)));
  const middle = add(term(cosineTerms, 2), mul(z, term(cosineTerms, 3)));
  const high = add(term(cosineTerms, 4), mul(z, term(cosineTerms, 5)));
  return sub(both(1), sub(mul(z, both(0.5)), mul(zz, add(low, mul(zz, add(middle, mul(zz, high)))))));
}

@inline
function odd(quadrant: v128): v128 {
  return i64x2.sub(i64x2.splat(0), v128.and(quadrant, i64x2.splat(1)));
}

/** The sine, of the sine and cosine within the quadrant. */
@inline
function sineIn(quadrant: v128, sine: v128, cosine: v128): v128 {
  const sign = i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62);
  return v128.xor(v128.bitselect(cosine, sine, odd(quadrant)), sign);
}

@inline
function cosineIn(quadrant: v128, sine: v128, cosine: v128): v128 {
  const sign = i64x2.shl(v128.and(i64x2.add(quadrant, i64x2.splat(1)), i64x2.splat(2)), 62);
  return v128.xor(v128.bitselect(sine, cosine, odd(quadrant)), sign);
}

function sineOf(x: v128): v128 {
  const quadrant = quadrantOf(x);
  const r = withinQuadrant(x, quadrant);
  const z = mul(r, r);
  return sineIn(quadrant, sineWithin(r, z), cosineWithin(z));
}

function cosineOf(x: v128): v128 {
  const quadrant = quadrantOf(x);
  const r = withinQuadrant(x, quadrant);
  const z = mul(r, r);
  return cosineIn(quadrant, sineWithin(r, z), cosineWithin(z));
}

/** Sine and cosine of up to SMALL_RAD, z = x squared. */
@inline
function smallSine(x: v128, z: v128): v128 {
  const rest = sub(term(inverseFactorials, 5), mul(z, term(inverseFactorials, 7)));
  return sub(x, mul(mul(x, z), sub(term(inverseFactorials, 3), mul(z, rest))));
}

@inline
function smallCosine(z: v128): v128 {
  const rest = sub(term(inverseFactorials, 4), mul(z, term(inverseFactorials, 6)));
  return sub(both(1), mul(z, sub(both(0.5), mul(z, rest))));
}

/** Sine and cosine of up to SHORT_RAD. */
@inline
function shortSine(x: v128, z: v128): v128 {
  return sub(x, mul(mul(x, z), term(inverseFactorials, 3)));
}

@inline
function shortCosine(z: v128): v128 {
  return sub(both(1), mul(z, sub(both(0.5), mul(z, term(inverseFactorials, 4)))));
}

/** What drag adds to the mean anomaly and takes from the argument of pericentre. */
function dragOfAnomaly(start: f64, step: f64, first: u32, count: u32): void {
  let row = rows;
  for (let n: u32 = 0; n < count; n += 2, row += ROW) {
    const t = timesAt(start, step, first + n);
    const xmdf = add(constant(MO), mul(constant(MDOT), t));
    const delm = add(both(1), mul(constant(ETA), cosineOf(xmdf)));
    const cubed = mul(mul(delm, delm), delm);
    v128.store(row, add(mul(constant(OMGCOF), t), mul(constant(XMCOF), sub(cubed, constant(DELMO)))), ANOMALY_DRAG);
  }
}

/** Secular gravity and drag, then the long-period terms; an axis that is not a number where there is no orbit. */
function meanElements(start: f64, step: f64, first: u32, count: u32): void {
  let row = rows;
  for (let n: u32 = 0; n < count; n += 2, row += ROW) {
    const t = timesAt(start, step, first + n);
    const t2 = mul(t, t);
    const t3 = mul(t2, t);
    const t4 = mul(t3, t);
    const xmdf = add(constant(MO), mul(constant(MDOT), t));
    const argpdf = add(constant(ARGPO), mul(constant(ARGPDOT), t));
    const nodedf = add(constant(NODEO), mul(constant(NODEDOT), t));
    const anomalyDrag = v128.load(row, ANOMALY_DRAG);
    const mm = add(xmdf, anomalyDrag);
    const argpm = sub(argpdf, anomalyDrag);
    const node = add(nodedf, mul(constant(NODECF), t2));
    const tempa = sub(
      sub(sub(sub(both(1), mul(constant(CC1), t)), mul(constant(D2), t2)), mul(constant(D3), t3)),
      mul(constant(D4), t4),
    );
    const tempe = add(mul(constant(BSTAR_CC4), t), mul(constant(BSTAR_CC5), sub(sineOf(mm), constant(SINMAO))));
    const templ = add(
      add(mul(constant(T2COF), t2), mul(constant(T3COF), t3)),
      mul(t4, add(constant(T4COF), mul(t, constant(T5COF)))),
    );
    const mean = sub(constant(ECCO), tempe);
    const orbit = v128.and(f64x2.gt(tempa, both(0)), v128.and(f64x2.lt(mean, both(1)), f64x2.ge(mean, both(-0.001))));
    const am = v128.or(mul(mul(constant(AO), tempa), tempa), v128.not(orbit));
    const em = f64x2.pmax(mean, both(1e-6));
    const xlm = turned(add(add(add(mm, mul(constant(NO), templ)), argpm), node));
    const nodem = turned(node);

    const quadrant = quadrantOf(argpm);
    const r = withinQuadrant(argpm, quadrant);
    const z = mul(r, r);
    const s = sineWithin(r, z);
    const c = cosineWithin(z);
    const perAxis = div(both(1), mul(am, sub(both(1), mul(em, em))));
    const axnl = mul(em, cosineIn(quadrant, s, c));
    v128.store(row, am, AM);
    v128.store(row, nodem, NODEM);
    v128.store(row, axnl, AXNL);
    v128.store(row, add(mul(em, sineIn(quadrant, s, c)), mul(perAxis, constant(AYCOF))), AYNL);
    v128.store(row, add(sub(xlm, nodem), mul(mul(perAxis, constant(XLCOF)), axnl)), U);
  }
}

/** Kepler's equation by Newton's steps from u on; the sine and cosine are those before the last step, a lane that is done stays. */
function eccentricAnomaly(count: u32): void {
  let row = rows;
  for (let n: u32 = 0; n < count; n += 2, row += ROW) {
    const axnl = v128.load(row, AXNL);
    const aynl = v128.load(row, AYNL);
    const u = v128.load(row, U);
    const quadrant = quadrantOf(u);
    const r = withinQuadrant(u, quadrant);
    let z = mul(r, r);
    let s = sineWithin(r, z);
    let c = cosineWithin(z);
    let sineo1 = sineIn(quadrant, s, c);
    let coseo1 = cosineIn(quadrant, s, c);
    let eo1 = u;
    for (let k: u32 = 1; ; k++) {
      let delta = div(
        sub(add(sub(u, mul(aynl, coseo1)), mul(axnl, sineo1)), eo1),
        sub(sub(both(1), mul(coseo1, axnl)), mul(sineo1, aynl)),
      );
      const going = f64x2.ge(f64x2.abs(delta), both(KEPLER_RAD));
      if (!v128.any_true(going) || k == KEPLER_STEPS) break;
      delta = v128.and(f64x2.pmin(f64x2.pmax(delta, both(-KEPLER_STEP_RAD)), both(KEPLER_STEP_RAD)), going);
      eo1 = add(eo1, delta);
      const size = f64x2.abs(delta);
      if (!v128.any_true(f64x2.gt(size, both(LAST_STEP_RAD)))) {
        c = sub(both(1), mul(both(0.5), mul(delta, delta)));
        const further = add(mul(sineo1, c), mul(coseo1, delta));
        coseo1 = sub(mul(coseo1, c), mul(sineo1, delta));
        sineo1 = further;
        break;
      }
      if (v128.any_true(f64x2.gt(size, both(SMALL_RAD)))) {
        sineo1 = v128.bitselect(sineOf(eo1), sineo1, going);
        coseo1 = v128.bitselect(cosineOf(eo1), coseo1, going);
      } else {
        z = mul(delta, delta);
        s = smallSine(delta, z);
        c = smallCosine(z);
        const further = add(mul(sineo1, c), mul(coseo1, s));
        coseo1 = sub(mul(coseo1, c), mul(sineo1, s));
        sineo1 = further;
      }
    }
    v128.store(row, sineo1, SINEO1);
    v128.store(row, coseo1, COSEO1);
  }
}

/** Short-period terms, then positions from `place` on; gives how many of the first are good. */
function shortPeriod(count: u32, place: usize): u32 {
  const sinip = sineOf(constant(INCLO));
  const cosip = cosineOf(constant(INCLO));
  const nodeShort = mul(both(1.5), cosip);
  const inclinationShort = mul(nodeShort, sinip);
  let row = rows;
  for (let n: u32 = 0; n < count; n += 2, row += ROW, place += 48) {
    const am = v128.load(row, AM);
    const nodem = v128.load(row, NODEM);
    const axnl = v128.load(row, AXNL);
    const aynl = v128.load(row, AYNL);
    const sineo1 = v128.load(row, SINEO1);
    const coseo1 = v128.load(row, COSEO1);
    const ecose = add(mul(axnl, coseo1), mul(aynl, sineo1));
    const esine = sub(mul(axnl, sineo1), mul(aynl, coseo1));
    const rest = sub(both(1), add(mul(axnl, axnl), mul(aynl, aynl)));
    const pl = mul(am, rest);
    const rl = mul(am, sub(both(1), ecose));
    const betal = f64x2.sqrt(rest);
    const beside = div(esine, add(both(1), betal));
    const ratio = div(am, rl);
    const sinu = mul(ratio, sub(sub(sineo1, aynl), mul(axnl, beside)));
    const cosu = mul(ratio, add(sub(coseo1, axnl), mul(aynl, beside)));
    const sin2u = mul(add(cosu, cosu), sinu);
    const cos2u = sub(both(1), mul(mul(both(2), sinu), sinu));
    const perPl = div(both(1), pl);
    const temp1 = mul(both(0.5 * J2), perPl);
    const temp2 = mul(temp1, perPl);
    const mrt = add(
      mul(rl, sub(both(1), mul(mul(mul(both(1.5), temp2), betal), constant(CON41)))),
      mul(mul(mul(both(0.5), temp1), constant(X1MTH2)), cos2u),
    );

    // Each angle is turned on by its short-period term, 1.5 temp2 at most.
    const latitudeTerm = mul(mul(mul(both(-0.25), temp2), constant(X7THM1)), sin2u);
    const nodeTerm = mul(mul(temp2, nodeShort), sin2u);
    const inclinationTerm = mul(mul(temp2, inclinationShort), cos2u);
    let sl: v128, cl: v128, sn: v128, cn: v128, si: v128, ci: v128;
    if (v128.any_true(f64x2.gt(temp2, both(SHORT_RAD / 1.5)))) {
      sl = sineOf(latitudeTerm);
      cl = cosineOf(latitudeTerm);
      sn = sineOf(nodeTerm);
      cn = cosineOf(nodeTerm);
      si = sineOf(inclinationTerm);
      ci = cosineOf(inclinationTerm);
    } else {
      let z = mul(latitudeTerm, latitudeTerm);
      sl = shortSine(latitudeTerm, z);
      cl = shortCosine(z);
      z = mul(nodeTerm, nodeTerm);
      sn = shortSine(nodeTerm, z);
      cn = shortCosine(z);
      z = mul(inclinationTerm, inclinationTerm);
      si = shortSine(inclinationTerm, z);
      ci = shortCosine(z);
    }
    const quadrant = quadrantOf(nodem);
    const r = withinQuadrant(nodem, quadrant);
    const z = mul(r, r);
    const s = sineWithin(r, z);
    const c = cosineWithin(z);
    const snodm = sineIn(quadrant, s, c);
    const cnodm = cosineIn(quadrant, s, c);
    const sinsu = add(mul(sinu, cl), mul(cosu, sl));
    const cossu = sub(mul(cosu, cl), mul(sinu, sl));
    const snod = add(mul(snodm, cn), mul(cnodm, sn));
    const cnod = sub(mul(cnodm, cn), mul(snodm, sn));
    const sini = add(mul(sinip, ci), mul(cosip, si));
    const cosi = sub(mul(cosip, ci), mul(sinip, si));

    const radius = mul(mrt, both(EARTH_RADIUS_M));
    const across = mul(cosi, sinsu);
    const x = mul(radius, sub(mul(cnod, cossu), mul(snod, across)));
    const y = mul(radius, add(mul(snod, cossu), mul(cnod, across)));
    const w = mul(radius, mul(sini, sinsu));
    v128.store(place, v128.shuffle<f64>(x, y, 0, 2));
    v128.store(place, v128.shuffle<f64>(w, x, 0, 3), 16);
    v128.store(place, v128.shuffle<f64>(y, w, 1, 3), 32);
    const good = v128.and(f64x2.ge(mrt, both(1)), f64x2.lt(f64x2.abs(add(add(x, y), w)), both(Infinity)));
    if (!i64x2.all_true(good)) return min(count, i64x2.extract_lane(good, 0) == 0 ? n : n + 1);
  }
  return count;
}

/**
 * Positions at `count` (at most MAX_TIMES) times start + (first + n) step, minutes since the epoch, to `positionsAt`. Gives how many
 * of the first are good: a mean eccentricity from -0.001 up to 1, drag that left an orbit, above the surface, finite.
 */
export function positions(start: f64, step: f64, first: u32, count: u32): u32 {
  for (let done: u32 = 0; done < count; done += BLOCK) {
    const length = min(BLOCK, count - done);
    dragOfAnomaly(start, step, first + done, length);
    meanElements(start, step, first + done, length);
    eccentricAnomaly(length);
    const good = shortPeriod(length, out + 24 * <usize>done);
    if (good < length) return done + good;
  }
  return count;
}
