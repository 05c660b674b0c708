import { type Charset } from '../definitions.js';

const REPLACEMENT = '\uFFFD';

/** Octets → text. What the character set cannot mean becomes U+FFFD: telemetry may be damaged, and the raw octets are kept. */
export function decodeText(octets: Uint8Array, charset: Charset): string {
  switch (charset) {
    case 'UTF-8':
      return decodeUtf8(octets);
    case 'UTF-16BE':
    case 'UTF-16LE':
      return decodeUtf16(octets, charset === 'UTF-16LE');
    case 'US-ASCII':
      return Array.from(octets, (octet) => (octet < 128 ? String.fromCharCode(octet) : REPLACEMENT)).join('');
    case 'ISO-8859-1':
      return Array.from(octets, (octet) => String.fromCharCode(octet)).join('');
  }
}

/** Text → octets, or undefined where the character set lacks a character. */
export function encodeText(text: string, charset: Charset): Uint8Array | undefined {
  const octets: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (charset === 'UTF-8') {
      if (code >= 0xd800 && code <= 0xdfff) return undefined;
      pushUtf8(octets, code);
    } else if (charset === 'UTF-16BE' || charset === 'UTF-16LE') {
      for (let i = 0; i < character.length; i++) {
        const unit = character.charCodeAt(i);
        octets.push(...(charset === 'UTF-16LE' ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff]));
      }
    } else {
      if (code >= (charset === 'US-ASCII' ? 128 : 256)) return undefined;
      octets.push(code);
    }
  }
  return Uint8Array.from(octets);
}

function pushUtf8(octets: number[], code: number): void {
  if (code < 0x80) octets.push(code);
  else if (code < 0x800) octets.push(0xc0 | (code >> 6), 0x80 | (code & 63));
  else if (code < 0x10000) octets.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  else octets.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
}

/** RFC 3629: overlong forms, surrogates and values beyond U+10FFFF are not characters. */
function decodeUtf8(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length;) {
    const lead = octets[at]!;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead < 0xe0
          ? 2
          : lead >= 0xe0 && lead < 0xf0
            ? 3
            : lead >= 0xf0 && lead < 0xf5
              ? 4
              : 0;
    let code = length === 1 ? lead : lead & (0x7f >> length);
    let taken = 1;
    while (taken < length && (octets[at + taken] ?? 0) >> 6 === 2) code = (code << 6) | (octets[at + taken++]! & 63);
    const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    const valid =
      length > 0 && taken === length && code >= least && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    text += valid ? String.fromCodePoint(code) : REPLACEMENT;
    at += valid ? length : 1;
  }
  return text;
}

function decodeUtf16(octets: Uint8Array, little: boolean): string {
  let text = '';
  for (let at = 0; at + 1 < octets.length; at += 2)
    text += String.fromCharCode(little ? octets[at]! | (octets[at + 1]! << 8) : (octets[at]! << 8) | octets[at + 1]!);
  return octets.length % 2 === 0 ? text : text + REPLACEMENT;
}
