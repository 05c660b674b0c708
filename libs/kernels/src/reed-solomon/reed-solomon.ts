import { type ReedSolomonCode, type ReedSolomonKernel } from './reed-solomon.kernel.js';
import { referenceReedSolomon } from './reed-solomon.reference.js';
import { wasmReedSolomon } from './reed-solomon.wasm.js';

const kernels = new Map<string, ReedSolomonKernel>();

/** The fastest kernel for a code that this host has; one a code, shared by all who ask. */
export function reedSolomonKernel(code: ReedSolomonCode): ReedSolomonKernel {
  const name = `${code.e} ${code.basis}`;
  const known = kernels.get(name);
  if (known !== undefined) return known;
  const kernel = wasmReedSolomon(code) ?? referenceReedSolomon(code);
  kernels.set(name, kernel);
  return kernel;
}
