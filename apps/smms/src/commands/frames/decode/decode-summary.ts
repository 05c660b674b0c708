import { correctedSymbols } from './frame-line.js';
import { type PacketOutput } from '../link/packet-output.js';
import { type ReceivedFrame } from '../source/received-frame.js';

/** Counts of one decoding, said at its end. */
export class DecodeSummary {
  private frames = 0;
  private valid = 0;
  private symbols = 0;
  private bits = 0;
  private gaps = 0;
  private missing = 0;
  private repeated = 0;
  private good = 0;
  private bad = 0;
  private idle = 0;
  private skipped = 0;
  private errors = 0;

  countFrame(received: ReceivedFrame, valid: boolean): void {
    this.frames++;
    if (valid) this.valid++;
    this.symbols += correctedSymbols(received) ?? 0;
    this.bits += received.correctedBits ?? 0;
  }

  countOutput(output: PacketOutput): void {
    switch (output.kind) {
      case 'space':
      case 'encap':
        if (output.good) this.good++;
        else this.bad++;
        break;
      case 'bitstream':
      case 'vca':
        this.good++;
        break;
      case 'gap':
        this.gaps++;
        this.missing += output.missing;
        break;
      case 'duplicate':
        this.repeated++;
        break;
      case 'idle':
        this.idle += output.packets;
        break;
      case 'skipped':
        this.skipped += output.octets;
        break;
      case 'error':
        this.errors++;
        break;
    }
  }

  text(unfinished: number): string {
    const corrected = this.bits > 0 ? `${this.bits} bits` : `${this.symbols} symbols`;
    return (
      `frames: ${this.frames}, ${this.valid} valid, ${this.frames - this.valid} invalid, ${this.repeated} repeated; ` +
      `corrected: ${corrected}; gaps: ${this.gaps} (${this.missing} frames missing); ` +
      `packets: ${this.good + this.bad}, ${this.good} good, ${this.bad} bad, ${this.idle} idle dropped, ` +
      `${unfinished} unfinished at the end; ${this.skipped} octets skipped, ${this.errors} errors\n`
    );
  }
}
