import { bytesOfBase64 } from './base64.js';

/** The memory of an instance; `buffer` is another object after `grow`. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What every kernel exports beside its functions. */
export interface WasmExports {
  readonly memory: WasmMemory;
}

// The part of the WebAssembly API that kernels use: the pure libraries are compiled without the types of a host.
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const modules = new Map<string, object | null>();

function moduleOf(base64: string): object | null {
  const known = modules.get(base64);
  if (known !== undefined) return known;
  const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  const bytes = bytesOfBase64(base64);
  const module = WebAssembly?.validate(bytes) === true ? new WebAssembly.Module(bytes) : null;
  modules.set(base64, module);
  return module;
}

/**
 * A new instance of a generated module, with memory of its own; null where the host has no WebAssembly or no SIMD, so that the caller
 * runs its reference instead. The module is compiled once.
 */
export function instantiate<E extends WasmExports>(base64: string): E | null {
  const module = moduleOf(base64);
  const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  if (module === null || WebAssembly === undefined) return null;
  return new WebAssembly.Instance(module, {}).exports as E;
}
