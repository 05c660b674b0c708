export { type Tai, NS_PER_SECOND, NS_PER_DAY, taiFromSeconds, secondsBetween, plusSeconds } from './tai.js';
export {
  type TaiPicoseconds,
  PS_PER_DAY,
  PS_PER_SECOND,
  nearestTai,
  picosecondCount,
  taiPicosecondsFromCount,
  taiPicosecondsFromTai,
} from './tai-picoseconds.js';
export { TimeScaleError } from './time-scale-error.js';
export { type CalendarDate, dateOfUtcDay, utcDayOfDate } from './calendar.js';
export {
  type LeapSecond,
  isBeyondLeapSecondTable,
  leapSeconds,
  leapSecondTable,
  taiMinusUtcSeconds,
  taiOfUtcDay,
  utcDayOf,
} from './leap-seconds.js';
export {
  type UtcEra,
  type UtcReading,
  taiMinusUtcPicoseconds,
  taiPicosecondsFromUtc,
  utcEraOf,
  utcFromTaiPicoseconds,
} from './utc-picoseconds.js';
export { TimeFormatError, formatUtc, parseUtc, taiFromUnixNs, unixNsFromTai } from './utc.js';
export {
  GPS_EPOCH,
  type GpsWeekTime,
  formatGpsWeek,
  gpsFromTai,
  gpsWeekFromTai,
  parseGpsWeek,
  taiFromGps,
  taiFromGpsWeek,
} from './gps-time.js';
export { type JulianDate, julianDateUtc, taiFromJulianDateUtc } from './julian-date.js';
