import { type TopocentricFrame } from '../frames/topocentric.js';
import { type SpacecraftTrack } from './spacecraft-track.js';

/** Sine of elevation and the sign of its slope at every node of a track, as one station sees it. */
export interface NodeElevations {
  readonly sine: Float64Array;
  /** Slope of the sine times the range: its sign tells rising from setting. */
  readonly slope: Float64Array;
}

/** The hot loop of the coarse search: no trigonometry, one square root a node. */
export function nodeElevations(track: SpacecraftTrack, frame: TopocentricFrame): NodeElevations {
  const { states } = track;
  const count = track.times.length;
  const sine = new Float64Array(count);
  const slope = new Float64Array(count);
  const [ox, oy, oz] = frame.origin;
  const [ux, uy, uz] = frame.up;
  for (let i = 0, at = 0; i < count; i++, at += 6) {
    const dx = (states[at] as number) - ox;
    const dy = (states[at + 1] as number) - oy;
    const dz = (states[at + 2] as number) - oz;
    const vx = states[at + 3] as number;
    const vy = states[at + 4] as number;
    const vz = states[at + 5] as number;
    const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
    const value = (dx * ux + dy * uy + dz * uz) / range;
    sine[i] = value;
    slope[i] = vx * ux + vy * uy + vz * uz - (value * (dx * vx + dy * vy + dz * vz)) / range;
  }
  return { sine, slope };
}

/** Sine of elevation between nodes `i` and `i + 1` on the cubic through their positions and velocities; `seconds` as on the track. */
export function cubicSine(track: SpacecraftTrack, frame: TopocentricFrame, i: number): (seconds: number) => number {
  const from = track.times[i] as number;
  const step = (track.times[i + 1] as number) - from;
  const a = track.states.subarray(6 * i, 6 * i + 6);
  const b = track.states.subarray(6 * i + 6, 6 * i + 12);
  return (seconds) => {
    const u = (seconds - from) / step;
    const w = 1 - u;
    const p0 = w * w * (1 + 2 * u);
    const p1 = u * u * (1 + 2 * w);
    const v0 = step * w * w * u;
    const v1 = -step * u * u * w;
    let squared = 0;
    let up = 0;
    for (let axis = 0; axis < 3; axis++) {
      const position =
        p0 * (a[axis] as number) +
        p1 * (b[axis] as number) +
        v0 * (a[axis + 3] as number) +
        v1 * (b[axis + 3] as number);
      const d = position - (frame.origin[axis] as number);
      squared += d * d;
      up += d * (frame.up[axis] as number);
    }
    return up / Math.sqrt(squared);
  };
}
