import { wasm } from '../generated/viterbi.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import { IMPOSSIBLE, MAX_STEPS, type ViterbiKernel, type ViterbiOrder } from './viterbi.kernel.js';
import { referenceViterbi } from './viterbi.reference.js';

interface ViterbiExports extends WasmExports {
  symbolsAt(): number;
  metricsAt(): number;
  bitsAt(): number;
  addCompareSelect(steps: number, ring: number, swapped: number, inverted: number): number;
  bestState(): number;
  traceBack(state: number, end: number, skip: number, count: number): void;
}

/** The module's kernel, an instance of its own for each decoder, or null where it cannot run. */
export function wasmViterbi({ swapped, inverted }: ViterbiOrder): ViterbiKernel | null {
  const kernel = instantiate<ViterbiExports>(wasm);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const symbolsIn = new Int8Array(buffer, kernel.symbolsAt(), 2 * MAX_STEPS);
  const metrics = new Int16Array(buffer, kernel.metricsAt(), 64);
  const bits = new Uint8Array(buffer, kernel.bitsAt(), MAX_STEPS / 8);
  return {
    addCompareSelect(symbols, from, steps, ring) {
      symbolsIn.set(symbols.subarray(2 * from, 2 * (from + steps)));
      return kernel.addCompareSelect(steps, ring, swapped ? 1 : 0, inverted ? 1 : 0);
    },
    bestState: () => kernel.bestState(),
    traceBack(state, end, skip, count) {
      kernel.traceBack(state, end, skip, count);
      return bits.slice(0, count / 8);
    },
    reset(state) {
      metrics.fill(state === null ? 0 : IMPOSSIBLE);
      if (state !== null) metrics[state] = 0;
    },
  };
}

/** A new kernel, the fastest that this host has. */
export function viterbiKernel(order: ViterbiOrder): ViterbiKernel {
  return wasmViterbi(order) ?? referenceViterbi(order);
}
