import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  DIFI_REFERENCE_POINT_IF,
  difiSampleMultiple,
  difiTimestampOf,
  encodeDifi,
  encodeDifiItems,
  type Iq,
  unknownDifiState,
} from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { type Address, formatAddress } from '../hardware-addresses.js';
import { SdrConnectionError } from './sdr.errors.js';
import type { SdrTuning } from './sdr.port.js';

export interface DifiTransmitterParts {
  /** Where the datagrams go. */
  readonly address: Address;
  readonly streamId?: number;
  /** Bits of I, and of Q: 4 to 16; 16 where left out. */
  readonly itemBits?: number;
}

const PAYLOAD_OCTETS = 1408;
/** A context goes out with the first samples, with each change, and at least so often, seconds of the samples. */
const CONTEXT_EVERY_S = 0.5;
/** Datagrams on their way to the kernel; who sends more waits. */
const MOST_UNSENT = 256;

/** Sends samples to a transmitter as DIFI over UDP, each packet with the instant at which it is to be radiated. */
export class DifiTransmitter {
  /** I and Q beyond full scale, each. */
  saturated = 0;
  private readonly itemBits: number;
  private readonly multiple: number;
  private readonly packetSamples: number;
  private socket: Socket | undefined;
  private sequence = 0;
  private contextSequence = 0;
  private announced: { readonly tuning: SdrTuning; readonly at: Tai } | undefined;

  /** Throws DifiError for a size of items that DIFI does not have. */
  constructor(private readonly parts: DifiTransmitterParts) {
    this.itemBits = parts.itemBits ?? 16;
    this.multiple = difiSampleMultiple(this.itemBits);
    this.packetSamples = Math.floor((PAYLOAD_OCTETS * 4) / this.itemBits / this.multiple) * this.multiple;
  }

  /** Rejects with SdrConnectionError. */
  async start(): Promise<void> {
    const { host } = this.parts.address;
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.bind();
    try {
      await once(socket, 'listening');
    } catch (error) {
      throw new SdrConnectionError(formatAddress(this.parts.address), String(error));
    }
    // Nobody there is no error of a sender's.
    socket.on('error', () => undefined);
    this.socket = socket;
  }

  stop(): void {
    this.socket?.close();
    this.socket = undefined;
  }

  /**
   * Sends samples of full scale 1 whose first is to be radiated at an instant. What does not fill words of 32 bits at the end is filled up
   * with silence. Resolves when the kernel has them; rejects with SdrConnectionError where it is not started or does not.
   */
  async send(samples: Iq, firstSampleAt: Tai, tuning: SdrTuning): Promise<void> {
    for (let from = 0; from < samples.length; from += 2 * this.packetSamples * MOST_UNSENT) {
      const piece = samples.subarray(from, from + 2 * this.packetSamples * MOST_UNSENT);
      await Promise.all(this.packets(piece, plusSeconds(firstSampleAt, from / 2 / tuning.sampleRateHz), tuning));
    }
  }

  private packets(samples: Iq, firstSampleAt: Tai, tuning: SdrTuning): Promise<void>[] {
    const sent: Promise<void>[] = [];
    const streamId = this.parts.streamId ?? 1;
    for (let from = 0; from < samples.length; from += 2 * this.packetSamples) {
      const at = plusSeconds(firstSampleAt, from / 2 / tuning.sampleRateHz);
      if (this.isContextDue(at, tuning)) sent.push(this.post(this.context(at, tuning)));
      const piece = filled(samples.subarray(from, from + 2 * this.packetSamples), 2 * this.multiple);
      const { payload, saturated } = encodeDifiItems(piece, this.itemBits);
      this.saturated += saturated;
      const timestamp = difiTimestampOf({ tai: at, picoseconds: 0 }, 'utc');
      const { sequence } = this;
      this.sequence = (sequence + 1) & 15;
      sent.push(this.post(encodeDifi({ type: 'data', streamId, sequence, timestamp, padBits: 0, payload })));
    }
    return sent;
  }

  private isContextDue(at: Tai, { centerHz, sampleRateHz }: SdrTuning): boolean {
    const { announced } = this;
    if (announced === undefined) return true;
    const { tuning } = announced;
    const same = tuning.centerHz === centerHz && tuning.sampleRateHz === sampleRateHz;
    return !same || Math.abs(secondsBetween(announced.at, at)) >= CONTEXT_EVERY_S;
  }

  private context(at: Tai, tuning: SdrTuning): Uint8Array {
    const before = this.announced?.tuning;
    const changed = before?.centerHz !== tuning.centerHz || before.sampleRateHz !== tuning.sampleRateHz;
    this.announced = { tuning, at };
    const sequence = this.contextSequence;
    this.contextSequence = (sequence + 1) & 15;
    return encodeDifi({
      ...{ type: 'context', streamId: this.parts.streamId ?? 1, sequence, changed },
      timestamp: difiTimestampOf({ tai: at, picoseconds: 0 }, 'utc'),
      ...{ referencePoint: DIFI_REFERENCE_POINT_IF, bandwidthHz: tuning.sampleRateHz, ifFrequencyHz: 0 },
      ...{ rfFrequencyHz: tuning.centerHz, ifBandOffsetHz: 0, referenceLevelDbm: 0, scalingLevelDb: 0 },
      ...{ gainStage1Db: 0, gainStage2Db: 0, sampleRateHz: tuning.sampleRateHz, timestampAdjustmentFs: 0n },
      ...{ timestampCalibrationS: 0, state: unknownDifiState, itemBits: this.itemBits },
    });
  }

  private post(datagram: Uint8Array): Promise<void> {
    const { socket } = this;
    const { host, port } = this.parts.address;
    const name = formatAddress(this.parts.address);
    if (socket === undefined) return Promise.reject(new SdrConnectionError(name, 'the transmitter is not started'));
    return new Promise((resolve, reject) => {
      socket.send(datagram, port, host, (error) => {
        if (error === null) resolve();
        else reject(new SdrConnectionError(name, error.message));
      });
    });
  }
}

/** Made up with zeros to a multiple of numbers. */
function filled(samples: Iq, multiple: number): Iq {
  const rest = samples.length % multiple;
  if (rest === 0) return samples;
  const longer = new Float32Array(samples.length + multiple - rest);
  longer.set(samples);
  return longer;
}
