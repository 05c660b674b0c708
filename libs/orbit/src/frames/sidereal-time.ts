import { type JulianDate } from '@app/time';

const JD_J2000 = 2_451_545;
const DAY_S = 86_400;

/** Rate of Greenwich mean sidereal time, rad per second of UT1 (Vallado 2013, 3.5.2, from memory). */
export const EARTH_RATE_RAD_PER_S = 7.292_115_855_306_6e-5;

/**
 * Greenwich mean sidereal time of 1982 in radians, 0 to 2 pi: the angle from TEME's x axis to the prime meridian. The whole days drop
 * out before rounding can touch them, so the angle is good to 1e-14 rad (a single Julian date loses 40 us = 3e-9 rad).
 */
export function greenwichMeanSiderealTime(ut1: JulianDate): number {
  const days = ut1.day - JD_J2000;
  const t = (days + ut1.fraction) / 36_525;
  const ofDay = (days - Math.floor(days) + ut1.fraction) * DAY_S;
  const seconds = 67_310.548_41 + ofDay + (8_640_184.812_866 + (0.093_104 - 6.2e-6 * t) * t) * t;
  const turn = seconds / DAY_S;
  return (turn - Math.floor(turn)) * 2 * Math.PI;
}

/** Rate of the Earth rotation angle, rad per second of UT1 (IERS Conventions 2010, 5.15, from memory). */
export const EARTH_ROTATION_ANGLE_RATE_RAD_PER_S = (2 * Math.PI * 1.002_737_811_911_354_48) / DAY_S;

/** Earth rotation angle in radians, 0 to 2 pi: from the celestial to the terrestrial intermediate origin (IERS Conventions 2010, 5.15, from memory). */
export function earthRotationAngle(ut1: JulianDate): number {
  const days = ut1.day - JD_J2000;
  const turn =
    days - Math.floor(days) + ut1.fraction + 0.779_057_273_264 + 0.002_737_811_911_354_48 * (days + ut1.fraction);
  return (turn - Math.floor(turn)) * 2 * Math.PI;
}
