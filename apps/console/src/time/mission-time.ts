import type { SystemStatus } from '@app/contracts';

const MS_PER_DAY = 86_400_000;

/** Mission time between two messages of the ground segment's clock: it runs on at the rate that was said, and stands when nothing is said. */
export class MissionTime {
  private anchor: { readonly missionMs: number; readonly atMs: number; readonly rate: number } | undefined;

  take({ missionTime, rate }: SystemStatus): void {
    this.anchor = { missionMs: Date.parse(missionTime), atMs: performance.now(), rate };
  }

  /** Milliseconds since 1970 of mission UTC; undefined before the first message. The next message is a second away: no further. */
  nowMs(): number | undefined {
    if (this.anchor === undefined) return undefined;
    const { missionMs, atMs, rate } = this.anchor;
    return missionMs + Math.min(1_500, performance.now() - atMs) * rate;
  }
}

/** `2026-04-24 08:18:18 UTC`; every time on the page says its zone. */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `08:18:18Z`. */
export function utcOfDay(time: string | number): string {
  return `${new Date(time).toISOString().slice(11, 19)}Z`;
}

/** Day of year, `114`. */
export function dayOfYear(ms: number): string {
  const year = new Date(ms).getUTCFullYear();
  return String(Math.floor((ms - Date.UTC(year, 0, 1)) / MS_PER_DAY) + 1).padStart(3, '0');
}

/** `00:05 old`; a value from the future says so. */
export function age(ms: number): string {
  return ms < -1000 ? `${duration(ms)} in the future` : `${duration(Math.max(0, ms))} old`;
}

/** `1:02:03` or `02:03`, without a sign. */
export function duration(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return (hours === 0 ? parts : [String(hours), ...parts]).join(':');
}
