// The Gregorian calendar over days of UTC counted from 1958-01-01. No leap seconds here: a day is a day.

/** Days from 1958-01-01 to 1970-01-01. */
export const DAY_1970 = 4383;
const MS_PER_DAY = 86_400_000;

/** A day of the calendar: year 1 to 9999, month 1 to 12, day 1 to 31. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days from 1958-01-01 to a date of the years 1 to 9999, negative before; undefined where there is no such date. */
export function utcDayOfDate({ year, month, day }: CalendarDate): number | undefined {
  if (!Number.isInteger(year) || year < 1 || year > 9999) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return DAY_1970 + date.getTime() / MS_PER_DAY;
}

/** The date that lies `utcDay` days after 1958-01-01. */
export function dateOfUtcDay(utcDay: number): CalendarDate {
  const date = new Date((utcDay - DAY_1970) * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The `YYYY-MM-DD` of a day of the years 1 to 9999. */
export function isoDateOfUtcDay(utcDay: number): string {
  return new Date((utcDay - DAY_1970) * MS_PER_DAY).toISOString().slice(0, 10);
}
