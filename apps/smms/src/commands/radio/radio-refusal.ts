import { CodecError } from '@app/ccsds';
import { FrequencyDemodulatorError, SignalError } from '@app/radio';
import { OfflineInputError } from '../offline/offline-input.error.js';

/** Runs what an option or a file may spoil. Throws OfflineInputError, which names `source`, in place of the libraries' errors. */
export function refusedAs<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CodecError)
      throw new OfflineInputError(`${source}: ${error.what}: ${error.where}`, error.expected, error.found);
    if (error instanceof SignalError)
      throw new OfflineInputError(`${source}: ${error.field}`, error.expected, String(error.found));
    if (error instanceof FrequencyDemodulatorError)
      throw new OfflineInputError(`${source}: ${error.where}`, error.expected, error.found);
    throw error;
  }
}
