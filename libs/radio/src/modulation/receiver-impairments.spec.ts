import { describe, expect, it } from '@jest/globals';
import { ReceiverImpairments } from './receiver-impairments.js';

function tone(count: number, turnsPerSample: number): Float32Array {
  return Float32Array.from({ length: 2 * count }, (_, n) =>
    Math.cos(2 * Math.PI * (turnsPerSample * (n >> 1) - (n & 1) / 4)),
  );
}

/** Size of what turns by so much a sample. */
function line(samples: Float32Array, turnsPerSample: number): number {
  let [i, q] = [0, 0];
  const count = samples.length / 2;
  for (let k = 0; k < count; k++) {
    const angle = 2 * Math.PI * turnsPerSample * k;
    const [a, b] = [samples[2 * k]!, samples[2 * k + 1]!];
    i += (a * Math.cos(angle) + b * Math.sin(angle)) / count;
    q += (b * Math.cos(angle) - a * Math.sin(angle)) / count;
  }
  return Math.hypot(i, q);
}

describe('Impairments of a receiver', () => {
  it.each([
    [1, 0],
    [0, 5],
    [2, -3],
  ])('%d dB and %d degrees of imbalance make the image of the formula', (gainDb, phaseDeg) => {
    const samples = tone(1000, 0.05);
    new ReceiverImpairments({ gainImbalanceDb: gainDb, phaseImbalanceDeg: phaseDeg }).apply(samples);
    const g = 10 ** (gainDb / 20);
    const phase = (phaseDeg * Math.PI) / 180;
    const expected =
      Math.hypot(1 - g * Math.cos(phase), g * Math.sin(phase)) /
      Math.hypot(1 + g * Math.cos(phase), g * Math.sin(phase));
    expect(line(samples, -0.05) / line(samples, 0.05)).toBeCloseTo(expected, 5);
  });

  it('an offset is a line at 0, the signal stays as it is', () => {
    const samples = tone(1000, 0.05);
    new ReceiverImpairments({ dcOffset: [0.3, -0.4] }).apply(samples);
    expect(line(samples, 0)).toBeCloseTo(0.5, 5);
    expect(line(samples, 0.05)).toBeCloseTo(1, 5);
  });

  it('eight bits: levels of an octet whose 0 is 127.5, held at full scale, noise of a twelfth of a step squared', () => {
    const samples = tone(5000, 0.0137).map((value) => 0.9 * value);
    const before = samples.slice();
    new ReceiverImpairments({ bits: 8 }).apply(samples);
    let [squares, offLevel] = [0, 0];
    for (const [n, value] of samples.entries()) {
      const octet = value * 127.5 + 127.5;
      offLevel = Math.max(offLevel, Math.abs(octet - Math.round(octet)));
      squares += (value - before[n]!) ** 2 / samples.length;
    }
    expect(offLevel).toBeLessThan(1e-4);
    expect(Math.sqrt(squares * 12) * 127.5).toBeCloseTo(1, 1);
    const wild = Float32Array.of(3, -3, 1, -1);
    new ReceiverImpairments({ bits: 8 }).apply(wild);
    expect(wild).toEqual(Float32Array.of(1, -1, 1, -1));
  });

  it('touches only the samples that it is given', () => {
    const samples = new Float32Array(10);
    new ReceiverImpairments({ dcOffset: [1, 1] }).apply(samples, 1, 2);
    expect(samples).toEqual(Float32Array.of(0, 0, 1, 1, 1, 1, 0, 0, 0, 0));
  });
});
