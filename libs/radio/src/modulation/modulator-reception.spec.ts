import { describe, expect, it } from '@jest/globals';
import { rootRaisedCosine } from '../pulse/root-raised-cosine.js';
import { type SamplePolynomial, valueAt } from '../signal/iq.js';
import { namedWaveforms, rendered } from '../testing/sample-waveforms.js';
import { seededBits } from '../testing/seeded-bits.js';
import { Modulator, type Stretch, stretchFrom } from './modulator.js';
import { type Waveform, isLinear, usualWaveform } from './waveform.js';

/** Matched filter by the formula of the pulse: what the samples say of symbol n, samples and carrier being where the stretch says. */
function matched(out: Float32Array, from: number, rollOff: number, stretch: Stretch, n: number): [number, number] {
  const samplesPerSymbol = 1 / stretch.symbolPosition[1];
  const middle = (n + 0.5 - stretch.symbolPosition[0]) * samplesPerSymbol;
  let i = 0;
  let q = 0;
  const reach = 24 * samplesPerSymbol;
  for (let k = Math.ceil(middle - reach); k <= middle + reach; k++) {
    const weight = rootRaisedCosine((k - middle) / samplesPerSymbol, rollOff) / samplesPerSymbol;
    const turns = valueAt(stretch.carrierTurns, k);
    const angle = 2 * Math.PI * (turns - Math.round(turns));
    const [a, b] = [out[2 * (k - from)]!, out[2 * (k - from) + 1]!];
    i += weight * (a * Math.cos(angle) + b * Math.sin(angle));
    q += weight * (b * Math.cos(angle) - a * Math.sin(angle));
  }
  return [i, q];
}

