// Demodulator of BPSK, QPSK and OQPSK: carrier removal, matched filter and interpolator in one polyphase bank, carrier, timing and gain
// loops, soft decisions. Samples come in interleaved; after carrier and gain are taken off they lie in two planes, so that a tap serves
// four samples. Phases are in turns. The plain form is linear-demodulator.reference.ts; the words of the state are named there.

/** Samples whose carrier is taken off with one frequency; the ring keeps what the last of them were turned by. */
const CHUNK: i32 = 64;
const CHUNK_SHIFT: i32 = 6;
const RING: i32 = 16;
const BLOCK: i32 = 256;

const state: usize = memory.data(8 * 48, 16);
const ringPhase: usize = memory.data(8 * 16, 16);
const ringFrequency: usize = memory.data(8 * 16, 16);
const decisions: usize = memory.data(2 * 256, 16);

let raw: usize = 0;
let planeI: usize = 0;
let planeQ: usize = 0;
let bank: usize = 0;
let outputs: usize = 0;
let taps: i32 = 0;
let phases: i32 = 0;
let centre: i32 = 0;

let sine: f64 = 0;
let cosine: f64 = 0;
let filteredI: f64 = 0;
let filteredQ: f64 = 0;

// Words of the state.
const AT: usize = 0;
const FRACTION: usize = 8;
const SPACING: usize = 16;
const PHASE: usize = 24;
const FREQUENCY: usize = 32;
const CHIRP: usize = 40;
const TURNED_TO: usize = 48;
const TURNED_PHASE: usize = 56;
const POWER: usize = 64;
const LAST_SOFT_I: usize = 72;
const LAST_SOFT_Q: usize = 80;
const LAST_MIDDLE_I: usize = 88;
const LAST_MIDDLE_Q: usize = 96;
const CARRIER_1: usize = 104;
const CARRIER_2: usize = 112;
const CARRIER_3: usize = 120;
const TIMING_1: usize = 128;
const TIMING_2: usize = 136;
const AMPLITUDE: usize = 144;
const CERTAINTY: usize = 152;
const SCALE: usize = 160;
const IN_BLOCK: usize = 168;
const SUM_MAGNITUDE: usize = 176;
const SUM_SQUARE: usize = 184;
const SUM_FOURTH: usize = 192;
const SUM_QUADRATURE: usize = 200;
const SUM_TIMING: usize = 208;
const ADVANCE: usize = 216;
const SUM_INPUT: usize = 224;
const OFFSET_I: usize = 232;
const OFFSET_Q: usize = 240;
const OFFSET_GAIN: usize = 248;
const SUM_CONTRAST: usize = 256;
const SUM_FOURFOLD: usize = 264;

export function stateAt(): usize { return state; }
export function decisionsAt(): usize { return decisions; }
export function samplesAt(): usize { return raw; }
export function bankAt(): usize { return bank; }
export function outputsAt(): usize { return outputs; }

/** Lays out the memory: `capacity` samples, a bank of `phaseCount` filters of `tapCount` taps (a multiple of four), `outputCount` outputs. */
export function configure(capacity: i32, phaseCount: i32, tapCount: i32, outputCount: i32): void {
  taps = tapCount;
  phases = phaseCount;
  centre = tapCount / 2;
  raw = (__heap_base + 15) & ~15;
  planeI = raw + 8 * <usize>capacity;
  planeQ = planeI + 4 * <usize>capacity;
  bank = planeQ + 4 * <usize>capacity;
  outputs = bank + 4 * <usize>(phaseCount * tapCount);
  const end = outputs + 8 * <usize>outputCount;
  const wanted = <i32>((end + 65535) >> 16);
  const missing = wanted - memory.size();
  if (missing > 0) memory.grow(missing);
}

/** What is not a number, or larger than 1e15, becomes 0. `from` and `count` are even. */
export function clean(from: i32, count: i32): void {
  const limit = f32x4.splat(1e15);
  const end = raw + 8 * <usize>(from + count);
  for (let at = raw + 8 * <usize>from; at < end; at += 16) {
    const values = v128.load(at);
    v128.store(at, v128.and(values, f32x4.lt(f32x4.abs(values), limit)));
  }
}

