import { type HorizonMask, horizonMaskOf } from '@app/orbit';
import { type LabelPlacer } from '../svg/label-placer.js';
import { textWidth } from '../svg/text-size.js';
import { type Point, element, pathData, textElement, tooltip } from '../svg/xml.js';
import { type SkyPlot } from './sky-plot.js';
import { CENTRE, RADIUS, patch, project, ringRadius } from './sky-projection.js';

const RINGS = [0, 30, 60];
const LABEL_SIZE = 12;

/** A ring about the zenith. */
const ring = (elevationDeg: number, attributes: Readonly<Record<string, string | number>>, name?: string): string =>
  element(
    'circle',
    { cx: CENTRE.x, cy: CENTRE.y, r: ringRadius(elevationDeg), ...attributes },
    name === undefined ? '' : tooltip(name),
  );

/** What lies between the horizon and a mask: the disc of the sky with the seen part cut out. */
function below(mask: HorizonMask, className: string, name: string): string {
  const rim = `M${CENTRE.x - RADIUS} ${CENTRE.y}a${RADIUS} ${RADIUS} 0 1 1 ${2 * RADIUS} 0a${RADIUS} ${RADIUS} 0 1 1 ${-2 * RADIUS} 0Z`;
  const seen = maskLine(mask);
  return element(
    'path',
    { d: `${rim}${pathData(seen, true)}`, 'fill-rule': 'evenodd', class: className },
    tooltip(name),
  );
}

/** A mask's line around the sky: every degree, and both sides of each bend so that a wall stays upright. */
function maskLine(mask: HorizonMask): Point[] {
  const azimuths = Array.from({ length: 360 }, (_, azimuth) => azimuth);
  for (const bend of mask.bendsDeg) azimuths.push(Math.max(bend - 1e-6, 0), Math.min(bend + 1e-6, 360));
  return azimuths
    .sort((a, b) => a - b)
    .map((azimuthDeg) => project({ azimuthDeg, elevationDeg: mask.elevationDegAt(azimuthDeg) }));
}

/** Shading, rings and the letters of the compass; takes their places from the labels that follow. */
export function skyGrid(plot: SkyPlot, placer: LabelPlacer): string[] {
  const { minElevationDeg, horizonMask, uplinkMinElevationDeg, keyholeElevationDeg } = plot;
  const out: string[] = [];
  if (minElevationDeg > 0)
    out.push(
      below(horizonMaskOf({ minElevationDeg }), 'fill-shade', `below the minimum elevation ${minElevationDeg}°`),
    );
  if (horizonMask !== undefined && horizonMask.length > 0)
    out.push(below(horizonMaskOf({ minElevationDeg: -90, horizonMask }), 'fill-horizon', 'behind the horizon mask'));
  if (keyholeElevationDeg !== undefined)
    out.push(ring(keyholeElevationDeg, { class: 'fill-warning', 'fill-opacity': 0.18 }, 'keyhole of the antenna'));
  for (let azimuthDeg = 0; azimuthDeg < 360; azimuthDeg += 30) out.push(spoke(azimuthDeg, placer));
  for (const elevationDeg of RINGS) out.push(ring(elevationDeg, { class: 'open line-grid' }));
  const dashed = (elevationDeg: number, dashes: string, name: string): string =>
    ring(elevationDeg, { class: 'open line-faint', 'stroke-dasharray': dashes }, name);
  if (minElevationDeg > 0) out.push(dashed(minElevationDeg, '5 4', `minimum elevation ${minElevationDeg}°`));
  if (uplinkMinElevationDeg !== undefined)
    out.push(dashed(uplinkMinElevationDeg, '1.5 4', `uplink permitted from ${uplinkMinElevationDeg}°`));
  for (const elevationDeg of [30, 60]) out.push(ringLabel(elevationDeg, placer));
  placer.avoid(patch(CENTRE, 10));
  return out;
}

const letters: Readonly<Record<number, string>> = { 0: 'N', 90: 'E', 180: 'S', 270: 'W' };

function spoke(azimuthDeg: number, placer: LabelPlacer): string {
  const rim = project({ azimuthDeg, elevationDeg: 0 });
  const letter = letters[azimuthDeg];
  const text = letter ?? `${azimuthDeg}°`;
  const size = letter === undefined ? LABEL_SIZE : 17;
  const away = 1 + 17 / RADIUS;
  const at = { x: CENTRE.x + (rim.x - CENTRE.x) * away, y: CENTRE.y + (rim.y - CENTRE.y) * away };
  const width = textWidth(text, size) + 8;
  placer.take({ x: at.x - width / 2, y: at.y - size / 2 - 2, width, height: size + 4 });
  return [
    element('line', { x1: CENTRE.x, y1: CENTRE.y, x2: rim.x, y2: rim.y, class: 'line-grid' }),
    textElement(at.x, at.y, text, {
      class: letter === undefined ? 'fill-faint' : 'fill-ink',
      'font-size': size,
      'font-weight': letter === undefined ? undefined : 600,
      'text-anchor': 'middle',
      'dominant-baseline': 'central',
    }),
  ].join('');
}

function ringLabel(elevationDeg: number, placer: LabelPlacer): string {
  const { x, y } = project({ azimuthDeg: 0, elevationDeg });
  placer.take({ x: x + 2, y: y - 14, width: 24, height: 14 });
  return textElement(x + 4, y - 4, `${elevationDeg}°`, { class: 'fill-faint halo', 'font-size': LABEL_SIZE });
}
