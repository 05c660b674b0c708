import {
  NS_PER_DAY,
  type Tai,
  formatUtc,
  leapSeconds,
  secondsBetween,
  taiMinusUtcSeconds,
  taiOfUtcDay,
  utcDayOf,
} from '@app/time';
import {
  type EarthOrientationCoverage,
  type EarthOrientationPiece,
  type EarthOrientationSeries,
  type EarthOrientationValues,
} from '../frames/earth-orientation.js';
import { EarthOrientationError } from './earth-orientation-error.js';
import { type EarthOrientationRow, MJD_1958 } from './earth-orientation-row.js';

const RAD_PER_ARCSEC = Math.PI / 180 / 3600;
/** Straight lines miss 1 ms of UT1 in five days and 7 ms in a month (2021 to 2026), which is still less than without the rows. */
const LONGEST_GAP_DAYS = 31;
/** With the leap second that may lie in them. */
const LONGEST_GAP_S = LONGEST_GAP_DAYS * 86_400 + 1.5;
// Bounds of what has none; as seconds they are whole and finite.
const LONG_AGO = -(10n ** 19n);
const FAR_AWAY = 10n ** 19n;
/** A jump at the ends of the rows would be a jump of the Earth, which no interpolated path survives. */
const FADE_DAYS = 10;
const FADE = BigInt(FADE_DAYS) * NS_PER_DAY;
const still: EarthOrientationValues = { ut1MinusTaiSeconds: 0, poleXRad: 0, poleYRad: 0 };

interface Knot {
  readonly at: Tai;
  readonly values: EarthOrientationValues;
}

/**
 * A series of table rows, at least two, in order of time and at most 31 days apart. UT1 - TAI and the pole are straight lines between
 * rows (over a day within 0.07 ms of UT1; tides of half a day and a day, 0.03 ms, are left out as in the tables). Outside of the rows
 * they go to UT1 = UTC and no polar motion in ten days, and stay there. `source` says where the rows come from and begins the
 * description. Throws EarthOrientationError.
 */
export function earthOrientationSeries(
  rows: readonly EarthOrientationRow[],
  { source }: { readonly source: string },
): EarthOrientationSeries {
  const knots = rows.map(knotOf);
  const [first, last] = [knots[0], knots.at(-1)];
  if (first === undefined || last === undefined || first === last)
    throw new EarthOrientationError(source, {}, 'at least two rows', `${rows.length}`);
  const measuredTo = knots[rows.findLastIndex((row) => row.flag === 'measured')]?.at;
  const coverage = { from: first.at, to: last.at, measuredTo };
  const pieces = knots.slice(1).map((knot, index) => pieceBetween(knots[index] ?? first, knot, index + 2, source));
  const ofDay = indexByDay(pieces, first.at);
  const before = straight(knotOfUtc(first.at - FADE), first);
  const after = straight(last, knotOfUtc(last.at + FADE));
  const pieceAt = (instant: Tai): EarthOrientationPiece => {
    if (instant < first.at) return instant < before.from ? utcPiece(instant, LONG_AGO, before.from) : before;
    if (instant >= last.at) return instant < after.to ? after : utcPiece(instant, after.to, FAR_AWAY);
    let index = ofDay[Number((instant - first.at) / NS_PER_DAY)] ?? 0;
    while (instant >= (pieces[index] ?? after).to) index += 1;
    return pieces[index] ?? after;
  };
  return {
    description: descriptionOf(source, coverage),
    coverage,
    pieceAt,
    at: (instant) => valuesAt(pieceAt(instant), instant),
  };
}

