// The sending side of 132.0-B: packets of several virtual channels into the frames of one master channel.
import { CodecError } from '../codec-error.js';
import { parseSpacePacketHeader } from '../space-packet/space-packet.js';
import {
  ENCAPSULATION_VERSION,
  encapsulationHeaderLength,
  encapsulationPacketLength,
} from '../space-packet/encapsulation-packet.js';
import {
  FHP_ONLY_IDLE_DATA,
  type TmManagedParameters,
  type TmSecondaryHeader,
  encodeTmFrame,
  tmDataFieldLength,
  validateTmParameters,
} from '../tm-frame/tm-frame.js';
import { PacketPacker } from './packet-packer.js';

/** A virtual channel that does not exist, or octets that are not one whole packet. */
export class MultiplexerError extends CodecError {
  override readonly name = 'MultiplexerError';
}

export interface MultiplexerParameters {
  readonly frame: TmManagedParameters & { readonly scid: number };
  /** Virtual channels that carry packets, highest priority first. */
  readonly virtualChannels: readonly number[];
  /** The virtual channel of frames with nothing but idle data, used when no packet waits; default 7. It may be among the others. */
  readonly idleVirtualChannel?: number;
  /** The octet that fills idle packets and idle frames; default 0x55. */
  readonly idlePattern?: number;
}

export interface NextFrameOptions {
  /** Take the frame from this virtual channel, whatever waits; without packets it is an idle frame. */
  readonly vcid?: number;
  /** Four octets; required where the managed parameters say that the OCF is present. */
  readonly ocf?: Uint8Array;
  readonly secondaryHeader?: TmSecondaryHeader;
}

export interface MultiplexedFrame {
  readonly bytes: Uint8Array;
  readonly vcid: number;
  readonly mcfc: number;
  readonly vcfc: number;
  readonly isIdle: boolean;
}

/** Makes frames out of packets. Deterministic: the same calls give the same octets. */
export class VirtualChannelMultiplexer {
  private readonly packers = new Map<number, PacketPacker>();
  private readonly vcfcs = new Map<number, number>();
  private readonly idleVirtualChannel: number;
  private readonly idlePattern: number;
  private mcfc = 0;

  /** Throws TmFrameError for managed parameters, MultiplexerError for virtual channels that 132.0-B does not know. */
  constructor(private readonly parameters: MultiplexerParameters) {
    validateTmParameters(parameters.frame);
    this.idleVirtualChannel = parameters.idleVirtualChannel ?? 7;
    this.idlePattern = parameters.idlePattern ?? 0x55;
    for (const vcid of [...parameters.virtualChannels, this.idleVirtualChannel])
      if (!Number.isInteger(vcid) || vcid < 0 || vcid > 7)
        throw new MultiplexerError('multiplexer', 'virtual channel', '0 to 7', String(vcid));
    for (const vcid of parameters.virtualChannels) this.packers.set(vcid, new PacketPacker(this.idlePattern));
  }

  /** Puts one whole packet behind those that wait on a virtual channel. The octets must not be changed afterwards. Throws MultiplexerError. */
  enqueue(vcid: number, packet: Uint8Array): void {
    const length = wholeLength(packet);
    if (length !== packet.length)
      throw new MultiplexerError('multiplexer', 'packet length', `${length} octets`, `${packet.length}`);
    this.packer(vcid).add(packet);
  }

  /** Octets that wait on a virtual channel. */
  pendingOctets(vcid: number): number {
    return this.packer(vcid).pendingOctets;
  }

  /** The next frame: of the first virtual channel with packets, else an idle frame. Throws MultiplexerError, TmFrameError. */
  nextFrame(options: NextFrameOptions = {}): MultiplexedFrame {
    const { frame } = this.parameters;
    const { ocf, secondaryHeader } = options;
    const vcid = options.vcid ?? this.firstWaiting() ?? this.idleVirtualChannel;
    const packer = this.packers.get(vcid);
    if (packer === undefined && vcid !== this.idleVirtualChannel)
      throw new MultiplexerError('multiplexer', 'virtual channel', [...this.packers.keys()].join(', '), `${vcid}`);
    const length = tmDataFieldLength(frame, {
      ocf: ocf !== undefined,
      secondaryHeaderLength: secondaryHeader === undefined ? 0 : secondaryHeader.data.length + 1,
    });
    const isIdle = packer === undefined || (packer.pendingOctets === 0 && !packer.isInsidePacket);
    const packed = isIdle
      ? {
          dataField: new Uint8Array(Math.max(0, length)).fill(this.idlePattern),
          firstHeaderPointer: FHP_ONLY_IDLE_DATA,
        }
      : packer.pack(length);
    const vcfc = this.vcfcs.get(vcid) ?? 0;
    const { mcfc } = this;
    const bytes = encodeTmFrame({ ...packed, scid: frame.scid, vcid, mcfc, vcfc, ocf, secondaryHeader }, frame);
    this.vcfcs.set(vcid, (vcfc + 1) % 256);
    this.mcfc = (mcfc + 1) % 256;
    return { bytes, vcid, mcfc, vcfc, isIdle };
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

function wholeLength(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  if (first >>> 5 !== ENCAPSULATION_VERSION) return parseSpacePacketHeader(packet).packetLength;
  const headerLength = encapsulationHeaderLength(first);
  return packet.length < headerLength ? headerLength : encapsulationPacketLength(packet);
}
