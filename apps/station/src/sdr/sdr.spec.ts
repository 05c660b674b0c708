import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AnchoredMissionClock, SystemWallClock } from '@app/platform';
import { encodeRtlTcpGreeting, RtlTcpCommandReader, type RtlTcpCommand } from '@app/radio';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { ArrivalClock } from './arrival-clock.js';
import { DifiReceiver } from './difi-receiver.js';
import { DifiTransmitter } from './difi-transmitter.js';
import { EventQueue } from './event-queue.js';
import { RtlTcpClient, type RtlTcpClientParts } from './rtl-tcp-client.js';
import { SdrConnectionError, SdrProtocolError, SdrStalledError, SdrTuningError } from './sdr.errors.js';
import type { SdrEvent, SdrSamples } from './sdr.port.js';

const start = parseUtc('2026-04-24T08:00:00Z');
const wall = new SystemWallClock();
const clock = new AnchoredMissionClock(wall, { mission: start, wall: wall.now(), rate: 1 });
const tuning = { centerHz: 2_245e6, sampleRateHz: 250_000 };

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds() && i < 10_000; i++) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(holds()).toBe(true);
}

/** A dongle's server that does what the test tells it to. */
class FakeDongle {
  readonly commands: RtlTcpCommand[] = [];
  readonly sockets: Socket[] = [];
  private constructor(
    readonly server: Server,
    onClient: (socket: Socket) => void,
  ) {
    server.on('connection', (socket) => {
      this.sockets.push(socket);
      const reader = new RtlTcpCommandReader();
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Uint8Array) => this.commands.push(...reader.push(chunk)));
      onClient(socket);
    });
  }
  static async listen(onClient: (socket: Socket) => void, port = 0): Promise<FakeDongle> {
    const server = createServer();
    const fake = new FakeDongle(server, onClient);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    closers.push(() => fake.close());
    return fake;
  }
  get address() {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }
  async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }
}

const greeting = encodeRtlTcpGreeting({ tuner: 'R820T', gainCount: 29 });

function client(address: FakeDongle['address'], parts: Partial<RtlTcpClientParts> = {}) {
  const backOff = { firstMs: 5, longestMs: 20 };
  const radio = new RtlTcpClient({ address, clock, tuning, stallMs: 5000, backOff, lnbLoHz: 1950e6, ...parts });
  const events: SdrEvent[] = [];
  closers.push(() => radio.stop());
  radio.start((event) => void events.push(event));
  return { radio, events, kinds: () => events.map(({ type }) => type) };
}

