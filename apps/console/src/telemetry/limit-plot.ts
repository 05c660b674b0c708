import uPlot from 'uplot';
import type { ParameterView, Series } from '../live/console-state.js';

/** Time shown, seconds. */
const SPAN_S = 600;

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Lines at the limits of a parameter, drawn behind the values. */
function drawLimits(plot: uPlot, limits: ParameterView['limits']): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = window.devicePixelRatio;
  ctx.setLineDash([6, 4]);
  for (const { level, min, max } of limits)
    for (const value of [min, max]) {
      if (value === null || value === undefined) continue;
      const y = plot.valToPos(value, 'y', true);
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.strokeStyle = token(level === 'watch' || level === 'warning' ? '--limit-warning' : '--limit-critical');
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
  ctx.restore();
}

/** The span of the values and of those limits that are near them, so that a far limit does not flatten the line. */
function yRange(values: readonly number[], limits: ParameterView['limits']): [number, number] {
  if (values.length === 0) return [0, 1];
  let low = Math.min(...values);
  let high = Math.max(...values);
  const room = Math.max((high - low) * 2, Math.abs(high) * 0.2, 1e-6);
  const [from, to] = [low - room, high + room];
  for (const { min, max } of limits)
    for (const limit of [min, max])
      if (limit !== null && limit !== undefined && limit >= from && limit <= to) {
        low = Math.min(low, limit);
        high = Math.max(high, limit);
      }
  const pad = Math.max((high - low) * 0.08, 1e-6);
  return [low - pad, high + pad];
}

/** A live plot of one parameter. `nowS` is mission time. */
export class LimitPlot {
  private readonly plot: uPlot;
  private limits: ParameterView['limits'] = [];
  private values: readonly number[] = [];
  private nowS: number | undefined;

  constructor(element: HTMLElement, width: number, height: number) {
    const axis = {
      stroke: token('--text-quiet'),
      grid: { stroke: token('--line') },
      ticks: { stroke: token('--line') },
    };
    const options: uPlot.Options = {
      width,
      height,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      scales: {
        x: { range: () => [(this.nowS ?? SPAN_S) - SPAN_S, this.nowS ?? SPAN_S] },
        y: { range: () => yRange(this.values, this.limits) },
      },
      axes: [
        {
          ...axis,
          values: (_, splits) => splits.map((seconds) => new Date(seconds * 1000).toISOString().slice(11, 16)),
        },
        { ...axis, size: 56 },
      ],
      series: [{}, { stroke: token('--plot-line'), width: 1.5, points: { show: true, size: 3 } }],
      hooks: { drawAxes: [(plot) => drawLimits(plot, this.limits)] },
    };
    this.plot = new uPlot(options, [[], []], element);
  }

  show(series: Series | undefined, limits: ParameterView['limits'], nowS: number | undefined): void {
    this.limits = limits;
    this.values = series?.values ?? [];
    this.nowS = nowS;
    this.plot.setData([[...(series?.times ?? [])], [...this.values]]);
  }

  resize(width: number, height: number): void {
    this.plot.setSize({ width, height });
  }

  destroy(): void {
    this.plot.destroy();
  }
}
