import { CelestialPath } from '../sun-moon/celestial-body.js';
import { orbitStep, pathState } from '../sun-moon/path-state.js';
import { type TimeInterval, intervalsBelowZero, nodeTimes } from '../sun-moon/time-intervals.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { type Illumination, type ShadowGeometry, shadowGeometry } from './shadow.js';

/** A stretch of time in one kind of shadow. */
export interface EclipseInterval extends TimeInterval {
  readonly shadow: Exclude<Illumination, 'sunlit'>;
}

/**
 * Every stretch of penumbra and umbra of a spacecraft between `from` and `to` (seconds since the path's start), by time: an eclipse
 * is penumbra, umbra and penumbra that touch, or one penumbra where it only grazes. Ends are roots of the model to a microsecond;
 * `fromOpen` and `toOpen` tell where the span cuts. Model: `shadow.ts`; the Sun's 2" cost up to 0.02 s in low orbit, 0.1 s in GEO.
 * Throws PathGapError where the path has no state, GeometryError for a span that is none.
 */
export function eclipseIntervals(path: EarthFixedPath, from: number, to: number): readonly EclipseInterval[] {
  const sun = new CelestialPath('Sun', path.start, path.orientation);
  const state = new Float64Array(6);
  const geometryAt = (seconds: number): ShadowGeometry => {
    const [x = 0, y = 0, z = 0] = pathState(path, seconds, state);
    return shadowGeometry([x, y, z], sun.positionAt(seconds));
  };
  const outside = (seconds: number): number => {
    const { separationRad, earthRadiusRad, sunRadiusRad } = geometryAt(seconds);
    return separationRad - earthRadiusRad - sunRadiusRad;
  };
  const outsideUmbra = (seconds: number): number => {
    const { separationRad, earthRadiusRad, sunRadiusRad } = geometryAt(seconds);
    return separationRad - earthRadiusRad + sunRadiusRad;
  };
  const shadows = intervalsBelowZero(outside, nodeTimes(from, to, orbitStep(path)));
  // Umbra is inside penumbra only: the rest of the span need not be searched again.
  return shadows.flatMap((shadow) => {
    const nodes = nodeTimes(shadow.fromSeconds, shadow.toSeconds, orbitStep(path));
    return layered(shadow, intervalsBelowZero(outsideUmbra, nodes));
  });
}

/** The stretches of one eclipse in order: its penumbra, cut by its umbras. */
function layered(shadow: TimeInterval, umbras: readonly TimeInterval[]): readonly EclipseInterval[] {
  const parts: EclipseInterval[] = [];
  let { fromSeconds, fromOpen } = shadow;
  const penumbraUntil = (toSeconds: number, toOpen: boolean): void => {
    if (toSeconds > fromSeconds) parts.push({ shadow: 'penumbra', fromSeconds, toSeconds, fromOpen, toOpen });
  };
  for (const umbra of umbras) {
    penumbraUntil(umbra.fromSeconds, false);
    parts.push({ ...umbra, shadow: 'umbra' });
    ({ toSeconds: fromSeconds, toOpen: fromOpen } = umbra);
  }
  penumbraUntil(shadow.toSeconds, shadow.toOpen);
  return parts;
}
