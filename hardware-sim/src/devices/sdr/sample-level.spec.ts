import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeRtlTcpCommand, type Iq } from '@app/radio';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { noAntennaFaults } from '../../faults/antenna-faults.js';
import { RatedClock } from '../../testing/rated-clock.js';
import { IqSource, type IqStream } from './iq-source.js';
import { RtlTcpServer } from './rtl-tcp-server.js';
import { type LevelChange, SampleLevel } from './sample-level.js';
import { type SampleBlock, SamplePump } from './sample-pump.js';

const start = parseUtc('2026-04-24T08:00:00Z');
const SAMPLE_RATE_HZ = 20_000;
/** The least that a dongle makes. */
const DONGLE_RATE_HZ = 250_000;
const tuning = { centerHz: 1e9, sampleRateHz: SAMPLE_RATE_HZ };

/** A machine that makes so many samples in a second of wall time. */
class Machine extends IqSource {
  made = 0;

  constructor(
    private readonly clock: RatedClock,
    private readonly perWallS: number,
  ) {
    super();
  }

  override listen(): IqStream {
    const take = (count: number): Iq => {
      this.made += count;
      this.clock.passWall(count / this.perWallS);
      return new Float32Array(2 * count);
    };
    return { take, close: () => undefined };
  }

  /** Lets wall time pass; while samples are made it is they that take it. */
  async work(wallS: number): Promise<void> {
    const end = plusSeconds(this.clock.now(), wallS * this.clock.rate);
    while (this.clock.now() < end) {
      const { made } = this;
      for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (this.made === made) this.clock.passWall(0.01);
    }
  }
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function trial(clockRate: number, perWallS: number) {
  const clock = new RatedClock(start, clockRate);
  const machine = new Machine(clock, perWallS);
  const changes: LevelChange[] = [];
  return { clock, machine, changes, level: new SampleLevel(clock, (change) => void changes.push(change)) };
}

function pumped({ clock, machine, level }: ReturnType<typeof trial>, stalled: () => boolean = () => false) {
  const blocks: SampleBlock[] = [];
  const faults = { ...noAntennaFaults, isStalled: stalled };
  const onBlock = (block: SampleBlock): void => void blocks.push(block);
  const pump = new SamplePump({ source: machine, clock, tuning, level, faults, onBlock, largestBlock: 1000 });
  closers.push(() => pump.stop());
  pump.start();
  return { pump, blocks };
}

describe('a pump on a machine that is too slow', () => {
  it('makes none after some seconds, says so once, and makes all of them again at a rate that it can keep', async () => {
    const slow = trial(10, 0.5 * 10 * SAMPLE_RATE_HZ);
    const { clock, machine, level, changes } = slow;
    const { pump, blocks } = pumped(slow);
    await machine.work(4.9);
    expect(level.level).toBe('samples');
    // Half of what was due has been made.
    expect(pump.skipped / (pump.skipped + machine.made)).toBeGreaterThan(0.4);
    expect(pump.skipped / (pump.skipped + machine.made)).toBeLessThan(0.6);
    await machine.work(1);
    expect(changes).toEqual([{ level: 'frames', samplesPerWallS: 10 * SAMPLE_RATE_HZ, clockRate: 10 }]);
    const { framesSince } = level;
    expect(secondsBetween(start, framesSince ?? start) / 10).toBeCloseTo(5, 0);
    const { made } = machine;
    await machine.work(20);
    expect(machine.made).toBe(made);

    clock.rate = 4;
    await machine.work(0.1);
    const skippedBefore = pump.skipped;
    const before = blocks.length;
    await machine.work(20);
    expect(changes.map((change) => change.level)).toEqual(['frames', 'samples']);
    expect(level.framesSince).toBeUndefined();
    expect(pump.skipped).toBe(skippedBefore);
    const given = blocks.slice(before).reduce((sum, { samples }) => sum + samples.length / 2, 0);
    expect(given / (20 * 4 * SAMPLE_RATE_HZ)).toBeCloseTo(1, 1);

    clock.rate = 10;
    await machine.work(8);
    expect(changes.map((change) => change.level)).toEqual(['frames', 'samples', 'frames']);
  });

  it('goes on where it is but a little too slow, where it hiccups, and where a fault stalls it', async () => {
    let stalled = false;
    const fair = trial(10, 0.85 * 10 * SAMPLE_RATE_HZ);
    const { clock, machine, level } = fair;
    const { pump } = pumped(fair, () => stalled);
    await machine.work(20);
    expect(pump.skipped).toBeGreaterThan(0);
    for (let hiccup = 0; hiccup < 3; hiccup++) {
      clock.passWall(7);
      await machine.work(6);
    }
    stalled = true;
    await machine.work(20);
    expect(level.level).toBe('samples');
  });

  it.each([50, 100])('leaves none out at rate %d where it is fast enough', async (rate) => {
    const fast = trial(rate, 2 * rate * SAMPLE_RATE_HZ);
    const { pump } = pumped(fast);
    await fast.machine.work(2);
    expect(pump.skipped).toBe(0);
    expect(fast.machine.made).toBeGreaterThan(1.9 * rate * SAMPLE_RATE_HZ);
  });
});

describe('an RTL-SDR on a machine that is too slow', () => {
  it('sends nothing, keeps its connection and answers, and is the same for the next client', async () => {
    const slow = trial(10, 0.3 * 10 * DONGLE_RATE_HZ);
    const { clock, machine, level } = slow;
    const server = new RtlTcpServer({ source: machine, clock, level, lnbLoHz: 0 });
    const port = Number((await server.start(0)).split(':')[1]);
    closers.push(() => server.stop());
    let octets = 0;
    const client = async (): Promise<Socket> => {
      const { clients } = server.counts;
      const socket = connect(port, '127.0.0.1');
      closers.push(() => socket.destroy());
      socket.on('data', (chunk: Uint8Array) => (octets += chunk.length));
      await once(socket, 'connect');
      while (server.counts.clients === clients) await machine.work(0.01);
      return socket;
    };
    const tell = async (socket: Socket, value: number): Promise<void> => {
      const { commands } = server.counts;
      socket.write(encodeRtlTcpCommand({ command: 'set-sample-rate', value }));
      while (server.counts.commands === commands) await new Promise((resolve) => setImmediate(resolve));
    };
    const first = await client();
    await tell(first, DONGLE_RATE_HZ);
    await machine.work(8);
    expect(level.level).toBe('frames');
    const { samplesSent } = server.counts;
    expect(samplesSent).toBeGreaterThan(0);
    await tell(first, DONGLE_RATE_HZ);
    await machine.work(8);
    expect(first.destroyed || first.readableEnded).toBe(false);
    first.destroy();

    const second = await client();
    await machine.work(8);
    expect(server.counts.samplesSent).toBe(samplesSent);
    clock.rate = 1;
    octets = 0;
    await machine.work(2);
    expect(level.level).toBe('samples');
    while (octets === 0) await machine.work(0.1);
    expect(second.destroyed).toBe(false);
  });
});
