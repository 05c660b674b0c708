import { once } from 'node:events';
import { type Socket } from 'node:net';
import { type Antenna } from '@app/contracts';
import { type MissionClock } from '@app/platform';
import {
  type BasebandMessage,
  BasebandMessageReader,
  BasebandProtocolError,
  encodeBasebandMessage,
  type ReceptionConfiguration,
} from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import { type DemodulatedBits } from '../channel/bit-messenger.js';
import { BIT_RATE_TOLERANCE, CARRIER_TOLERANCE_HZ, type ChannelParameters } from '../channel/channel-parameters.js';
import { isInTune } from '../channel/impairments.js';
import { Receiver } from '../channel/receiver.js';
import { noReceptions } from '../channel/reception-counts.js';
import { type TunedDownlink } from '../channel/tuned-downlink.js';
import { type AntennaFaults, noAntennaFaults } from '../faults/antenna-faults.js';
import { type SimulatorLog } from '../simulator-log.js';
import { type BasebandTransmitter, type UnnumberedMessage } from './baseband-transmitter.js';
import { type RotatorSimulator } from './rotator-simulator.js';
import { listenTcp, type TcpListener } from './tcp-listener.js';

/** Between two looks for new bits: mission seconds at least, and wall seconds at most often. */
const LOOK_EVERY_S = 0.05;
const LOOK_EVERY_WALL_S = 0.01;
/** CADUs worked through between two turns of the event loop: some tenths of a millisecond, ten times that with playback or a cold start. */
const STEPS_A_TURN = 2;

export interface BasebandUnitParts {
  readonly antenna: Antenna;
  readonly rotator: RotatorSimulator;
  /** Every spacecraft of the simulation, as this antenna sees it. */
  readonly downlinks: readonly TunedDownlink[];
  readonly clock: MissionClock;
  readonly channel: ChannelParameters;
  readonly log: SimulatorLog;
  readonly transmitter: BasebandTransmitter;
  /** What goes wrong; left out: nothing. */
  readonly faults?: AntennaFaults;
}

/** One reception, from its configuration to its end. */
interface Reception {
  readonly receiver: Receiver;
  readonly carrierHz: number;
  readonly bitRateBps: number;
  /** Undefined while the client that wanted it is gone. */
  socket: Socket | undefined;
  bitCount: number;
  stopAt: Tai | undefined;
  aborted: boolean;
  wake: () => void;
}

/**
 * A baseband unit with its demodulator: delivers time-tagged bits over TCP while it listens. One client at a time; a new one takes the
 * place of the one before. A client that reads slowly is waited for, and nothing is lost or tagged differently for it. A client that is
 * gone without a stop stops nothing: the spacecraft sends and the demodulator listens on until it sets, to nobody, or to the client
 * that comes back for the same signal.
 */
export class BasebandUnit {
  readonly counts = noReceptions();
  private client: Socket | undefined;
  private reception: Reception | undefined;
  private readonly running = new Set<Promise<void>>();
  private sequence = 0;
  private listener: TcpListener | undefined;
  private readonly faults: AntennaFaults;

  constructor(private readonly parts: BasebandUnitParts) {
    this.faults = parts.faults ?? noAntennaFaults;
  }

  /** Listens; gives the address. */
  async start(port: number): Promise<string> {
    this.listener = await listenTcp(port, (socket) => this.accept(socket));
    return this.listener.address;
  }

  async stop(): Promise<void> {
    this.abort();
    this.parts.transmitter.close();
    await this.listener?.close();
    await Promise.all(this.running);
  }

  /** Fault: its connection is cut, and none comes up until it is restored. */
  cut(): void {
    this.listener?.cut();
  }

  restore(): void {
    this.listener?.restore();
  }

  private accept(socket: Socket): void {
    this.leave(this.client);
    this.client?.destroy();
    this.client = socket;
    this.parts.transmitter.connected((message) => void this.send(socket, message));
    const reader = new BasebandMessageReader();
    socket.on('data', (chunk: Uint8Array) => {
      try {
        for (const message of reader.push(chunk)) this.obey(message, socket);
      } catch (error) {
        // Nothing says where the next message begins: the connection is of no use any more.
        if (!(error instanceof BasebandProtocolError)) throw error;
        socket.destroy();
      }
    });
    socket.on('end', () => {
      if (this.client === socket) this.parts.transmitter.disconnected();
      socket.end();
    });
    socket.on('close', () => {
      this.leave(socket);
      if (this.client === socket) this.client = undefined;
    });
  }

  private obey(message: BasebandMessage, socket: Socket): void {
    const { transmitter } = this.parts;
    if (message.type === 'configure-reception') this.configure(message, socket);
    else if (message.type === 'stop-reception') this.finish(socket);
    else if (this.client !== socket) return;
    else if (message.type === 'start-transmission') transmitter.start(message);
    else if (message.type === 'telecommand') transmitter.take(message);
    else if (message.type === 'stop-transmission') transmitter.stop();
  }

