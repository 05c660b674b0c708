import { MAX_SEQUENCE, MAX_SPECTRUM, type SpectralLine, type SpectralSearchKernel } from './spectral-search.kernel.js';

/** In place, interleaved: the transform of `size` values by halves. */
function fourier(values: Float64Array, size: number): Float64Array {
  if (size === 1) return values;
  const even = new Float64Array(size);
  const odd = new Float64Array(size);
  for (let n = 0; n < size / 2; n++) {
    even.set(values.subarray(4 * n, 4 * n + 2), 2 * n);
    odd.set(values.subarray(4 * n + 2, 4 * n + 4), 2 * n);
  }
  const a = fourier(even, size / 2);
  const b = fourier(odd, size / 2);
  for (let k = 0; k < size / 2; k++) {
    const c = Math.cos((2 * Math.PI * k) / size);
    const s = -Math.sin((2 * Math.PI * k) / size);
    const i = b[2 * k]! * c - b[2 * k + 1]! * s;
    const q = b[2 * k]! * s + b[2 * k + 1]! * c;
    values[2 * k] = a[2 * k]! + i;
    values[2 * k + 1] = a[2 * k + 1]! + q;
    values[2 * k + size] = a[2 * k]! - i;
    values[2 * k + 1 + size] = a[2 * k + 1]! - q;
  }
  return values;
}

export function referenceSpectralSearch(): SpectralSearchKernel {
  const sequences = [new Float32Array(2 * MAX_SEQUENCE), new Float32Array(2 * MAX_SEQUENCE)] as const;
  const spectra = [new Float32Array(MAX_SPECTRUM), new Float32Array(MAX_SPECTRUM)] as const;
  const weights = [new Float32Array(MAX_SPECTRUM), new Float32Array(MAX_SPECTRUM)] as const;
  const weighed = (which: 0 | 1, bin: number): number => spectra[which][bin]! * weights[which][bin]!;
  function search(from: number, count: number, spread: number, power: (n: number, d: number) => number): SpectralLine {
    let best: SpectralLine = { bin: 0, shift: 0, power: -1 };
    for (let bin = from; bin < from + count; bin++)
      for (let shift = 0 - spread; shift <= spread; shift++)
        if (power(bin, shift) > best.power) best = { bin, shift, power: power(bin, shift) };
    return best;
  }
  return {
    sequences,
    spectra,
    weights,
    transform(which, count, size, chirp) {
      const values = new Float64Array(2 * size);
      for (let n = 0; n < count; n++) {
        const angle = -Math.PI * chirp * (n - count / 2) ** 2;
        const i = sequences[which][2 * n]!;
        const q = sequences[which][2 * n + 1]!;
        values[2 * n] = i * Math.cos(angle) - q * Math.sin(angle);
        values[2 * n + 1] = i * Math.sin(angle) + q * Math.cos(angle);
      }
      fourier(values, size);
      for (let k = 0; k < size; k++) spectra[which][k] = values[2 * k]! ** 2 + values[2 * k + 1]! ** 2;
    },
    strongest: (size, from, count) => search(from, count, 0, (n) => weighed(0, n & (size - 1))),
    strongestPair: (size, from, count, spread) =>
      search(from, count, spread, (n, d) => weighed(0, (n + d) & (size - 1)) + weighed(1, (n - d) & (size - 1))),
  };
}
