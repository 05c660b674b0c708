import { TimeFormatError, type Tai, parseUtc } from '@app/time';
import { OfflineInputError } from '../offline/offline-input.error.js';

/** The instant of an option. Throws OfflineInputError. */
export function instantOption(option: string, text: string): Tai {
  try {
    return parseUtc(text);
  } catch (error) {
    if (!(error instanceof TimeFormatError)) throw error;
    throw new OfflineInputError(option, error.expected, JSON.stringify(text));
  }
}