describe('Modulator: what a receiver that knows all would see', () => {
  // A clock 20 ppm fast over 20 000 symbols moves by 0.4 of a symbol; 0.1 % of error vector allows less than 0.0006 of one.
  it.each([
    [0.35, 1.6],
    [0.35, 2.37],
    [0.35, 5],
    [0.2, 4.1],
    [0.5, 3.3],
  ])(
    'roll-off %d at %d samples a symbol: error vector below 0.1 %, clock and carrier after 20 000 symbols',
    (rollOff, rate) => {
      const bits = seededBits(40_400, 77);
      const modulator = new Modulator({ modulation: 'QPSK', symbolRateHz: 1e6, pulse: { kind: 'rrc', rollOff } });
      modulator.append(bits.packed, 40_400);
      const symbolPosition: SamplePolynomial = [-7.3, 1.00002 / rate, 0, 0];
      const stretch: Stretch = { symbolPosition, carrierTurns: [0.2, 0.031, 3e-8, -2e-14], amplitude: 3 };
      const count = Math.floor(20_150 * rate);
      const from = Math.floor(20_000 * rate);
      modulator.render(new Float32Array(2 * from), 0, from, stretch);
      const out = new Float32Array(2 * (count - from));
      modulator.render(out, 0, count - from, stretchFrom(stretch, from));
      let squares = 0;
      const symbols = 60;
      for (let n = 20_045; n < 20_045 + symbols; n++) {
        const [i, q] = matched(out, from, rollOff, stretch, n);
        const sign = (m: number): number => (bits.values[m] === 1 ? Math.SQRT1_2 : -Math.SQRT1_2);
        squares += (i / 3 - sign(2 * n)) ** 2 + (q / 3 - sign(2 * n + 1)) ** 2;
      }
      expect(Math.sqrt(squares / symbols)).toBeLessThan(0.001);
    },
  );

  it('carrier frequency and its rate as asked, over stretches that follow each other', () => {
    // A deviation of 0 leaves the carrier alone.
    const modulator = new Modulator({ modulation: 'FSK', symbolRateHz: 1000, deviationHz: 0, bandwidthTime: null });
    modulator.append(new Uint8Array(12_500), 100_000);
    const [f, rate] = [0.013, 2e-8];
    const stretch: Stretch = { symbolPosition: [0, 0.2, 0, 0], carrierTurns: [0.4, f, rate / 2, 0], amplitude: 1 };
    const out = rendered(modulator, stretch, 200_000, [997]);
    const slope = (k: number): number => {
      const step = 8;
      const [i0, q0, i1, q1] = [out[2 * k]!, out[2 * k + 1]!, out[2 * (k + step)]!, out[2 * (k + step) + 1]!];
      return Math.atan2(q1 * i0 - i1 * q0, i1 * i0 + q1 * q0) / (2 * Math.PI * step);
    };
    for (let k = 0; k < 199_000; k += 991) expect(Math.abs(slope(k) - (f + rate * (k + 4)))).toBeLessThan(1e-7);
  });

  it.each(namedWaveforms)('%s: mean power 1', (_, waveform) => {
    const modulator = new Modulator(waveform);
    modulator.append(seededBits(20_200, 4).packed, 20_200);
    const symbols = isLinear(waveform.modulation) && waveform.modulation !== 'BPSK' ? 10_000 : 20_000;
    const rate = 3.7;
    const stretch: Stretch = { symbolPosition: [20, 1 / rate, 0, 0], carrierTurns: [0, 0.1, 0, 0], amplitude: 1 };
    const count = Math.floor((symbols - 60) * rate);
    const out = rendered(modulator, stretch, count, [5000]);
    let power = 0;
    let most = 0;
    for (let k = 0; k < count; k++) {
      const square = out[2 * k]! ** 2 + out[2 * k + 1]! ** 2;
      power += square / count;
      most = Math.max(most, Math.abs(square - 1));
    }
    expect(Math.abs(power - 1)).toBeLessThan(isLinear(waveform.modulation) ? 0.02 : 1e-6);
    if (!isLinear(waveform.modulation)) expect(most).toBeLessThan(1e-5);
  });

  it('FSK: bit 1 is the higher frequency, by the deviation, and symbol 0 begins at 0', () => {
    const waveform: Waveform = { modulation: 'FSK', symbolRateHz: 100, deviationHz: 30, bandwidthTime: null };
    const modulator = new Modulator(waveform);
    modulator.append(Uint8Array.of(0b1011_0000), 4);
    modulator.silence(10);
    const out = new Float32Array(2 * 70);
    // Ten samples a symbol from one symbol before the first: 1000 samples a second.
    modulator.render(out, 0, 70, { symbolPosition: [-1, 0.1, 0, 0], carrierTurns: [0, 0, 0, 0], amplitude: 1 });
    for (let k = 0; k < 10; k++) expect(Math.hypot(out[2 * k]!, out[2 * k + 1]!)).toBe(0);
    for (let k = 11; k < 49; k++) {
      const [i0, q0, i1, q1] = [out[2 * k]!, out[2 * k + 1]!, out[2 * k + 2]!, out[2 * k + 3]!];
      const hz = (1000 * Math.atan2(q1 * i0 - i1 * q0, i1 * i0 + q1 * q0)) / (2 * Math.PI);
      if (k % 10 !== 9) expect(hz).toBeCloseTo([30, -30, 30, 30][Math.floor(k / 10) - 1]!, 2);
    }
    for (let k = 51; k < 70; k++) expect(Math.hypot(out[2 * k]!, out[2 * k + 1]!)).toBe(0);
  });

  it('two signals in one buffer are their sum', () => {
    const bits = seededBits(400, 1).packed;
    const stretch = (f: number): Stretch => ({
      symbolPosition: [0, 0.25, 0, 0],
      carrierTurns: [0, f, 0, 0],
      amplitude: 1,
    });
    const both = new Float32Array(800);
    const alone = [0.1, -0.2].map((f) => {
      const out = new Float32Array(800);
      for (const target of [out, both]) {
        const modulator = new Modulator(usualWaveform('BPSK', 1));
        modulator.append(bits, 400);
        modulator.render(target, 0, 400, stretch(f));
      }
      return out;
    });
    for (const [n, value] of both.entries()) expect(value).toBeCloseTo(alone[0]![n]! + alone[1]![n]!, 5);
  });
});
