// CRC-16 register of x^16 + x^12 + x^5 + 1, most significant bit first, nothing added at the end.
import { wasm } from '../generated/crc16.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import { crc16Reference, crc16Table } from './crc16.reference.js';

/** The register after octets `start` to (not including) `end` of `bytes`; the range must lie inside. */
export type Crc16Kernel = (register: number, bytes: Uint8Array, start: number, end: number) => number;

interface Crc16Exports extends WasmExports {
  octetsAt(): number;
  tablesAt(): number;
  extendTables(): void;
  update(register: number, length: number): number;
}

const CHUNK = 65_536;
/** Below this the copy into the module costs more than it saves. */
const SHORT = 48;

/** The module's kernel, or null where it cannot run. */
export function wasmCrc16(): Crc16Kernel | null {
  const kernel = instantiate<Crc16Exports>(wasm);
  if (kernel === null) return null;
  new Uint16Array(kernel.memory.buffer, kernel.tablesAt(), 256).set(crc16Table);
  kernel.extendTables();
  const chunk = new Uint8Array(kernel.memory.buffer, kernel.octetsAt(), CHUNK);
  return (register, bytes, start, end) => {
    let crc = register;
    for (let at = start; at < end; at += CHUNK) {
      const length = Math.min(CHUNK, end - at);
      chunk.set(at === 0 && length === bytes.length ? bytes : bytes.subarray(at, at + length));
      crc = kernel.update(crc, length);
    }
    return crc;
  };
}

const fast = wasmCrc16();

/** The fastest that this host has. */
export const crc16Update: Crc16Kernel =
  fast === null
    ? crc16Reference
    : (register, bytes, start, end) =>
        end - start < SHORT ? crc16Reference(register, bytes, start, end) : fast(register, bytes, start, end);
