import { describe, expect, it } from '@jest/globals';
import { ManualMissionClock } from '@app/platform';
import { type Iq } from '@app/radio';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { noAntennaFaults } from '../../faults/antenna-faults.js';
import { IqSource, type IqStream } from './iq-source.js';
import { type SampleBlock, SamplePump, type SdrFaults } from './sample-pump.js';

const start = parseUtc('2026-04-24T08:00:00Z');
const RATE = 8000;

class SilentSource extends IqSource {
  override listen(): IqStream {
    return { take: (count): Iq => new Float32Array(2 * count), close: () => undefined };
  }
}

/** Blocks of two seconds, with faults that may change half-way. */
async function pumped(first: SdrFaults, second: SdrFaults): Promise<readonly SampleBlock[]> {
  const clock = new ManualMissionClock(start);
  const blocks: SampleBlock[] = [];
  let faults = first;
  const pump = new SamplePump({
    ...{ source: new SilentSource(), clock, tuning: { centerHz: 1e9, sampleRateHz: RATE } },
    onBlock: (block) => void blocks.push(block),
    faults: {
      isStalled: () => faults.isStalled(),
      takeSampleDrops: (reader) => faults.takeSampleDrops(reader),
      clockOffsetS: () => faults.clockOffsetS(),
    },
  });
  pump.start();
  for (let step = 1; step <= 40; step++) {
    if (step === 21) faults = second;
    clock.advanceTo(plusSeconds(start, step * 0.05));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  await pump.stop();
  return blocks;
}

const samplesOf = (blocks: readonly SampleBlock[]): number =>
  blocks.reduce((sum, { samples }) => sum + samples.length / 2, 0);
const instantsOf = (blocks: readonly SampleBlock[]): number[] =>
  blocks.map(({ firstSampleAt }) => secondsBetween(start, firstSampleAt.tai));

describe('samples of a receiver that is not well', () => {
  it('come all, each in its time, where nothing is wrong', async () => {
    const blocks = await pumped(noAntennaFaults, noAntennaFaults);
    expect(samplesOf(blocks)).toBe(2 * RATE);
    let given = 0;
    for (const { samples, firstSampleAt } of blocks) {
      expect(secondsBetween(start, firstSampleAt.tai)).toBeCloseTo(given / RATE, 9);
      given += samples.length / 2;
    }
  });

  it('do not come while they are stalled, and those of that time never', async () => {
    const blocks = await pumped({ ...noAntennaFaults, isStalled: () => true }, noAntennaFaults);
    expect(Math.abs(samplesOf(blocks) - RATE)).toBeLessThanOrEqual(0.05 * RATE);
    expect(Math.min(...instantsOf(blocks))).toBeGreaterThanOrEqual(0.95);
  });

  it('miss a piece that is dropped, once', async () => {
    let drops = 500;
    const dropping: SdrFaults = {
      ...noAntennaFaults,
      takeSampleDrops: () => {
        const now = Math.min(drops, 300);
        drops -= now;
        return now;
      },
    };
    expect(samplesOf(await pumped(noAntennaFaults, dropping))).toBe(2 * RATE - 500);
  });

  it('bear the time of a clock that has jumped', async () => {
    const instants = instantsOf(await pumped(noAntennaFaults, { ...noAntennaFaults, clockOffsetS: () => 3 }));
    expect(instants.filter((at) => at < 1.05).length).toBeGreaterThan(10);
    expect(instants.filter((at) => at > 3.9).length).toBeGreaterThan(10);
    expect(instants.filter((at) => at >= 1.05 && at <= 3.9)).toEqual([]);
  });
});
