import { type Tai, formatUtc, utcDayOf } from '@app/time';

const MICROSECONDS_PER_DAY = 86_400e6;

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `formatUtc` to the microsecond for millions of instants that come about in order: the date is made once a day. */
export class UtcText {
  private date = '';
  private dayStart: Tai = 0n;

  of(instant: Tai): string {
    let microseconds = this.since(instant);
    if (this.date === '' || !(microseconds >= 0 && microseconds < MICROSECONDS_PER_DAY)) {
      this.dayStart = instant - utcDayOf(instant).nsOfDay;
      this.date = formatUtc(this.dayStart, 0).slice(0, 11);
      microseconds = this.since(instant);
      // A leap second, or one that is rounded into the next day.
      if (microseconds >= MICROSECONDS_PER_DAY) return formatUtc(instant);
    }
    const seconds = Math.floor(microseconds / 1e6);
    const minutes = Math.floor(seconds / 60);
    const clock = `${padded(Math.floor(minutes / 60), 2)}:${padded(minutes % 60, 2)}:${padded(seconds % 60, 2)}`;
    return `${this.date}${clock}.${padded(microseconds % 1e6, 6)}Z`;
  }

  /** Microseconds since the beginning of the day, to the nearest. */
  private since(instant: Tai): number {
    return Math.floor((Number(instant - this.dayStart) + 500) / 1000);
  }
}
