import { wasm } from '../generated/noise.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import { NOISE_BLOCK, NOISE_STATE_WORDS, type NoiseKernel } from './noise.kernel.js';
import { referenceNoise } from './noise.reference.js';

interface NoiseExports extends WasmExports {
  stateAt(): number;
  samplesAt(): number;
  fill(): void;
  addBlock(from: number, count: number, sigma: number): void;
}

/** The module's kernel, a stream of its own, or null where it cannot run. */
export function wasmNoise(state: Uint32Array): NoiseKernel | null {
  const kernel = instantiate<NoiseExports>(wasm);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  new Uint32Array(buffer, kernel.stateAt(), NOISE_STATE_WORDS).set(state);
  const chunk = new Float32Array(buffer, kernel.samplesAt(), 2 * NOISE_BLOCK);
  let used = NOISE_BLOCK;
  return {
    add(samples, from, count, sigma) {
      let place = from;
      while (place < from + count) {
        if (used === NOISE_BLOCK) {
          kernel.fill();
          used = 0;
        }
        const length = Math.min(from + count - place, NOISE_BLOCK - used);
        const here = samples.subarray(2 * place, 2 * (place + length));
        chunk.set(here);
        kernel.addBlock(used, length, sigma);
        here.set(length === NOISE_BLOCK ? chunk : chunk.subarray(0, 2 * length));
        used += length;
        place += length;
      }
    },
  };
}

/** A new kernel from this state, the fastest that this host has. */
export function noiseKernel(state: Uint32Array): NoiseKernel {
  return wasmNoise(state) ?? referenceNoise(state);
}
