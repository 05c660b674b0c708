import { wasm } from '../generated/contact-search.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import {
  COLUMN_NAMES,
  type ContactSearchKernel,
  MARGIN_NODES,
  STATION_VALUES,
  TABLE_VALUES,
  type WindowColumns,
} from './contact-search.kernel.js';

interface ContactSearchExports extends WasmExports {
  heapAt(): number;
  prepare(positionsAt: number, tableAt: number, intervals: number, stepS: number): void;
  search(stationsAt: number, stationCount: number, from: number, outAt: number, room: number): number;
  next(): number;
}

const PAGE = 65_536;
const FIRST_ROOM = 4096;

/** Numbers a node behind the table: the normal of the orbit's plane. */
const NORMAL_VALUES = 3;

/** Memory of the module: table and normals, then positions, stations or columns where they are needed. */
class Layout {
  constructor(private readonly kernel: ContactSearchExports) {}

  /** A place for `values` numbers behind `at`, with the memory grown to hold it. */
  numbers(at: number, values: number): Float64Array {
    const end = at + 8 * values;
    const { memory } = this.kernel;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return new Float64Array(memory.buffer, at, values);
  }
}

/** The module's search, or null where it cannot run. Each has memory of its own. */
export function wasmContactSearch(): ContactSearchKernel | null {
  const kernel = instantiate<ContactSearchExports>(wasm);
  if (kernel === null) return null;
  const layout = new Layout(kernel);
  const tableAt = Math.ceil(kernel.heapAt() / 16) * 16;
  let behindTable = tableAt;
  let room = FIRST_ROOM;
  return {
    load: (positions, intervals, stepS) => {
      const values = (intervals + 1) * TABLE_VALUES;
      behindTable = tableAt + 8 * (values + (intervals + 1) * NORMAL_VALUES);
      const nodes = 3 * (intervals + 1 + 2 * MARGIN_NODES);
      layout.numbers(behindTable, nodes).set(nodes === positions.length ? positions : positions.subarray(0, nodes));
      kernel.prepare(behindTable, tableAt, intervals, stepS);
      return layout.numbers(tableAt, values);
    },
    search: (stations, take) => {
      const stationCount = Math.floor(stations.length / STATION_VALUES);
      const outAt = behindTable + 8 * stations.length;
      layout.numbers(behindTable, stations.length).set(stations);
      for (let from = 0; from < stationCount; from = kernel.next()) {
        layout.numbers(outAt, COLUMN_NAMES.length * room);
        const count = kernel.search(behindTable, stationCount, from, outAt, room);
        if (count < 0) {
          room = Math.max(2 * room, -count);
          continue;
        }
        if (count === 0) continue;
        const columns = COLUMN_NAMES.map((name, c) => [name, layout.numbers(outAt + 8 * c * room, count)]);
        take({ count, ...Object.fromEntries(columns) } as WindowColumns);
      }
    },
  };
}
