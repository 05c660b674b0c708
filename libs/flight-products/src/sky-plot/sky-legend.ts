import { formatUtc } from '@app/time';
import { cutText, textWidth, wrapText } from '../svg/text-size.js';
import { element, textElement } from '../svg/xml.js';
import { turnFixed } from '../text/number-text.js';
import { type SkyPlot, type SkyPoint, type SkySegmentKind } from './sky-plot.js';
import { type KnownTrack, segmentClass } from './sky-track.js';

export interface Legend {
  readonly markup: readonly string[];
  /** Where the next thing below may begin. */
  readonly bottom: number;
}

const ROW = 19;
const SIZE = 12;
const head = { 'font-size': 11, class: 'fill-faint' };

/** The contacts as a table: colour, name, AOS, TCA with elevation, LOS, each with its azimuth. */
export function trackTable(tracks: readonly KnownTrack[], left: number, width: number, top: number): Legend {
  if (tracks.length === 0) return { markup: [], bottom: top };
  const columns = [left + 26, left + width - 470, left + width - 316, left + width - 140];
  const [nameX = 0, aosX = 0, tcaX = 0, losX = 0] = columns;
  const utc = (point: SkyPoint, open: string): string => `${open}${formatUtc(point.utc, 0).slice(11, 19)}`;
  const markup = [
    textElement(nameX, top, 'contact', head),
    textElement(aosX, top, 'AOS (UTC), azimuth', head),
    textElement(tcaX, top, 'TCA, azimuth, elevation', head),
    textElement(losX, top, 'LOS, azimuth', head),
    ...tracks.map(({ track, colour, aos, tca, los }, i) => {
      const y = top + ROW * (i + 1);
      const cell = (x: number, text: string): string =>
        textElement(x, y, text, { class: 'fill-ink', 'font-size': SIZE });
      const azimuth = ({ azimuthDeg }: SkyPoint): string => `${turnFixed(azimuthDeg, 1)}°`;
      const date = formatUtc(aos.utc, 0).slice(0, 10);
      return [
        element('line', { x1: left, x2: left + 18, y1: y - 4, y2: y - 4, class: `line-${colour}`, 'stroke-width': 4 }),
        cell(nameX, cutText(`${date} ${track.label}`, aosX - nameX - 10, SIZE)),
        cell(aosX, `${utc(aos, track.aosOpen === true ? '< ' : '')}, ${azimuth(aos)}`),
        cell(tcaX, `${utc(tca, '')}, ${azimuth(tca)}, ${tca.elevationDeg.toFixed(1)}°`),
        cell(losX, `${utc(los, track.losOpen === true ? '> ' : '')}, ${azimuth(los)}`),
      ].join('');
    }),
  ];
  return { markup, bottom: top + ROW * (tracks.length + 1) };
}

interface KeyItem {
  readonly swatch: (x: number, y: number) => string;
  readonly text: string;
}

const patchOf =
  (className: string, opacity = 1) =>
  (x: number, y: number): string =>
    element('rect', { x, y: y - 10, width: 18, height: 12, class: `${className} line-grid`, 'fill-opacity': opacity });
const lineOf =
  (className: string, attributes: Readonly<Record<string, string | number>>) =>
  (x: number, y: number): string =>
    element('line', { x1: x, x2: x + 18, y1: y - 4, y2: y - 4, class: className, ...attributes });

function keyItems(plot: SkyPlot, tracks: readonly KnownTrack[]): KeyItem[] {
  const kinds = new Set(tracks.flatMap(({ track }) => (track.segments ?? []).map(({ kind }) => kind)));
  const item = (when: boolean, text: string, swatch: KeyItem['swatch']): KeyItem[] => (when ? [{ text, swatch }] : []);
  const segment = (kind: SkySegmentKind, text: string): KeyItem[] =>
    item(kinds.has(kind), text, lineOf(segmentClass[kind], { 'stroke-width': 9, 'stroke-opacity': 0.5 }));
  const { minElevationDeg: minimum, uplinkMinElevationDeg: uplink, keyholeElevationDeg: keyhole } = plot;
  return [
    ...item(minimum > 0, `below minimum elevation ${minimum}°`, patchOf('fill-shade')),
    ...item((plot.horizonMask?.length ?? 0) > 0, 'horizon mask', patchOf('fill-horizon')),
    ...item(
      uplink !== undefined,
      `uplink from ${uplink ?? ''}°`,
      lineOf('line-faint', { 'stroke-dasharray': '1.5 4' }),
    ),
    ...item(keyhole !== undefined, `keyhole above ${keyhole ?? ''}°`, patchOf('fill-warning', 0.18)),
    ...segment('keyhole', 'too fast for the antenna'),
    ...segment('interference', 'Sun or Moon in the beam'),
    ...segment('eclipse', 'spacecraft in eclipse'),
  ];
}

/** What the shades and line styles mean, in as many rows as it takes. */
export function shadeKey(
  plot: SkyPlot,
  tracks: readonly KnownTrack[],
  left: number,
  width: number,
  top: number,
): Legend {
  let [x, y] = [left, top];
  const markup: string[] = [];
  for (const { swatch, text } of keyItems(plot, tracks)) {
    const needed = 26 + textWidth(text, SIZE);
    if (x > left && x + needed > left + width) [x, y] = [left, y + ROW];
    markup.push(swatch(x, y), textElement(x + 26, y, text, { class: 'fill-ink', 'font-size': SIZE }));
    x += needed + 20;
  }
  return { markup, bottom: markup.length === 0 ? top : y + ROW };
}

/** Sentences in small print, wrapped. */
export function smallPrint(notes: readonly string[], left: number, width: number, top: number): Legend {
  const lines = notes.flatMap((note) => wrapText(note, width, 11));
  const markup = lines.map((line, i) => textElement(left, top + 15 * i, line, head));
  return { markup, bottom: top + 15 * lines.length };
}
