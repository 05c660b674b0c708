import { type Tai, formatUtc, secondsBetween, utcDayOf } from '@app/time';
import { clockStepS, clockTicks } from '../svg/clock-ticks.js';
import { element, textElement } from '../svg/xml.js';
import { textWidth } from '../svg/text-size.js';
import { type TimeSpan } from './timeline.js';

/** Where time and rows are drawn. */
export interface Chart extends TimeSpan {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

export function xOf({ from, to, left, width }: Chart, at: Tai): number {
  return left + (width * secondsBetween(from, at)) / secondsBetween(from, to);
}

const weekdays = ['Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue']; // 1958-01-01 was a Wednesday
const DAY_S = 86_400;
const LABEL_GAP_PX = 46;
const SIZE = 11;

/** Bands and names of days, lines of hours, `hh:mm` above and below. All in UTC. */
export function timeAxis(chart: Chart): string[] {
  const secondsPerPixel = secondsBetween(chart.from, chart.to) / chart.width;
  const ticks = clockTicks(chart.from, chart.to, clockStepS(LABEL_GAP_PX * secondsPerPixel));
  const midnights = clockTicks(chart.from, chart.to, DAY_S);
  const vertical = (at: Tai, className: string, width: number, up: number): string => {
    const x = xOf(chart, at);
    return element('line', {
      x1: x,
      x2: x,
      y1: chart.top - up,
      y2: chart.bottom,
      class: className,
      'stroke-width': width,
    });
  };
  return [
    ...dayBands(chart, midnights),
    ...ticks.map((at) => vertical(at, 'line-grid', 1, 4)),
    ...midnights.map((at) => vertical(at, 'line-faint', 1.5, 36)),
    ...ticks.flatMap((at) => {
      const look = { class: 'fill-faint halo', 'font-size': SIZE, 'text-anchor': 'middle' };
      const clock = formatUtc(at, 0).slice(11, 16);
      return [
        textElement(xOf(chart, at), chart.top - 8, clock, look),
        textElement(xOf(chart, at), chart.bottom + 16, clock, look),
      ];
    }),
  ];
}

function dayBands(chart: Chart, midnights: readonly Tai[]): string[] {
  const inner = midnights.filter((at) => at > chart.from && at < chart.to);
  const edges = [chart.from, ...inner, chart.to];
  return edges.slice(0, -1).flatMap((from, i) => {
    const x = xOf(chart, from);
    const width = xOf(chart, edges[i + 1] ?? chart.to) - x;
    const { utcDay } = utcDayOf(from);
    const name = `${weekdays[utcDay % 7] ?? ''} ${formatUtc(from, 0).slice(0, 10)}`;
    const fits = textWidth(name, 12) + 8 <= width;
    return [
      utcDay % 2 === 0
        ? element('rect', { x, y: chart.top, width, height: chart.bottom - chart.top, class: 'fill-band' })
        : '',
      fits ? textElement(x + 5, chart.top - 25, name, { class: 'fill-ink', 'font-size': 12, 'font-weight': 600 }) : '',
    ];
  });
}
