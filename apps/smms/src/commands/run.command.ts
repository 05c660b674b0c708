import { Argument, Command, Option } from 'commander';
import { type Configuration, createLogger, loadConfiguration } from '@app/platform';
import { dataFolder, makeDataFolder } from '../ground/data-folder.js';
import { startGroundSegment } from '../ground/ground-segment.js';
import { logFileAndWarnings } from '../ground/log-destinations.js';
import { TerminalView } from '../terminal/terminal-view.js';
import { failWithOneLine } from './failure.js';
import { numberOption, rateOption } from './number-option.js';
import { runHardwareSim } from './run-hardware-sim.js';
import { startStation } from './run-station/run-station.js';

interface RunOptions {
  readonly demo: boolean;
  readonly fresh: boolean;
  readonly data?: string;
  readonly port?: number;
  readonly rate: number;
  readonly linkMargin: number;
  readonly seed: number;
  readonly clock?: string;
  readonly firstPort: number;
  readonly log?: string;
  readonly config?: string;
  readonly once: boolean;
}

/** `run station` without a file that says what it is. */
export class MissingStationConfigError extends Error {
  override readonly name = 'MissingStationConfigError';
  constructor() {
    super('run station: expected --config FILE, found none');
  }
}

/** `smms run [role]`: the ground segment, with simulated spacecraft in demonstration mode, or the simulator or one station by itself. */
export function runCommand(): Command {
  return new Command('run')
    .description('run the ground segment (all roles), or only the hardware simulator, or only one station')
    .addArgument(new Argument('[role]', 'what to run').choices(['ground', 'hardware-sim', 'station']).default('ground'))
    .option('--demo', 'fly simulated spacecraft; the mission clock starts two minutes before a contact', false)
    .option('--fresh', 'forget what earlier runs left in the data folder', false)
    .option('--data <folder>', 'data folder (default: SMMS_DATA_DIR or ./data)')
    .option('--port <number>', 'port of the API (default: SMMS_HTTP_PORT or 8080)', numberOption(0, 65_535))
    .option('--rate <number>', 'mission seconds in a second, in demonstration mode', rateOption, 10)
    .option('--link-margin <dB>', 'link margin at the mask elevation of simulated links', numberOption(), 6)
    .option('--seed <number>', 'seed of the simulator', numberOption(), 1)
    .addOption(new Option('--clock <spec>', 'mission clock: "real" or MISSION-UTC[@WALL-UTC][xRATE]'))
    .option(
      '--first-port <number>',
      'hardware-sim: port of the first rotator; each antenna takes two',
      numberOption(0, 65_535),
      14_533,
    )
    .option('--log <file>', "hardware-sim: the simulator's own log")
    .option('--config <file>', 'station: what it is and what it executes, YAML or JSON (docs/operations.md)')
    .option('--once', 'station: end after the first pass, with exit code 0 where it was completed', false)
    .action(async (role: string, options: RunOptions) => {
      if (role === 'station') return runStation(options);
      const configuration = configurationOf(options);
      if (role === 'hardware-sim') await runHardwareSim(configuration, options);
      else await runGround(configuration, options);
    });
}

function configurationOf(options: RunOptions): Configuration {
  return loadConfiguration({
    ...process.env,
    ...(options.data === undefined ? {} : { SMMS_DATA_DIR: options.data }),
    ...(options.port === undefined ? {} : { SMMS_HTTP_PORT: String(options.port) }),
    ...(options.clock === undefined ? {} : { SMMS_MISSION_CLOCK: options.clock }),
  });
}

async function runStation({ config, once }: RunOptions): Promise<void> {
  if (config === undefined) throw new MissingStationConfigError();
  const print = (line: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  const station = await startStation({ config, once }, print);
  onceStopped(() => station.stop());
  const completed = await station.over;
  await station.stop();
  process.exitCode = completed ? 0 : 1;
}

async function runGround(configuration: Configuration, options: RunOptions): Promise<void> {
  const folder = dataFolder(configuration.SMMS_DATA_DIR);
  makeDataFolder(folder);
  const logger = createLogger(configuration.SMMS_LOG_LEVEL, logFileAndWarnings(folder.logFile));
  process.stderr.write('smms: starting ...\n');
  const starting = startGroundSegment({
    configuration,
    logger,
    simulation: options.demo ? { linkMarginDb: options.linkMargin, seed: options.seed } : undefined,
    demonstrationRate: options.demo ? options.rate : undefined,
    fresh: options.fresh,
  });
  const running: { view?: TerminalView; stopping: boolean } = { stopping: false };
  onceStopped(async () => {
    running.stopping = true;
    if (running.view === undefined)
      process.stderr.write('smms: it stops as soon as it has started; Ctrl-C again ends it at once\n');
    const ground = await starting;
    running.view?.stop();
    await ground.stop();
  });
  const ground = await starting;
  if (running.stopping) return;
  running.view = new TerminalView(ground, configuration, process.stdout);
  await running.view.start();
}

/** Stops in good order at the first SIGINT or SIGTERM; at the second the process ends at once. */
export function onceStopped(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        failWithOneLine(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
