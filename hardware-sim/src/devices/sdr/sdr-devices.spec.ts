import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ManualMissionClock } from '@app/platform';
import {
  type DifiEvent,
  DifiStream,
  difiTimestampOf,
  encodeDifi,
  encodeDifiItems,
  encodeRtlTcpCommand,
  instantOfDifi,
  type Iq,
  type RtlTcpCommand,
  RtlTcpSampleReader,
  unknownDifiState,
} from '@app/radio';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { DifiSink } from './difi-sink.js';
import { DifiSource } from './difi-source.js';
import { IqSink, IqSource, type IqStream, type ReceiverTuning } from './iq-source.js';
import { RtlTcpServer } from './rtl-tcp-server.js';

const epoch = parseUtc('2026-04-24T08:00:00Z');

/** A carrier, 40 dB above the noise power of 1, whose phase says the time: it is upright at each whole millisecond of mission time. */
class ToneSource extends IqSource {
  readonly listened: { tuning: ReceiverTuning; since: Tai }[] = [];
  open = 0;

  override listen(tuning: ReceiverTuning, since: Tai): IqStream {
    this.listened.push({ tuning, since });
    this.open++;
    let n = 0;
    const startS = Number((since - epoch) % 1_000_000n) / 1e9;
    return {
      take: (count): Iq => {
        const samples = new Float32Array(2 * count);
        for (let k = 0; k < count; k++, n++) {
          const angle = 2 * Math.PI * 1000 * (startS + n / tuning.sampleRateHz);
          samples[2 * k] = 100 * Math.cos(angle);
          samples[2 * k + 1] = 100 * Math.sin(angle);
        }
        return samples;
      },
      close: () => {
        this.open--;
      },
    };
  }
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits, mission time standing still. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds() && i < 100_000; i++) await turns(1);
  expect(holds()).toBe(true);
}

class RawClient {
  readonly reader = new RtlTcpSampleReader();
  readonly samples: number[] = [];
  keeps = true;
  octets = 0;
  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Uint8Array) => {
      this.octets += chunk.length;
      if (this.reader.greeting === null || this.keeps) this.samples.push(...this.reader.push(chunk));
    });
  }
  static async connect(address: string): Promise<RawClient> {
    const socket = connect(Number(address.split(':')[1]), '127.0.0.1');
    const client = new RawClient(socket);
    closers.push(() => socket.destroy());
    await once(socket, 'connect');
    return client;
  }
  send(...commands: RtlTcpCommand[]): void {
    for (const command of commands) this.socket.write(encodeRtlTcpCommand(command));
  }
}

async function rtlServer(parts: { lnbLoHz?: number; oscillatorPpm?: number } = {}) {
  const clock = new ManualMissionClock(epoch);
  const source = new ToneSource();
  const server = new RtlTcpServer({ source, clock, lnbLoHz: 0, ...parts });
  const address = await server.start(0);
  closers.push(() => server.stop());
  return {
    ...{ clock, source, server, address },
    /** Lets mission time pass in small steps, with room for the sockets. */
    pass: async (seconds: number): Promise<void> => {
      const end = plusSeconds(clock.now(), seconds);
      while (clock.now() < end) {
        clock.advanceTo(plusSeconds(clock.now(), 0.01));
        await turns();
      }
    },
  };
}

