import { SaxesParser } from 'saxes';

export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Every element of an SVG in order of its opening, with its own text. Throws what the strict XML parser finds wrong. */
export function parseSvg(svg: string): SvgElement[] {
  const parser = new SaxesParser();
  const all: SvgElement[] = [];
  const open: SvgElement[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: SvgElement = { name, attributes, text: '' };
    all.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const current = open.at(-1);
    if (current !== undefined) current.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(svg).close();
  return all;
}

export const textsOf = (svg: string, name: string): string[] =>
  parseSvg(svg)
    .filter((element) => element.name === name)
    .map(({ text }) => text);
