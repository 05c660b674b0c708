import { LineReader, MAX_LINE_CHARACTERS, type TextLine } from './line-reader.js';

/** What is wrong with a text that should have been hexadecimal digits. */
export interface HexFault {
  readonly octets: null;
  readonly expected: string;
  readonly found: string;
}

type HexOctets = { readonly octets: Uint8Array } | HexFault;

/** The octets of a line, or why it has none. */
export type HexLine = { readonly line: number } & HexOctets;

/** Lines of hexadecimal digits from pieces of a text. Blanks inside a line and empty lines do not count. */
export class HexLineReader {
  private readonly lines = new LineReader();

  push(piece: Uint8Array): HexLine[] {
    return this.lines.push(piece).map(hexLine);
  }

  end(): HexLine[] {
    return this.lines.end().map(hexLine);
  }
}

function hexLine({ line, text }: TextLine): HexLine {
  if (text !== null) return { line, ...hexOctets(text) };
  return { line, octets: null, expected: `at most ${MAX_LINE_CHARACTERS} characters`, found: 'more' };
}

/** The octets of hexadecimal digits with blanks between them. */
export function hexOctets(text: string): HexOctets {
  const digits = text.replace(/\s+/g, '');
  const wrong = /[^0-9a-fA-F]/.exec(digits);
  if (wrong !== null)
    return {
      octets: null,
      expected: 'hexadecimal digits',
      found: `${JSON.stringify(wrong[0])} at digit ${wrong.index + 1}`,
    };
  if (digits.length % 2 !== 0) return { octets: null, expected: 'an even number of digits', found: `${digits.length}` };
  return { octets: new Uint8Array(Buffer.from(digits, 'hex')) };
}

/** A fault as a message. */
export function faultText({ expected, found }: HexFault): string {
  return `expected ${expected}, found ${found}`;
}
