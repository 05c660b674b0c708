// Bit errors of uncoded modulations: with loops, and with phase and clock told.
import {
  DISCARD_UNIT,
  SYMBOL_BLOCK,
  linearDemodulatorKernel,
  railsOf,
  stateIndex,
} from '../../dist/libs/kernels/src/index.js';
import { LinearDemodulator, bitsPerSymbol, rotatedDecisions, usualWaveform } from '../../dist/libs/radio/src/index.js';
import { matchedFilter } from '../../dist/libs/radio/src/demodulation/linear/matched-filter.js';
import { octets, signalOf } from './link.js';

const SPACING = 2.5;
const OFFSET = 0.013;
const PHASE = 0.1;
/** Symbols a second of what is demodulated: of no influence but on the rates of carriers that are looked for. */
const RATE = 1e6;
/** Symbols at the beginning that count for nothing: loops settle. */
const SETTLING = 8192;

const bitAt = (bits, n) => (bits[n >> 3] >> (7 - (n & 7))) & 1;

function sent(modulation, symbols, esN0Db, seed) {
  const bits = octets((symbols * bitsPerSymbol(modulation)) / 8, seed);
  return {
    bits,
    signal: signalOf({ modulation, bits, samplesPerSymbol: SPACING, esN0Db, offset: OFFSET, phase: PHASE, seed }),
  };
}

/** Errors of decisions that belong to the symbols from `first` on, those of the beginning left out. */
function errorsOf(decisions, bits, first, perSymbol) {
  const last = 8 * bits.length;
  let [counted, errors] = [0, 0];
  for (let n = Math.max(0, SETTLING * perSymbol - first * perSymbol); n < decisions.length; n++) {
    const place = first * perSymbol + n;
    if (place >= last) break;
    counted++;
    if (decisions[n] > 0 !== (bitAt(bits, place) === 1)) errors++;
  }
  return { counted, errors };
}

/** With loops. Every quarter that the carrier may stand on is tried over a whole run of decisions. */
export function errorsWithLoops(modulation, esN0Db, symbols, seed) {
  const { bits, signal } = sent(modulation, symbols, esN0Db, seed);
  const perSymbol = bitsPerSymbol(modulation);
  const demodulator = new LinearDemodulator({
    waveform: usualWaveform(modulation, RATE),
    sampleRateHz: SPACING * RATE,
  });
  const turns = modulation === 'BPSK' ? [0, 2] : [0, 1, 2, 3];
  const runs = [];
  const take = (blocks) => {
    for (const { decisions, firstSymbolAt, continues } of blocks) {
      if (!continues || runs.length === 0)
        runs.push({ before: 0, tallies: turns.map(() => ({ counted: 0, errors: 0 })) });
      const run = runs.at(-1);
      turns.forEach((turn, n) => {
        const early = modulation === 'OQPSK' && turn % 2 !== 0 ? 0.5 : 0;
        const first = Math.round((firstSymbolAt - signal.firstSymbolAt) / SPACING - early);
        const rotated = rotatedDecisions(decisions, turn, modulation, run.before);
        const { counted, errors } = errorsOf(rotated, bits, first, perSymbol);
        run.tallies[n].counted += counted;
        run.tallies[n].errors += errors;
      });
      run.before = decisions.at(-1);
    }
  };
  for (const piece of signal.pieces()) take(demodulator.push(piece));
  take(demodulator.flush());
  const best = runs.map(({ tallies }) => tallies.reduce((a, b) => (b.errors < a.errors ? b : a)));
  const sum = (key) => best.reduce((total, one) => total + one[key], 0);
  const expected = (symbols - SETTLING) * perSymbol;
  return {
    esN0Db: signal.measured(),
    bits: sum('counted'),
    errors: sum('errors'),
    missing: expected - sum('counted'),
    breaks: runs.length - 1,
  };
}

/** With the loops of the kernel standing still on the truth. */
export function errorsWithTruth(modulation, esN0Db, symbols, seed) {
  const { bits, signal } = sent(modulation, symbols, esN0Db, seed);
  const perSymbol = bitsPerSymbol(modulation);
  const { phases, taps, bank } = matchedFilter(usualWaveform(modulation, 1).pulse, SPACING);
  const capacity = DISCARD_UNIT * 2048;
  const kernel = linearDemodulatorKernel({ capacity, phases, taps, bank, outputs: 0 });
  const { state } = kernel;
  const middle = signal.firstSymbolAt + SPACING / 2;
  state[stateIndex.at] = Math.floor(middle);
  state[stateIndex.fraction] = middle - Math.floor(middle);
  state[stateIndex.spacing] = SPACING;
  state[stateIndex.frequency] = OFFSET / SPACING;
  const turns = PHASE + (OFFSET / SPACING) * middle;
  state[stateIndex.phase] = turns - Math.floor(turns);
  state[stateIndex.turnedPhase] = PHASE;
  state[stateIndex.power] = 1;
  state[stateIndex.amplitude] = 1;
  state[stateIndex.certainty] = 1;
  state[stateIndex.scale] = 40;
  let [errors, counted, symbol, filled] = [0, 0, 0, 0];
  for (const piece of signal.pieces()) {
    kernel.samples.set(piece, 2 * filled);
    filled += piece.length / 2;
    while (symbol < symbols && kernel.track(filled, railsOf[modulation]) === SYMBOL_BLOCK) {
      const decisions = kernel.decisions.subarray(0, SYMBOL_BLOCK * perSymbol);
      const block = errorsOf(decisions, bits, symbol, perSymbol);
      errors += block.errors;
      counted += block.counted;
      symbol += SYMBOL_BLOCK;
      state[stateIndex.inBlock] = 0;
    }
    const used = DISCARD_UNIT * Math.floor((state[stateIndex.at] - 2 * taps) / DISCARD_UNIT);
    if (used <= 0) continue;
    kernel.discard(used, filled);
    filled -= used;
  }
  return { esN0Db: signal.measured(), bits: counted, errors };
}
