import { wasm } from '../generated/spectral-search.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import { MAX_SEQUENCE, MAX_SPECTRUM, type SpectralSearchKernel } from './spectral-search.kernel.js';
import { referenceSpectralSearch } from './spectral-search.reference.js';

interface SpectralSearchExports extends WasmExports {
  sequencesAt(): number;
  powersAt(): number;
  weightsAt(): number;
  binFound(): number;
  shiftFound(): number;
  transform(which: number, count: number, size: number, chirp: number): void;
  strongest(size: number, from: number, count: number): number;
  strongestPair(size: number, from: number, count: number, spread: number): number;
}

/** The module's kernel, or null where it cannot run. */
export function wasmSpectralSearch(): SpectralSearchKernel | null {
  const kernel = instantiate<SpectralSearchExports>(wasm);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const sequence = (which: number): Float32Array =>
    new Float32Array(buffer, kernel.sequencesAt() + 8 * which * MAX_SEQUENCE, 2 * MAX_SEQUENCE);
  const spectrum = (at: number, which: number): Float32Array =>
    new Float32Array(buffer, at + 4 * which * MAX_SPECTRUM, MAX_SPECTRUM);
  return {
    sequences: [sequence(0), sequence(1)],
    spectra: [spectrum(kernel.powersAt(), 0), spectrum(kernel.powersAt(), 1)],
    weights: [spectrum(kernel.weightsAt(), 0), spectrum(kernel.weightsAt(), 1)],
    transform: (which, count, size, chirp) => kernel.transform(which, count, size, chirp),
    strongest(size, from, count) {
      const power = kernel.strongest(size, from, count);
      return { power, bin: kernel.binFound(), shift: kernel.shiftFound() };
    },
    strongestPair(size, from, count, spread) {
      const power = kernel.strongestPair(size, from, count, spread);
      return { power, bin: kernel.binFound(), shift: kernel.shiftFound() };
    },
  };
}

/** A new kernel, the fastest that this host has. */
export function spectralSearchKernel(): SpectralSearchKernel {
  return wasmSpectralSearch() ?? referenceSpectralSearch();
}
