import type { SampleBlock } from './demodulation.port.js';

/** Blocks that a thread is sent are this long, seconds: a datagram holds a tenth of it, and each message costs as much as its samples. */
const LEAST_S = 0.02;

/** Joins blocks that follow each other, so that few messages carry them. */
export class SampleJoiner {
  private waiting: SampleBlock[] = [];
  private waitingSamples = 0;

  /** What is long enough to go on its way, in order. */
  push(block: SampleBlock): SampleBlock[] {
    const [first] = this.waiting;
    const goesOn =
      first === undefined ||
      (block.continues && block.centerHz === first.centerHz && block.sampleRateHz === first.sampleRateHz);
    const before = goesOn ? [] : this.flush();
    this.waiting.push(block);
    this.waitingSamples += block.samples.length / 2;
    return this.waitingSamples < LEAST_S * block.sampleRateHz ? before : [...before, ...this.flush()];
  }

  /** What waits. */
  flush(): SampleBlock[] {
    const { waiting, waitingSamples } = this;
    const [first, ...rest] = waiting;
    this.waiting = [];
    this.waitingSamples = 0;
    if (first === undefined) return [];
    if (rest.length === 0) return [first];
    const samples = new Float32Array(2 * waitingSamples);
    let at = 0;
    for (const block of waiting) {
      samples.set(block.samples, at);
      at += block.samples.length;
    }
    return [{ ...first, samples }];
  }
}