  private configure(wanted: ReceptionConfiguration, socket: Socket): void {
    const { antenna, downlinks, rotator, channel, log, clock } = this.parts;
    const since = clock.now();
    const { carrierHz, bitRateBps } = wanted;
    this.counts.receptions++;
    const left =
      this.reception?.socket === undefined && this.reception?.stopAt === undefined ? this.reception : undefined;
    if (left !== undefined && left.carrierHz === carrierHz && left.bitRateBps === bitRateBps) {
      left.receiver.deliverFrom(since);
      left.socket = socket;
      left.bitCount = 0;
      return;
    }
    this.abort();
    const tuned = downlinks.filter(({ downlink }) => {
      const { carrierHz, bitRateBps } = downlink.profile.downlink;
      // Which of them are heard from now on is seen as it goes: oscillators go wrong, and come right.
      const isNear =
        Math.abs(carrierHz - wanted.carrierHz) <= CARRIER_TOLERANCE_HZ ||
        isInTune(this.faults, downlink, wanted.carrierHz, since);
      return isNear && Math.abs(bitRateBps / wanted.bitRateBps - 1) <= BIT_RATE_TOLERANCE;
    });
    const { faults, counts } = this;
    const parts = { antenna: antenna.id, tuned, carrierHz, faults, rotator, channel, log, counts };
    const receiver = new Receiver(parts, since);
    const state = { bitCount: 0, stopAt: undefined, aborted: false, wake: () => undefined };
    const reception: Reception = { receiver, carrierHz, bitRateBps, socket, ...state };
    this.reception = reception;
    const run = this.run(reception).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  private finish(socket: Socket): void {
    const { reception } = this;
    if (reception?.socket !== socket) {
      this.send(socket, { type: 'reception-ended', bitCount: 0 });
      return;
    }
    reception.stopAt ??= this.parts.clock.now();
    reception.wake();
  }

  private abort(): void {
    const { reception } = this;
    if (reception === undefined) return;
    this.reception = undefined;
    reception.aborted = true;
    reception.receiver.close();
    reception.wake();
  }

  /** Whoever listened through this socket is gone; the reception goes on. */
  private leave(socket: Socket | undefined): void {
    if (socket !== undefined && socket === this.client) this.parts.transmitter.disconnected();
    const { reception } = this;
    if (reception === undefined || reception.socket !== socket) return;
    reception.socket = undefined;
    reception.receiver.deliverFrom(undefined);
    reception.wake();
  }

  private async run(reception: Reception): Promise<void> {
    const { receiver } = reception;
    const { clock } = this.parts;
    const lookEveryS = Math.max(LOOK_EVERY_S, LOOK_EVERY_WALL_S * clock.rate);
    let steps = 0;
    for (;;) {
      const last = reception.stopAt !== undefined;
      const given = receiver.step(reception.stopAt ?? clock.now(), last);
      for (const piece of given ?? []) {
        reception.bitCount += piece.bitCount;
        if (!this.send(reception.socket, telemetryBits(this.tagged(piece)))) await drained(reception);
        if (reception.aborted) return;
      }
      if (given !== undefined) {
        if (++steps % STEPS_A_TURN === 0) await nextTurn();
      } else if (last || (reception.socket === undefined && !receiver.inView)) break;
      else await sleep(clock, lookEveryS, reception);
      if (reception.aborted) return;
    }
    receiver.close();
    if (this.reception === reception) this.reception = undefined;
    this.send(reception.socket, { type: 'reception-ended', bitCount: reception.bitCount });
  }

  /** With the time tag of a clock that may be wrong. */
  private tagged(piece: DemodulatedBits): DemodulatedBits {
    const offsetS = this.faults.clockOffsetS(piece.firstBitTime);
    return offsetS === 0 ? piece : { ...piece, firstBitTime: plusSeconds(piece.firstBitTime, offsetS) };
  }

  /** Whether the socket takes more. */
  private send(socket: Socket | undefined, message: UnnumberedMessage): boolean {
    if (socket === undefined || socket.destroyed || socket.writableEnded) return true;
    const sequence = this.sequence;
    this.sequence = (sequence + 1) >>> 0;
    return socket.write(encodeBasebandMessage({ ...message, sequence }));
  }
}

function telemetryBits({ locked, ...piece }: DemodulatedBits): UnnumberedMessage {
  return { type: 'telemetry-bits', carrierLock: locked, bitLock: locked, ...piece };
}

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Until the client has read on, or is gone, or the reception is over. */
async function drained(reception: Reception): Promise<void> {
  const { socket } = reception;
  if (reception.aborted || socket === undefined) return;
  const given = new AbortController();
  reception.wake = () => {
    if (reception.aborted || reception.socket !== socket) given.abort();
  };
  const { signal } = given;
  // Whichever comes first; the others end with the signal.
  await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]).catch(() => undefined);
  given.abort();
}

async function sleep(clock: MissionClock, seconds: number, reception: Reception): Promise<void> {
  const awake = new AbortController();
  reception.wake = () => awake.abort();
  await clock.sleep(seconds, awake.signal);
}
