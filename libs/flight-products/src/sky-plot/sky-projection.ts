import { type Tai, secondsBetween } from '@app/time';
import { type Box, type LabelPlacer } from '../svg/label-placer.js';
import { type Point } from '../svg/xml.js';
import { type SkyPoint } from './sky-plot.js';

// Operators' polar plot: north up, azimuth clockwise, east on the right as on a map and on an antenna's azimuth dial (not east on the
// left as one sees the sky lying on one's back). The distance from the centre is the zenith distance: 90 degrees at the rim.

export const RADIUS = 280;
export const CENTRE: Point = { x: 390, y: 390 };

/** Where a direction is drawn; what lies below the horizon is drawn on the rim. */
export function project({ azimuthDeg, elevationDeg }: Omit<SkyPoint, 'utc'>): Point {
  const angle = (azimuthDeg * Math.PI) / 180;
  const distance = ringRadius(elevationDeg);
  return { x: CENTRE.x + distance * Math.sin(angle), y: CENTRE.y - distance * Math.cos(angle) };
}

export function ringRadius(elevationDeg: number): number {
  return (RADIUS * (90 - Math.min(Math.max(elevationDeg, 0), 90))) / 90;
}

/** Where a track is at an instant, straight between its drawn points; undefined outside of it. */
export function pointAt(points: readonly SkyPoint[], at: Tai): Point | undefined {
  const next = points.findIndex(({ utc }) => utc >= at);
  const after = points[next];
  if (after === undefined) return undefined;
  const before = points[next - 1];
  if (after.utc === at) return project(after);
  if (before === undefined) return undefined;
  const share = secondsBetween(before.utc, at) / secondsBetween(before.utc, after.utc);
  const [a, b] = [project(before), project(after)];
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}

/** The drawn points of a track between two instants, ends included; empty when they do not meet the track. */
export function stretch(points: readonly SkyPoint[], from: Tai, to: Tai): Point[] {
  const first = points[0]?.utc;
  const last = points.at(-1)?.utc;
  if (first === undefined || last === undefined) return [];
  const start = from > first ? from : first;
  const end = to < last ? to : last;
  if (start >= end) return [];
  const inner = points.filter(({ utc }) => utc > start && utc < end).map(project);
  return [pointAt(points, start), ...inner, pointAt(points, end)].filter((point) => point !== undefined);
}

const PATCH = 7;

/** Keeps labels off a line, by patches along it. */
export function avoidLine(placer: LabelPlacer, points: readonly Point[]): void {
  for (const [i, point] of points.entries()) {
    const before = points[i - 1] ?? point;
    const steps = Math.max(1, Math.ceil(Math.hypot(point.x - before.x, point.y - before.y) / PATCH));
    for (let k = 1; k <= steps; k++) {
      const x = before.x + ((point.x - before.x) * k) / steps;
      const y = before.y + ((point.y - before.y) * k) / steps;
      placer.avoid(patch({ x, y }, PATCH));
    }
  }
}

/** A square about a point. */
export function patch({ x, y }: Point, size: number): Box {
  return { x: x - size / 2, y: y - size / 2, width: size, height: size };
}
