// Kilometres of a file and metres inside: the decimal point is moved in the text, so that no digit is lost on the way.

const number = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,4}))?$/;
/** An ephemeris line's number has at most 16 digits (CCSDS 502.0-B-3, 7.5.6 and 7.5.7). */
const MOST_DIGITS = 16;

/** A decimal number times 10^places, rounded once; undefined where the text is not a number, or beyond what a double holds. */
export function readShifted(text: string, places: number): number | undefined {
  const match = number.exec(text);
  if (match === null) return undefined;
  const value = Number(`${match[1]}e${Number(match[2] ?? 0) + places}`);
  return Number.isFinite(value) ? value : undefined;
}

/** A number times 10^places with a decimal point and at most 16 digits: the shortest that reads back the same, where 16 do. */
export function writeShifted(value: number, places: number): string {
  const shortest = value.toExponential();
  const [mantissa = '', power = ''] = (
    digitsOf(shortest).length > MOST_DIGITS ? value.toExponential(MOST_DIGITS - 1) : shortest
  ).split('e');
  const exponent = value === 0 ? 0 : Number(power) + places;
  const digits = digitsOf(mantissa);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const leadingZeros = Math.max(-exponent, 0);
  if (digits.length + leadingZeros > MOST_DIGITS || exponent < -5 || exponent >= MOST_DIGITS)
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}e${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(leadingZeros - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, '0');
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || '0'}`;
}

const digitsOf = (text: string): string => (text.split('e')[0] ?? '').replaceAll(/[^\d]/g, '');
