import {
  CARRIER_CHUNK,
  type DemodulatorLayout,
  type LinearDemodulatorKernel,
  STATE_SIZE,
  SYMBOL_BLOCK,
  type StateWord,
  stateIndex,
} from './linear-demodulator.kernel.js';

const RING = 16;
const LARGEST = 1e15;

interface Point {
  readonly i: number;
  readonly q: number;
}

/** `point` turned back by `turns`. */
function turnedBack({ i, q }: Point, turns: number): Point {
  const cosine = Math.cos(2 * Math.PI * turns);
  const sine = Math.sin(2 * Math.PI * turns);
  return { i: i * cosine + q * sine, q: q * cosine - i * sine };
}

const wrapped = (turns: number): number => turns - Math.floor(turns);
const limited = (x: number, limit: number): number => Math.max(-limit, Math.min(limit, x));

/** Hyperbolic tangent to 2e-3: its continued fraction, 1 beyond 3.6. */
export function softSign(x: number): number {
  const b = x * x;
  if (b > 12.96) return Math.sign(x);
  return (x * (945 + b * (105 + b))) / (945 + b * (420 + 15 * b));
}

/** The loops in plain words; equal to the module but for the roundings of its filters, which are of single precision. */
export function referenceLinearDemodulator(layout: DemodulatorLayout): LinearDemodulatorKernel {
  const { capacity, phases, taps, bank } = layout;
  const centre = taps / 2;
  const samples = new Float32Array(2 * capacity);
  const planeI = new Float32Array(capacity);
  const planeQ = new Float32Array(capacity);
  const state = new Float64Array(STATE_SIZE);
  const decisions = new Int8Array(2 * SYMBOL_BLOCK);
  const outputs = new Float32Array(2 * layout.outputs);
  const ring = Array.from({ length: RING }, () => ({ phase: 0, frequency: 0 }));
  const word = (name: StateWord): number => state[stateIndex[name]]!;
  const set = (name: StateWord, value: number): void => {
    state[stateIndex[name]] = value;
  };
  const add = (name: StateWord, value: number): void => set(name, word(name) + value);

  function turnChunk(from: number, phase: number, frequency: number, gain: number): void {
    for (let n = 0; n < CARRIER_CHUNK; n++) {
      const at = from + n;
      const { i, q } = turnedBack({ i: samples[2 * at]!, q: samples[2 * at + 1]! }, phase + frequency * n);
      planeI[at] = i * gain;
      planeQ[at] = q * gain;
    }
  }

  function filter(at: number, fraction: number): Point {
    const nearest = Math.floor(fraction * phases + 0.5);
    const over = nearest >= phases;
    const first = at + (over ? 1 : 0) - centre;
    const h = (over ? 0 : nearest) * taps;
    let i = 0;
    let q = 0;
    for (let j = 0; j < taps; j++) {
      i += planeI[first + j]! * bank[h + j]!;
      q += planeQ[first + j]! * bank[h + j]!;
    }
    return { i, q };
  }

  /** Takes the carrier off what the next symbol needs; false where the samples end before. */
  function turnTo(need: number, available: number): boolean {
    while (word('turnedTo') < need && word('turnedTo') + CARRIER_CHUNK <= available) {
      const from = word('turnedTo');
      let now = 0;
      for (let n = 2 * from; n < 2 * (from + CARRIER_CHUNK); n++) now += samples[n]! ** 2 / CARRIER_CHUNK;
      const power = word('power');
      // A step of the level is followed at once, all else slowly.
      if (now > 4 * power || (now > 0 && now < power / 4)) set('power', now);
      else if (now > 0) set('power', power + (now - power) / 64);
      const phase = word('turnedPhase');
      const frequency = word('frequency');
      ring[(from / CARRIER_CHUNK) % RING] = { phase, frequency };
      turnChunk(from, phase, frequency, 1 / Math.sqrt(word('power') + 1e-60));
      set('turnedPhase', wrapped(phase + frequency * CARRIER_CHUNK));
      set('turnedTo', from + CARRIER_CHUNK);
    }
    return word('turnedTo') >= need;
  }

  /** The filters' output at an instant, its carrier of `phase` taken off whole, its amplitude 1. */
  function pointAt(at: number, fraction: number, phase: number): Point {
    const { phase: turned, frequency } = ring[Math.floor(at / CARRIER_CHUNK) % RING]!;
    const rest = phase - turned - frequency * ((at % CARRIER_CHUNK) + fraction);
    const { i, q } = turnedBack(filter(at, fraction), rest);
    const offset = turnedBack({ i: word('offsetI'), q: word('offsetQ') }, phase);
    return { i: i * word('amplitude') - offset.i, q: q * word('amplitude') - offset.q };
  }

  function followOffset(rest: Point, phase: number): void {
    const { i, q } = turnedBack(rest, -phase);
    add('offsetI', word('offsetGain') * i);
    add('offsetQ', word('offsetGain') * q);
  }

  function decide(place: number, value: number): void {
    decisions[place] = Math.floor(Math.max(-127, Math.min(127, value * word('scale'))) + 0.5 - 1e-9);
    add('sumMagnitude', Math.abs(value));
    add('sumSquare', value ** 2);
    add('sumFourth', value ** 4);
  }

  return {
    samples,
    state,
    decisions,
    outputs,
    clean(from, count) {
      for (let n = 2 * from; n < 2 * (from + count); n++) if (!(Math.abs(samples[n]!) < LARGEST)) samples[n] = 0;
    },
    discard(shift, count) {
      samples.copyWithin(0, 2 * shift, 2 * count);
      planeI.copyWithin(0, shift, count);
      planeQ.copyWithin(0, shift, count);
      add('at', -shift);
      add('turnedTo', -shift);
    },
    turnBack(from, to, origin, frequency, chirp, gain) {
      const phaseAt = (sample: number): number => (sample - origin) * (frequency + (chirp / 2) * (sample - origin));
      for (let at = from; at < to; at += CARRIER_CHUNK)
        turnChunk(at, phaseAt(at), (phaseAt(at + CARRIER_CHUNK) - phaseAt(at)) / CARRIER_CHUNK, gain);
    },
    filterAll(at, fraction, spacing, count) {
      let rest = fraction;
      let n = at;
      for (let k = 0; k < count; k++) {
        const { i, q } = filter(n, rest);
        outputs[2 * k] = i;
        outputs[2 * k + 1] = q;
        rest += spacing;
        n += Math.floor(rest);
        rest -= Math.floor(rest);
      }
    },
    track(available, rails) {
      while (word('inBlock') < SYMBOL_BLOCK) {
        const at = word('at');
        const fraction = word('fraction');
        const spacing = word('spacing');
        const phase = word('phase');
        const frequency = word('frequency');
        const half = fraction + spacing / 2;
        const halfAt = at + Math.floor(half);
        if (!turnTo(halfAt + 1 + centre, available)) break;
        const halfPhase = phase + (spacing / 2) * frequency;
        const middle = pointAt(at, fraction, phase);
        const between = pointAt(halfAt, half - Math.floor(half), halfPhase);

        const softI = softSign(word('certainty') * middle.i);
        let phaseError = middle.q * softI;
        let timingError = word('lastMiddleI') * (softI - word('lastSoftI'));
        const inBlock = word('inBlock');
        if (rails === 0) {
          followOffset({ i: middle.i - softI, q: middle.q }, phase);
          decide(inBlock, middle.i);
          add('sumQuadrature', middle.q ** 2);
        } else {
          // The Q of OQPSK has its middle half a symbol later, and its crossing where I has its middle.
          const late = rails === 2;
          const railQ = late ? between.q : middle.q;
          const softQ = softSign(word('certainty') * railQ);
          phaseError -= (late ? between.i : middle.i) * softQ;
          timingError += (late ? middle.q : word('lastMiddleQ')) * (softQ - word('lastSoftQ'));
          set('lastSoftQ', softQ);
          set('lastMiddleQ', between.q);
          followOffset({ i: middle.i - softI, q: 0 }, phase);
          followOffset({ i: 0, q: railQ - softQ }, late ? halfPhase : phase);
          decide(2 * inBlock, middle.i);
          decide(2 * inBlock + 1, railQ);
          add('sumQuadrature', (middle.i * railQ) ** 2);
          if (late) {
            add('sumContrast', middle.i ** 2 - middle.q ** 2 + between.q ** 2 - between.i ** 2);
            for (const { i, q } of [middle, between]) add('sumFourfold', 6 * i ** 2 * q ** 2 - i ** 4 - q ** 4);
          }
        }
        set('lastSoftI', softI);
        set('lastMiddleI', between.i);
        add('sumPower', word('power'));
        phaseError = limited(phaseError, 4);
        timingError = limited(timingError, 4);
        add('sumTiming', timingError);

        const move = spacing * (1 - word('timing1') * timingError);
        const step = move * (frequency + word('chirp') / 2) + word('carrier1') * phaseError;
        set('phase', wrapped(phase + step));
        add('advance', step);
        add('frequency', word('chirp') + (word('carrier2') * phaseError) / spacing);
        add('chirp', (word('carrier3') * phaseError) / spacing);
        set('at', at + Math.floor(fraction + move));
        set('fraction', wrapped(fraction + move));
        add('spacing', -spacing * word('timing2') * timingError);
        set('inBlock', inBlock + 1);
      }
      return word('inBlock');
    },
  };
}
