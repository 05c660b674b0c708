import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type MissionClock } from '@app/platform';
import {
  type DifiContext,
  difiSampleMultiple,
  difiTimestampOf,
  encodeDifi,
  encodeDifiItems,
  type ReceiverImpairments,
  DIFI_REFERENCE_POINT_IF,
  unknownDifiState,
} from '@app/radio';
import { secondsBetween, type Tai, type TaiPicoseconds } from '@app/time';
import { ClockedIqSource } from './clocked-iq-source.js';
import { type IqSource, type ReceiverTuning } from './iq-source.js';
import { OscillatorClock } from './oscillator-clock.js';
import { type SampleLevel } from './sample-level.js';
import { type SampleBlock, SamplePump, type SdrFaults } from './sample-pump.js';
import { SdrGain } from './sdr-gain.js';

/** A context goes out at least so often, mission seconds. */
const CONTEXT_EVERY_S = 0.5;
/** Payload octets of one data packet, so that it fits an Ethernet frame. */
const DEFAULT_PAYLOAD_OCTETS = 1408;
/** Datagrams on their way to the kernel; beyond them samples are dropped. */
const MOST_UNSENT = 512;

export interface DifiSourceParts {
  readonly source: IqSource;
  readonly clock: MissionClock;
  readonly tuning: ReceiverTuning;
  /** Where the datagrams go. */
  readonly destination: { readonly host: string; readonly port: number };
  readonly streamId?: number;
  /** Bits of I, and of Q: 4 to 16; 8 where left out. */
  readonly itemBits?: number;
  readonly timeScale?: 'utc' | 'gps';
  readonly payloadOctets?: number;
  /** Decibels; undefined: automatic. */
  readonly gainDb?: number;
  /** Of the clock that samples are taken and stamped by, parts in a million. */
  readonly sampleClockPpm?: number;
  readonly impairments?: ReceiverImpairments | undefined;
  readonly faults?: SdrFaults;
  readonly level?: SampleLevel | undefined;
}

export interface DifiSourceCounts {
  readonly dataPackets: number;
  readonly contextPackets: number;
  readonly samplesSent: number;
  readonly samplesDropped: number;
  readonly samplesSkipped: number;
  readonly saturated: number;
}

/**
 * A digitiser that sends what it receives as DIFI over UDP: data packets with the time of their first sample, and contexts at the beginning,
 * at each change, and twice a second. Nobody has to listen. What the machine cannot send is dropped, and the timestamps show it.
 */
export class DifiSource {
  private readonly pump: SamplePump;
  private readonly gain: SdrGain;
  private readonly itemBits: number;
  private readonly packetSamples: number;
  private readonly tally = { dataPackets: 0, contextPackets: 0, samplesSent: 0, samplesDropped: 0, saturated: 0 };
  private socket: Socket | undefined;
  private unsent = 0;
  private dataSequence = 0;
  private contextSequence = 0;
  private announced: ReceiverTuning | undefined;
  private announcedAt: Tai | undefined;
  private lossToTell = false;
  private isCut = false;

  /** Throws DifiError for a size of items that DIFI does not have. */
  constructor(private readonly parts: DifiSourceParts) {
    const { tuning, level, itemBits = 8, payloadOctets = DEFAULT_PAYLOAD_OCTETS, gainDb } = parts;
    const clock = new OscillatorClock(parts.clock, parts.sampleClockPpm);
    const source = new ClockedIqSource(parts.source, clock);
    const multiple = difiSampleMultiple(itemBits);
    this.itemBits = itemBits;
    this.packetSamples = Math.max(multiple, Math.floor((payloadOctets * 4) / itemBits / multiple) * multiple);
    this.gain = new SdrGain(gainDb);
    const onBlock = (block: SampleBlock): void => this.send(block);
    this.pump = new SamplePump({
      ...{ source, clock, tuning, level, multiple: this.packetSamples, onBlock },
      ...(parts.faults === undefined ? {} : { faults: parts.faults }),
    });
  }

  get counts(): DifiSourceCounts {
    return { ...this.tally, samplesSkipped: this.pump.skipped };
  }

