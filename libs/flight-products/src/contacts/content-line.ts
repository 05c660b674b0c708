// Content lines, their folding and TEXT values of RFC 5545 (clauses 3.1 and 3.3.11, from memory).
import { printable, utf8Octets } from '../text/characters.js';

const LINE_OCTETS = 75;

/** A TEXT value: backslash, semicolon and comma escaped, line breaks as `\n`, characters it may not hold as U+FFFD. */
export function icalText(text: string): string {
  return printable(text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll('\n', '\\n');
}

/** `NAME:value` with CRLF, folded so that no line has more than 75 octets before its CRLF; a character is never cut. */
export function contentLine(name: string, value: string): string {
  let out = '';
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const more = utf8Octets(character);
    if (octets + more > LINE_OCTETS) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += more;
  }
  return `${out}\r\n`;
}
