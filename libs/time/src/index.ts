export { type Tai, NS_PER_SECOND, NS_PER_DAY, taiFromSeconds, secondsBetween, plusSeconds } from './tai.js';
export {
  type LeapSecond,
  leapSeconds,
  leapSecondTable,
  taiMinusUtcSeconds,
  taiOfUtcDay,
  utcDayOf,
} from './leap-seconds.js';
export { TimeFormatError, formatUtc, parseUtc, taiFromUnixNs, unixNsFromTai } from './utc.js';
export { type JulianDate, julianDateUtc, taiFromJulianDateUtc } from './julian-date.js';
