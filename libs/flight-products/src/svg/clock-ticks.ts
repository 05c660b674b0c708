import { NS_PER_SECOND, type Tai, taiOfUtcDay, utcDayOf } from '@app/time';

const MINUTE = 60;
const HOUR = 3600;
const stepsS = [
  ...[MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR],
];

/** The smallest step of a clock (1 minute to 24 hours) that is at least this many seconds; 24 hours above that. */
export function clockStepS(atLeastS: number): number {
  return stepsS.find((step) => step >= atLeastS) ?? 24 * HOUR;
}

/** Every instant from `from` to `to`, both included, whose UTC time of day is a multiple of the step; the step divides a day. */
export function clockTicks(from: Tai, to: Tai, stepS: number): Tai[] {
  const out: Tai[] = [];
  const step = BigInt(stepS) * NS_PER_SECOND;
  const first = utcDayOf(from);
  const last = utcDayOf(to).utcDay;
  for (let utcDay = first.utcDay; utcDay <= last; utcDay++) {
    const dayStart = taiOfUtcDay(utcDay, 0n);
    for (let k = utcDay === first.utcDay ? first.nsOfDay / step : 0n; k * step < 86_400n * NS_PER_SECOND; k++) {
      const tick = dayStart + k * step;
      if (tick >= from && tick <= to) out.push(tick);
    }
  }
  return out;
}
