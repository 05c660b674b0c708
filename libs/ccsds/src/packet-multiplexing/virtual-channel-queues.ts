// What senders of TM and of AOS frames share: packets that wait on virtual channels, the order of these, and a frame count for each.
import { CodecError } from '../codec-error.js';
import {
  ENCAPSULATION_VERSION,
  encapsulationHeaderLength,
  encapsulationPacketLength,
} from '../space-packet/encapsulation-packet.js';
import {
  SPACE_PACKET_HEADER_LENGTH,
  SPACE_PACKET_MIN_LENGTH,
  spacePacketLength,
} from '../space-packet/space-packet.js';
import { FHP_ONLY_IDLE_DATA } from '../tm-frame/tm-frame.js';
import { type PackedDataField, PacketPacker } from './packet-packer.js';

/** A virtual channel that does not exist, or octets that are not one whole packet. */
export class MultiplexerError extends CodecError {
  override readonly name = 'MultiplexerError';
}

export interface VirtualChannelQueuesParameters {
  /** Virtual channels that carry packets, highest priority first. */
  readonly virtualChannels: readonly number[];
  /** The last virtual channel that may carry packets. */
  readonly lastVirtualChannel: number;
  /** The virtual channel of frames with nothing but idle data, used when no packet waits. */
  readonly idleVirtualChannel: number;
  /** How far each virtual channel counts its frames. */
  readonly counterModulo: number;
  /** The octet that fills idle packets and idle frames; default 0x55. */
  readonly idlePattern?: number | undefined;
}

/** Whose frame comes next, and what it is to carry. */
export interface ChannelTurn {
  readonly vcid: number;
  readonly frameCount: number;
  /** No packet waits on this virtual channel, and none goes on. */
  readonly isIdle: boolean;
  /** The next `length` octets of packets, or of idle data. To be asked for once. */
  pack(length: number): PackedDataField;
}

/** The queues of all virtual channels. Deterministic: the same calls give the same octets. */
export class VirtualChannelQueues {
  private readonly packers = new Map<number, PacketPacker>();
  private readonly frameCounts = new Map<number, number>();
  private readonly idlePattern: number;

  /** Throws MultiplexerError for a virtual channel that may not carry packets. */
  constructor(private readonly parameters: VirtualChannelQueuesParameters) {
    const { virtualChannels, lastVirtualChannel } = parameters;
    this.idlePattern = parameters.idlePattern ?? 0x55;
    for (const vcid of virtualChannels) {
      requireVirtualChannel(vcid, lastVirtualChannel);
      this.packers.set(vcid, new PacketPacker(this.idlePattern));
    }
  }

  /** Puts one whole packet behind those that wait on a virtual channel. Throws MultiplexerError. */
  enqueue(vcid: number, packet: Uint8Array): void {
    const length = wholeLength(packet);
    if (length !== packet.length)
      throw new MultiplexerError('multiplexer', 'packet length', `${length} octets`, `${packet.length}`);
    this.packer(vcid).add(packet);
  }

  /** Octets that wait on a virtual channel. Throws MultiplexerError. */
  pendingOctets(vcid: number): number {
    return this.packer(vcid).pendingOctets;
  }

  /** The turn of `vcid`, else of the first virtual channel with packets, else of the idle one. Throws MultiplexerError. */
  turn(wanted?: number): ChannelTurn {
    const { idleVirtualChannel } = this.parameters;
    const vcid = wanted ?? this.firstWaiting() ?? idleVirtualChannel;
    const packer = vcid === idleVirtualChannel ? this.packers.get(vcid) : this.packer(vcid);
    const isIdle = packer === undefined || (packer.pendingOctets === 0 && !packer.isInsidePacket);
    return {
      vcid,
      frameCount: this.frameCounts.get(vcid) ?? 0,
      isIdle,
      pack: (length) => (isIdle ? this.idleData(length) : packer.pack(length)),
    };
  }

  /** The frame of this turn was made: the virtual channel counts it. */
  complete({ vcid, frameCount }: ChannelTurn): void {
    this.frameCounts.set(vcid, (frameCount + 1) % this.parameters.counterModulo);
  }

  private idleData(length: number): PackedDataField {
    return {
      dataField: new Uint8Array(Math.max(0, length)).fill(this.idlePattern),
      firstHeaderPointer: FHP_ONLY_IDLE_DATA,
    };
  }

  private firstWaiting(): number | undefined {
    return this.parameters.virtualChannels.find((vcid) => this.packer(vcid).pendingOctets > 0);
  }

  private packer(vcid: number): PacketPacker {
    const packer = this.packers.get(vcid);
    if (packer === undefined)
      throw new MultiplexerError('multiplexer', 'virtual channel', [...this.packers.keys()].join(', '), `${vcid}`);
    return packer;
  }
}

/** Throws MultiplexerError for a virtual channel that is not an integer from 0 to `last`. */
export function requireVirtualChannel(vcid: number, last: number): void {
  if (!Number.isInteger(vcid) || vcid < 0 || vcid > last)
    throw new MultiplexerError('multiplexer', 'virtual channel', `0 to ${last}`, String(vcid));
}

function wholeLength(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  if (first >>> 5 === 0)
    return packet.length < SPACE_PACKET_HEADER_LENGTH ? SPACE_PACKET_MIN_LENGTH : spacePacketLength(packet);
  if (first >>> 5 !== ENCAPSULATION_VERSION)
    throw new MultiplexerError('multiplexer', 'packet version', `0 or ${ENCAPSULATION_VERSION}`, `${first >>> 5}`);
  const headerLength = encapsulationHeaderLength(first);
  return packet.length < headerLength ? headerLength : encapsulationPacketLength(packet);
}