describe('rtl_tcp client', () => {
  it('tunes the radio below its converter, sets the gain, and gives samples in order with their times', async () => {
    const dongle = await FakeDongle.listen((socket) => {
      socket.write(greeting);
      socket.write(Uint8Array.from({ length: 20_001 }, (_, i) => i & 255));
    });
    const { radio, events } = client(dongle.address, { gain: 20.7 });
    await until(() => dongle.commands.length >= 4);
    expect(dongle.commands).toEqual([
      { command: 'set-sample-rate', value: 250_000 },
      { command: 'set-frequency', value: 295_000_000 },
      { command: 'set-gain-mode', value: 1 },
      { command: 'set-gain', value: 207 },
    ]);
    const samples = (): SdrSamples[] => events.filter((event) => event.type === 'samples');
    await until(() => samples().reduce((sum, one) => sum + one.samples.length, 0) === 20_000);
    expect(events[0]).toEqual({ type: 'up' });
    expect(samples().map(({ continues }) => continues)).toEqual(samples().map((_, i) => i > 0));
    const flat = samples().flatMap((one) => [...one.samples]);
    expect(flat.slice(0, 3).map((x) => Math.round(x * 127.5 + 127.5))).toEqual([0, 1, 2]);
    expect(Math.abs(secondsBetween(samples()[0]!.firstSampleAt, clock.now()))).toBeLessThan(5);
    radio.tune({ centerHz: 2_246e6, sampleRateHz: 1_000_000 });
    radio.setGain('automatic');
    await until(() => dongle.commands.length >= 7);
    expect(dongle.commands.slice(4)).toEqual([
      { command: 'set-sample-rate', value: 1_000_000 },
      { command: 'set-frequency', value: 296_000_000 },
      { command: 'set-gain-mode', value: 0 },
    ]);
  });

  it('says a stall once, gives a dead connection up, and comes back', async () => {
    const dongle = await FakeDongle.listen((socket) => socket.write(greeting));
    const { events, kinds } = client(dongle.address, { stallMs: 60 });
    await until(() => dongle.sockets.length >= 2);
    expect(kinds().slice(0, 3)).toEqual(['up', 'stalled', 'down']);
    expect(events[1]).toMatchObject({ error: expect.any(SdrStalledError) });
    expect(events[2]).toMatchObject({ error: expect.any(SdrConnectionError) });
    await until(() => kinds().filter((type) => type === 'up').length >= 2);
  });

  it('tries again for as long as it is wanted where nothing listens, and not after that', async () => {
    const dongle = await FakeDongle.listen((socket) => socket.write(greeting));
    const { address } = dongle;
    await dongle.close();
    const { radio, events } = client(address);
    await until(() => events.length >= 3);
    expect(events[0]).toMatchObject({ type: 'down', error: { reason: expect.stringMatching(/ECONNREFUSED/) } });
    const again = await FakeDongle.listen((socket) => socket.write(greeting), address.port);
    await until(() => again.sockets.length === 1);
    await until(() => events.some(({ type }) => type === 'up'));
    await radio.stop();
    const count = events.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(events.length).toBe(count);
  });

  it('takes a server of another kind for one', async () => {
    const dongle = await FakeDongle.listen((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const { events } = client(dongle.address);
    await until(() => events.length > 0);
    expect(events[0]).toMatchObject({ type: 'down', error: expect.any(SdrProtocolError) });
  });

  it('refuses a tuning that the radio cannot have', async () => {
    const dongle = await FakeDongle.listen((socket) => socket.write(greeting));
    const { radio } = client(dongle.address);
    expect(() => radio.tune({ centerHz: 8_200e6, sampleRateHz: 250_000 })).toThrow(SdrTuningError);
    expect(() => radio.tune({ centerHz: 1_000e6, sampleRateHz: 250_000 })).toThrow(/converter: expected 0 to/);
    expect(() => radio.tune({ centerHz: 2_245e6, sampleRateHz: 0 })).toThrow(SdrTuningError);
  });
});

describe('times of samples that carry none', () => {
  it('are those of the earliest arrivals, whatever the network does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.04, noNaN: true }), { minLength: 20, maxLength: 60 }),
        (delays) => {
          const arrivals = new ArrivalClock(1000);
          let worst = 0;
          delays.forEach((delayS, i) => {
            const takenBy = plusSeconds(start, (i + 1) * 0.1);
            const { firstSampleAt, missing } = arrivals.take(100, plusSeconds(takenBy, i === 3 ? 0 : delayS));
            expect(missing).toBe(0);
            if (i >= 3) worst = Math.max(worst, Math.abs(secondsBetween(plusSeconds(start, i * 0.1), firstSampleAt)));
          });
          expect(worst).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('go on from where they should when samples are lost, and say how many', () => {
    const arrivals = new ArrivalClock(1000);
    let missing = 0;
    let last = start;
    for (let i = 0; i < 40; i++) {
      // 700 samples are lost after the tenth block.
      const takenS = (i + 1) * 0.1 + (i >= 10 ? 0.7 : 0);
      const taken = arrivals.take(100, plusSeconds(start, takenS));
      missing += taken.missing;
      last = taken.firstSampleAt;
    }
    expect(missing).toBe(700);
    expect(secondsBetween(start, last)).toBeCloseTo(3.9 + 0.7, 6);
  });
});

describe('a listener that is slow', () => {
  const block = (n: number): SdrSamples => ({
    ...{
      type: 'samples',
      samples: new Float32Array(200).fill(n),
      firstSampleAt: start,
      timing: 'stamped',
      continues: true,
    },
    ...tuning,
  });

  it('has what waits in order, and a gap for what could not', async () => {
    const seen: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const queue = new EventQueue(async (event) => {
      seen.push(event.type === 'samples' ? `${event.samples[0]}${event.continues ? '' : '!'}` : event.type);
      if (event.type === 'gap') seen.push(String(event.missing));
      await held;
    }, 250);
    for (let n = 0; n < 6; n++) queue.push(block(n));
    expect(queue.depth).toBeLessThanOrEqual(250);
    release();
    await queue.idle();
    queue.push(block(9));
    await queue.idle();
    expect(seen).toEqual(['0', '1', 'gap', '400', '9!']);
    expect(queue.dropped).toBe(400);
  });
});

describe('DIFI between a transmitter and a receiver', () => {
  it('carries samples, tunings and times, and shows what was lost between', async () => {
    const receiver = new DifiReceiver({ address: { host: '127.0.0.1', port: 0 }, clock, stallMs: 500 });
    const events: SdrEvent[] = [];
    receiver.start((event) => void events.push(event));
    closers.push(() => receiver.stop());
    await until(() => receiver.port !== undefined);
    const transmitter = new DifiTransmitter({ address: { host: '127.0.0.1', port: receiver.port ?? 0 } });
    await transmitter.start();
    closers.push(() => transmitter.stop());
    const ramp = Float32Array.from({ length: 2000 }, (_, i) => (i % 200) / 200 - 0.5);
    await transmitter.send(ramp, start, tuning);
    await transmitter.send(ramp, plusSeconds(start, 1000 / 250_000), tuning);
    await transmitter.send(ramp, plusSeconds(start, 3000 / 250_000), { ...tuning, centerHz: 2_067e6 });
    const samples = (): SdrSamples[] => events.filter((event) => event.type === 'samples');
    await until(() => samples().reduce((sum, one) => sum + one.samples.length, 0) >= 6000);
    const flat = samples().flatMap((one) => [...one.samples]);
    flat.forEach((x, i) => Math.abs(x - (((i % 2000) % 200) / 200 - 0.5)) > 2 ** -15 && expect([i, x]).toBeNull());
    expect(samples()[0]).toMatchObject({ firstSampleAt: start, timing: 'stamped', continues: false, ...tuning });
    expect(samples().at(-1)).toMatchObject({ centerHz: 2_067e6 });
    expect(events.filter(({ type }) => type === 'gap')).toEqual([
      { type: 'gap', missing: 1000, reason: 'packets were lost' },
    ]);
    const afterGap = events.findIndex(({ type }) => type === 'gap') + 1;
    expect(events[afterGap]).toMatchObject({ type: 'samples', continues: false });
    await until(() => events.at(-1)?.type === 'stalled');
  });

  it('says what keeps a port from being taken, and passes over what is no DIFI', async () => {
    const other = createSocket('udp4');
    other.bind(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address();
    const backOff = { firstMs: 5, longestMs: 20 };
    const receiver = new DifiReceiver({ address: { host: '127.0.0.1', port }, clock, backOff });
    const events: SdrEvent[] = [];
    receiver.start((event) => void events.push(event));
    closers.push(() => receiver.stop());
    await until(() => events.length > 1);
    expect(events[0]).toMatchObject({ type: 'down', error: { reason: expect.stringMatching(/EADDRINUSE/) } });
    other.close();
    await until(() => events.at(-1)?.type === 'up');
    const stray = createSocket('udp4');
    closers.push(() => stray.close());
    stray.send('no DIFI', port, '127.0.0.1');
    await until(() => receiver.badPackets === 1);
  });

  it('refuses to send before it is started', async () => {
    const transmitter = new DifiTransmitter({ address: { host: '127.0.0.1', port: 9 } });
    await expect(transmitter.send(new Float32Array(8), start, tuning)).rejects.toBeInstanceOf(SdrConnectionError);
  });
});
