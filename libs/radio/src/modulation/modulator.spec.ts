import { describe, expect, it } from '@jest/globals';
import { bandLimitedRectangle } from '../pulse/band-limited-rectangle.js';
import { phasePulse } from '../pulse/phase-pulse.js';
import { rootRaisedCosine } from '../pulse/root-raised-cosine.js';
import { type SamplePolynomial, valueAt } from '../signal/iq.js';
import { SignalError } from '../signal/signal-error.js';
import { namedWaveforms } from '../testing/sample-waveforms.js';
import { seededBits } from '../testing/seeded-bits.js';
import { Modulator, type Stretch } from './modulator.js';
import { type LinearWaveform, type Waveform, isLinear, usualWaveform } from './waveform.js';

/** The waveform by its formula: the sum of all pulses, or the phase as the integral of the frequency. */
function byFormula(waveform: Waveform, bits: readonly number[], stretch: Stretch, k: number): [number, number] {
  const position = valueAt(stretch.symbolPosition, k);
  let i = 0;
  let q = 0;
  let turns = valueAt(stretch.carrierTurns, k);
  if ('pulse' in waveform) {
    const pulse = pulseOf(waveform, 1 / stretch.symbolPosition[1]);
    const pairs = waveform.modulation !== 'BPSK';
    const count = pairs ? bits.length / 2 : bits.length;
    const delay = waveform.modulation === 'OQPSK' ? 0.5 : 0;
    for (let n = 0; n < count; n++) {
      const sign = (m: number): number => (bits[m] === 1 ? 1 : -1);
      const t = position - n - 0.5;
      if (pairs) {
        i += Math.SQRT1_2 * sign(2 * n) * pulse(t);
        q += Math.SQRT1_2 * sign(2 * n + 1) * pulse(t - delay);
      } else i += sign(n) * pulse(t);
    }
  } else {
    i = position >= 0 && position < bits.length ? 1 : 0;
    for (const [n, bit] of bits.entries()) {
      const sign = bit === 1 ? 1 : -1;
      turns +=
        ((sign * waveform.deviationHz) / waveform.symbolRateHz) *
        phasePulse(position - n - 0.5, waveform.bandwidthTime);
    }
  }
  const angle = 2 * Math.PI * (turns - Math.round(turns));
  const amplitude = typeof stretch.amplitude === 'number' ? stretch.amplitude : valueAt(stretch.amplitude, k);
  return [
    amplitude * (i * Math.cos(angle) - q * Math.sin(angle)),
    amplitude * (i * Math.sin(angle) + q * Math.cos(angle)),
  ];
}

function pulseOf({ pulse }: LinearWaveform, samplesPerSymbol: number): (t: number) => number {
  return pulse.kind === 'rrc' ? (t) => rootRaisedCosine(t, pulse.rollOff) : bandLimitedRectangle(samplesPerSymbol);
}

describe('Modulator beside the formula of its waveform', () => {
  it.each(namedWaveforms)(
    '%s: every sample, error below 1e-3 of the amplitude in the root mean square',
    (_, waveform) => {
      const bits = seededBits(96, 5);
      const symbols = isLinear(waveform.modulation) && waveform.modulation !== 'BPSK' ? 48 : 96;
      const count = 300;
      const rate = (symbols + 40) / count;
      const stretch: Stretch = {
        symbolPosition: [-20, rate, 1e-5 * rate, 1e-9],
        carrierTurns: [0.3, -0.11, 2e-5, -1e-8],
        amplitude: [2, 1e-3, 0, 0],
      };
      const modulator = new Modulator(waveform);
      modulator.append(bits.packed, 96);
      modulator.silence(60);
      const out = new Float32Array(2 * count).fill(1);
      modulator.render(out, 0, count, stretch);
      let squares = 0;
      for (let k = 0; k < count; k++) {
        const [i, q] = byFormula(waveform, bits.values, stretch, k);
        squares += (out[2 * k]! - 1 - i) ** 2 + (out[2 * k + 1]! - 1 - q) ** 2;
      }
      expect(Math.sqrt(squares / count) / 2).toBeLessThan(1e-3);
    },
  );
});

describe('Modulator: what it refuses', () => {
  const plain = (position: SamplePolynomial): Stretch => ({
    symbolPosition: position,
    carrierTurns: [0, 0, 0, 0],
    amplitude: 1,
  });

  it('samples that need symbols not appended yet, and says how many are needed', () => {
    const modulator = new Modulator(usualWaveform('BPSK', 1000));
    modulator.append(new Uint8Array(100), 100);
    const out = new Float32Array(400);
    const last = 99.75;
    const needed = modulator.symbolsNeeded(last);
    expect(() => modulator.render(out, 0, 200, plain([50, 0.25, 0, 0]))).toThrow(SignalError);
    expect(out.every((value) => value === 0)).toBe(true);
    modulator.silence(needed - 100 - 1);
    expect(() => modulator.render(out, 0, 200, plain([50, 0.25, 0, 0]))).toThrow(
      `symbols appended: expected at least ${needed}, found ${needed - 1}`,
    );
    modulator.silence(1);
    modulator.render(out, 0, 200, plain([50, 0.25, 0, 0]));
  });

  it('positions behind the last one, or that run backwards, too fast or nowhere', () => {
    const modulator = new Modulator(usualWaveform('QPSK', 1000));
    modulator.append(new Uint8Array(500), 4000);
    const out = new Float32Array(2000);
    modulator.render(out, 0, 1000, plain([0, 0.5, 0, 0]));
    for (const position of [
      [498, 0.5, 0, 0],
      [600, -0.5, 0, 0],
      [600, 1.2, 0, 0],
      [NaN, 0.5, 0, 0],
      [600, 0.5, NaN, 0],
    ] as const)
      expect(() => modulator.render(out, 0, 100, plain(position))).toThrow(SignalError);
    expect(() => modulator.render(out, 950, 100, plain([600, 0.5, 0, 0]))).toThrow('samples: expected at most 50');
    modulator.render(out, 0, 1000, plain([499.5, 0.5, 0, 0]));
  });

  it.each([
    { modulation: 'BPSK', symbolRateHz: 0, pulse: { kind: 'rectangular' } },
    { modulation: 'BPSK', symbolRateHz: 1, pulse: { kind: 'rrc', rollOff: 1.1 } },
    { modulation: 'GMSK', symbolRateHz: 1, deviationHz: 0.25, bandwidthTime: 0.01 },
    { modulation: 'GMSK', symbolRateHz: 1, deviationHz: 0.25, bandwidthTime: 0 },
    { modulation: 'FSK', symbolRateHz: 1, deviationHz: NaN, bandwidthTime: null },
  ] satisfies Waveform[])('%j', (waveform) => {
    expect(() => new Modulator(waveform)).toThrow(SignalError);
  });
});
