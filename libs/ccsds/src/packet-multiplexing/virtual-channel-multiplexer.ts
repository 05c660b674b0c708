// The sending side of 132.0-B: packets of several virtual channels into the frames of one master channel.
import {
  TM_COUNTER_MODULO,
  TmFrameError,
  type TmManagedParameters,
  type TmSecondaryHeader,
  encodeTmFrame,
  requireTmServices,
  tmDataFieldLength,
  validateTmParameters,
} from '../tm-frame/tm-frame.js';
import { VirtualChannelQueues, requireVirtualChannel } from './virtual-channel-queues.js';

const LAST_VIRTUAL_CHANNEL = 7;

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
  private readonly queues: VirtualChannelQueues;
  private mcfc = 0;

  /** Throws TmFrameError for managed parameters, MultiplexerError for virtual channels that 132.0-B does not know. */
  constructor(private readonly parameters: MultiplexerParameters) {
    const { virtualChannels, idleVirtualChannel = LAST_VIRTUAL_CHANNEL, idlePattern } = parameters;
    validateTmParameters(parameters.frame);
    requireVirtualChannel(idleVirtualChannel, LAST_VIRTUAL_CHANNEL);
    this.queues = new VirtualChannelQueues({
      virtualChannels,
      lastVirtualChannel: LAST_VIRTUAL_CHANNEL,
      idleVirtualChannel,
      counterModulo: TM_COUNTER_MODULO,
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
   * The next frame: of the first virtual channel with packets, else an idle frame. Throws MultiplexerError, TmFrameError; the packets then
   * wait as before.
   */
  nextFrame(options: NextFrameOptions = {}): MultiplexedFrame {
    const { frame } = this.parameters;
    const { ocf, secondaryHeader } = options;
    const secondaryHeaderLength = requireTmServices(options, frame);
    const length = tmDataFieldLength(frame, { ocf: ocf !== undefined, secondaryHeaderLength });
    if (length < 1)
      throw new TmFrameError('data-field-length', 'transfer frame data field', 'at least 1 octet', `${length}`);
    const turn = this.queues.turn(options.vcid);
    const { vcid, frameCount: vcfc, isIdle } = turn;
    const { mcfc } = this;
    const packed = turn.pack(length);
    const bytes = encodeTmFrame({ ...packed, scid: frame.scid, vcid, mcfc, vcfc, ocf, secondaryHeader }, frame);
    this.queues.complete(turn);
    this.mcfc = (mcfc + 1) % TM_COUNTER_MODULO;
    return { bytes, vcid, mcfc, vcfc, isIdle };
  }
}
