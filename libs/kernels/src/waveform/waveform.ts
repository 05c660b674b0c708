import { wasm } from '../generated/waveform.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import {
  MAX_TABLE_VALUES,
  type PulseTable,
  type SampleCubic,
  type WaveformKernel,
  type WaveformRun,
} from './waveform.kernel.js';
import { referenceWaveform } from './waveform.reference.js';

type Add = (count: number, ...coefficients: readonly number[]) => void;

interface WaveformExports extends WasmExports {
  samplesAt(): number;
  firstColumnAt(): number;
  secondColumnAt(): number;
  tableAt(): number;
  setTable(taps: number, phases: number): void;
  locate(count: number, p0: number, p1: number, p2: number, p3: number, k0: number): void;
  shapeReal(count: number): void;
  shapeComplex(count: number): void;
  shapeQuadrature(count: number): void;
  shapePhase(count: number, turnsPerSymbol: number): void;
  readonly addShaped: Add;
  readonly addPhases: Add;
}

const CHUNK = 1024;
const WINDOW = 1280;

/** The module's kernel with a table of its own, or null where it cannot run. */
export function wasmWaveform({ taps, phases, values }: PulseTable): WaveformKernel | null {
  const kernel = instantiate<WaveformExports>(wasm);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  const samples = new Float32Array(buffer, kernel.samplesAt(), 2 * CHUNK);
  const first = new Float32Array(buffer, kernel.firstColumnAt(), WINDOW);
  const second = new Float32Array(buffer, kernel.secondColumnAt(), WINDOW);
  new Float32Array(buffer, kernel.tableAt(), MAX_TABLE_VALUES).set(values);
  kernel.setTable(taps, phases);

  /** `shape` takes the length of a chunk and a function that locates its samples, so much earlier. */
  const chunks = (
    { out, from, count, position, carrier, amplitude }: WaveformRun,
    columns: readonly [Float32Array, Float32Array | null],
    margin: number,
    shape: (length: number, locate: (delay: number) => void) => void,
    add: Add,
  ): void => {
    const [p0, p1, p2, p3] = position;
    for (let k0 = 0; k0 < count; k0 += CHUNK) {
      const length = Math.min(CHUNK, count - k0);
      const origin = Math.floor(at(position, k0)) - margin;
      const end = origin + WINDOW;
      first.set(columns[0].subarray(Math.max(0, origin), end), Math.max(0, -origin));
      if (columns[1] !== null) second.set(columns[1].subarray(Math.max(0, origin), end), Math.max(0, -origin));
      const here = out.subarray(2 * (from + k0), 2 * (from + k0 + length));
      samples.set(here);
      shape(length, (delay) => kernel.locate(length, p0 - origin - delay, p1, p2, p3, k0));
      add(length, ...carrier, ...amplitude, k0);
      here.set(length === CHUNK ? samples : samples.subarray(0, 2 * length));
    }
  };
  return {
    linear(run, inPhase, quadrature, delay) {
      chunks(
        run,
        [inPhase, quadrature],
        delay === 0 ? 0 : 1,
        (length, locate) => {
          locate(0);
          if (quadrature !== null && delay === 0) return kernel.shapeComplex(length);
          kernel.shapeReal(length);
          if (quadrature === null) return;
          locate(delay);
          kernel.shapeQuadrature(length);
        },
        kernel.addShaped,
      );
    },
    frequency(run, symbols, turns, turnsPerSymbol) {
      chunks(
        run,
        [symbols, turns],
        0,
        (length, locate) => {
          locate(0);
          kernel.shapePhase(length, turnsPerSymbol);
        },
        kernel.addPhases,
      );
    },
  };
}

function at([c0, c1, c2, c3]: SampleCubic, k: number): number {
  return c0 + k * (c1 + k * (c2 + k * c3));
}

/** A new kernel, the fastest that this host has. */
export function waveformKernel(table: PulseTable): WaveformKernel {
  return wasmWaveform(table) ?? referenceWaveform(table);
}
