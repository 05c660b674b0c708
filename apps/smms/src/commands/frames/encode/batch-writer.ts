import { type OutputFile } from '../../offline/offline-io.js';

const BATCH_OCTETS = 1 << 16;

/** Writes octets and text to a file in batches. */
export class BatchWriter {
  /** Octets given to it so far. */
  octets = 0;
  private pieces: Uint8Array[] = [];
  private waiting = 0;

  constructor(private readonly file: OutputFile) {}

  async write(piece: Uint8Array | string): Promise<void> {
    const octets = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
    this.pieces.push(octets);
    this.octets += octets.length;
    this.waiting += octets.length;
    if (this.waiting >= BATCH_OCTETS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.waiting === 0) return;
    const octets = Buffer.concat(this.pieces);
    this.pieces = [];
    this.waiting = 0;
    await this.file.write(octets);
  }
}