describe('rtl_tcp server', () => {
  it('greets, samples as mission time passes and no sooner, and tunes below its converter', async () => {
    const { address, server, source, pass } = await rtlServer({ lnbLoHz: 1950e6 });
    const client = await RawClient.connect(address);
    await until(() => client.reader.greeting !== null);
    expect(client.reader.greeting).toEqual({ tuner: 'R820T', gainCount: 29 });
    client.send({ command: 'set-sample-rate', value: 250_000 }, { command: 'set-frequency', value: 295_000_000 });
    await until(() => server.counts.commands === 2);
    await turns(100);
    expect(client.samples.length).toBe(0);
    await pass(0.2);
    await until(() => client.samples.length / 2 >= server.counts.samplesSent);
    expect(server.counts.samplesSent).toBeGreaterThan(0.95 * 0.2 * 250_000);
    expect(server.counts.samplesSent).toBeLessThanOrEqual(0.2 * 250_000);
    expect(source.listened.at(-1)?.tuning).toEqual({ centerHz: 2_245_000_000, sampleRateHz: 250_000 });
    expect(server.counts).toMatchObject({ clients: 1, refused: 0, samplesDropped: 0, samplesSkipped: 0 });
  });

  it('holds the level by itself, and has the gain of the client where it is told so', async () => {
    const { address, server, pass } = await rtlServer();
    const client = await RawClient.connect(address);
    client.send({ command: 'set-sample-rate', value: 250_000 });
    await until(() => server.counts.commands === 1);
    await pass(0.4);
    const rms = (from: number): number => {
      const tail = client.samples.slice(from);
      return Math.sqrt(tail.reduce((sum, x) => sum + x * x, 0) / (tail.length / 2));
    };
    expect(rms(-20_000)).toBeGreaterThan(0.24);
    expect(rms(-20_000)).toBeLessThan(0.26);
    client.send({ command: 'set-gain-mode', value: 1 }, { command: 'set-gain', value: 80 });
    await until(() => server.counts.commands === 3);
    const before = client.samples.length;
    await pass(0.2);
    // 7.7 dB is the nearest to 8.0; a carrier of 40 dB at 60 dB below full scale.
    expect(client.samples.length).toBeGreaterThan(before);
    expect(20 * Math.log10(rms(-20_000))).toBeCloseTo(40 + 7.7 - 60, 1);
    client.send({ command: 'set-gain', value: 500 });
    await until(() => server.counts.commands === 4);
    await pass(0.05);
    expect(server.counts.saturated).toBeGreaterThan(1000);
  });

  it('keeps what it has where it is asked for what a dongle does not do', async () => {
    const { address, server, source, pass } = await rtlServer({ oscillatorPpm: 10 });
    const client = await RawClient.connect(address);
    client.send(
      { command: 'set-frequency', value: 2_245_000_000 },
      { command: 'set-sample-rate', value: 500_000 },
      { command: 'unknown', opcode: 0x77, parameter: 1 },
      { command: 'set-bias-tee', value: 1 },
      { command: 'set-frequency', value: 400_000_000 },
    );
    await until(() => server.counts.commands === 5);
    await pass(0.02);
    expect(server.counts.refused).toBe(3);
    const { centerHz, sampleRateHz } = source.listened.at(-1)!.tuning;
    expect(centerHz).toBeCloseTo(400_004_000, 3);
    expect(sampleRateHz).toBeCloseTo(2_048_020.48, 3);
    client.send({ command: 'set-frequency-correction', value: 10 });
    await until(() => server.counts.commands === 6);
    await pass(0.02);
    expect(source.listened.at(-1)?.tuning.centerHz).toBe(400_000_000);
  });

  it('counts in its test mode, so that a loss shows', async () => {
    const { address, server, pass } = await rtlServer();
    const client = await RawClient.connect(address);
    client.send({ command: 'set-test-mode', value: 1 }, { command: 'set-sample-rate', value: 250_000 });
    await until(() => server.counts.commands === 2);
    await pass(0.05);
    const octets = client.samples.map((x) => Math.round(x * 127.5 + 127.5));
    expect(octets.length).toBeGreaterThan(10_000);
    octets.forEach((octet, i) => i > 0 && octet !== ((octets[i - 1] ?? 0) + 1) % 256 && expect(i).toBe(-1));
  });

  it('lets a second client wait in silence, sends a third away, and serves the second when the first is gone', async () => {
    const { address, server, pass } = await rtlServer();
    const first = await RawClient.connect(address);
    await until(() => first.reader.greeting !== null);
    const second = await RawClient.connect(address);
    await turns(50);
    const third = await RawClient.connect(address);
    await until(() => third.socket.destroyed || third.socket.readableEnded);
    await pass(0.05);
    expect(first.octets).toBeGreaterThan(12);
    expect(second.octets).toBe(0);
    first.socket.destroy();
    await until(() => second.reader.greeting !== null);
    expect(server.counts.clients).toBe(2);
  });

  it('drops and counts what a client does not read, and holds no more than it said', async () => {
    const { address, server, clock } = await rtlServer();
    const client = await RawClient.connect(address);
    await until(() => client.reader.greeting !== null);
    client.keeps = false;
    client.socket.pause();
    for (let i = 0; server.counts.samplesDropped === 0 && i < 60; i++) {
      clock.advanceTo(plusSeconds(clock.now(), 0.1));
      await turns();
    }
    const { samplesDropped, samplesSent } = server.counts;
    expect(samplesDropped).toBeGreaterThan(0);
    client.socket.resume();
    await until(() => client.octets === 12 + 2 * server.counts.samplesSent);
    expect(server.counts.samplesSent).toBeGreaterThanOrEqual(samplesSent);
  });

  it('leaves out and counts what it cannot make in time, and the times of the rest stay true', async () => {
    const { clock, source, server, address, pass } = await rtlServer();
    const client = await RawClient.connect(address);
    await until(() => client.reader.greeting !== null);
    await pass(0.1);
    clock.advanceTo(plusSeconds(clock.now(), 5));
    await turns(200);
    await pass(0.1);
    expect(server.counts.samplesSkipped).toBeGreaterThan(4.5 * 2_048_000);
    const { since } = source.listened.at(-1) as { since: Tai };
    expect(Number(clock.now() - since) / 1e9).toBeLessThan(0.2);
    expect(source.open).toBe(1);
  });
});

