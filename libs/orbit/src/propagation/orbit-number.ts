import { minutesSinceEpoch, propagateInto, type Propagator } from './propagator.js';
import { type Tai } from '@app/time';

// Orbit number = revolution at the epoch + ascending nodes passed since the epoch (negative before it). A revolution begins at
// its ascending node (the equator crossed northwards in TEME), also at the epoch. Catalogue epochs lie at a node to within
// fractions of a degree on either side, and their revolution number is that of the revolution which begins there: an epoch up to
// 5 degrees before a node therefore counts as being at that node. So element sets of different days number an orbit alike.

const TURN = 2 * Math.PI;
const MU = 398_600.8e9; // WGS72, m^3/s^2
const BEFORE_NODE_RAD = (5 * Math.PI) / 180;

/** Whole turns of SGP4's mean argument of latitude since the node before the epoch: secular rates and drag, without periodics. */
function secularPhase(propagator: Propagator, minutes: number): number {
  const { satrec } = propagator;
  const drag =
    satrec.method === 'd'
      ? satrec.t2cof * minutes ** 2
      : satrec.t2cof * minutes ** 2 +
        (satrec.isimp === 1 ? 0 : satrec.t3cof * minutes ** 3 + minutes ** 4 * (satrec.t4cof + minutes * satrec.t5cof));
  return satrec.mo + satrec.argpo + (satrec.mdot + satrec.argpdot) * minutes + satrec.no * drag;
}

interface Phase {
  /** Angle from the ascending node along the orbit, 0 to 2 pi. */
  readonly argumentOfLatitude: number;
  /** The same for mean motion: argument of pericentre plus mean anomaly. */
  readonly meanArgumentOfLatitude: number;
}

const mod = (angle: number): number => angle - TURN * Math.floor(angle / TURN);

/** Where a state stands in its instantaneous Kepler orbit. */
function phaseOf(state: Float64Array): Phase {
  const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = state;
  const hx = y * vz - z * vy;
  const hy = z * vx - x * vz;
  const hz = x * vy - y * vx;
  const h = Math.hypot(hx, hy, hz);
  const r = Math.hypot(x, y, z);
  // Node direction (-hy, hx, 0); in an equatorial orbit the x axis takes its place.
  const flat = Math.hypot(hx, hy) < 1e-12 * h;
  const nx = flat ? 1 : -hy;
  const ny = flat ? 0 : hx;
  const node = Math.hypot(nx, ny);
  const cosU = (x * nx + y * ny) / node;
  const sinU = (x * (-ny * hz) + y * (nx * hz) + z * (ny * hx - nx * hy)) / (node * h);
  const argumentOfLatitude = mod(Math.atan2(sinU, cosU));
  const radial = (x * vx + y * vy + z * vz) / r;
  const eCos = (h * h) / (MU * r) - 1;
  const eSin = (radial * h) / MU;
  const e = Math.min(Math.hypot(eCos, eSin), 0.999_999);
  const trueAnomaly = Math.atan2(eSin, eCos);
  const eccentric = 2 * Math.atan(Math.sqrt((1 - e) / (1 + e)) * Math.tan(trueAnomaly / 2));
  const mean = eccentric - e * Math.sin(eccentric);
  return { argumentOfLatitude, meanArgumentOfLatitude: argumentOfLatitude - (trueAnomaly - mean) };
}

/** Unwrapped argument of latitude in radians, a multiple of 2 pi at each ascending node; undefined where SGP4 fails. */
function unwrappedLatitudeArgument(propagator: Propagator, minutes: number, scratch: Float64Array): number | undefined {
  if (propagateInto(propagator, minutes, scratch) !== 0) return undefined;
  const { argumentOfLatitude, meanArgumentOfLatitude } = phaseOf(scratch);
  const turns = Math.round((secularPhase(propagator, minutes) - meanArgumentOfLatitude) / TURN);
  return argumentOfLatitude + TURN * turns;
}

/**
 * The orbit number at an instant, by the rule above; undefined where SGP4 gives no state then or at the epoch. TLE count
 * revolutions modulo 100 000, and so does this. `ahead` radians further along the orbit, where given.
 */
export function orbitNumberAt(propagator: Propagator, instant: Tai, ahead = 0): number | undefined {
  const scratch = new Float64Array(6);
  const atEpoch = unwrappedLatitudeArgument(propagator, 0, scratch);
  const then = unwrappedLatitudeArgument(propagator, minutesSinceEpoch(propagator, instant), scratch);
  if (atEpoch === undefined || then === undefined) return undefined;
  const nodes = Math.floor((then + ahead) / TURN) - Math.floor((atEpoch + BEFORE_NODE_RAD) / TURN);
  return propagator.elementSet.revolutionAtEpoch + nodes;
}

/**
 * How far ahead along the orbit (radians) the number of a contact is taken. Near the equator one pass can rise just after a node and the
 * next one just before the next node, in one and the same revolution. Within 45 degrees of the equator the number is therefore that
 * of a quarter revolution after AOS: both passes then lie far from a node, and each has a number of its own.
 */
export function orbitPhaseRule(stationLatitudeDeg: number): number {
  return Math.abs(stationLatitudeDeg) < 45 ? TURN / 4 : 0;
}

/** The orbit number of a contact that rises at `aos` over a station at this latitude, by `orbitPhaseRule`. */
export function contactOrbitNumber(propagator: Propagator, aos: Tai, stationLatitudeDeg: number): number | undefined {
  return orbitNumberAt(propagator, aos, orbitPhaseRule(stationLatitudeDeg));
}
