/** The last symbols of a stream. Positions count from its beginning. */
export class SymbolHistory {
  private symbols = new Int8Array(1 << 15);
  /** Position of `symbols[0]`. */
  private base = 0;
  private length = 0;
  private start = 0;

  /** First position that is held. */
  get first(): number {
    return this.start;
  }

  push(symbols: Int8Array): void {
    if (this.length + symbols.length > this.symbols.length) this.makeRoom(symbols.length);
    this.symbols.set(symbols, this.length);
    this.length += symbols.length;
  }

  /** A copy of those from `position` on. */
  from(position: number): Int8Array {
    return this.symbols.slice(position - this.base, this.length);
  }

  /** Forgets those before `position`. */
  dropBefore(position: number): void {
    this.start = Math.max(this.start, Math.min(position, this.base + this.length));
  }

  clear(): void {
    this.base = 0;
    this.length = 0;
    this.start = 0;
  }

  private makeRoom(more: number): void {
    const dropped = this.start - this.base;
    const kept = this.symbols.subarray(dropped, this.length);
    const needed = kept.length + more;
    const symbols = 2 * needed <= this.symbols.length ? this.symbols : new Int8Array(2 * needed);
    symbols.set(kept);
    this.symbols = symbols;
    this.base = this.start;
    this.length = kept.length;
  }
}
