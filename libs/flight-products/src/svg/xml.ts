import { printable } from '../text/characters.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Any text as XML character data or attribute value; a reader gets it back, but for what XML may not carry (U+FFFD instead). */
export function escapeXml(text: string): string {
  return printable(text).replaceAll(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `content` is markup that is escaped already. Numbers are printed with at most two decimals. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === undefined ? '' : ` ${key}="${attributeText(value)}"`))
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** `<text>` at a point; empty texts vanish. */
export function textElement(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return text === '' ? '' : element('text', { x, y, ...attributes }, escapeXml(text));
}

/** `<title>`: what a pointer over the element shows, and what a screen reader says. */
export function tooltip(text: string): string {
  return `<title>${escapeXml(text)}</title>`;
}

/** A coordinate with at most two decimals. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

function attributeText(value: string | number): string {
  return typeof value === 'number' ? coordinate(value) : escapeXml(value);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Path data of a line through points; closed when asked. */
export function pathData(points: readonly Point[], closed = false): string {
  const line = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`).join('');
  return closed ? `${line}Z` : line;
}
