const NARROW_EM = 0.6;

/** Width of a text in pixels as a sans-serif font is likely to set it; East Asian and pictorial characters are a full em. */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const character of text) em += (character.codePointAt(0) ?? 0) >= 0x1100 ? 1 : NARROW_EM;
  return em * fontSize;
}

/** A text in lines of at most `width` pixels, broken at spaces; a longer word keeps a line of its own. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, fontSize) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === '' ? lines : [...lines, line];
}

/** A text cut to a width, with an ellipsis where something is missing. */
export function cutText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let out = '';
  for (const character of text) {
    if (textWidth(`${out}${character}…`, fontSize) > width) break;
    out += character;
  }
  return out === '' ? '' : `${out}…`;
}
