import { type Theme, styleElement } from './theme.js';
import { element, escapeXml, tooltip } from './xml.js';

export interface SvgDocument {
  readonly width: number;
  readonly height: number;
  /** What it is, in a line; a screen reader says it. */
  readonly title: string;
  /** The same as the picture, in words. */
  readonly description: string;
  readonly theme: Theme;
  /** Markup, in the order of drawing. */
  readonly body: readonly string[];
}

/** A stand-alone SVG: no script, no font, no address is fetched. */
export function svgDocument({ width, height, title, description, theme, body }: SvgDocument): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const content = [
    tooltip(title),
    `<desc>${escapeXml(description)}</desc>`,
    styleElement(theme),
    element('rect', { width: w, height: h, class: 'fill-paper' }),
    ...body,
  ];
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${w} ${h}`,
      width: w,
      height: h,
      class: 'flight-product',
      role: 'img',
      'aria-label': title,
    },
    content.filter((line) => line !== '').join('\n'),
  )}\n`;
}
