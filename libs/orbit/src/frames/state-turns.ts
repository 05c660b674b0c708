/**
 * Turns a state (m, m/s) about the z axis by `angle` (rad) into a frame that spins at `rate` (rad/s), in place: the velocity is the
 * one seen in that frame.
 */
export function spin(angle: number, rate: number, state: Float64Array): void {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  // By index: taking a typed array apart runs its iterator.
  const x = state[0] as number;
  const y = state[1] as number;
  const vx = state[3] as number;
  const vy = state[4] as number;
  const px = cos * x + sin * y;
  const py = cos * y - sin * x;
  state[0] = px;
  state[1] = py;
  state[3] = cos * vx + sin * vy + rate * py;
  state[4] = cos * vy - sin * vx - rate * px;
}

/** Turns a state to the equator of a pole with unit vector x, y, in place (IERS Conventions 2010, 5.10 without s); -x, -y turns it back. */
export function tilt(poleX: number, poleY: number, state: Float64Array): void {
  const square = poleX * poleX + poleY * poleY;
  const a = 1 / (1 + Math.sqrt(1 - square));
  for (let at = 0; at < 6; at += 3) {
    const x = state[at] as number;
    const y = state[at + 1] as number;
    const z = state[at + 2] as number;
    const along = poleX * x + poleY * y;
    state[at] = x - poleX * (a * along + z);
    state[at + 1] = y - poleY * (a * along + z);
    state[at + 2] = z + along - a * square * z;
  }
}

/** Polar motion of a state, in place: from the pole of rotation to the pole of the ITRF (Vallado 2013, 3.7.3, from memory). */
export function wobble(poleXRad: number, poleYRad: number, state: Float64Array): void {
  if (poleXRad === 0 && poleYRad === 0) return;
  const cosX = Math.cos(poleXRad);
  const sinX = Math.sin(poleXRad);
  const cosY = Math.cos(poleYRad);
  const sinY = Math.sin(poleYRad);
  for (let at = 0; at < 6; at += 3) {
    const x = state[at] as number;
    const y = state[at + 1] as number;
    const z = state[at + 2] as number;
    state[at] = cosX * x + sinX * (sinY * y + cosY * z);
    state[at + 1] = cosY * y - sinY * z;
    state[at + 2] = -sinX * x + cosX * (sinY * y + cosY * z);
  }
}
