import { describe, expect, it } from '@jest/globals';
import {
  type Demodulation,
  DemodulationFailedError,
  DemodulationRunner,
  type SampleBlock,
} from '../demodulation/demodulation.port.js';
import type { DemodulatedFrames } from '../pass/reception.js';
import { type SdrListener, SdrReceiver } from '../sdr/sdr.port.js';
import { sampleContact } from '../testing/sample-contact.js';
import { SoftwareBaseband } from './software-baseband.js';

class HandSdr extends SdrReceiver {
  listener: SdrListener = () => undefined;
  override tune(): void {
    return;
  }
  override setGain(): void {
    return;
  }
  override start(listener: SdrListener): void {
    this.listener = listener;
  }
  override stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** Demodulations whose answers the test gives; an abandoned one rejects what waits. */
class HandRunner extends DemodulationRunner {
  readonly begun: { reject: (error: Error) => void; resolve: (frames: DemodulatedFrames) => void }[] = [];
  override begin(): Demodulation {
    const entry = {
      reject: (_error: Error): void => undefined,
      resolve: (_frames: DemodulatedFrames): void => undefined,
    };
    this.begun.push(entry);
    const wait = (): Promise<DemodulatedFrames> =>
      new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    return { take: wait, finish: wait, abandon: () => entry.reject(new DemodulationFailedError('abandoned')) };
  }
}

const order = { type: 'configure-reception', carrierHz: 2.245e9, bitRateBps: 16_000 } as const;
const samples: SampleBlock & { type: 'samples'; timing: 'stamped' } = {
  ...{ type: 'samples', timing: 'stamped', samples: new Float32Array(64), firstSampleAt: 0n },
  ...{ centerHz: 2.245e9, sampleRateHz: 64_000, continues: true },
};

function bench() {
  const sdr = new HandSdr();
  const runner = new HandRunner();
  const told: string[] = [];
  const baseband = new SoftwareBaseband({
    ...{ contact: sampleContact(), sdr, runner, transmitter: undefined },
    onUp: () => void told.push('up'),
    onDown: (reason) => void told.push(`down: ${reason}`),
    onMessage: ({ type }) => Promise.resolve(void told.push(type)),
    onFrames: ({ bitLock }) => Promise.resolve(void told.push(bitLock ? 'lock' : 'no lock')),
  });
  baseband.start();
  return { sdr, runner, told, baseband };
}

describe('an SDR with a demodulator of its own', () => {
  it('takes orders when its radio is there, and gives what is demodulated', async () => {
    const { sdr, runner, told, baseband } = bench();
    expect(baseband.send(order)).toBe(false);
    await sdr.listener({ type: 'up' });
    expect(baseband.send(order)).toBe(true);
    const taken = sdr.listener(samples);
    runner.begun[0]!.resolve({ frames: [], esN0Db: 9, bitLock: true, frameLock: true });
    await taken;
    expect(told).toEqual(['up', 'lock']);
  });

  it('is not down where a new reception takes the place of one that is at work', async () => {
    const { sdr, told, baseband } = bench();
    await sdr.listener({ type: 'up' });
    baseband.send(order);
    const taken = sdr.listener(samples);
    expect(baseband.send(order)).toBe(true);
    await taken;
    expect(told).toEqual(['up']);
  });

  it('is down where its demodulator fails by itself, and up again with the next samples', async () => {
    const { sdr, runner, told, baseband } = bench();
    await sdr.listener({ type: 'up' });
    baseband.send(order);
    const taken = sdr.listener(samples);
    runner.begun[0]!.reject(new DemodulationFailedError('its thread has ended'));
    await taken;
    await sdr.listener(samples);
    expect(told).toEqual(['up', 'no lock', 'down: demodulation: its thread has ended', 'up']);
  });

  it('says that a reception has ended though its demodulator fails at the end', async () => {
    const { sdr, runner, told, baseband } = bench();
    await sdr.listener({ type: 'up' });
    baseband.send(order);
    expect(baseband.send({ type: 'stop-reception' })).toBe(true);
    runner.begun[0]!.reject(new DemodulationFailedError('its thread has ended'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told.at(-1)).toBe('reception-ended');
  });
});
