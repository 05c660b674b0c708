import { describe, expect, it } from '@jest/globals';
import { usualWaveform } from '@app/radio';
import { sampleFrameLink } from '../testing/sample-contact.js';
import { DemodulationFailedError, type SampleBlock } from './demodulation.port.js';
import { WorkerDemodulationRunner } from './worker-demodulation-runner.js';

const settings = {
  ...{ waveform: usualWaveform('BPSK', 16_000), frame: sampleFrameLink },
  ...{ carrierHz: 2.245e9, doppler: [] },
};
const block = (count: number): SampleBlock => ({
  ...{ samples: new Float32Array(2 * count), firstSampleAt: 0n, centerHz: 2.245e9 },
  ...{ sampleRateHz: 64_000, continues: true },
});

describe('demodulation in a thread', () => {
  it('takes blocks and gives what it holds back at the end: nothing, of silence', async () => {
    const demodulation = new WorkerDemodulationRunner().begin(settings);
    const none = { frames: [], bitLock: false, frameLock: false };
    expect(await demodulation.take(block(4096))).toMatchObject(none);
    expect(await demodulation.take(block(10))).toMatchObject(none);
    expect(await demodulation.finish()).toMatchObject(none);
  });

  it('refuses after its end, the last call too, and leaves no promise unheard', async () => {
    const unheard: unknown[] = [];
    const note = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', note);
    try {
      const demodulation = new WorkerDemodulationRunner().begin(settings);
      await demodulation.take(block(10));
      demodulation.abandon();
      await expect(demodulation.finish()).rejects.toThrow(DemodulationFailedError);
      await expect(demodulation.take(block(10))).rejects.toThrow('demodulation: abandoned');
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(unheard).toEqual([]);
  });
});
