import { AsciiTimeError, CodecError, parseAsciiTime, taiPicosecondsFromAscii } from '@app/ccsds';
import { NS_PER_DAY, NS_PER_SECOND, type Tai, type TaiPicoseconds, TimeScaleError, utcDayOf } from '@app/time';
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

/** The UTC day of an agency epoch of CDS, which begins with a day. Throws OfflineInputError. */
export function epochDayOption(text: string | undefined): number | undefined {
  const epoch = epochOption(text);
  if (epoch === undefined) return undefined;
  const { utcDay, nsOfDay } = utcDayOf(epoch);
  if (nsOfDay !== 0n) {
    const second = (nsOfDay % NS_PER_DAY) / NS_PER_SECOND;
    throw new OfflineInputError('--epoch', 'the beginning of a UTC day for CDS', `second ${second} of a day`);
  }
  return utcDay;
}
