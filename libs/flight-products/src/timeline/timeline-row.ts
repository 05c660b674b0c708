import { type Tai, formatUtc } from '@app/time';
import { cutText, textWidth } from '../svg/text-size.js';
import { element, pathData, textElement, tooltip } from '../svg/xml.js';
import { lanesOf } from './lanes.js';
import { type Chart, xOf } from './timeline-axis.js';
import { type TimeSpan, type TimelineBar, type TimelineRow, type TimelineShade } from './timeline.js';

const BAR = 13;
const GAP = 2;
const PADDING = 5;
const SHADE = 4;
const LABEL_SIZE = 10;
export const HATCH_ID = 'flight-product-hatch';

/** A row that knows its height. */
export interface LaidRow {
  readonly row: TimelineRow;
  readonly bars: readonly TimelineBar[];
  readonly lanes: readonly number[];
  readonly height: number;
}

/** Bars of the span, each in a lane; the shades have a strip below. */
export function layRow(row: TimelineRow, span: TimeSpan): LaidRow {
  const bars = row.bars.filter(({ from, to }) => from < span.to && to > span.from);
  const { lanes, count } = lanesOf(bars);
  const shades = (row.shades ?? []).length > 0 ? SHADE + GAP : 0;
  return { row, bars, lanes, height: 2 * PADDING + count * (BAR + GAP) - GAP + shades };
}

/** A row's bars, shades and the line above it. */
export function drawRow(
  { row, bars, lanes, height }: LaidRow,
  top: number,
  chart: Chart,
  colours: ReadonlyMap<string, number>,
): string[] {
  const { left, width } = chart;
  return [
    element('line', { x1: left, x2: left + width, y1: top, y2: top, class: 'line-grid' }),
    ...(row.shades ?? []).map((shade) => drawShade(shade, top + height - PADDING - SHADE, chart)),
    ...bars.map((bar, i) =>
      drawBar(bar, top + PADDING + (lanes[i] ?? 0) * (BAR + GAP), chart, colours.get(bar.series) ?? 0),
    ),
  ];
}

function clipped(chart: Chart, { from, to }: TimeSpan): { readonly x: number; readonly width: number } | undefined {
  const x = xOf(chart, from > chart.from ? from : chart.from);
  const end = xOf(chart, to < chart.to ? to : chart.to);
  return end < x ? undefined : { x, width: Math.max(end - x, 1) };
}

function drawBar(bar: TimelineBar, y: number, chart: Chart, colour: number): string {
  const place = clipped(chart, bar);
  if (place === undefined) return '';
  const { x, width } = place;
  const hatches = (bar.conflicts ?? []).map((conflict) => {
    const part = clipped(chart, conflict);
    return part && element('rect', { ...part, y, height: BAR, fill: `url(#${HATCH_ID})` });
  });
  const label = cutText(bar.label, width - 4, LABEL_SIZE);
  const fits = label !== '' && textWidth(bar.label, LABEL_SIZE) + 4 <= width;
  return element(
    'g',
    {},
    [
      tooltip(bar.details.join('\n')),
      element('rect', { x, y, width, height: BAR, rx: width > 12 ? 2 : undefined, class: `fill-${colour}` }),
      ...hatches,
      bar.openStart === true || bar.from < chart.from ? arrow(x, y, -1, colour) : '',
      bar.openEnd === true || bar.to > chart.to ? arrow(x + width, y, 1, colour) : '',
      fits
        ? textElement(x + width / 2, y + BAR / 2, label, {
            // Its own colour around the letters, for hatched bars.
            class: `on-series line-${colour}`,
            'stroke-width': 3,
            'paint-order': 'stroke',
            'font-size': LABEL_SIZE,
            'text-anchor': 'middle',
            'dominant-baseline': 'central',
          })
        : '',
    ].join(''),
  );
}

/** An open end: a tip that points to where the contact goes on. */
function arrow(x: number, y: number, side: 1 | -1, colour: number): string {
  const tip = [
    { x: x + side, y },
    { x: x + side * 6, y: y + BAR / 2 },
    { x: x + side, y: y + BAR },
  ];
  return element('path', { d: pathData(tip, true), class: `fill-${colour}` });
}

const shadeClass: Readonly<Record<TimelineShade['kind'], string>> = {
  umbra: 'fill-umbra',
  penumbra: 'fill-penumbra',
  unavailable: 'fill-danger',
};

function drawShade(shade: TimelineShade, y: number, chart: Chart): string {
  const place = clipped(chart, shade);
  const utc = (at: Tai): string => formatUtc(at, 0);
  if (place === undefined) return '';
  const name = tooltip(`${shade.kind} ${utc(shade.from)} to ${utc(shade.to)}`);
  return element('rect', { ...place, y, height: SHADE, class: shadeClass[shade.kind] }, name);
}
