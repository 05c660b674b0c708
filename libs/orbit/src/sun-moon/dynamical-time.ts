import { NS_PER_DAY, type Tai } from '@app/time';

/** Days from the epoch of TAI (1958-01-01) to J2000 (2000-01-01 12h). */
const J2000_DAYS = 15_340.5;
const TT_MINUS_TAI_S = 32.184;
const DAY_S = 86_400;
const CENTURY_DAYS = 36_525;

/** Julian centuries of TT since J2000, the argument of the series of Sun and Moon (TDB is within 2 ms of it). */
export function centuriesSinceJ2000(instant: Tai): number {
  const days = Number(instant / NS_PER_DAY) - J2000_DAYS;
  const fraction = Number(instant % NS_PER_DAY) / Number(NS_PER_DAY) + TT_MINUS_TAI_S / DAY_S;
  return (days + fraction) / CENTURY_DAYS;
}
