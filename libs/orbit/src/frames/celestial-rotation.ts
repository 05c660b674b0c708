import { type Tai } from '@app/time';
import { CelestialPoleTrack, ttMinusTaiSeconds } from './celestial-pole-track.js';
import { type EarthOrientation } from './earth-orientation.js';
import { EarthOrientationReader } from './earth-orientation-reader.js';
import { EARTH_ROTATION_ANGLE_RATE_RAD_PER_S, earthRotationAngle, greenwichMeanSiderealTime } from './sidereal-time.js';
import { spin, tilt, wobble } from './state-turns.js';
import { TaiDay } from './tai-day.js';
import { type Vector3 } from './vector.js';

const RAD_PER_ARCSEC = Math.PI / 180 / 3600;
const DAYS_PER_CENTURY = 36_525;
const JD_J2000 = 2_451_545;

/**
 * The rotation from GCRF to ITRF by seconds since `start` (IERS Conventions 2010, 5.4, CIO based): celestial pole of IAU 2006 and IAU
 * 2000B, Earth rotation angle of UT1, polar motion with s'. Within 1 mas of IAU 2006/2000A: 3 cm on the ground, 0.2 m in geostationary
 * orbit. Velocities have the Earth's rotation; the motion of the pole in space (1e-11 rad/s: 0.1 mm/s in low orbit) and the length of
 * day (1e-8 of the rate) are left out.
 */
export class CelestialRotation {
  private readonly day: TaiDay;
  private readonly pole: CelestialPoleTrack;
  private readonly earth: EarthOrientationReader;

  constructor(
    readonly start: Tai,
    readonly orientation: EarthOrientation,
  ) {
    this.day = new TaiDay(start);
    this.pole = new CelestialPoleTrack(start);
    this.earth = new EarthOrientationReader(start, orientation);
  }

  /** Turns a GCRF state (m, m/s) of `seconds` after the start into ITRF, in place. */
  rotate(seconds: number, state: Float64Array): void {
    const { earth, pole } = this;
    earth.load(seconds);
    pole.load(seconds);
    tilt(pole.x, pole.y, state);
    const { day, fraction } = this.day.julianDate(seconds + ttMinusTaiSeconds);
    // s' of the terrestrial origin: 47 microarcseconds a century.
    const terrestrialLocator = -47e-6 * RAD_PER_ARCSEC * ((day - JD_J2000 + fraction) / DAYS_PER_CENTURY);
    const angle = earthRotationAngle(this.day.julianDate(seconds + earth.ut1MinusTaiSeconds));
    spin(angle - pole.s + terrestrialLocator, EARTH_ROTATION_ANGLE_RATE_RAD_PER_S, state);
    wobble(earth.poleXRad, earth.poleYRad, state);
  }

  /** Turns a TEME state (m, m/s) of `seconds` after the start into GCRF, in place: TEME has the same pole, but its x axis elsewhere. */
  temeToGcrf(seconds: number, state: Float64Array): void {
    const { earth, pole } = this;
    earth.load(seconds);
    pole.load(seconds);
    const ut1 = this.day.julianDate(seconds + earth.ut1MinusTaiSeconds);
    spin(greenwichMeanSiderealTime(ut1) - earthRotationAngle(ut1) + pole.s, 0, state);
    tilt(-pole.x, -pole.y, state);
  }
}

/** A TEME position and velocity (m, m/s) as GCRF ones at an instant. The orientation's UT1 moves it by 3e-11 rad a second only. */
export function temeToGcrf(
  state: { readonly position: Vector3; readonly velocity: Vector3 },
  instant: Tai,
  orientation: EarthOrientation,
): { readonly position: Vector3; readonly velocity: Vector3 } {
  const out = Float64Array.from([...state.position, ...state.velocity]);
  new CelestialRotation(instant, orientation).temeToGcrf(0, out);
  const [x = 0, y = 0, z = 0, vx = 0, vy = 0, vz = 0] = out;
  return { position: [x, y, z], velocity: [vx, vy, vz] };
}
