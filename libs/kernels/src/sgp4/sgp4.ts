import { wasm } from '../generated/sgp4.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import { type Sgp4Kernel, sgp4ConstantNames } from './sgp4.kernel.js';
import { sgp4Reference } from './sgp4.reference.js';

interface Sgp4Exports extends WasmExports {
  constantsAt(): number;
  positionsAt(): number;
  positions(start: number, step: number, first: number, count: number): number;
}

/** Times of one call into the module: what they give stays in the processor's nearest cache. */
const CHUNK = 1024;

/** The module's kernel, or null where it cannot run. */
export function wasmSgp4(): Sgp4Kernel | null {
  const kernel = instantiate<Sgp4Exports>(wasm);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const constantsIn = new Float64Array(buffer, kernel.constantsAt(), sgp4ConstantNames.length);
  const positions = new Float64Array(buffer, kernel.positionsAt(), 3 * CHUNK);
  return (constants, startMinutes, stepMinutes, count, out) => {
    constantsIn.set(constants);
    for (let first = 0; first < count; first += CHUNK) {
      const length = Math.min(CHUNK, count - first);
      const good = kernel.positions(startMinutes, stepMinutes, first, length);
      out.set(positions.subarray(0, 3 * good), 3 * first);
      if (good < length) return first + good;
    }
    return count;
  };
}

/** The fastest that this host has. */
export const sgp4Positions: Sgp4Kernel = wasmSgp4() ?? sgp4Reference;
