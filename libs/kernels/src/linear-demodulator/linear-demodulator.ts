import { wasm } from '../generated/linear-demodulator.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import {
  type DemodulatorLayout,
  type LinearDemodulatorKernel,
  type Rails,
  STATE_SIZE,
  SYMBOL_BLOCK,
} from './linear-demodulator.kernel.js';
import { referenceLinearDemodulator } from './linear-demodulator.reference.js';

interface LinearDemodulatorExports extends WasmExports {
  stateAt(): number;
  decisionsAt(): number;
  samplesAt(): number;
  bankAt(): number;
  outputsAt(): number;
  configure(capacity: number, phases: number, taps: number, outputs: number): void;
  clean(from: number, count: number): void;
  discard(shift: number, count: number): void;
  turnBack(from: number, to: number, origin: number, frequency: number, chirp: number, gain: number): void;
  filterAll(at: number, fraction: number, spacing: number, count: number): void;
  track(available: number, rails: Rails): number;
}

/** The module's kernel, an instance of its own for each demodulator, or null where it cannot run. */
export function wasmLinearDemodulator(layout: DemodulatorLayout): LinearDemodulatorKernel | null {
  const kernel = instantiate<LinearDemodulatorExports>(wasm);
  if (kernel === null) return null;
  const { capacity, phases, taps, bank, outputs } = layout;
  kernel.configure(capacity, phases, taps, outputs);
  // The memory does not grow after this.
  const { buffer } = kernel.memory;
  new Float32Array(buffer, kernel.bankAt(), phases * taps).set(bank);
  return {
    samples: new Float32Array(buffer, kernel.samplesAt(), 2 * capacity),
    state: new Float64Array(buffer, kernel.stateAt(), STATE_SIZE),
    decisions: new Int8Array(buffer, kernel.decisionsAt(), 2 * SYMBOL_BLOCK),
    outputs: new Float32Array(buffer, kernel.outputsAt(), 2 * outputs),
    clean: (from, count) => kernel.clean(from, count),
    discard: (shift, count) => kernel.discard(shift, count),
    turnBack: (from, to, origin, frequency, chirp, gain) => kernel.turnBack(from, to, origin, frequency, chirp, gain),
    filterAll: (at, fraction, spacing, count) => kernel.filterAll(at, fraction, spacing, count),
    track: (available, rails) => kernel.track(available, rails),
  };
}

/** A new kernel, the fastest that this host has. */
export function linearDemodulatorKernel(layout: DemodulatorLayout): LinearDemodulatorKernel {
  return wasmLinearDemodulator(layout) ?? referenceLinearDemodulator(layout);
}
