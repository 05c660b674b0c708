const REPLACEMENT = '\uFFFD';

/** A text whose unpaired surrogates and control characters (but tab and line breaks) are replaced by U+FFFD. */
export function printable(text: string): string {
  let out = '';
  for (const character of text) out += isPrintable(character.codePointAt(0) ?? 0) ? character : REPLACEMENT;
  return out;
}

/** XML 1.0 (fifth edition) production Char, less U+007F to U+009F: what both XML and iCalendar text may carry. */
function isPrintable(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  if (code >= 0x7f && code <= 0x9f) return false;
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
}

/** Octets of a code point in UTF-8. */
export function utf8Octets(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
