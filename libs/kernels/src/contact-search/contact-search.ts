import { type ContactSearchKernel } from './contact-search.kernel.js';
import { contactSearchReference } from './contact-search.reference.js';
import { wasmContactSearch } from './contact-search.wasm.js';

/** A search of its own, the fastest that this host has. */
export function createContactSearch(): ContactSearchKernel {
  return wasmContactSearch() ?? contactSearchReference();
}
