import { type Tai, plusSeconds } from '@app/time';
import { type EarthOrientation } from '../frames/earth-orientation.js';
import { EarthRotation } from '../frames/earth-rotation.js';
import { type Vector3 } from '../frames/vector.js';
import { moonPosition } from './moon-position.js';
import { sunPosition } from './sun-position.js';

export type CelestialBody = 'Sun' | 'Moon';

/** Radii in m: the Sun's of IAU 2015 resolution B3, the Moon's mean one (from memory). */
export const BODY_RADIUS_M: Readonly<Record<CelestialBody, number>> = { Sun: 695_700_000, Moon: 1_737_400 };

const positionOf: Readonly<Record<CelestialBody, (instant: Tai) => Vector3>> = {
  Sun: sunPosition,
  Moon: moonPosition,
};

/** Between these times the series are worked out; four of them make a cubic that is good to 2e-11 of the distance, the Moon's too. */
const NODE_STEP_S = 1800;

/** Sun or Moon as the turning Earth sees it: ITRF positions (m) by seconds since a start. Holds working memory: one per thread. */
export class CelestialPath {
  private readonly rotation: EarthRotation;
  private readonly nodes = new Map<number, Vector3>();
  private readonly state = new Float64Array(6);

  constructor(
    readonly body: CelestialBody,
    readonly start: Tai,
    readonly orientation: EarthOrientation,
  ) {
    this.rotation = new EarthRotation(start, orientation);
  }

  positionAt(seconds: number): Vector3 {
    const index = Math.floor(seconds / NODE_STEP_S);
    const u = seconds / NODE_STEP_S - index;
    // Lagrange's weights of the nodes at -1, 0, 1 and 2.
    const weights = [
      (-u * (u - 1) * (u - 2)) / 6,
      ((u + 1) * (u - 1) * (u - 2)) / 2,
      (-(u + 1) * u * (u - 2)) / 2,
      ((u + 1) * u * (u - 1)) / 6,
    ];
    this.state.fill(0);
    for (let k = 0; k < 4; k++) {
      const [x, y, z] = this.node(index + k - 1);
      const weight = weights[k] ?? 0;
      this.state[0] = (this.state[0] ?? 0) + weight * x;
      this.state[1] = (this.state[1] ?? 0) + weight * y;
      this.state[2] = (this.state[2] ?? 0) + weight * z;
    }
    this.rotation.rotate(seconds, this.state);
    const [x = 0, y = 0, z = 0] = this.state;
    return [x, y, z];
  }

  private node(index: number): Vector3 {
    const known = this.nodes.get(index);
    if (known !== undefined) return known;
    const position = positionOf[this.body](plusSeconds(this.start, index * NODE_STEP_S));
    this.nodes.set(index, position);
    return position;
  }
}

/** The geocentric position of a body in ITRF (m) at an instant. */
export function bodyInItrf(body: CelestialBody, instant: Tai, orientation: EarthOrientation): Vector3 {
  const state = Float64Array.from([...positionOf[body](instant), 0, 0, 0]);
  new EarthRotation(instant, orientation).rotate(0, state);
  const [x = 0, y = 0, z = 0] = state;
  return [x, y, z];
}

/** The Sun's apparent geocentric position in ITRF (m) at an instant; errors as `sunPosition`. */
export function sunInItrf(instant: Tai, orientation: EarthOrientation): Vector3 {
  return bodyInItrf('Sun', instant, orientation);
}

/** The Moon's geocentric position in ITRF (m) at an instant; errors as `moonPosition`. */
export function moonInItrf(instant: Tai, orientation: EarthOrientation): Vector3 {
  return bodyInItrf('Moon', instant, orientation);
}
