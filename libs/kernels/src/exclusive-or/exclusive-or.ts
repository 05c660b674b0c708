// Octets exclusive-or a periodic sequence: what a pseudo-randomizer does.
import { wasm } from '../generated/exclusive-or.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import { exclusiveOrReference } from './exclusive-or.reference.js';

/** Writes `bytes` exclusive-or the sequence, from its first octet on, into `target`, which is at least as long and may be `bytes`. */
export type ExclusiveOrKernel = (target: Uint8Array, bytes: Uint8Array) => void;

interface ExclusiveOrExports extends WasmExports {
  octetsAt(): number;
  sequenceAt(): number;
  apply(length: number, phase: number): void;
}

const CHUNK = 16_384;
const PAGE = 65_536;

/** The module's kernel for one sequence of any length, or null where it cannot run. */
export function wasmExclusiveOr(sequence: Uint8Array): ExclusiveOrKernel | null {
  const kernel = instantiate<ExclusiveOrExports>(wasm);
  if (kernel === null) return null;
  const period = sequence.length;
  const sequenceAt = kernel.sequenceAt();
  // Whatever octet a chunk begins with, the sequence must reach to its end.
  const held = period + CHUNK + 16;
  const missing = sequenceAt + held - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
  const table = new Uint8Array(kernel.memory.buffer, sequenceAt, held);
  for (let i = 0; i < held; i += period) table.set(sequence.subarray(0, Math.min(period, held - i)), i);
  const chunk = new Uint8Array(kernel.memory.buffer, kernel.octetsAt(), CHUNK);
  return (target, bytes) => {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const length = Math.min(CHUNK, bytes.length - at);
      chunk.set(length === bytes.length ? bytes : bytes.subarray(at, at + length));
      kernel.apply(length, at % period);
      target.set(chunk.subarray(0, length), at);
    }
  };
}

/** The fastest kernel for one sequence that this host has. */
export function exclusiveOrKernel(sequence: Uint8Array): ExclusiveOrKernel {
  return wasmExclusiveOr(sequence) ?? ((target, bytes) => exclusiveOrReference(target, bytes, sequence));
}
