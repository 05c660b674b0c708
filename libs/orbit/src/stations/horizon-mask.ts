import { type HorizonPoint, type Station } from './station.js';

/** The elevation from which a station sees, by azimuth: the larger of its minimum elevation and its horizon. */
export interface HorizonMask {
  /** Lowest value over all azimuths, degrees. */
  readonly lowestDeg: number;
  /** True when it is the same in every azimuth. */
  readonly flat: boolean;
  /** Azimuths (degrees, ascending) where it bends or jumps. */
  readonly bendsDeg: readonly number[];
  /** Its value at an azimuth of 0 to 360 degrees. */
  elevationDegAt(azimuthDeg: number): number;
}

/** Points in order of azimuth (points of equal azimuth keep theirs: a wall), with one at 0 and one at 360 added. */
function closed(points: readonly HorizonPoint[]): HorizonPoint[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  const first = sorted[0] as HorizonPoint;
  const last = sorted.at(-1) as HorizonPoint;
  const gap = first[0] + 360 - last[0];
  const atNorth = gap === 0 ? last[1] : last[1] + ((first[1] - last[1]) * (360 - last[0])) / gap;
  if (first[0] > 0) sorted.unshift([0, atNorth]);
  if (last[0] < 360) sorted.push([360, first[0] > 0 ? atNorth : first[1]]);
  return sorted;
}

/** Where the line between two points crosses the minimum elevation the mask bends, too. */
function raised(points: readonly HorizonPoint[], minimum: number): HorizonPoint[] {
  const out: HorizonPoint[] = [];
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    if (before !== undefined && (before[1] - minimum) * (point[1] - minimum) < 0) {
      const share = (minimum - before[1]) / (point[1] - before[1]);
      out.push([before[0] + share * (point[0] - before[0]), minimum]);
    }
    out.push([point[0], Math.max(point[1], minimum)]);
  }
  return out;
}

/** The mask of a station; straight lines between the horizon's points, wrapping at north. */
export function horizonMaskOf(station: Pick<Station, 'minElevationDeg' | 'horizonMask'>): HorizonMask {
  const minimum = station.minElevationDeg;
  const given = station.horizonMask ?? [];
  const points = given.length === 0 ? [] : raised(closed(given), minimum);
  const lowest = points.reduce((low, [, elevation]) => Math.min(low, elevation), points[0]?.[1] ?? minimum);
  if (points.every(([, elevation]) => elevation === lowest))
    return { lowestDeg: lowest, flat: true, bendsDeg: [], elevationDegAt: () => lowest };
  const azimuths = points.map(([azimuth]) => azimuth);
  const elevationDegAt = (azimuthDeg: number): number => {
    let low = 0;
    let high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((azimuths[middle] as number) <= azimuthDeg) low = middle;
      else high = middle;
    }
    const [a0, e0] = points[low] as HorizonPoint;
    const [a1, e1] = points[high] as HorizonPoint;
    return a1 === a0 ? e1 : e0 + ((e1 - e0) * (azimuthDeg - a0)) / (a1 - a0);
  };
  return { lowestDeg: lowest, flat: false, bendsDeg: [...new Set(azimuths)], elevationDegAt };
}
