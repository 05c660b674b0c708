// Packets into the data fields of one virtual channel's frames, back to back, with the first header pointer of each.
import { buildIdlePacket, SPACE_PACKET_MIN_LENGTH } from '../space-packet/space-packet.js';
import { FHP_NO_PACKET_START } from '../tm-frame/tm-frame.js';

export interface PackedDataField {
  readonly dataField: Uint8Array;
  readonly firstHeaderPointer: number;
}

/** The packets that wait for one virtual channel. The octets given to it are kept, not copied. */
export class PacketPacker {
  private queue: Uint8Array[] = [];
  private next = 0;
  /** Octets of the packet in front that have gone already. */
  private sent = 0;
  /** Octets of an idle packet, begun at the end of a frame, that must go before anything else. */
  private idleTail: Uint8Array = new Uint8Array(0);
  private waiting = 0;

  constructor(private readonly idlePattern: number) {}

  add(packet: Uint8Array): void {
    this.queue.push(packet);
    this.waiting += packet.length;
  }

  /** Octets of packets, idle filling not counted, that have not gone yet. */
  get pendingOctets(): number {
    return this.waiting;
  }

  /** A packet, or idle filling, was begun in the last frame and goes on in the next. */
  get isInsidePacket(): boolean {
    return this.sent > 0 || this.idleTail.length > 0;
  }

  /** The next data field of `length` octets, filled with an idle packet where there are no more packets. */
  pack(length: number): PackedDataField {
    const dataField = new Uint8Array(length);
    let firstHeaderPointer = FHP_NO_PACKET_START;
    let at = Math.min(this.idleTail.length, length);
    dataField.set(this.idleTail.subarray(0, at));
    this.idleTail = this.idleTail.subarray(at);
    while (at < length) {
      const packet = this.queue[this.next];
      if (this.sent === 0 && firstHeaderPointer === FHP_NO_PACKET_START) firstHeaderPointer = at;
      if (packet === undefined) {
        // An idle packet has at least seven octets: the rest of a short one spills into the next frame.
        const idle = buildIdlePacket(Math.max(length - at, SPACE_PACKET_MIN_LENGTH), this.idlePattern);
        dataField.set(idle.subarray(0, length - at), at);
        this.idleTail = idle.subarray(length - at);
        break;
      }
      const piece = packet.subarray(this.sent, this.sent + length - at);
      dataField.set(piece, at);
      at += piece.length;
      this.sent += piece.length;
      this.waiting -= piece.length;
      if (this.sent === packet.length) this.dropFront();
    }
    return { dataField, firstHeaderPointer };
  }

  private dropFront(): void {
    this.sent = 0;
    this.next++;
    if (this.next >= 64 && this.next * 2 >= this.queue.length) {
      this.queue = this.queue.slice(this.next);
      this.next = 0;
    }
  }
}
