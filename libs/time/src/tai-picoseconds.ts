import { NS_PER_SECOND, type Tai } from './tai.js';

/**
 * An instant finer than `Tai`: the nanosecond of TAI that has begun, and picoseconds into it. A pair, so that it is never taken for
 * nanoseconds. `tai` alone is the instant cut to the nanosecond.
 */
export interface TaiPicoseconds {
  readonly tai: Tai;
  /** 0 to 999. */
  readonly picoseconds: number;
}

export const PS_PER_NANOSECOND = 1000n;
export const PS_PER_SECOND = NS_PER_SECOND * PS_PER_NANOSECOND;
export const PS_PER_DAY = 86_400n * PS_PER_SECOND;

/** The instant that is `count` picoseconds of TAI after 1958-01-01T00:00:00 TAI; before it where `count` is negative. */
export function taiPicosecondsFromCount(count: bigint): TaiPicoseconds {
  const picoseconds = ((count % PS_PER_NANOSECOND) + PS_PER_NANOSECOND) % PS_PER_NANOSECOND;
  return { tai: (count - picoseconds) / PS_PER_NANOSECOND, picoseconds: Number(picoseconds) };
}

/** Whole picoseconds of TAI since 1958-01-01T00:00:00 TAI: what instants of this fineness are reckoned with. */
export function picosecondCount({ tai, picoseconds }: TaiPicoseconds): bigint {
  return tai * PS_PER_NANOSECOND + BigInt(picoseconds);
}

/** An instant of nanoseconds, as it stands. */
export const taiPicosecondsFromTai = (tai: Tai): TaiPicoseconds => ({ tai, picoseconds: 0 });

/** The nearest nanosecond; half a nanosecond goes to the later one. `instant.tai` is the one that has begun. */
export const nearestTai = ({ tai, picoseconds }: TaiPicoseconds): Tai => (picoseconds >= 500 ? tai + 1n : tai);
