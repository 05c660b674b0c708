import { type TaiPicoseconds, gpsFromTai, taiFromGps, taiFromUnixNs, unixNsFromTai } from '@app/time';
import { DifiError, type DifiTimestamp } from './difi-packet.js';

const NS_PER_SECOND = 1_000_000_000n;

/** The instant of a timestamp; null where it counts samples or its scale is the sender's own. */
export function instantOfDifi(timestamp: DifiTimestamp): TaiPicoseconds | null {
  if (timestamp.kind === 'sample-count' || timestamp.scale === 'other') return null;
  const picoseconds = timestamp.picoseconds % 1000;
  const nanoseconds = BigInt(timestamp.seconds) * NS_PER_SECOND + BigInt((timestamp.picoseconds - picoseconds) / 1000);
  return { tai: timestamp.scale === 'utc' ? taiFromUnixNs(nanoseconds) : taiFromGps(nanoseconds), picoseconds };
}

/** The timestamp of an instant. UTC repeats the second before an inserted one, as POSIX does. Throws DifiError: seconds beyond 32 bits. */
export function difiTimestampOf({ tai, picoseconds }: TaiPicoseconds, scale: 'utc' | 'gps'): DifiTimestamp {
  const nanoseconds = scale === 'utc' ? unixNsFromTai(tai) : gpsFromTai(tai);
  const seconds = nanoseconds / NS_PER_SECOND;
  if (nanoseconds < 0n || seconds > 0xffff_ffffn)
    throw new DifiError('DIFI timestamp', 'seconds', '0 to 2^32 - 1', `${seconds}`);
  const fraction = Number(nanoseconds % NS_PER_SECOND) * 1000 + picoseconds;
  return { kind: 'time', scale, seconds: Number(seconds), picoseconds: fraction };
}
