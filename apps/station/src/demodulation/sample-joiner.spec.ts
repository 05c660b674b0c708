import { describe, expect, it } from '@jest/globals';
import { SampleJoiner } from './sample-joiner.js';
import type { SampleBlock } from './demodulation.port.js';

const RATE = 10_000;

function block(first: number, count: number, change: Partial<SampleBlock> = {}): SampleBlock {
  const samples = Float32Array.from({ length: 2 * count }, (_, i) => first + Math.floor(i / 2));
  const firstSampleAt = BigInt(first) * 100_000n;
  return { samples, firstSampleAt, centerHz: 1e9, sampleRateHz: RATE, continues: true, ...change };
}

describe('blocks of samples on their way to a thread', () => {
  it('are joined to twenty milliseconds, with the time of their first sample, and none is lost', () => {
    const joiner = new SampleJoiner();
    const given = Array.from({ length: 9 }, (_, n) => joiner.push(block(70 * n, 70))).flat();
    const all = [...given, ...joiner.flush()];
    expect(given.map(({ samples }) => samples.length / 2)).toEqual([210, 210, 210]);
    expect(all.map(({ firstSampleAt }) => Number(firstSampleAt / 100_000n))).toEqual([0, 210, 420]);
    const values = all.flatMap(({ samples }) => [...samples].filter((_, i) => i % 2 === 0));
    expect(values).toEqual(Array.from({ length: 630 }, (_, n) => n));
  });

  it('are not joined over a break, nor with samples of another tuning', () => {
    const joiner = new SampleJoiner();
    expect(joiner.push(block(0, 10))).toEqual([]);
    expect(joiner.push(block(50, 10, { continues: false })).map(({ samples }) => samples.length)).toEqual([20]);
    const [before] = joiner.push(block(60, 10, { centerHz: 2e9 }));
    expect(before).toMatchObject({ continues: false, centerHz: 1e9 });
    expect(joiner.flush()).toMatchObject([{ centerHz: 2e9 }]);
    expect(joiner.flush()).toEqual([]);
  });

  it('go on at once where they are long', () => {
    expect(new SampleJoiner().push(block(0, 500))).toHaveLength(1);
  });
});
