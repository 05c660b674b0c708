/** Octets that wait until enough of them are there. Each octet is copied once however the pieces are cut. */
export class OctetQueue {
  private octets = new Uint8Array(0);
  private start = 0;
  private stop = 0;

  get length(): number {
    return this.stop - this.start;
  }

  push(piece: Uint8Array): void {
    if (this.stop + piece.length > this.octets.length) this.makeRoom(piece.length);
    this.octets.set(piece, this.stop);
    this.stop += piece.length;
  }

  /** The first `length` octets, or fewer if there are not so many, left where they are: a view that holds until the next push. */
  peek(length: number): Uint8Array {
    return this.octets.subarray(this.start, Math.min(this.stop, this.start + length));
  }

  /** Takes the first `length` octets away: new octets. */
  take(length: number): Uint8Array {
    const taken = this.octets.slice(this.start, Math.min(this.stop, this.start + length));
    this.start += taken.length;
    return taken;
  }

  private makeRoom(more: number): void {
    const { length } = this;
    const octets = 2 * (length + more) <= this.octets.length ? this.octets : new Uint8Array(2 * (length + more));
    octets.set(this.octets.subarray(this.start, this.stop));
    this.octets = octets;
    this.start = 0;
    this.stop = length;
  }
}
