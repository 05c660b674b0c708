import { type Configuration, formatMissionClockSpec, MissionClockStore, SystemWallClock } from '@app/platform';
import { startHardwareSim } from '../../../../hardware-sim/src/index.js';
import { dataFolder, makeDataFolder } from '../ground/data-folder.js';
import { demonstrationStart } from '../ground/demonstration-start.js';
import { chooseMissionClock } from '../ground/mission-clock-choice.js';
import { readReferenceSeeds } from '../ground/reference-seeds.js';
import { simulatedHardware } from '../ground/simulated-hardware.js';
import { ModeMismatchError } from '../ground/ground-segment.js';
import { onceStopped } from './run.command.js';

/**
 * The simulator as a process of its own. It prints one JSON line when it listens: the clock to share (SMMS_MISSION_CLOCK) and the
 * address of each antenna's devices (the contents of SMMS_STATION_HARDWARE).
 */
export async function runHardwareSim(
  configuration: Configuration,
  options: {
    readonly seed: number;
    readonly linkMargin: number;
    readonly rate: number;
    readonly firstPort: number;
    readonly log?: string;
    readonly demo: boolean;
  },
): Promise<void> {
  if (configuration.SMMS_MODE !== 'simulation') throw new ModeMismatchError(configuration.SMMS_MODE);
  const folder = dataFolder(configuration.SMMS_DATA_DIR);
  makeDataFolder(folder);
  const seeds = readReferenceSeeds();
  const demonstration = options.demo
    ? { missionTime: demonstrationStart(seeds).missionTime, rate: options.rate }
    : undefined;
  const { anchor } = chooseMissionClock(
    configuration.SMMS_MISSION_CLOCK,
    new MissionClockStore(folder.missionClock, configuration.SMMS_MODE),
    new SystemWallClock().now(),
    demonstration,
  );
  const missionClock = formatMissionClockSpec(anchor);
  const simulator = await startHardwareSim(
    simulatedHardware(seeds, {
      missionClock,
      seed: options.seed,
      linkMarginDb: options.linkMargin,
      logFile: options.log ?? folder.simulatorLog,
      telecommandLogFile: folder.telecommandLog,
      firstPort: options.firstPort,
    }),
  );
  process.stdout.write(`${JSON.stringify({ missionClock, hardware: simulator.addresses })}\n`);
  onceStopped(() => simulator.stop());
}
