import { Modulator } from '../../modulation/modulator.js';
import { type LinearModulation, type LinearWaveform, type Pulse, bitsPerSymbol } from '../../modulation/waveform.js';
import type { Iq } from '../../signal/iq.js';
import { GaussianNoise, noiseSigma } from '../../signal/noise.js';
import { seededBits } from '../../testing/seeded-bits.js';
import type { SoftDecisions } from '../demodulator.js';
import { rotatedDecisions } from '../linear/rotated-decisions.js';

/** Sent symbols a second; everything else is per symbol. */
export const SYMBOL_RATE_HZ = 50_000;

export interface LinearSignal {
  readonly modulation: LinearModulation;
  readonly symbols: number;
  /** By the nominal symbol rate. */
  readonly samplesPerSymbol?: number;
  readonly pulse?: Pulse;
  /** Null: no noise. */
  readonly esN0Db?: number | null;
  /** Turns a symbol, turns a symbol². */
  readonly offset?: number;
  readonly chirp?: number;
  readonly phase?: number;
  /** Symbols are so much faster than nominal. */
  readonly clockError?: number;
  /** Samples of noise before the first symbol's leading edge (fractions allowed) and after the last symbol. */
  readonly before?: number;
  readonly after?: number;
  readonly seed?: number;
}

export interface MadeSignal {
  readonly samples: Iq;
  readonly bits: readonly number[];
  readonly waveform: LinearWaveform;
  readonly sampleRateHz: number;
  readonly firstSymbolAt: number;
  readonly samplesPerSymbol: number;
  /** Energy of a symbol over noise density, of the noise that was added. */
  readonly measuredEsN0: number;
}

export function linearSignal(signal: LinearSignal): MadeSignal {
  const { modulation, symbols, samplesPerSymbol = 5, pulse = { kind: 'rrc', rollOff: 0.35 }, seed = 1 } = signal;
  const { offset = 0, chirp = 0, phase = 0.1, clockError = 0, before = 0, after = 0, esN0Db = null } = signal;
  const waveform: LinearWaveform = { modulation, symbolRateHz: SYMBOL_RATE_HZ, pulse };
  const sampleRateHz = SYMBOL_RATE_HZ * samplesPerSymbol;
  const actual = samplesPerSymbol / (1 + clockError);
  const { values, packed } = seededBits(symbols * bitsPerSymbol(modulation), seed);
  const modulator = new Modulator(waveform);
  modulator.append(packed, values.length);
  const count = Math.ceil(before + symbols * actual + after);
  modulator.silence(Math.ceil(after / actual) + 100);
  const samples = new Float32Array(2 * count);
  modulator.render(samples, 0, count, {
    symbolPosition: [-before / actual, 1 / actual, 0, 0],
    carrierTurns: [phase, offset / samplesPerSymbol, chirp / samplesPerSymbol ** 2 / 2, 0],
    amplitude: 1,
  });
  let measuredEsN0 = Infinity;
  if (esN0Db !== null) {
    const noise = new Float32Array(2 * count);
    const sigma = noiseSigma({ esN0Db, power: 1, symbolRateHz: SYMBOL_RATE_HZ, sampleRateHz });
    new GaussianNoise(seed + 1000).add(noise, 0, count, sigma);
    let power = 0;
    for (let n = 0; n < 2 * count; n++) {
      power += noise[n]! ** 2;
      samples[n]! += noise[n]!;
    }
    measuredEsN0 = samplesPerSymbol / (power / count);
  }
  return {
    samples,
    bits: values,
    waveform,
    sampleRateHz,
    firstSymbolAt: before,
    samplesPerSymbol: actual,
    measuredEsN0,
  };
}

/** Decisions that follow each other without a gap, against what was sent at their instants. */
export interface ComparedRun {
  /** Quarter turns that make the fewest errors. */
  readonly quarterTurns: number;
  readonly bits: number;
  readonly errors: number;
  /** Symbols, the first sent one being 0: of the first decision, and behind the last. */
  readonly first: number;
  readonly end: number;
  /** The largest distance of a block's first symbol from where a symbol is, in symbols. */
  readonly timingError: number;
}

export function compared(blocks: readonly SoftDecisions[], sent: MadeSignal): ComparedRun[] {
  const runs: SoftDecisions[][] = [];
  for (const block of blocks)
    if (block.continues && runs.length > 0) runs.at(-1)!.push(block);
    else runs.push([block]);
  const { modulation } = sent.waveform;
  const turns = modulation === 'BPSK' ? [0, 2] : [0, 1, 2, 3];
  return runs.map((run) => turns.map((r) => comparedAt(run, sent, r)).reduce((a, b) => (b.errors < a.errors ? b : a)));
}

function comparedAt(run: readonly SoftDecisions[], sent: MadeSignal, quarterTurns: number): ComparedRun {
  const { modulation } = sent.waveform;
  const perSymbol = bitsPerSymbol(modulation);
  const early = modulation === 'OQPSK' && quarterTurns % 2 !== 0 ? 0.5 : 0;
  const place = (at: number): number => (at - sent.firstSymbolAt) / sent.samplesPerSymbol;
  let [bits, errors, timingError, before] = [0, 0, 0, 0];
  for (const { decisions, firstSymbolAt } of run) {
    const rotated = rotatedDecisions(decisions, quarterTurns, modulation, before);
    before = decisions.at(-1)!;
    const at = place(firstSymbolAt) - early;
    const first = Math.round(at);
    if (first >= 0 && first < sent.bits.length / perSymbol) timingError = Math.max(timingError, Math.abs(at - first));
    for (let n = 0; n < rotated.length; n++) {
      const bit = sent.bits[first * perSymbol + n];
      if (bit === undefined) continue;
      bits++;
      if (rotated[n]! > 0 !== (bit === 1)) errors++;
    }
  }
  const last = run.at(-1)!;
  return {
    quarterTurns,
    bits,
    errors,
    first: place(run[0]!.firstSymbolAt),
    end: place(last.firstSymbolAt) + last.decisions.length / perSymbol,
    timingError,
  };
}

/** Bit error rate of coherent BPSK, and of each rail of QPSK, at Eb/N0 (a ratio): Craig's form of the Gaussian tail. */
export function theoreticalErrorRate(ebN0: number): number {
  const steps = 400;
  let sum = 0;
  for (let n = 0; n < steps; n++) sum += Math.exp(-ebN0 / Math.sin(((n + 0.5) * Math.PI) / 2 / steps) ** 2);
  return sum / steps / 2;
}