  async start(): Promise<void> {
    const socket = createSocket(this.parts.destination.host.includes(':') ? 'udp6' : 'udp4');
    // A destination that nobody listens at is no error of the sender's.
    socket.on('error', () => undefined);
    socket.bind();
    await once(socket, 'listening');
    this.socket = socket;
    this.pump.start();
  }

  tune(tuning: ReceiverTuning): void {
    this.pump.tune(tuning);
  }

  async stop(): Promise<void> {
    await this.pump.stop();
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }

  private send({ samples, tuning, firstSampleAt, skipped }: SampleBlock): void {
    if (skipped > 0) this.lossToTell = true;
    this.gain.apply(samples, tuning.sampleRateHz);
    this.parts.impairments?.apply(samples);
    for (let from = 0; from < samples.length; from += 2 * this.packetSamples) {
      const at = plusSamples(firstSampleAt, from / 2, tuning.sampleRateHz);
      this.announce(tuning, at);
      const piece = samples.subarray(from, from + 2 * this.packetSamples);
      const { payload, saturated } = encodeDifiItems(piece, this.itemBits);
      this.tally.saturated += saturated;
      const sequence = this.dataSequence;
      this.dataSequence = (sequence + 1) & 15;
      const timestamp = difiTimestampOf(at, this.parts.timeScale ?? 'utc');
      const streamId = this.parts.streamId ?? 1;
      if (this.post(encodeDifi({ type: 'data', streamId, sequence, timestamp, padBits: 0, payload }))) {
        this.tally.dataPackets++;
        this.tally.samplesSent += piece.length / 2;
      } else {
        this.tally.samplesDropped += piece.length / 2;
        this.lossToTell = true;
      }
    }
  }

  /** A context where one is due, before the data that it holds for. */
  private announce(tuning: ReceiverTuning, at: TaiPicoseconds): void {
    const changed = this.announced !== tuning || this.lossToTell;
    const since = this.announcedAt === undefined ? Infinity : secondsBetween(this.announcedAt, at.tai);
    if (!changed && since < CONTEXT_EVERY_S) return;
    const { streamId = 1, timeScale = 'utc', sampleClockPpm = 0 } = this.parts;
    const isDisciplined = sampleClockPpm === 0;
    const context: DifiContext = {
      ...{
        type: 'context',
        streamId,
        sequence: this.contextSequence,
        timestamp: difiTimestampOf(at, timeScale),
        changed,
      },
      ...{ referencePoint: DIFI_REFERENCE_POINT_IF, bandwidthHz: tuning.sampleRateHz, ifFrequencyHz: 0 },
      ...{ rfFrequencyHz: tuning.centerHz, ifBandOffsetHz: 0, referenceLevelDbm: 0, scalingLevelDb: 0 },
      ...{ gainStage1Db: this.gain.gainDb, gainStage2Db: 0, sampleRateHz: tuning.sampleRateHz },
      ...{ timestampAdjustmentFs: 0n, timestampCalibrationS: 0, itemBits: this.itemBits },
      state: {
        ...unknownDifiState,
        ...{ calibratedTime: isDisciplined, validData: true, referenceLock: isDisciplined },
        ...{ automaticGain: this.gain.fixedDb === undefined, sampleLoss: this.lossToTell },
      },
    };
    if (!this.post(encodeDifi(context))) return;
    this.contextSequence = (this.contextSequence + 1) & 15;
    this.tally.contextPackets++;
    [this.announced, this.announcedAt, this.lossToTell] = [tuning, at.tai, false];
  }

  /** Fault: nothing leaves while it lasts. */
  cut(): void {
    this.isCut = true;
  }

  restore(): void {
    this.isCut = false;
  }

  private post(datagram: Uint8Array): boolean {
    const { socket } = this;
    if (this.isCut || socket === undefined || this.unsent >= MOST_UNSENT) return false;
    const { host, port } = this.parts.destination;
    this.unsent++;
    socket.send(datagram, port, host, () => {
      this.unsent--;
    });
    return true;
  }
}

function plusSamples({ tai, picoseconds }: TaiPicoseconds, samples: number, sampleRateHz: number): TaiPicoseconds {
  const total = BigInt(picoseconds) + (BigInt(samples) * 10n ** 15n) / BigInt(Math.round(sampleRateHz * 1000));
  return { tai: tai + total / 1000n, picoseconds: Number(total % 1000n) };
}
