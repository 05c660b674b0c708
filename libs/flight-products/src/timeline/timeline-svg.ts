import { formatUtc, secondsBetween } from '@app/time';
import { FlightProductError } from '../flight-product.error.js';
import { svgDocument } from '../svg/document.js';
import { cutText, textWidth, wrapText } from '../svg/text-size.js';
import { SERIES_COLOURS } from '../svg/theme.js';
import { element, textElement } from '../svg/xml.js';
import { type Chart, timeAxis } from './timeline-axis.js';
import { HATCH_ID, type LaidRow, drawRow, layRow } from './timeline-row.js';
import { type Timeline } from './timeline.js';

const MARGIN = 20;
const LABEL_SIZE = 12;
const CHART_TOP = 104;
const WIDE_PX = 2000;
const HOUR_S = 3600;

/**
 * A timeline as SVG: rows with their contacts as bars, coloured by series (twelve colours, then from the first again), overlapping ones
 * in lanes, conflicts hatched, open ends with a tip; hours and days in UTC; a tooltip on every bar. Wide charts name the rows on
 * both sides. Throws FlightProductError: a span that does not run forward, a scale that is not above 0.
 */
export function timelineSvg(timeline: Timeline): string {
  const { start, end, title } = timeline;
  if (start >= end) throw new FlightProductError('timeline', 'end', `after ${formatUtc(start)}`, formatUtc(end));
  const hours = secondsBetween(start, end) / HOUR_S;
  const scale = timeline.pixelsPerHour ?? Math.min(Math.max(hours * 40, 960), 4200) / hours;
  if (!(scale > 0)) throw new FlightProductError('timeline', 'pixelsPerHour', 'above 0', String(scale));
  const rows = timeline.rows.map((row) => layRow(row, { from: start, to: end }));
  const series = [...new Set(rows.flatMap(({ bars }) => bars.map((bar) => bar.series)))].sort();
  const colours = new Map(series.map((name, i) => [name, i % SERIES_COLOURS]));
  const labelWidth = Math.max(40, ...rows.map(({ row }) => Math.min(textWidth(row.label, LABEL_SIZE), 180))) + 12;
  const width = hours * scale;
  const height = rows.reduce((sum, row) => sum + row.height, 0);
  const chart: Chart = {
    ...{ from: start, to: end, left: MARGIN + labelWidth, width, top: CHART_TOP, bottom: CHART_TOP + height },
  };
  const wide = width > WIDE_PX;
  const total = chart.left + width + MARGIN + (wide ? labelWidth : 12);
  const legend = drawLegend(timeline, colours, total - 2 * MARGIN, chart.bottom + 40);
  return svgDocument({
    width: total,
    height: legend.bottom,
    title,
    description: inWords(timeline, rows),
    theme: timeline.theme ?? 'auto',
    body: [
      hatchPattern,
      textElement(MARGIN, 32, cutText(title, total - 2 * MARGIN, 18), {
        ...{ class: 'fill-ink', 'font-size': 18, 'font-weight': 600 },
      }),
      textElement(MARGIN, 52, `${formatUtc(start, 0)} to ${formatUtc(end, 0)}, times in UTC`, {
        ...{ class: 'fill-faint', 'font-size': 12 },
      }),
      ...timeAxis(chart),
      ...drawRows(rows, chart, colours, labelWidth, wide),
      ...legend.markup,
    ],
  });
}

/** Lines of the paper's colour over a bar. The same in every product, so that several in one page may share its name. */
const hatchPattern = element(
  'defs',
  {},
  element(
    'pattern',
    { id: HATCH_ID, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    element('line', { x1: 0, x2: 0, y1: 0, y2: 5, class: 'line-paper', 'stroke-width': 3.2, 'stroke-opacity': 0.75 }),
  ),
);

function drawRows(
  rows: readonly LaidRow[],
  chart: Chart,
  colours: ReadonlyMap<string, number>,
  labelWidth: number,
  bothSides: boolean,
): string[] {
  let top = chart.top;
  const out: string[] = [];
  for (const laid of rows) {
    const label = cutText(laid.row.label, labelWidth - 12, LABEL_SIZE);
    const look = { class: 'fill-ink', 'font-size': LABEL_SIZE, 'dominant-baseline': 'central' };
    const middle = top + laid.height / 2;
    out.push(textElement(chart.left - 12, middle, label, { ...look, 'text-anchor': 'end' }));
    if (bothSides) out.push(textElement(chart.left + chart.width + 12, middle, label, look));
    out.push(...drawRow(laid, top, chart, colours));
    top += laid.height;
  }
  const { left, width, bottom } = chart;
  out.push(element('line', { x1: left, x2: left + width, y1: bottom, y2: bottom, class: 'line-grid' }));
  return out;
}

interface Swatch {
  readonly text: string;
  readonly draw: (x: number, y: number) => string;
}

function drawLegend(
  { rows, notes }: Timeline,
  colours: ReadonlyMap<string, number>,
  width: number,
  top: number,
): { readonly markup: readonly string[]; readonly bottom: number } {
  const patch =
    (className: string, hatched = false, height = 11) =>
    (x: number, y: number): string => {
      const place = { x, y: y - height / 2 - 4, width: 18, height };
      const over = hatched ? element('rect', { ...place, fill: `url(#${HATCH_ID})` }) : '';
      return element('rect', { ...place, class: className }) + over;
    };
  const bars = rows.flatMap((row) => row.bars);
  const kinds = new Set(rows.flatMap(({ shades = [] }) => shades.map(({ kind }) => kind)));
  const some = (when: boolean, text: string, draw: Swatch['draw']): Swatch[] => (when ? [{ text, draw }] : []);
  const swatches: Swatch[] = [
    ...[...colours].map(([name, colour]) => ({ text: name, draw: patch(`fill-${colour}`) })),
    ...some(
      bars.some(({ conflicts = [] }) => conflicts.length > 0),
      'conflict',
      patch('fill-ink', true),
    ),
    ...some(kinds.has('umbra'), 'umbra', patch('fill-umbra', false, 4)),
    ...some(kinds.has('penumbra'), 'penumbra', patch('fill-penumbra', false, 4)),
    ...some(kinds.has('unavailable'), 'not available', patch('fill-danger', false, 4)),
  ];
  let [x, y] = [MARGIN, top];
  const markup: string[] = [];
  for (const { text, draw } of swatches) {
    const needed = 24 + textWidth(text, LABEL_SIZE);
    if (x > MARGIN && x + needed > MARGIN + width) [x, y] = [MARGIN, y + 18];
    markup.push(draw(x, y), textElement(x + 24, y, text, { class: 'fill-ink', 'font-size': LABEL_SIZE }));
    x += needed + 18;
  }
  y += 22;
  for (const line of notes.flatMap((note) => wrapText(note, width, 11))) {
    markup.push(textElement(MARGIN, y, line, { class: 'fill-faint', 'font-size': 11 }));
    y += 15;
  }
  return { markup, bottom: y + 4 };
}

function inWords({ start, end, notes }: Timeline, rows: readonly LaidRow[]): string {
  const counts = rows.map(({ row, bars }) => `${row.label}: ${bars.length}`).join(', ');
  return `Contacts from ${formatUtc(start, 0)} to ${formatUtc(end, 0)} by row: ${counts}. ${notes.join(' ')}`;
}