async function datagrams(): Promise<{ socket: UdpSocket; port: number; events: DifiEvent[]; received: Uint8Array[] }> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 22 });
  const stream = new DifiStream();
  const events: DifiEvent[] = [];
  const received: Uint8Array[] = [];
  socket.on('message', (datagram) => {
    received.push(Uint8Array.from(datagram));
    events.push(...stream.push(datagram));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return { socket, port: socket.address().port, events, received };
}

describe('DIFI source', () => {
  it('sends samples with their times, and a context first, at a change and twice a second', async () => {
    const { port, events } = await datagrams();
    const clock = new ManualMissionClock(epoch);
    const tuning = { centerHz: 2_245e6, sampleRateHz: 100_000 };
    const destination = { host: '127.0.0.1', port };
    const source = new DifiSource({ source: new ToneSource(), clock, tuning, destination, itemBits: 16, gainDb: 10 });
    await source.start();
    closers.push(() => source.stop());
    const pass = async (steps: number): Promise<void> => {
      for (let i = 0; i < steps; i++) {
        clock.advanceTo(plusSeconds(clock.now(), 0.05));
        await turns();
      }
    };
    await pass(44);
    source.tune({ centerHz: 8_200e6, sampleRateHz: 100_000 });
    await pass(6);
    await until(() => events.filter(({ kind }) => kind === 'samples').length === source.counts.dataPackets);
    expect(source.counts.samplesDropped + source.counts.samplesSkipped).toBe(0);
    const contexts = events.filter((event) => event.kind === 'context');
    expect(events[0]?.kind).toBe('context');
    expect(contexts.map(({ isNew, context }) => [isNew, context.changed, context.rfFrequencyHz])).toEqual([
      [true, true, 2_245e6],
      ...new Array(4).fill([false, false, 2_245e6]),
      [true, true, 8_200e6],
    ]);
    const samples = events.filter((event) => event.kind === 'samples');
    expect(events.length).toBe(contexts.length + samples.length);
    let given = 0;
    for (const { samples: iq, timestamp, context } of samples) {
      const at = instantOfDifi(timestamp);
      // 10 microseconds a sample, since it was started.
      expect(at?.tai).toBe(epoch + BigInt(given) * 10_000n);
      // The tone's phase says the same.
      const turnsAt = (1000 * given) / 100_000;
      const phase = Math.atan2(iq[1] ?? 0, iq[0] ?? 0) / (2 * Math.PI);
      expect(Math.abs(((phase - turnsAt + 1e6 + 0.5) % 1) - 0.5)).toBeLessThan(1e-3);
      expect(Math.hypot(iq[0] ?? 0, iq[1] ?? 0)).toBeCloseTo(10 ** ((40 + 10 - 60) / 20), 3);
      expect(context.itemBits).toBe(16);
      given += iq.length / 2;
    }
    expect(given).toBeGreaterThan(2.45 * 100_000);
  });

  it('says in its times and its state what it left out', async () => {
    const { port, events } = await datagrams();
    const clock = new ManualMissionClock(epoch);
    const tuning = { centerHz: 2_245e6, sampleRateHz: 100_000 };
    const source = new DifiSource({
      ...{ source: new ToneSource(), clock, tuning, destination: { host: '127.0.0.1', port } },
    });
    await source.start();
    closers.push(() => source.stop());
    for (const seconds of [0.05, 0.05, 3, 0.05, 0.05]) {
      clock.advanceTo(plusSeconds(clock.now(), seconds));
      await turns(50);
    }
    await until(() => events.filter(({ kind }) => kind === 'samples').length === source.counts.dataPackets);
    const lost = events.filter((event) => event.kind === 'lost-samples');
    expect(lost.map(({ count }) => count)).toEqual([source.counts.samplesSkipped]);
    expect(source.counts.samplesSkipped).toBeGreaterThan(290_000);
    expect(events.filter((event) => event.kind === 'context').at(-1)?.context.state.sampleLoss).toBe(true);
  });
});

describe('DIFI sink', () => {
  it('radiates what it is sent, when it is to be, and counts what it cannot', async () => {
    const radiated: { samples: Iq; at: Tai; tuning: ReceiverTuning }[] = [];
    class Memory extends IqSink {
      override radiate(samples: Iq, at: Tai, tuning: ReceiverTuning): void {
        radiated.push({ samples, at, tuning });
      }
    }
    const sink = new DifiSink(new Memory());
    const address = await sink.start(0);
    closers.push(() => sink.stop());
    const { socket } = await datagrams();
    const port = Number(address.split(':')[1]);
    const send = (datagram: Uint8Array): void => socket.send(datagram, port, '127.0.0.1');
    const timestamp = difiTimestampOf({ tai: epoch, picoseconds: 0 }, 'gps');
    send(
      encodeDifi({
        ...{ type: 'context', streamId: 5, sequence: 0, timestamp, changed: true, referencePoint: 100 },
        ...{ bandwidthHz: 1e5, ifFrequencyHz: 0, rfFrequencyHz: 2_067e6, ifBandOffsetHz: 0, referenceLevelDbm: 0 },
        ...{ scalingLevelDb: 0, gainStage1Db: 0, gainStage2Db: 0, sampleRateHz: 1e5, timestampAdjustmentFs: 0n },
        ...{ timestampCalibrationS: 0, state: unknownDifiState, itemBits: 8 },
      }),
    );
    const { payload } = encodeDifiItems(Float32Array.of(0.5, -0.5, 0.25, 0), 8);
    send(encodeDifi({ type: 'data', streamId: 5, sequence: 0, timestamp, padBits: 0, payload }));
    const counting = { kind: 'sample-count', scale: 'other', seconds: 0, samples: 7n } as const;
    send(encodeDifi({ type: 'data', streamId: 5, sequence: 1, timestamp: counting, padBits: 0, payload }));
    send(Uint8Array.of(1, 2, 3));
    await until(() => sink.counts.badPackets === 1);
    expect(radiated).toEqual([
      {
        samples: Float32Array.of(0.5, -0.5, 0.25, 0),
        at: epoch,
        tuning: { centerHz: 2_067e6, sampleRateHz: 1e5 },
      },
    ]);
    expect(sink.counts).toMatchObject({ samples: 4, untimed: 2 });
  });
});
