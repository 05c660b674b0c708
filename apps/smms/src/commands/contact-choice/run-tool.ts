import { FlightProductError } from '@app/flight-products';
import { LinkBudgetError } from '@app/link-budget';
import { AntennaLimitsError, GeometryError, PathGapError, ProfileError, StationError, sgp4Reason } from '@app/orbit';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { runOffline } from '../offline/run-offline.js';

function asInputError(error: unknown): unknown {
  if (error instanceof PathGapError)
    return new OfflineInputError(
      'motion',
      `a state ${error.seconds.toFixed(3)} s after the start`,
      sgp4Reason(error.code),
    );
  const isOfValues =
    error instanceof ProfileError ||
    error instanceof GeometryError ||
    error instanceof AntennaLimitsError ||
    error instanceof StationError ||
    error instanceof LinkBudgetError ||
    error instanceof FlightProductError;
  return isOfValues ? new OfflineInputError(error.field, error.expected, error.found) : error;
}

/** As `runOffline`; a value that a library of flight dynamics refuses is one line on stderr and exit code 1, too. */
export async function runTool(io: Pick<OfflineIo, 'stderr'>, command: () => Promise<void>): Promise<number> {
  return runOffline(io, async () => {
    try {
      await command();
    } catch (error) {
      throw asInputError(error);
    }
  });
}