function knotOf(row: EarthOrientationRow): Knot {
  const day = Math.floor(row.mjdUtc);
  const utcDay = day - MJD_1958;
  return {
    at: taiOfUtcDay(utcDay, BigInt(Math.round((row.mjdUtc - day) * 86_400e9))),
    values: {
      // UT1 - TAI has no step at a leap second, where UT1 - UTC has one.
      ut1MinusTaiSeconds: row.ut1MinusUtcSeconds - taiMinusUtcSeconds(utcDay),
      poleXRad: row.xpArcsec * RAD_PER_ARCSEC,
      poleYRad: row.ypArcsec * RAD_PER_ARCSEC,
    },
  };
}

/** `entry` is the later row's, counted from 1. */
function pieceBetween(before: Knot, after: Knot, entry: number, source: string): EarthOrientationPiece {
  const seconds = secondsBetween(before.at, after.at);
  if (!(seconds > 0 && seconds < LONGEST_GAP_S)) {
    const expected = `a row later than the one before, by ${LONGEST_GAP_DAYS} days at most`;
    throw new EarthOrientationError(source, { entry }, expected, `${seconds} s later`);
  }
  return straight(before, after);
}

function straight({ at: from, values: a }: Knot, { at: to, values: b }: Knot): EarthOrientationPiece {
  const seconds = secondsBetween(from, to);
  return {
    from,
    to,
    atFrom: a,
    perSecond: {
      ut1MinusTaiSeconds: (b.ut1MinusTaiSeconds - a.ut1MinusTaiSeconds) / seconds,
      poleXRad: (b.poleXRad - a.poleXRad) / seconds,
      poleYRad: (b.poleYRad - a.poleYRad) / seconds,
    },
  };
}

/** By days since `from`: the piece in which the day begins. */
function indexByDay(pieces: readonly EarthOrientationPiece[], from: Tai): Uint32Array {
  const end = pieces.at(-1)?.to ?? from;
  const ofDay = new Uint32Array(Number((end - from) / NS_PER_DAY) + 1);
  let index = 0;
  for (let day = 0; day < ofDay.length; day++) {
    const begin = from + BigInt(day) * NS_PER_DAY;
    while (index < pieces.length - 1 && (pieces[index]?.to ?? end) <= begin) index += 1;
    ofDay[day] = index;
  }
  return ofDay;
}

function knotOfUtc(at: Tai): Knot {
  return { at, values: { ...still, ut1MinusTaiSeconds: -taiMinusUtcSeconds(utcDayOf(at).utcDay) } };
}

/** UT1 = UTC between two leap seconds, as far as it lies between `begin` and `end`. */
function utcPiece(instant: Tai, begin: Tai, end: Tai): EarthOrientationPiece {
  let [from, to] = [begin, end];
  for (const { utcDay } of leapSeconds) {
    const step = taiOfUtcDay(utcDay, 0n);
    if (step <= instant && step > from) from = step;
    if (step > instant && step < to) to = step;
  }
  return { from, to, atFrom: knotOfUtc(instant).values, perSecond: still };
}

function valuesAt({ from, atFrom, perSecond }: EarthOrientationPiece, instant: Tai): EarthOrientationValues {
  const seconds = secondsBetween(from, instant);
  return {
    ut1MinusTaiSeconds: atFrom.ut1MinusTaiSeconds + seconds * perSecond.ut1MinusTaiSeconds,
    poleXRad: atFrom.poleXRad + seconds * perSecond.poleXRad,
    poleYRad: atFrom.poleYRad + seconds * perSecond.poleYRad,
  };
}

function descriptionOf(source: string, { from, to, measuredTo }: EarthOrientationCoverage): string {
  const measured = measuredTo === undefined ? '' : `, measured to ${dateOf(measuredTo)}`;
  const predicted = measuredTo === to ? '' : `, predicted to ${dateOf(to)}`;
  return `${source}: from ${dateOf(from)}${measured}${predicted}; UT1=UTC and no polar motion outside, after ${FADE_DAYS} days of transition`;
}

/** The date of a midnight, the time of any other instant. */
function dateOf(instant: Tai): string {
  return formatUtc(instant, 0).replace('T00:00:00Z', '');
}
