import { NS_PER_SECOND, parseUtc, taiFromUnixNs, unixNsFromTai, type Tai } from '@app/time';
import { type TimeScale } from '../definitions.js';

/** 1980-01-06T00:00:00 UTC, where GPS time began: TAI − GPS is 19 s for ever. */
const gpsEpoch = parseUtc('1980-01-06T00:00:00Z');
/** J2000 is 2000-01-01T12:00:00 TT, and TT − TAI is 32.184 s: 11:59:27.816 TAI is 11:58:55.816 UTC. */
const j2000Epoch = parseUtc('2000-01-01T11:58:55.816Z');

/** The instant of an XTCE epoch, or undefined where it is not known. UTC dates before 1972 are refused: UTC had no whole seconds to TAI. */
export function epochTai(epoch: string): Tai | undefined {
  switch (epoch) {
    case 'TAI':
      return 0n;
    case 'GPS':
      return gpsEpoch;
    case 'J2000':
      return j2000Epoch;
    case 'UNIX':
      return taiFromUnixNs(0n);
    default: {
      const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?))?Z?$/.exec(epoch);
      if (match === null || epoch < '1972') return undefined;
      try {
        return parseUtc(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
      } catch {
        return undefined;
      }
    }
  }
}

/** A double as an exact fraction: numerator over a power of two. */
interface Dyadic {
  readonly numerator: bigint;
  readonly shift: bigint;
}

function dyadic(value: number): Dyadic {
  let scaled = value;
  let shift = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    shift++;
  }
  return { numerator: BigInt(scaled), shift };
}

/** Rounded to the nearest, halves up. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const doubled = 2n * numerator + denominator;
  const whole = doubled / (2n * denominator);
  return doubled < 0n && whole * 2n * denominator !== doubled ? whole - 1n : whole;
}

/**
 * Raw time → instant and back: epoch + (raw × scale + offset) seconds, in exact arithmetic, rounded to the nanosecond. After the
 * epoch seconds are counted as TAI runs, save for UNIX, whose seconds leave out leap seconds.
 */
export function compileTime(time: TimeScale): {
  toTai: (raw: number | bigint) => Tai | null;
  fromTai: (tai: Tai) => bigint;
  fromTaiFloat: (tai: Tai) => number;
} {
  const unix = time.epoch === 'UNIX';
  const epoch = unix ? 0n : (epochTai(time.epoch) ?? 0n);
  const scale = dyadic(time.scale);
  const perRaw = scale.numerator * NS_PER_SECOND;
  const offset = dyadic(time.offset);
  const offsetNs = divideRounded(offset.numerator * NS_PER_SECOND, 1n << offset.shift);
  const whole = (raw: bigint): bigint =>
    scale.shift === 0n ? raw * perRaw : (raw * perRaw + (1n << (scale.shift - 1n))) >> scale.shift;
  const elapsed = (tai: Tai): bigint => (unix ? unixNsFromTai(tai) : tai - epoch) - offsetNs;
  return {
    toTai: (raw) => {
      let ns: bigint;
      if (typeof raw === 'bigint') ns = whole(raw);
      else if (Number.isInteger(raw)) ns = whole(BigInt(raw));
      else if (!Number.isFinite(raw)) return null;
      else {
        const exact = dyadic(raw);
        ns = divideRounded(exact.numerator * perRaw, 1n << (exact.shift + scale.shift));
      }
      return unix ? taiFromUnixNs(ns + offsetNs) : epoch + ns + offsetNs;
    },
    fromTai: (tai) =>
      perRaw > 0n
        ? divideRounded(elapsed(tai) << scale.shift, perRaw)
        : divideRounded(-(elapsed(tai) << scale.shift), -perRaw),
    fromTaiFloat: (tai) => Number(elapsed(tai)) / 1e9 / time.scale,
  };
}
