import { formatUtc } from '@app/time';
import { FlightProductError } from '../flight-product.error.js';
import { svgDocument } from '../svg/document.js';
import { LabelPlacer } from '../svg/label-placer.js';
import { cutText } from '../svg/text-size.js';
import { element, textElement, tooltip } from '../svg/xml.js';
import { skyGrid } from './sky-grid.js';
import { shadeKey, smallPrint, trackTable } from './sky-legend.js';
import { type SkyBody, type SkyPlot } from './sky-plot.js';
import { CENTRE, RADIUS, patch, project } from './sky-projection.js';
import { type KnownTrack, knownTrack, placedText, trackLine, trackMarks, trackTicks } from './sky-track.js';

const WIDTH = 780;
const MARGIN = 24;
/** With more tracks than these, minutes have no labels: they would hide what they name. */
const NAMED_TICKS = 6;
const INNER = WIDTH - 2 * MARGIN;

/**
 * A polar plot as SVG: north up, east right (azimuth clockwise, as on a map), zenith in the middle, rings at 0, 30 and 60 degrees,
 * what the station does not see shaded; each track with AOS (ring), TCA (dot), LOS (square) and minutes of UTC; below it
 * the contacts as a table, the key, the notes. Labels give way to each other; the table has every time. Throws
 * FlightProductError: a track with fewer than two points, points out of order, or a direction that is not finite.
 */
export function skyPlotSvg(plot: SkyPlot): string {
  plot.tracks.forEach(checkTrack);
  const tracks = plot.tracks.flatMap((track, i) => knownTrack(track, i) ?? []);
  const bodies = (plot.bodies ?? []).filter(({ elevationDeg }) => elevationDeg >= 0);
  const placer = new LabelPlacer({ x: 6, y: 66, width: WIDTH - 12, height: CENTRE.y + RADIUS + 34 - 66 });
  const grid = skyGrid(plot, placer);
  const lines = tracks.map((track) => trackLine(track, placer));
  const suns = bodies.map((body) => bodyMark(body, placer));
  for (const { aos, tca, los } of tracks) for (const point of [aos, tca, los]) placer.avoid(patch(project(point), 12));
  const marks = tracks.map((track) => trackMarks(track, placer));
  const ticks = tracks.map((track) => trackTicks(track, tracks.length <= NAMED_TICKS, placer));
  const table = trackTable(tracks, MARGIN, INNER, CENTRE.y + RADIUS + 56);
  const key = shadeKey(plot, tracks, MARGIN, INNER, table.bottom + 8);
  const print = smallPrint(plot.notes, MARGIN, INNER, key.bottom + 6);
  return svgDocument({
    width: WIDTH,
    height: print.bottom + 6,
    title: plot.title,
    description: inWords(plot, tracks),
    theme: plot.theme ?? 'auto',
    body: [
      textElement(MARGIN, 32, cutText(plot.title, INNER, 19), {
        class: 'fill-ink',
        'font-size': 19,
        'font-weight': 600,
      }),
      textElement(MARGIN, 53, cutText(plot.subtitle ?? '', INNER, 13), { class: 'fill-faint', 'font-size': 13 }),
      ...grid,
      ...suns,
      ...lines,
      // Ticks lie under the marks; marks chose their places first.
      ...ticks,
      ...marks,
      ...table.markup,
      ...key.markup,
      ...print.markup,
    ],
  });
}

const bodyNames: Readonly<Record<SkyBody['kind'], string>> = { sun: 'Sun', moon: 'Moon' };

const bodyLabel = { fontSize: 12, className: 'fill-ink halo', distances: [13, 18, 26], over: 'lines' } as const;

function bodyMark(body: SkyBody, placer: LabelPlacer): string {
  const at = project(body);
  placer.take(patch(at, 18));
  const name = bodyNames[body.kind];
  return (
    element(
      'circle',
      { cx: at.x, cy: at.y, r: 8, class: `fill-${body.kind} line-faint` },
      tooltip(`${name}: azimuth ${body.azimuthDeg.toFixed(1)}°, elevation ${body.elevationDeg.toFixed(1)}°`),
    ) + placedText(at, name, bodyLabel, placer)
  );
}

function inWords(plot: SkyPlot, tracks: readonly KnownTrack[]): string {
  const contacts = tracks.map(
    ({ track, aos, tca, los }) =>
      `${track.label}: rises at azimuth ${aos.azimuthDeg.toFixed(0)} degrees at ${formatUtc(aos.utc, 0)}, highest at ${tca.elevationDeg.toFixed(1)} degrees at ${formatUtc(tca.utc, 0)}, sets at azimuth ${los.azimuthDeg.toFixed(0)} degrees at ${formatUtc(los.utc, 0)}.`,
  );
  return ['Polar plot of the sky, north up, east to the right, zenith in the middle.', ...contacts, ...plot.notes].join(
    ' ',
  );
}

function checkTrack({ label, points }: SkyPlot['tracks'][number]): void {
  const wrong = (field: string, expected: string, found: string): FlightProductError =>
    new FlightProductError('sky plot', `${field} of ${label}`, expected, found);
  if (points.length < 2) throw wrong('points', 'at least two', String(points.length));
  for (const [i, { utc, azimuthDeg, elevationDeg }] of points.entries()) {
    if (!Number.isFinite(azimuthDeg) || !Number.isFinite(elevationDeg))
      throw wrong(`point ${i + 1}`, 'azimuth and elevation in degrees', `${azimuthDeg}, ${elevationDeg}`);
    const before = points[i - 1];
    if (before !== undefined && before.utc >= utc)
      throw wrong(`point ${i + 1}`, `a time after ${formatUtc(before.utc)}`, formatUtc(utc));
  }
}
