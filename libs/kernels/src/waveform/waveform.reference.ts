import type { PulseTable, SampleCubic, WaveformKernel, WaveformRun } from './waveform.kernel.js';

const at = ([c0, c1, c2, c3]: SampleCubic, k: number): number => c0 + k * (c1 + k * (c2 + k * c3));

/** The kernel as its formula, in double precision. */
export function referenceWaveform({ taps, phases, values }: PulseTable): WaveformKernel {
  const sumOfPulses = (symbols: Float32Array, position: number): number => {
    const first = Math.floor(position);
    const phase = (position - first) * phases;
    const row = Math.min(Math.floor(phase), phases - 1);
    const weight = phase - row;
    let sum = 0;
    for (let j = 0; j < taps; j++) {
      const low = values[row * taps + j]!;
      const high = values[(row + 1) * taps + j]!;
      sum += symbols[first + j]! * (low + weight * (high - low));
    }
    return sum;
  };
  const add = (
    { out, from, carrier, amplitude }: WaveformRun,
    k: number,
    i: number,
    q: number,
    turns: number,
  ): void => {
    const whole = at(carrier, k) + turns;
    const angle = 2 * Math.PI * (whole - Math.round(whole));
    const scale = at(amplitude, k);
    const place = 2 * (from + k);
    out[place] = out[place]! + scale * (i * Math.cos(angle) - q * Math.sin(angle));
    out[place + 1] = out[place + 1]! + scale * (i * Math.sin(angle) + q * Math.cos(angle));
  };
  return {
    linear(run, inPhase, quadrature, quadratureDelay) {
      for (let k = 0; k < run.count; k++) {
        const position = at(run.position, k);
        const i = sumOfPulses(inPhase, position);
        const q = quadrature === null ? 0 : sumOfPulses(quadrature, position - quadratureDelay);
        add(run, k, i, q, 0);
      }
    },
    frequency(run, symbols, turns, turnsPerSymbol) {
      for (let k = 0; k < run.count; k++) {
        const position = at(run.position, k);
        const first = Math.floor(position);
        if (symbols[first + taps / 2] === 0) continue;
        add(run, k, 1, 0, turns[first]! + turnsPerSymbol * sumOfPulses(symbols, position));
      }
    },
  };
}