/** Forgets the first `shift` samples (a multiple of 1024) of `count`. */
export function discard(shift: i32, count: i32): void {
  const kept = <usize>(count - shift);
  memory.copy(raw, raw + 8 * <usize>shift, 8 * kept);
  memory.copy(planeI, planeI + 4 * <usize>shift, 4 * kept);
  memory.copy(planeQ, planeQ + 4 * <usize>shift, 4 * kept);
  store<f64>(state + AT, load<f64>(state + AT) - <f64>shift);
  store<f64>(state + TURNED_TO, load<f64>(state + TURNED_TO) - <f64>shift);
}

/** Sine and cosine of `turns` to 1e-9. */
function turn(turns: f64): void {
  const quarter = f64.nearest(turns * 4);
  const a = (turns - quarter * 0.25) * 6.283185307179586;
  const b = a * a;
  const s = a * (1 + b * (-1.0 / 6 + b * (1.0 / 120 + b * (-1.0 / 5040 + b * (1.0 / 362880)))));
  const c = 1 + b * (-0.5 + b * (1.0 / 24 + b * (-1.0 / 720 + b * (1.0 / 40320 + b * (-1.0 / 3628800)))));
  const quadrant = <i32>(<i64>quarter & 3);
  sine = quadrant == 0 ? s : quadrant == 1 ? c : quadrant == 2 ? -s : -c;
  cosine = quadrant == 0 ? c : quadrant == 1 ? -s : quadrant == 2 ? -c : s;
}

/** Hyperbolic tangent to 2e-3; 1 beyond 3.6. */
@inline
function softSign(x: f64): f64 {
  const b = x * x;
  if (b > 12.96) return x > 0 ? 1 : -1;
  return (x * (945 + b * (105 + b))) / (945 + b * (420 + 15 * b));
}

/** Mean power of the chunk at `from`. */
function powerOf(from: i32): f64 {
  let sum = f32x4.splat(0);
  const end = raw + 8 * <usize>(from + CHUNK);
  for (let at = raw + 8 * <usize>from; at < end; at += 32) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    sum = f32x4.add(sum, f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
  }
  const total =
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
  return <f64>total / <f64>CHUNK;
}

/** Turns the chunk at `from` back by phase + frequency · i, times `gain`, into the planes. */
function turnChunk(from: i32, phase: f64, frequency: f64, gain: f64): void {
  turn(phase);
  const c0 = cosine * gain;
  const s0 = -sine * gain;
  turn(frequency);
  const c1 = cosine;
  const s1 = -sine;
  const c2 = c1 * c1 - s1 * s1;
  const s2 = 2 * c1 * s1;
  const c3 = c2 * c1 - s2 * s1;
  const s3 = c2 * s1 + s2 * c1;
  const stepC = f32x4.splat(<f32>(c2 * c2 - s2 * s2));
  const stepS = f32x4.splat(<f32>(2 * c2 * s2));
  let c = f32x4.splat(<f32>c0);
  c = f32x4.replace_lane(c, 1, <f32>(c0 * c1 - s0 * s1));
  c = f32x4.replace_lane(c, 2, <f32>(c0 * c2 - s0 * s2));
  c = f32x4.replace_lane(c, 3, <f32>(c0 * c3 - s0 * s3));
  let s = f32x4.splat(<f32>s0);
  s = f32x4.replace_lane(s, 1, <f32>(c0 * s1 + s0 * c1));
  s = f32x4.replace_lane(s, 2, <f32>(c0 * s2 + s0 * c2));
  s = f32x4.replace_lane(s, 3, <f32>(c0 * s3 + s0 * c3));
  let at = raw + 8 * <usize>from;
  let outI = planeI + 4 * <usize>from;
  let outQ = planeQ + 4 * <usize>from;
  const end = outI + 4 * CHUNK;
  for (; outI < end; outI += 16, outQ += 16, at += 32) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const i = v128.shuffle<f32>(a, b, 0, 2, 4, 6);
    const q = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
    v128.store(outI, f32x4.sub(f32x4.mul(i, c), f32x4.mul(q, s)));
    v128.store(outQ, f32x4.add(f32x4.mul(i, s), f32x4.mul(q, c)));
    const next = f32x4.sub(f32x4.mul(c, stepC), f32x4.mul(s, stepS));
    s = f32x4.add(f32x4.mul(c, stepS), f32x4.mul(s, stepC));
    c = next;
  }
}

