// The sending side of 732.0-B: packets of several virtual channels into the AOS frames of one master channel.
import { type AosFrameFields, aosCountFields, encodeAosFrame, requireAosServices } from '../aos-frame/aos-frame.js';
import {
  AOS_IDLE_VCID,
  type AosManagedParameters,
  aosCounterModulo,
  aosDataFieldLength,
  validateAosParameters,
} from '../aos-frame/aos-parameters.js';
import { encodeMPdu, mPduPacketZoneLength } from '../aos-frame/m-pdu.js';
import { type ChannelTurn, VirtualChannelQueues } from './virtual-channel-queues.js';

export interface AosMultiplexerParameters {
  readonly frame: AosManagedParameters & { readonly scid: number };
  /** Virtual channels that carry packets, highest priority first; 63 is kept for idle frames. */
  readonly virtualChannels: readonly number[];
  /** The octet that fills idle packets and idle frames; default 0x55. */
  readonly idlePattern?: number;
}

export interface AosNextFrameOptions extends Pick<AosFrameFields, 'replayFlag' | 'insertZone' | 'ocf'> {
  /** Take the frame from this virtual channel, whatever waits; without packets it carries only idle data. */
  readonly vcid?: number;
}

export interface AosMultiplexedFrame {
  readonly bytes: Uint8Array;
  readonly vcid: number;
  readonly vcfc: number;
  /** 0 where the frame count cycle is not in use. */
  readonly vcfcCycle: number;
  readonly isIdle: boolean;
}

/** Makes AOS frames out of packets. Deterministic: the same calls give the same octets. */
export class AosMultiplexer {
  private readonly queues: VirtualChannelQueues;
  private readonly packetZoneLength: number;

  /** Throws AosFrameError for managed parameters, MultiplexerError for virtual channels that carry no packets in 732.0-B. */
  constructor(private readonly parameters: AosMultiplexerParameters) {
    const { frame, virtualChannels, idlePattern } = parameters;
    this.packetZoneLength = mPduPacketZoneLength(validateAosParameters(frame));
    this.queues = new VirtualChannelQueues({
      virtualChannels,
      lastVirtualChannel: AOS_IDLE_VCID - 1,
      idleVirtualChannel: AOS_IDLE_VCID,
      counterModulo: aosCounterModulo(frame),
      idlePattern,
    });
  }

  /** Puts one whole packet behind those that wait on a virtual channel. The octets must not be changed afterwards. Throws MultiplexerError. */
  enqueue(vcid: number, packet: Uint8Array): void {
    this.queues.enqueue(vcid, packet);
  }

  /** Octets that wait on a virtual channel. */
  pendingOctets(vcid: number): number {
    return this.queues.pendingOctets(vcid);
  }

  /**
   * The next frame: of the first virtual channel with packets, else an idle frame on virtual channel 63. Insert zone and OCF are as the
   * managed parameters want them, in idle frames as well. Throws MultiplexerError, AosFrameError; the packets then wait as before.
   */
  nextFrame({ vcid: wanted, ...services }: AosNextFrameOptions = {}): AosMultiplexedFrame {
    const { frame } = this.parameters;
    requireAosServices(services, frame);
    const turn = this.queues.turn(wanted);
    const { vcid, frameCount, isIdle } = turn;
    const count = aosCountFields(frameCount);
    const dataField = this.dataField(turn);
    const bytes = encodeAosFrame({ ...services, ...count, scid: frame.scid, vcid, dataField }, frame);
    this.queues.complete(turn);
    return { ...count, bytes, vcid, isIdle };
  }

  // Trap 18: idle frames have no M_PDU.
  private dataField(turn: ChannelTurn): Uint8Array {
    if (turn.vcid === AOS_IDLE_VCID) return turn.pack(aosDataFieldLength(this.parameters.frame)).dataField;
    const { firstHeaderPointer, dataField: packetZone } = turn.pack(this.packetZoneLength);
    return encodeMPdu({ firstHeaderPointer, packetZone });
  }
}
