import { type Tai, dateOfUtcDay, unixNsFromTai, utcDayOfDate } from '@app/time';
import { shown } from './element-error.js';
import { type ElementSet } from './element-set.js';
import { ElementWriteError } from './element-write-error.js';
import { formatAlpha5, tleChecksum } from './tle.parser.js';

// Two-line element sets, columns as tle.parser.ts reads them.

/** 1e-8 day, the last digit of a TLE's epoch: 864 microseconds. */
const NS_PER_EPOCH_UNIT = 864_000n;
const UNITS_PER_DAY = 100_000_000n;

type Fail = (field: string, expected: string, found: unknown) => never;

/** `YYDDD.DDDDDDDD`, rounded to the nearest 1e-8 day of UTC; undefined outside of 1957 to 2056. */
function tleEpoch(epoch: Tai): string | undefined {
  const unix = unixNsFromTai(epoch);
  const rounded = unix + NS_PER_EPOCH_UNIT / 2n;
  const units = rounded / NS_PER_EPOCH_UNIT - (rounded % NS_PER_EPOCH_UNIT < 0n ? 1n : 0n);
  const ofDay = ((units % UNITS_PER_DAY) + UNITS_PER_DAY) % UNITS_PER_DAY;
  const dayOf = (year: number): number => utcDayOfDate({ year, month: 1, day: 1 }) ?? 0;
  const utcDay = Number((units - ofDay) / UNITS_PER_DAY) + dayOf(1970);
  const { year } = dateOfUtcDay(utcDay);
  if (year < 1957 || year > 2056) return undefined;
  const dayOfYear = utcDay - dayOf(year) + 1;
  return `${twoDigits(year)}${String(dayOfYear).padStart(3, '0')}.${String(ofDay).padStart(8, '0')}`;
}

const twoDigits = (year: number): string => String(year % 100).padStart(2, '0');

/** `2013-018A` as columns 10-17 have it; blanks where there is none; undefined where it has another form. */
function designator(objectId: string | undefined): string | undefined {
  if (objectId === undefined) return ' '.repeat(8);
  const match = /^(\d{4})-(\d{3})([A-Z]{1,3})$/.exec(objectId);
  const year = Number(match?.[1]);
  if (match === null || year < 1957 || year > 2056) return undefined;
  return `${twoDigits(year)}${match[2]}${match[3]}`.padEnd(8);
}

/** Five digits after an assumed point and a power of ten from -9 to 9: 0.28098e-4 is ` 28098-4`. What is smaller becomes zero. */
function assumedPoint(value: number): string | undefined {
  const zero = ' 00000+0';
  const [digits = '', power = ''] = Math.abs(value).toExponential(4).split('e');
  const exponent = Number(power) + 1; // from d.dddd to 0.ddddd
  if (value === 0 || exponent < -13) return zero;
  if (exponent > 9) return undefined;
  // Below 0.1e-9 the leading digits become zeros.
  const mantissa = exponent >= -9 ? digits.replace('.', '') : scaled(value);
  if (mantissa === '00000') return zero;
  const shownExponent = Math.max(exponent, -9);
  return `${value < 0 ? '-' : ' '}${mantissa}${shownExponent < 0 ? '-' : '+'}${Math.abs(shownExponent)}`;
}

const scaled = (value: number): string => String(Math.round(Math.abs(value) * 1e14)).padStart(5, '0');

/** Degrees of a full circle, `ddd.dddd`, 0 to 359.9999. */
function circle(degrees: number): string {
  const turned = ((degrees % 360) + 360) % 360;
  const text = turned.toFixed(4);
  return (text === '360.0000' ? '0.0000' : text).padStart(8);
}

/** ` .00002227`: a sign and eight decimals, below 1. */
function firstDerivative(value: number): string | undefined {
  const text = Math.abs(value).toFixed(8);
  if (!text.startsWith('0.')) return undefined;
  return `${value < 0 && Number(text) !== 0 ? '-' : ' '}${text.slice(1)}`;
}

const summed = (line: string): string => `${line}${tleChecksum(line)}`;

/**
 * The two lines of an element set, 69 columns each, alpha-5 above catalogue number 99999; no catalogue number is 00000. A TLE rounds: the
 * epoch to 864 microseconds (so by 432 at most: 3 m along the track in low orbit), angles to 1e-4 degrees, eccentricity to
 * 1e-7, mean motion to 1e-8 rev/day, B* to five digits. Throws ElementWriteError for what it cannot hold: a catalogue number above
 * 339999, an epoch or launch year outside of 1957 to 2056, a designator that is not `YYYY-NNNA`, a value too large for its columns.
 */
export function toTle(elements: ElementSet): readonly [line1: string, line2: string] {
  const fail: Fail = (field, expected, found) => {
    throw new ElementWriteError('TLE', field, expected, shown(found), elements.objectName);
  };
  const whole = (field: 'revolutionAtEpoch' | 'elementSetNumber', width: number): string => {
    const text = String(elements[field]);
    return text.length <= width ? text.padStart(width) : fail(field, `at most ${width} digits`, elements[field]);
  };
  const catalog =
    formatAlpha5(elements.catalogNumber ?? 0) ?? fail('catalogNumber', 'at most 339999', elements.catalogNumber);
  const epoch = tleEpoch(elements.epoch) ?? fail('epoch', 'a UTC year from 1957 to 2056', 'another year');
  const launch =
    designator(elements.objectId) ?? fail('objectId', 'YYYY-NNNA with a year from 1957 to 2056', elements.objectId);
  const dot =
    firstDerivative(elements.meanMotionDot) ??
    fail('meanMotionDot', 'between -1 and 1 rev/day^2', elements.meanMotionDot);
  const ddot =
    assumedPoint(elements.meanMotionDdot) ?? fail('meanMotionDdot', 'below 1e9 rev/day^3', elements.meanMotionDdot);
  const bstar = assumedPoint(elements.bstar) ?? fail('bstar', 'below 1e9', elements.bstar);
  const eccentricity = elements.eccentricity.toFixed(7);
  if (!eccentricity.startsWith('0.')) fail('eccentricity', 'at most 0.9999999', elements.eccentricity);
  const meanMotion = elements.meanMotionRevPerDay.toFixed(8).padStart(11);
  if (Number(meanMotion) === 0) fail('meanMotionRevPerDay', 'at least 1e-8', elements.meanMotionRevPerDay);
  const number = whole('elementSetNumber', 4);
  const orbit = `${elements.inclinationDeg.toFixed(4).padStart(8)} ${circle(elements.raanDeg)} ${eccentricity.slice(2)}`;
  const place = `${circle(elements.argumentOfPericenterDeg)} ${circle(elements.meanAnomalyDeg)} ${meanMotion}`;
  return [
    summed(`1 ${catalog}${elements.classification} ${launch} ${epoch} ${dot} ${ddot} ${bstar} 0 ${number}`),
    summed(`2 ${catalog} ${orbit} ${place}${whole('revolutionAtEpoch', 5)}`),
  ];
}
