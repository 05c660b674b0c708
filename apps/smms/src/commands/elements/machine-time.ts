import { type Tai } from '@app/time';

/** The machine's time. Its clock is loaded when it is asked for: most offline commands need none. */
export async function machineTime(): Promise<Tai> {
  const { SystemWallClock } = await import('@app/platform');
  return new SystemWallClock().now();
}
