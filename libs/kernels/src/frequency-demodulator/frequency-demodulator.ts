import { wasm } from '../generated/frequency-demodulator.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import {
  type FrequencyDemodulatorKernel,
  type FrequencyDemodulatorShape,
  MAX_BLOCK,
  MAX_MATCHED,
} from './frequency-demodulator.kernel.js';
import { referenceFrequencyDemodulator } from './frequency-demodulator.reference.js';

interface FrequencyDemodulatorExports extends WasmExports {
  heapAt(): number;
  correlate(iq: number, count: number, beforeI: number, beforeQ: number, sums: number): void;
  mix(
    iq: number,
    count: number,
    re: number,
    im: number,
    cosine: number,
    sine: number,
    stepCos: number,
    stepSin: number,
  ): void;
  filter(input: number, taps: number, tapCount: number, out: number, count: number): void;
  discriminate(re: number, im: number, out: number, count: number, limit: number, offset: number): void;
  evaluate(
    input: number,
    bank: number,
    phases: number,
    length: number,
    before: number,
    start: number,
    step: number,
    out: number,
    count: number,
  ): void;
}

const PAGE = 65_536;

/** Addresses of regions one behind the other, each at a multiple of 16. */
class Layout {
  constructor(private next: number) {}

  take(octets: number): number {
    const at = this.next;
    this.next = (at + octets + 15) & ~15;
    return at;
  }

  get end(): number {
    return this.next;
  }
}

/** The module's kernel, or null where it cannot run. */
export function wasmFrequencyDemodulator(shape: FrequencyDemodulatorShape): FrequencyDemodulatorKernel | null {
  const kernel = instantiate<FrequencyDemodulatorExports>(wasm);
  if (kernel === null) return null;
  const { channelTaps, frequencyLimit, phases, matchedLength, matchedTaps, matchedBefore } = shape;
  const history = Math.max(0, channelTaps.length - 1);
  const layout = new Layout(kernel.heapAt());
  const sumsAt = layout.take(24);
  const tapsAt = layout.take(4 * channelTaps.length);
  const bankAt = layout.take(4 * matchedTaps.length);
  const iqAt = layout.take(8 * MAX_BLOCK);
  const mixedReAt = layout.take(4 * (history + MAX_BLOCK + 8));
  const mixedImAt = layout.take(4 * (history + MAX_BLOCK + 8));
  // The filtered sample before the block stands in front of it.
  const filteredReAt = layout.take(16 + 4 * MAX_BLOCK) + 16;
  const filteredImAt = layout.take(16 + 4 * MAX_BLOCK) + 16;
  const frequencyAt = layout.take(4 * MAX_BLOCK);
  const matchedAt = layout.take(4 * MAX_MATCHED);
  const fixedEnd = layout.end;
  let memory = new Float32Array(0);
  const growTo = (octets: number): void => {
    const missing = octets - kernel.memory.buffer.byteLength;
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
    if (memory.buffer !== kernel.memory.buffer) memory = new Float32Array(kernel.memory.buffer);
  };
  growTo(fixedEnd);
  memory.set(channelTaps, tapsAt / 4);
  memory.set(matchedTaps, bankAt / 4);
  return {
    reset() {
      for (const at of [mixedReAt, mixedImAt]) memory.fill(0, at / 4, at / 4 + history);
      for (const at of [filteredReAt, filteredImAt]) memory[at / 4 - 1] = 0;
    },
    correlate(iq, from, count, before) {
      memory.set(iq.subarray(2 * from, 2 * (from + count)), iqAt / 4);
      kernel.correlate(iqAt, count, before[0], before[1], sumsAt);
      const [re, im, power] = new Float64Array(kernel.memory.buffer, sumsAt, 3);
      return { re: re!, im: im!, power: power! };
    },
    discriminate(iq, from, count, turns, turnsPerSample, out, outAt) {
      memory.set(iq.subarray(2 * from, 2 * (from + count)), iqAt / 4);
      const phase = -2 * Math.PI * (turns - Math.floor(turns));
      const step = -2 * Math.PI * turnsPerSample;
      kernel.mix(
        iqAt,
        count,
        mixedReAt + 4 * history,
        mixedImAt + 4 * history,
        Math.cos(phase),
        Math.sin(phase),
        Math.cos(step),
        Math.sin(step),
      );
      kernel.filter(mixedReAt, tapsAt, channelTaps.length, filteredReAt, count);
      kernel.filter(mixedImAt, tapsAt, channelTaps.length, filteredImAt, count);
      kernel.discriminate(filteredReAt, filteredImAt, frequencyAt, count, frequencyLimit, turnsPerSample);
      for (const at of [filteredReAt, filteredImAt]) memory[at / 4 - 1] = memory[at / 4 + count - 1]!;
      for (const at of [mixedReAt, mixedImAt]) memory.copyWithin(at / 4, at / 4 + count, at / 4 + count + history);
      out.set(memory.subarray(frequencyAt / 4, frequencyAt / 4 + count), outAt);
    },
    match(samples, start, step, count, out) {
      const first = Math.floor(start) - matchedBefore;
      const last = Math.floor(start + (count - 1) * step) - matchedBefore + matchedLength;
      growTo(fixedEnd + 4 * (last - first) + 16);
      memory.set(samples.subarray(first, last), fixedEnd / 4);
      kernel.evaluate(fixedEnd, bankAt, phases, matchedLength, matchedBefore, start - first, step, matchedAt, count);
      out.set(memory.subarray(matchedAt / 4, matchedAt / 4 + count));
    },
  };
}

/** A new kernel, the fastest that this host has. */
export function frequencyDemodulatorKernel(shape: FrequencyDemodulatorShape): FrequencyDemodulatorKernel {
  return wasmFrequencyDemodulator(shape) ?? referenceFrequencyDemodulator(shape);
}