/** The bank's output at the instant `at` + `fraction` (0 to 1). */
@inline
function filter(at: i32, fraction: f64): void {
  const n = <i32>(fraction * <f64>phases + 0.5);
  const over = n >= phases ? 1 : 0;
  const offset = <usize>(4 * (at + over - centre));
  let h = bank + 4 * <usize>((over == 1 ? 0 : n) * taps);
  let i = planeI + offset;
  let q = planeQ + offset;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const end = h + 4 * <usize>taps;
  for (; h < end; h += 32, i += 32, q += 32) {
    const low = v128.load(h);
    const high = v128.load(h, 16);
    a = f32x4.add(a, f32x4.mul(v128.load(i), low));
    b = f32x4.add(b, f32x4.mul(v128.load(q), low));
    c = f32x4.add(c, f32x4.mul(v128.load(i, 16), high));
    d = f32x4.add(d, f32x4.mul(v128.load(q, 16), high));
  }
  a = f32x4.add(a, c);
  b = f32x4.add(b, d);
  const low = v128.shuffle<f32>(a, b, 0, 1, 4, 5);
  const high = v128.shuffle<f32>(a, b, 2, 3, 6, 7);
  const sum = f32x4.add(low, high);
  filteredI = <f64>(f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1));
  filteredQ = <f64>(f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

/**
 * Turns samples `from` to `to` (multiples of 64) back by a carrier whose phase at sample `origin` is 0, of `frequency` turns a sample there
 * and `chirp` turns a sample² (half of it times the square), times `gain`, into the planes.
 */
export function turnBack(from: i32, to: i32, origin: f64, frequency: f64, chirp: f64, gain: f64): void {
  for (let at = from; at < to; at += CHUNK) {
    // Through the ends of the chunk, so that the phase is continuous.
    const a = <f64>at - origin;
    const b = a + <f64>CHUNK;
    const phase = a * (frequency + 0.5 * chirp * a);
    const next = b * (frequency + 0.5 * chirp * b);
    turnChunk(at, phase, (next - phase) / <f64>CHUNK, gain);
  }
}

/** `count` outputs of the bank, the first at the instant `at` + `fraction`, `spacing` samples apart, interleaved into `outputs`. */
export function filterAll(at: i32, fraction: f64, spacing: f64, count: i32): void {
  let n = at;
  let rest = fraction;
  let out = outputs;
  for (let k = 0; k < count; k++) {
    filter(n, rest);
    store<f32>(out, <f32>filteredI);
    store<f32>(out, <f32>filteredQ, 4);
    out += 8;
    rest += spacing;
    const whole = f64.floor(rest);
    n += <i32>whole;
    rest -= whole;
  }
}

@inline
function decide(place: i32, value: f64): f64 {
  store<i8>(decisions + <usize>place, <i8><i32>f64.floor(f64.max(-127, f64.min(127, value)) + 0.5 - 1e-9));
  return value;
}

@inline
function limited(x: f64): f64 {
  return f64.max(-4, f64.min(4, x));
}

/**
 * Tracks until the block has 256 symbols or the next needs samples from `available` on. `rails`: 0 BPSK, 1 QPSK, 2 OQPSK. Gives how many
 * symbols the block has.
 */
export function track(available: i32, rails: i32): i32 {
  let at = <i32>load<f64>(state + AT);
  let fraction = load<f64>(state + FRACTION);
  let spacing = load<f64>(state + SPACING);
  let phase = load<f64>(state + PHASE);
  let frequency = load<f64>(state + FREQUENCY);
  let chirp = load<f64>(state + CHIRP);
  let turnedTo = <i32>load<f64>(state + TURNED_TO);
  let turnedPhase = load<f64>(state + TURNED_PHASE);
  let power = load<f64>(state + POWER);
  let lastSoftI = load<f64>(state + LAST_SOFT_I);
  let lastSoftQ = load<f64>(state + LAST_SOFT_Q);
  let lastMiddleI = load<f64>(state + LAST_MIDDLE_I);
  let lastMiddleQ = load<f64>(state + LAST_MIDDLE_Q);
  const carrier1 = load<f64>(state + CARRIER_1);
  const carrier2 = load<f64>(state + CARRIER_2);
  const carrier3 = load<f64>(state + CARRIER_3);
  const timing1 = load<f64>(state + TIMING_1);
  const timing2 = load<f64>(state + TIMING_2);
  const amplitude = load<f64>(state + AMPLITUDE);
  const certainty = load<f64>(state + CERTAINTY);
  const scale = load<f64>(state + SCALE);
  let inBlock = <i32>load<f64>(state + IN_BLOCK);
  let sumMagnitude = load<f64>(state + SUM_MAGNITUDE);
  let sumSquare = load<f64>(state + SUM_SQUARE);
  let sumFourth = load<f64>(state + SUM_FOURTH);
  let sumQuadrature = load<f64>(state + SUM_QUADRATURE);
  let sumTiming = load<f64>(state + SUM_TIMING);
  let advance = load<f64>(state + ADVANCE);
  let sumInput = load<f64>(state + SUM_INPUT);
  let offsetI = load<f64>(state + OFFSET_I);
  let offsetQ = load<f64>(state + OFFSET_Q);
  const offsetGain = load<f64>(state + OFFSET_GAIN);
  let sumContrast = load<f64>(state + SUM_CONTRAST);
  let sumFourfold = load<f64>(state + SUM_FOURFOLD);

  while (inBlock < BLOCK) {
    const half = fraction + 0.5 * spacing;
    const halfWhole = f64.floor(half);
    const halfAt = at + <i32>halfWhole;
    const need = halfAt + 1 + centre;
    while (turnedTo < need && turnedTo + CHUNK <= available) {
      const now = powerOf(turnedTo);
      if (now > 0) {
        // A step of the level is followed at once, all else slowly.
        if (now > 4 * power || now < 0.25 * power) power = now;
        else power += (now - power) * 0.015625;
      }
      const slot = <usize>((turnedTo >> CHUNK_SHIFT) & (RING - 1)) << 3;
      store<f64>(ringPhase + slot, turnedPhase);
      store<f64>(ringFrequency + slot, frequency);
      turnChunk(turnedTo, turnedPhase, frequency, 1 / Math.sqrt(power + 1e-60));
      turnedPhase += frequency * <f64>CHUNK;
      turnedPhase -= f64.floor(turnedPhase);
      turnedTo += CHUNK;
    }
    if (turnedTo < need) break;

    // The symbol's middle, and half a symbol later.
    let slot = <usize>((at >> CHUNK_SHIFT) & (RING - 1)) << 3;
    let within = <f64>(at & (CHUNK - 1)) + fraction;
    turn(phase - load<f64>(ringPhase + slot) - load<f64>(ringFrequency + slot) * within);
    filter(at, fraction);
    const turnedI = filteredI * amplitude;
    const turnedQ = filteredQ * amplitude;
    let i = turnedI * cosine + turnedQ * sine;
    let q = turnedQ * cosine - turnedI * sine;
    const halfPhase = phase + 0.5 * spacing * frequency;
    slot = <usize>((halfAt >> CHUNK_SHIFT) & (RING - 1)) << 3;
    within = <f64>(halfAt & (CHUNK - 1)) + (half - halfWhole);
    turn(halfPhase - load<f64>(ringPhase + slot) - load<f64>(ringFrequency + slot) * within);
    filter(halfAt, half - halfWhole);
    let halfI = (filteredI * cosine + filteredQ * sine) * amplitude;
    let halfQ = (filteredQ * cosine - filteredI * sine) * amplitude;

    // A direct-current offset of the input stands still before the carrier is taken off: here it turns with the phase.
    turn(phase);
    const c = cosine;
    const s = sine;
    turn(halfPhase);
    i -= offsetI * c + offsetQ * s;
    q -= offsetQ * c - offsetI * s;
    halfI -= offsetI * cosine + offsetQ * sine;
    halfQ -= offsetQ * cosine - offsetI * sine;

    let phaseError: f64 = 0;
    let timingError: f64 = 0;
    if (rails == 0) {
      const softI = softSign(certainty * i);
      phaseError = q * softI;
      timingError = lastMiddleI * (softI - lastSoftI);
      lastSoftI = softI;
      lastMiddleI = halfI;
      const rest = i - softI;
      offsetI += offsetGain * (rest * c - q * s);
      offsetQ += offsetGain * (rest * s + q * c);
      decide(inBlock, i * scale);
      sumMagnitude += Math.abs(i);
      sumSquare += i * i;
      sumFourth += i * i * i * i;
      sumQuadrature += q * q;
    } else {
      // The Q of OQPSK has its middle half a symbol later, and its crossing where I has its middle.
      const railQ = rails == 1 ? q : halfQ;
      const softI = softSign(certainty * i);
      const softQ = softSign(certainty * railQ);
      phaseError = q * softI - (rails == 1 ? i : halfI) * softQ;
      timingError = lastMiddleI * (softI - lastSoftI) + (rails == 1 ? lastMiddleQ : q) * (softQ - lastSoftQ);
      lastSoftI = softI;
      lastSoftQ = softQ;
      lastMiddleI = halfI;
      lastMiddleQ = halfQ;
      const restI = i - softI;
      const restQ = railQ - softQ;
      const cQ = rails == 1 ? c : cosine;
      const sQ = rails == 1 ? s : sine;
      offsetI += offsetGain * (restI * c - restQ * sQ);
      offsetQ += offsetGain * (restI * s + restQ * cQ);
      decide(2 * inBlock, i * scale);
      decide(2 * inBlock + 1, railQ * scale);
      const squareI = i * i;
      const squareQ = railQ * railQ;
      sumMagnitude += Math.abs(i) + Math.abs(railQ);
      sumSquare += squareI + squareQ;
      sumFourth += squareI * squareI + squareQ * squareQ;
      sumQuadrature += squareI * squareQ;
      if (rails == 2) {
        // Squares of both points, as complex numbers; the negated real parts of their squares.
        const real = squareI - q * q;
        const halfReal = halfI * halfI - squareQ;
        const imaginary = 2 * i * q;
        const halfImaginary = 2 * halfI * halfQ;
        sumContrast += real - halfReal;
        sumFourfold += imaginary * imaginary - real * real + halfImaginary * halfImaginary - halfReal * halfReal;
      }
    }
    sumInput += power;
    phaseError = limited(phaseError);
    timingError = limited(timingError);
    sumTiming += timingError;

    const move = spacing * (1 - timing1 * timingError);
    const step = move * (frequency + 0.5 * chirp) + carrier1 * phaseError;
    phase += step;
    phase -= f64.floor(phase);
    advance += step;
    frequency += chirp + (carrier2 * phaseError) / spacing;
    chirp += (carrier3 * phaseError) / spacing;
    const moved = fraction + move;
    const whole = f64.floor(moved);
    at += <i32>whole;
    fraction = moved - whole;
    spacing -= spacing * timing2 * timingError;
    inBlock++;
  }

  store<f64>(state + AT, <f64>at);
  store<f64>(state + FRACTION, fraction);
  store<f64>(state + SPACING, spacing);
  store<f64>(state + PHASE, phase);
  store<f64>(state + FREQUENCY, frequency);
  store<f64>(state + CHIRP, chirp);
  store<f64>(state + TURNED_TO, <f64>turnedTo);
  store<f64>(state + TURNED_PHASE, turnedPhase);
  store<f64>(state + POWER, power);
  store<f64>(state + LAST_SOFT_I, lastSoftI);
  store<f64>(state + LAST_SOFT_Q, lastSoftQ);
  store<f64>(state + LAST_MIDDLE_I, lastMiddleI);
  store<f64>(state + LAST_MIDDLE_Q, lastMiddleQ);
  store<f64>(state + IN_BLOCK, <f64>inBlock);
  store<f64>(state + SUM_MAGNITUDE, sumMagnitude);
  store<f64>(state + SUM_SQUARE, sumSquare);
  store<f64>(state + SUM_FOURTH, sumFourth);
  store<f64>(state + SUM_QUADRATURE, sumQuadrature);
  store<f64>(state + SUM_TIMING, sumTiming);
  store<f64>(state + ADVANCE, advance);
  store<f64>(state + SUM_INPUT, sumInput);
  store<f64>(state + OFFSET_I, offsetI);
  store<f64>(state + OFFSET_Q, offsetQ);
  store<f64>(state + SUM_CONTRAST, sumContrast);
  store<f64>(state + SUM_FOURFOLD, sumFourfold);
  return inBlock;
}
