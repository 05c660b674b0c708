import { type Vector3 } from '@app/orbit';

const EARTH_RADIUS_M = 6_378_137;
/** Field of the Earth's dipole at its equator on the ground, microtesla. */
const DIPOLE_UT = 30;

const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: Vector3): Vector3 => {
  const length = Math.hypot(...a) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
};

/** Body axes in the inertial frame. */
export interface BodyAxes {
  readonly x: Vector3;
  readonly y: Vector3;
  readonly z: Vector3;
}

/** Axes of a spacecraft that points to the Earth, from inertial position and velocity (m, m/s): Z to the Earth, Y against the orbit normal, X ahead. */
export function nadirAxes(orbit: Float64Array): BodyAxes {
  const [px = 0, py = 0, pz = 0, vx = 0, vy = 0, vz = 0] = orbit;
  const z = unit([-px, -py, -pz]);
  const normal = unit(cross([px, py, pz], [vx, vy, vz]));
  const y: Vector3 = [-normal[0], -normal[1], -normal[2]];
  return { x: cross(y, z), y, z };
}

/** Axes of a spacecraft that turns its back (-Z) to the Sun, from inertial position and velocity (m, m/s) and the Sun's direction. */
export function sunAxes(orbit: Float64Array, sun: Vector3): BodyAxes {
  const [px = 0, py = 0, pz = 0, vx = 0, vy = 0, vz = 0] = orbit;
  const z = unit([-sun[0], -sun[1], -sun[2]]);
  const y = unit(cross(z, cross([px, py, pz], [vx, vy, vz])));
  return { x: cross(y, z), y, z };
}

/** Quaternion from inertial to body axes, scalar last and not negative. */
export function quaternionOf({ x, y, z }: BodyAxes): readonly [number, number, number, number] {
  // Of the four ways to read it from the matrix, the one with the largest divisor (Shepperd).
  const trace = x[0] + y[1] + z[2];
  const squares = [1 + x[0] - y[1] - z[2], 1 - x[0] + y[1] - z[2], 1 - x[0] - y[1] + z[2], 1 + trace] as const;
  const largest = squares.indexOf(Math.max(...squares));
  const d = 2 * Math.sqrt(squares[largest] ?? 1);
  const quaternions: readonly (readonly [number, number, number, number])[] = [
    [d / 4, (y[0] + x[1]) / d, (z[0] + x[2]) / d, (y[2] - z[1]) / d],
    [(y[0] + x[1]) / d, d / 4, (z[1] + y[2]) / d, (z[0] - x[2]) / d],
    [(z[0] + x[2]) / d, (z[1] + y[2]) / d, d / 4, (x[1] - y[0]) / d],
    [(y[2] - z[1]) / d, (z[0] - x[2]) / d, (x[1] - y[0]) / d, d / 4],
  ];
  const [q1, q2, q3, q4] = quaternions[largest] ?? [0, 0, 0, 1];
  return q4 < 0 ? [-q1, -q2, -q3, -q4] : [q1, q2, q3, q4];
}

/** The Earth's field in body axes, microtesla: a dipole along the axis of rotation. */
export function magneticField(orbit: Float64Array, { x, y, z }: BodyAxes): Vector3 {
  const [px = 0, py = 0, pz = 0] = orbit;
  const radius = Math.hypot(px, py, pz);
  const r = unit([px, py, pz]);
  const strength = DIPOLE_UT * (EARTH_RADIUS_M / radius) ** 3;
  // The dipole's moment points south.
  const field: Vector3 = [-strength * 3 * r[2] * r[0], -strength * 3 * r[2] * r[1], -strength * (3 * r[2] * r[2] - 1)];
  return [dot(field, x), dot(field, y), dot(field, z)];
}
