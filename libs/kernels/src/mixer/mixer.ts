import { wasm } from '../generated/mixer.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import type { MixerKernel } from './mixer.kernel.js';
import { mixerReference } from './mixer.reference.js';

interface MixerExports extends WasmExports {
  samplesAt(): number;
  rotate(count: number, c0: number, c1: number, c2: number, c3: number, k0: number): void;
}

const CHUNK = 2048;

/** The module's kernel, or null where it cannot run. */
export function wasmMixer(): MixerKernel | null {
  const kernel = instantiate<MixerExports>(wasm);
  if (kernel === null) return null;
  const chunk = new Float32Array(kernel.memory.buffer, kernel.samplesAt(), 2 * CHUNK);
  return (input, inputFrom, out, outFrom, count, [c0, c1, c2, c3]) => {
    for (let k = 0; k < count; k += CHUNK) {
      const length = Math.min(CHUNK, count - k);
      chunk.set(input.subarray(2 * (inputFrom + k), 2 * (inputFrom + k + length)));
      kernel.rotate(length, c0, c1, c2, c3, k);
      out.set(length === CHUNK ? chunk : chunk.subarray(0, 2 * length), 2 * (outFrom + k));
    }
  };
}

/** The fastest that this host has. */
export const mixerKernel: MixerKernel = wasmMixer() ?? mixerReference;
