import { CodecError } from '@app/ccsds';
import { OfflineInputError } from '../../offline/offline-input.error.js';
import { type ServiceDataUnit } from './packet-file.js';

/** Makes frames of one link out of what is to be sent, in its order: what is read back comes in the same order. */
export interface LinkEncoder {
  /** The frames that are full now. Throws OfflineInputError. */
  add(unit: ServiceDataUnit, virtualChannelId: number): Uint8Array[];
  /** The frames that were not full yet. */
  end(): Uint8Array[];
}

/** The identifier in frames where the profile takes any. */
export const ANY_SPACECRAFT = 0;

/** Runs what a unit of the input may spoil. Throws OfflineInputError in place of the library's errors. */
export function forUnit<T>({ where }: ServiceDataUnit, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new OfflineInputError(`${where}: ${error.what}: ${error.where}`, error.expected, error.found);
  }
}

interface PacketMultiplexer {
  enqueue(vcid: number, packet: Uint8Array): void;
  pendingOctets(vcid: number): number;
}

/**
 * Packets into the frames of many virtual channels. When the next packet is for another virtual channel the frame in hand is filled up
 * with idle packets and sent: packets end in the order in which they were given.
 */
export class OrderedPacketSender<Multiplexer extends PacketMultiplexer> {
  private current: number | null = null;

  constructor(
    private readonly multiplexer: Multiplexer,
    private readonly zoneLength: number,
    private readonly nextFrame: (multiplexer: Multiplexer, vcid: number) => Uint8Array,
  ) {}

  add(vcid: number, packet: Uint8Array): Uint8Array[] {
    const frames = this.current !== null && this.current !== vcid ? this.end() : [];
    this.multiplexer.enqueue(vcid, packet);
    this.current = vcid;
    while (this.multiplexer.pendingOctets(vcid) >= this.zoneLength) frames.push(this.nextFrame(this.multiplexer, vcid));
    return frames;
  }

  end(): Uint8Array[] {
    const frames: Uint8Array[] = [];
    const { current } = this;
    this.current = null;
    if (current !== null)
      while (this.multiplexer.pendingOctets(current) > 0) frames.push(this.nextFrame(this.multiplexer, current));
    return frames;
  }
}
