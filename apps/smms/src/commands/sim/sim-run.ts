import { createLogger, type Logger } from '@app/platform';
import { readScenario, type RunningScenario, runScenario } from '../../../../../hardware-sim/src/index.js';
import { readReferenceSeeds } from '../../ground/reference-seeds.js';
import { type OfflineIo, readText } from '../offline/offline-io.js';
import { referenceCatalogue } from './reference-catalogue.js';

export interface SimOptions {
  readonly scenario: string;
  readonly httpPort: number;
  /** Event log; without it none is written. */
  readonly log?: string;
}

/**
 * Starts the devices of a scenario and prints one JSON line: the clock to share, the HTTP door, and the address of each antenna's devices.
 * Throws OfflineInputError, ScenarioError, and what starting the devices throws.
 */
export async function startSim(
  { scenario: path, httpPort, log }: SimOptions,
  io: OfflineIo,
  logger: Logger = createLogger('warn'),
): Promise<RunningScenario> {
  const text = await readText(io, '--scenario', path);
  const running = await runScenario({
    scenario: readScenario(text, path),
    source: path,
    catalogue: referenceCatalogue(readReferenceSeeds()),
    files: { eventLogFile: log ?? null },
    httpPort,
    logger,
  });
  const { missionClock, http, addresses: hardware } = running;
  await io.stdout(`${JSON.stringify({ mode: 'simulation', missionClock, http, hardware })}\n`);
  return running;
}
