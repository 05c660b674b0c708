import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type DemodulatorLayout,
  type LinearDemodulatorKernel,
  type Rails,
  type StateWord,
  referenceLinearDemodulator,
  stateIndex,
  wasmLinearDemodulator,
} from '../index.js';

const CAPACITY = 8192;
const TAPS = 24;
const PHASES = 64;

/** A bank of half-cosine pulses, 2.5 samples a symbol: the kernel does not care which. */
function layout(): DemodulatorLayout {
  const bank = Float32Array.from({ length: PHASES * TAPS }, (_, n) => {
    const t = ((n % TAPS) - TAPS / 2 - Math.floor(n / TAPS) / PHASES) / 2.5;
    return Math.abs(t) < 1 ? 0.5 * Math.cos((Math.PI / 2) * t) : 0;
  });
  return { capacity: CAPACITY, phases: PHASES, taps: TAPS, bank, outputs: 64 };
}

function seededNumbers(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

interface Case {
  readonly seed: number;
  readonly rails: Rails;
  readonly frequency: number;
  readonly noise: number;
}

/** Half-cosine symbols on a carrier in noise. */
function samplesOf({ seed, rails, frequency, noise }: Case, count: number): Float32Array {
  const random = seededNumbers(seed);
  const symbols = Array.from({ length: 2 * count }, () => (random() < 0.5 ? -1 : 1));
  const railAt = (position: number, which: number): number => {
    const k = Math.floor(position);
    const t = position - k;
    return (
      symbols[2 * k + which]! * Math.cos((Math.PI / 2) * t) + symbols[2 * k + 2 + which]! * Math.sin((Math.PI / 2) * t)
    );
  };
  const out = new Float32Array(2 * count);
  for (let n = 0; n < count; n++) {
    const i = railAt(n / 2.5, 0);
    const q = rails === 0 ? 0 : railAt(n / 2.5 + (rails === 2 ? 0.5 : 0), 1);
    const angle = 2 * Math.PI * (0.05 + frequency * n);
    out[2 * n] = i * Math.cos(angle) - q * Math.sin(angle) + noise * (random() - 0.5);
    out[2 * n + 1] = i * Math.sin(angle) + q * Math.cos(angle) + noise * (random() - 0.5);
  }
  return out;
}

function begin(kernel: LinearDemodulatorKernel, frequency: number): void {
  const words: Partial<Record<StateWord, number>> = {
    at: 1024 + 50,
    fraction: 0.3,
    spacing: 2.5,
    phase: 0.02,
    frequency: frequency + 1e-4,
    turnedTo: 1024,
    power: 1,
    carrier1: 0.01,
    carrier2: 1e-4,
    carrier3: 1e-7,
    timing1: 0.005,
    timing2: 1e-5,
    amplitude: 0.5,
    certainty: 2,
    scale: 40,
    offsetGain: 1e-3,
  };
  for (const [word, value] of Object.entries(words)) kernel.state[stateIndex[word as StateWord]] = value;
}

describe('demodulator of linear modulations', () => {
  it('2000 symbols: the module decides as the reference does, however the samples come', () => {
    const cases = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      rails: fc.constantFrom<Rails[]>(0, 1, 2),
      frequency: fc.double({ min: -0.15, max: 0.15, noNaN: true }),
      noise: fc.double({ min: 0, max: 2, noNaN: true }),
      cut: fc.integer({ min: 40, max: 3000 }),
    });
    fc.assert(
      fc.property(cases, (value) => {
        const samples = samplesOf(value, 6000);
        const [plain, fast] = [referenceLinearDemodulator(layout()), wasmLinearDemodulator(layout())!].map(
          (kernel, which) => {
            kernel.samples.set(samples, 2 * 1024);
            begin(kernel, value.frequency);
            const decisions: number[] = [];
            const perBlock = value.rails === 0 ? 256 : 512;
            // The reference takes all at once, the module pieces, and forgets what it has used.
            let filled = 1024;
            let forgotten = 0;
            while (filled + forgotten < 1024 + 6000) {
              filled = Math.min(filled + (which === 0 ? 6000 : value.cut), 1024 + 6000 - forgotten);
              while (kernel.track(filled, value.rails) === 256) {
                decisions.push(...kernel.decisions.subarray(0, perBlock));
                kernel.state[stateIndex.inBlock] = 0;
              }
              if (which === 1 && kernel.state[stateIndex.at]! > 2100) {
                kernel.discard(1024, CAPACITY);
                filled -= 1024;
                forgotten += 1024;
              }
            }
            const state = kernel.state.slice();
            state[stateIndex.at]! += forgotten;
            state[stateIndex.turnedTo]! += forgotten;
            return { decisions, state };
          },
        );
        expect(fast!.decisions).toHaveLength(plain!.decisions.length);
        expect(plain!.decisions.length).toBeGreaterThan(1500);
        const worst = plain!.decisions.reduce((most, d, n) => Math.max(most, Math.abs(d - fast!.decisions[n]!)), 0);
        expect(worst).toBeLessThanOrEqual(2);
        const position = (s: Float64Array): number => s[stateIndex.at]! + s[stateIndex.fraction]!;
        expect(position(fast!.state)).toBeCloseTo(position(plain!.state), 3);
        for (const word of [
          'spacing',
          'frequency',
          'chirp',
          'power',
          'advance',
          'offsetI',
          'offsetQ',
          'turnedTo',
        ] as const)
          expect(fast!.state[stateIndex[word]]).toBeCloseTo(plain!.state[stateIndex[word]]!, 3);
        for (const word of [
          'sumMagnitude',
          'sumSquare',
          'sumFourth',
          'sumQuadrature',
          'sumTiming',
          'sumPower',
          'sumContrast',
          'sumFourfold',
        ] as const)
          expect(Math.abs(fast!.state[stateIndex[word]]! - plain!.state[stateIndex[word]]!)).toBeLessThan(0.1);
      }),
      { numRuns: 12 },
    );
  });

  it('takes carriers off and filters as the reference does', () => {
    const samples = samplesOf({ seed: 3, rails: 1, frequency: 0.11, noise: 0.3 }, 2000);
    const [plain, fast] = [referenceLinearDemodulator(layout()), wasmLinearDemodulator(layout())!].map((kernel) => {
      kernel.samples.set(samples);
      kernel.turnBack(64, 1984, 300.5, 0.1, 3e-6, 1.5);
      kernel.filterAll(100, 0.99, 2.37, 64);
      return kernel.outputs;
    });
    expect(Math.max(...plain!.map(Math.abs))).toBeGreaterThan(1);
    for (let n = 0; n < 128; n++) expect(fast![n]).toBeCloseTo(plain![n]!, 4);
  });

  it('what is not a number becomes 0, the rest stays', () => {
    for (const kernel of [referenceLinearDemodulator(layout()), wasmLinearDemodulator(layout())!]) {
      const values = [1, NaN, -Infinity, Infinity, 1e20, -0.5, -1e14, 3];
      kernel.samples.set(values, 8);
      kernel.clean(4, 4);
      expect([...kernel.samples.subarray(8, 16)]).toEqual([1, 0, 0, 0, 0, -0.5, Math.fround(-1e14), 3]);
    }
  });
});
