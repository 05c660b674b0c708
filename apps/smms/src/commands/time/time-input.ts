import { type AsciiTime, AsciiTimeError, CodecError, parseAsciiTime, taiPicosecondsFromAscii } from '@app/ccsds';
import { type Tai, type TaiPicoseconds, TimeScaleError, utcDayOfDate } from '@app/time';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { hexOctets } from '../frames/source/hex-line-reader.js';

/** Runs what an option may spoil. Throws OfflineInputError that names the option in place of the library's errors. */
export function forOption<T>(option: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CodecError || error instanceof TimeScaleError)) throw error;
    throw new OfflineInputError(`${option}: ${error.what}: ${error.where}`, error.expected, error.found);
  }
}

/** The octets of an option's hexadecimal digits. Throws OfflineInputError. */
export function hexOption(option: string, text: string): Uint8Array {
  const read = hexOctets(text);
  if (read.octets === null || read.octets.length === 0)
    throw new OfflineInputError(option, 'pairs of hexadecimal digits', JSON.stringify(text));
  return read.octets;
}

/** The instant of a UTC text, of either calendar form, to the picosecond. Throws OfflineInputError. */
export function utcOption(option: string, text: string): TaiPicoseconds {
  try {
    return taiPicosecondsFromAscii(parseAsciiTime(text));
  } catch (error) {
    if (!(error instanceof AsciiTimeError)) throw error;
    throw new OfflineInputError(
      option,
      `a UTC time, as 1980-01-06T00:00:00Z (${error.where}: ${error.expected})`,
      error.found,
    );
  }
}

/** An agency epoch: an instant of whole nanoseconds. Throws OfflineInputError. */
export function epochOption(text: string | undefined): Tai | undefined {
  if (text === undefined) return undefined;
  const { tai, picoseconds } = utcOption('--epoch', text);
  if (picoseconds !== 0) throw new OfflineInputError('--epoch', 'whole nanoseconds', JSON.stringify(text));
  return tai;
}

function dateOption(text: string): Pick<AsciiTime, 'month' | 'day' | 'dayOfYear'> & { readonly year: number } {
  const date = forOption('--epoch', () => parseAsciiTime(text));
  if (date.year === undefined || (date.month === undefined) !== (date.day === undefined))
    throw new OfflineInputError('--epoch', 'a date, as 1970-01-01', JSON.stringify(text));
  return { ...date, year: date.year };
}

/** The UTC day of an agency epoch of CDS, which begins with a day. Throws OfflineInputError. */
export function epochDayOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  // A day is all that CDS wants of its epoch: 1970-01-01 is one, though TAI − UTC was not whole seconds then.
  const [date = '', time = '00:00:00'] = text.replace(/Z$/, '').split('T');
  const { year, month, day, dayOfYear } = dateOption(date);
  const utcDay =
    dayOfYear === undefined
      ? utcDayOfDate({ year, month: month ?? 1, day: day ?? 1 })
      : utcDayOfDate({ year, month: 1, day: 1 })! + dayOfYear - 1;
  if (utcDay === undefined) throw new OfflineInputError('--epoch', 'a date that exists', JSON.stringify(text));
  if (!/^00(:00(:00(\.0*)?)?)?$/.test(time))
    throw new OfflineInputError('--epoch', 'the beginning of a UTC day for CDS', JSON.stringify(text));
  return utcDay;
}
