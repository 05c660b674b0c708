import { wasm } from '../generated/fir.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import type { FirKernel } from './fir.kernel.js';
import { referenceFir } from './fir.reference.js';

interface FirExports extends WasmExports {
  tapsAt(): number;
  inputsAt(): number;
  outputsAt(): number;
  filter(count: number, pairs: number, decimation: number): void;
}

const INPUTS = 16_384;
const OUTPUTS = 2048;

/**
 * The module's kernel with 1 to MAX_FIR_TAPS taps and a decimation of 1 to MAX_FIR_DECIMATION, or null where it cannot run.
 */
export function wasmFir(taps: ArrayLike<number>, decimation: number): FirKernel | null {
  const kernel = instantiate<FirExports>(wasm);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const inputs = new Float32Array(buffer, kernel.inputsAt(), 2 * INPUTS + 8);
  const outputs = new Float32Array(buffer, kernel.outputsAt(), 2 * OUTPUTS);
  const tapsIn = new Float32Array(buffer, kernel.tapsAt(), 2 * taps.length);
  for (let j = 0; j < taps.length; j++) tapsIn.fill(taps[j]!, 2 * j, 2 * j + 2);
  const pairs = Math.ceil(taps.length / 2);
  const most = Math.min(OUTPUTS, Math.floor((INPUTS - taps.length) / decimation) + 1);
  return (input, out, outFrom, count) => {
    for (let n = 0; n < count; n += most) {
      const length = Math.min(most, count - n);
      const samples = (length - 1) * decimation + taps.length;
      inputs.set(input.subarray(2 * n * decimation, 2 * (n * decimation + samples)));
      inputs.fill(0, 2 * samples, 2 * samples + 2);
      kernel.filter(length, pairs, decimation);
      out.set(length === OUTPUTS ? outputs : outputs.subarray(0, 2 * length), 2 * (outFrom + n));
    }
  };
}

/** A new kernel, the fastest that this host has. */
export function firKernel(taps: ArrayLike<number>, decimation: number): FirKernel {
  return wasmFir(taps, decimation) ?? referenceFir(taps, decimation);
}
