import { byteOrderMarkLength } from './input-format.js';

/** A line of a text, or one that was too long to be kept. */
export type TextLine = { readonly line: number; readonly text: string | null };

/** Longer lines are given up without being kept. */
export const MAX_LINE_CHARACTERS = 1 << 18;

/** Lines of a text that comes in pieces, empty ones left out. */
export class LineReader {
  private rest = '';
  private line = 0;
  private overlong = false;
  private isBegun = false;

  push(piece: Uint8Array): TextLine[] {
    const lines: TextLine[] = [];
    const text = this.isBegun ? piece : piece.subarray(byteOrderMarkLength(piece));
    this.isBegun = true;
    const texts = Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1').split('\n');
    for (let i = 0; i + 1 < texts.length; i++) this.finish(this.rest + texts[i]!, lines);
    this.rest += texts.at(-1)!;
    if (this.rest.length > MAX_LINE_CHARACTERS) {
      this.overlong = true;
      this.rest = '';
    }
    return lines;
  }

  end(): TextLine[] {
    const lines: TextLine[] = [];
    if (this.rest !== '' || this.overlong) this.finish(this.rest, lines);
    return lines;
  }

  private finish(text: string, lines: TextLine[]): void {
    const line = ++this.line;
    this.rest = '';
    if (this.overlong || text.length > MAX_LINE_CHARACTERS) lines.push({ line, text: null });
    else if (text.trim() !== '') lines.push({ line, text });
    this.overlong = false;
  }
}
