import { describe, expect, it } from '@jest/globals';
import { ManualMissionClock } from '@app/platform';
import { plusSeconds } from '@app/time';
import {
  type Demodulation,
  DemodulationFailedError,
  DemodulationRunner,
  type SampleBlock,
} from '../demodulation/demodulation.port.js';
import type { DemodulatedFrames } from '../pass/reception.js';
import { type SdrListener, SdrReceiver } from '../sdr/sdr.port.js';
import { sampleContact } from '../testing/sample-contact.js';
import { SdrConnectionError, SdrStalledError } from '../sdr/sdr.errors.js';
import { Baseband, type BasebandEvents, type BasebandOrder } from './baseband.port.js';
import { SoftwareBaseband, type SoftwareBasebandParts } from './software-baseband.js';

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

/** A baseband unit that notes its orders. */
class HandUnit extends Baseband {
  readonly orders: string[] = [];
  constructor(readonly events: Pick<BasebandEvents, 'onUp' | 'onDown' | 'onMessage'>) {
    super();
  }
  override start(): void {
    return;
  }
  override send({ type }: BasebandOrder): boolean {
    this.orders.push(type);
    return true;
  }
  override stop(): Promise<void> {
    return Promise.resolve();
  }
}

function bench(parts: Partial<SoftwareBasebandParts> = {}) {
  const clock = new ManualMissionClock(0n);
  const sdr = new HandSdr();
  const runner = new HandRunner();
  const told: string[] = [];
  const baseband = new SoftwareBaseband({
    ...{ contact: sampleContact(), clock, sdr, runner, transmitter: undefined },
    onUp: () => void told.push('up'),
    onDown: (reason) => void told.push(`down: ${reason}`),
    onMessage: ({ type }) => Promise.resolve(void told.push(type)),
    onFellBack: (reason) => void told.push(`fell back: ${reason}`),
    onFrames: ({ bitLock }) => Promise.resolve(void told.push(bitLock ? 'lock' : 'no lock')),
    ...parts,
  });
  baseband.start();
  return { clock, sdr, runner, told, baseband };
}

/** Beside a unit that is up. */
function benchWithUnit(transmitterReceives: boolean) {
  let unit: HandUnit | undefined;
  const rest = bench({ transmitterReceives, transmitter: (events) => (unit = new HandUnit(events)) });
  unit!.events.onUp();
  return { ...rest, unit: unit! };
}

const stalled = { type: 'stalled', error: new SdrStalledError('sdr:1', 1000) } as const;
const down = { type: 'down', error: new SdrConnectionError('sdr:1', 'reset') } as const;
const configured = (orders: readonly string[]): number =>
  orders.filter((type) => type === 'configure-reception').length;

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

describe('an SDR beside a baseband unit that receives', () => {
  it('leaves reception to it once there are no samples, what was held back first, and for good', async () => {
    const { sdr, runner, told, baseband, unit } = benchWithUnit(true);
    await sdr.listener({ type: 'up' });
    baseband.send(order);
    baseband.expectReception();
    const [demodulation] = runner.begun;
    const falling = sdr.listener(stalled);
    expect(baseband.send(order)).toBe(true);
    expect(unit.orders).toEqual([]);
    demodulation!.resolve({ frames: [], esN0Db: 9, bitLock: true, frameLock: true });
    await falling;
    await new Promise((resolve) => setImmediate(resolve));
    const reason = 'SDR sdr:1: no samples for 1000 ms';
    expect(told.slice(-2)).toEqual(['lock', `fell back: ${reason}`]);
    expect(baseband.send(order)).toBe(true);
    const before = told.length;
    await sdr.listener({ type: 'up' });
    await sdr.listener(samples);
    await sdr.listener(down);
    baseband.send({ type: 'stop-reception' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told.length).toBe(before);
    expect(unit.orders).toEqual(['configure-reception', 'stop-reception']);
    expect(runner.begun).toHaveLength(1);
  });

  it('does so at the beginning of a reception where none have come before it, and not earlier', async () => {
    const { sdr, told, baseband, unit } = benchWithUnit(true);
    await sdr.listener({ type: 'up' });
    await sdr.listener(stalled);
    expect(told.at(-1)).toBe('down: SDR sdr:1: no samples for 1000 ms');
    baseband.expectReception();
    expect(told.at(-1)).toBe('fell back: SDR sdr:1: no samples for 1000 ms');
    expect(unit.orders).toEqual([]);
  });

  it('waits as long for an SDR whose connection was lost', async () => {
    const { clock, sdr, told, baseband, unit } = benchWithUnit(true);
    await sdr.listener({ type: 'up' });
    baseband.expectReception();
    await sdr.listener(samples);
    clock.advanceTo(plusSeconds(clock.now(), 0.9));
    await sdr.listener(down);
    expect(told.at(-1)).toBe('down: SDR sdr:1: reset');
    clock.advanceTo(plusSeconds(clock.now(), 0.2));
    unit.events.onDown('the unit is gone');
    await sdr.listener(down);
    expect(told.at(-1)).toMatch(/^down/);
    unit.events.onUp();
    expect(told.at(-1)).toBe('fell back: SDR sdr:1: reset');
    unit.events.onDown('the unit is gone');
    unit.events.onUp();
    expect(told.slice(-2)).toEqual(['down: the unit is gone', 'up']);
    expect(configured(unit.orders)).toBe(0);
  });

  it.each([
    ['it is stopped before', true, true],
    ['what is beside it only transmits', false, false],
  ])('does not where %s', async (_where, receives, stopped) => {
    const { sdr, told, baseband, unit } = benchWithUnit(receives);
    await sdr.listener({ type: 'up' });
    baseband.expectReception();
    if (stopped) baseband.send({ type: 'stop-reception' });
    await sdr.listener(stalled);
    expect(told.at(-1)).toMatch(/^down: SDR/);
    expect(unit.orders).toEqual([]);
  });
});
