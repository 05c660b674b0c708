/** Degrees, longitude first as GeoJSON has it. */
export type LonLat = readonly [longitudeDeg: number, latitudeDeg: number];

/** A closed ring: the first point comes again as the last. */
export type MapRing = readonly LonLat[];

const HALF_TURN_DEG = 180;
const TURN_DEG = 360;

/**
 * The rings that a closed curve on the globe makes on a map of longitudes -180 to 180. A curve round a pole becomes one ring that is
 * led along the map's edge over that pole; one that crosses the antimeridian becomes rings that end there. Neighbouring points are less
 * than half a turn apart. `insideLatitudeDeg` is of a point inside: it tells which pole a curve round the axis goes round.
 */
export function ringsOnMap(
  curve: readonly LonLat[],
  insideLatitudeDeg: number,
): { readonly rings: readonly MapRing[]; readonly pole: 'north' | 'south' | undefined } {
  const unwrapped = unwrap(curve);
  const [first] = unwrapped;
  const last = unwrapped.at(-1);
  if (first === undefined || last === undefined) return { rings: [], pole: undefined };
  const winding = Math.round((last[0] - first[0]) / TURN_DEG);
  if (winding === 0) return { rings: cutAtEdges(unwrapped), pole: undefined };
  const pole = insideLatitudeDeg > 0 ? 'north' : 'south';
  return { rings: [roundPole(unwrapped, winding, pole === 'north' ? 90 : -90)], pole };
}

/** The curve with longitudes that do not jump, closed: the last point is the first, whole turns on where it goes round a pole. */
function unwrap(curve: readonly LonLat[]): readonly LonLat[] {
  const points: LonLat[] = [];
  for (const [longitude, latitude] of [...curve, ...curve.slice(0, 1)]) {
    const before = points.at(-1)?.[0] ?? longitude;
    points.push([longitude - TURN_DEG * Math.round((longitude - before) / TURN_DEG), latitude]);
  }
  return points;
}

/** The curve once round, from map edge to map edge, and back over the pole. */
function roundPole(points: readonly LonLat[], winding: number, poleDeg: number): MapRing {
  // Eastwards, whichever way the curve goes.
  const east = winding > 0 ? points : points.toReversed();
  const start = east[0]?.[0] ?? 0;
  // The edge of the map that the curve comes to after its first point.
  const edge = HALF_TURN_DEG + TURN_DEG * (Math.floor((start - HALF_TURN_DEG) / TURN_DEG) + 1);
  const before: LonLat[] = [];
  const after: LonLat[] = [];
  for (const [i, point] of east.entries()) {
    const [longitude, latitude] = point;
    const previous = east[i - 1];
    if (previous !== undefined && previous[0] < edge && longitude >= edge)
      after.push([-HALF_TURN_DEG, latitudeAt(previous, point, edge)]);
    if (longitude < edge) before.push([longitude - edge + HALF_TURN_DEG, latitude]);
    else if (longitude > edge && i < east.length - 1) after.push([longitude - edge - HALF_TURN_DEG, latitude]);
  }
  const crossing = after[0]?.[1] ?? before[0]?.[1] ?? 0;
  const across: readonly LonLat[] = [...after, ...before, [HALF_TURN_DEG, crossing]];
  const ring: LonLat[] = [...across, [HALF_TURN_DEG, poleDeg], [-HALF_TURN_DEG, poleDeg]];
  return [...ring, ...ring.slice(0, 1)];
}

function latitudeAt(a: LonLat, b: LonLat, longitude: number): number {
  return b[0] === a[0] ? a[1] : a[1] + ((b[1] - a[1]) * (longitude - a[0])) / (b[0] - a[0]);
}

/** The closed, unwrapped curve clipped to each copy of the map that it reaches, every piece brought back to -180 to 180. */
function cutAtEdges(points: readonly LonLat[]): readonly MapRing[] {
  const longitudes = points.map(([longitude]) => longitude);
  const copy = (longitude: number): number => Math.floor((longitude + HALF_TURN_DEG) / TURN_DEG);
  const rings: MapRing[] = [];
  for (let k = copy(Math.min(...longitudes)); k <= copy(Math.max(...longitudes)); k++) {
    const west = k * TURN_DEG - HALF_TURN_DEG;
    const open = points.slice(0, -1);
    const clipped = clip(clip(open, west, 1), west + TURN_DEG, -1);
    const ring = clipped.map(([longitude, latitude]): LonLat => [longitude - k * TURN_DEG, latitude]);
    if (ring.length > 2) rings.push([...ring, ...ring.slice(0, 1)]);
  }
  return rings;
}

/** The part of a ring on one side of a meridian: `side` 1 east of it, -1 west (Sutherland and Hodgman 1974). */
function clip(ring: readonly LonLat[], meridian: number, side: 1 | -1): readonly LonLat[] {
  const inside = ([longitude]: LonLat): boolean => side * (longitude - meridian) >= 0;
  const kept: LonLat[] = [];
  for (const [i, point] of ring.entries()) {
    const previous = ring.at(i - 1) ?? point;
    if (inside(previous) !== inside(point)) kept.push([meridian, latitudeAt(previous, point, meridian)]);
    if (inside(point)) kept.push(point);
  }
  return kept;
}
