import { type Tai, formatUtc, secondsBetween } from '@app/time';
import { clockStepS, clockTicks } from '../svg/clock-ticks.js';
import { type Label, type LabelPlacer } from '../svg/label-placer.js';
import { textWidth } from '../svg/text-size.js';
import { SERIES_COLOURS } from '../svg/theme.js';
import { type Point, element, pathData, textElement, tooltip } from '../svg/xml.js';
import { type SkyPoint, type SkySegmentKind, type SkyTrack } from './sky-plot.js';
import { avoidLine, patch, pointAt, project, stretch } from './sky-projection.js';

/** A track with its ends and its top found. */
export interface KnownTrack {
  readonly track: SkyTrack;
  readonly colour: number;
  readonly aos: SkyPoint;
  readonly tca: SkyPoint;
  readonly los: SkyPoint;
}

export function knownTrack(track: SkyTrack, index: number): KnownTrack | undefined {
  const [aos] = track.points;
  const los = track.points.at(-1);
  if (aos === undefined || los === undefined) return undefined;
  const highest = track.points.reduce((top, point) => (point.elevationDeg > top.elevationDeg ? point : top), aos);
  return { track, colour: index % SERIES_COLOURS, aos, tca: track.tca ?? highest, los };
}

const clock = (at: Tai): string => formatUtc(at, 0).slice(11, 19);
const MARK_SIZE = 12;
const endLabel = { fontSize: MARK_SIZE, distances: [9, 15, 24, 36], over: 'lines' } as const;
const topLabel = { ...endLabel, over: 'nothing' } as const;
const tickLabel: PlacedText = { fontSize: 10, className: 'fill-faint halo', distances: [6, 10, 16], over: 'nothing' };

export const segmentClass: Readonly<Record<SkySegmentKind, string>> = {
  keyhole: 'line-warning',
  interference: 'line-danger',
  eclipse: 'line-umbra',
};

/** The line of a track with what is marked along it. Keeps labels off it. */
export function trackLine({ track, colour }: KnownTrack, placer: LabelPlacer): string {
  const line = track.points.map(project);
  avoidLine(placer, line);
  const marked = (track.segments ?? []).map(({ kind, from, to }) => {
    const part = stretch(track.points, from, to);
    if (part.length === 0) return '';
    const name = tooltip(`${track.label}: ${kind} ${clock(from)} to ${clock(to)} UTC`);
    const look = { 'stroke-width': 9, 'stroke-opacity': 0.5, 'stroke-linecap': 'butt' };
    return element('path', { d: pathData(part), class: `open ${segmentClass[kind]}`, ...look }, name);
  });
  return [
    ...marked,
    element(
      'path',
      { d: pathData(line), class: `open line-${colour}`, 'stroke-width': 2.2, 'stroke-linejoin': 'round' },
      tooltip(track.label),
    ),
  ].join('');
}

/** AOS, TCA and LOS with their times; a label that finds no place is left out (the legend has every time). */
export function trackMarks(known: KnownTrack, placer: LabelPlacer): string {
  const { track, colour, aos, tca, los } = known;
  const text = (name: string, point: SkyPoint, extra = ''): string => `${name} ${clock(point.utc)}${extra}`;
  const top = tca.utc > aos.utc && tca.utc < los.utc;
  return [
    mark('aos', project(aos), colour, text(track.aosOpen === true ? 'from' : 'AOS', aos), placer, track),
    top ? mark('tca', project(tca), colour, text('TCA', tca, `, ${tca.elevationDeg.toFixed(1)}°`), placer, track) : '',
    mark('los', project(los), colour, text(track.losOpen === true ? 'until' : 'LOS', los), placer, track),
  ].join('');
}

type MarkKind = 'aos' | 'tca' | 'los';

function mark(
  kind: MarkKind,
  at: Point,
  colour: number,
  text: string,
  placer: LabelPlacer,
  { label }: SkyTrack,
): string {
  placer.take(patch(at, 10));
  const look = { class: `${kind === 'aos' ? 'fill-paper' : `fill-${colour}`} line-${colour}`, 'stroke-width': 2 };
  const name = tooltip(`${label}: ${text} UTC`);
  const shape =
    kind === 'los'
      ? element('rect', { x: at.x - 4, y: at.y - 4, width: 8, height: 8, ...look }, name)
      : element('circle', { cx: at.x, cy: at.y, r: kind === 'aos' ? 4.5 : 3.5, ...look }, name);
  return (
    shape +
    placedText(at, text, { ...(kind === 'tca' ? topLabel : endLabel), className: `fill-${colour} halo` }, placer)
  );
}

/** Ticks at full minutes (or hours) of UTC, at most twelve or so along a track, with `hh:mm` where there is room if `named`. */
export function trackTicks({ track, colour, aos, los }: KnownTrack, named: boolean, placer: LabelPlacer): string {
  const step = clockStepS(secondsBetween(aos.utc, los.utc) / 12);
  return clockTicks(aos.utc, los.utc, step)
    .map((at) => {
      const point = pointAt(track.points, at);
      if (point === undefined) return '';
      const dot = element('circle', { cx: point.x, cy: point.y, r: 2.4, class: `fill-paper line-${colour}` });
      return named ? dot + placedText(point, clock(at).slice(0, 5), tickLabel, placer) : dot;
    })
    .join('');
}

export interface PlacedText extends Pick<Label, 'distances' | 'over'> {
  readonly fontSize: number;
  readonly className: string;
}

/** A label beside a point where the placer finds room; nothing where it finds none. */
export function placedText(anchor: Point, text: string, style: PlacedText, placer: LabelPlacer): string {
  const { fontSize, className, distances, over } = style;
  const width = textWidth(text, fontSize);
  const box = placer.place({ anchor, width, height: fontSize + 2, distances, over });
  if (box === undefined) return '';
  return textElement(box.x + width / 2, box.y + box.height / 2, text, {
    class: className,
    'font-size': fontSize,
    'text-anchor': 'middle',
    'dominant-baseline': 'central',
  });
}
