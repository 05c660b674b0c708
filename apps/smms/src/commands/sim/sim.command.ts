import { Command } from 'commander';
import { numberOption } from '../number-option.js';
import { nodeIo } from '../offline/node-io.js';
import { onceStopped } from '../run.command.js';
import { type SimOptions, startSim } from './sim-run.js';

/** `smms sim`: simulated spacecraft, channel and antennas by a scenario, with faults. */
export function simCommand(): Command {
  return new Command('sim')
    .description('run simulated spacecraft and antennas by a scenario; prints the addresses of the devices')
    .requiredOption('--scenario <file>', 'scenario, YAML or JSON (docs/simulator.md)')
    .option(
      '--http-port <number>',
      'port of state and faults, on this machine; 0 takes a free one',
      numberOption(0, 65_535),
      0,
    )
    .option('--log <file>', 'event log, JSON lines in mission time; the file begins anew')
    .action(async (options: SimOptions) => {
      const starting = startSim(options, nodeIo());
      const stop = async (): Promise<void> => (await starting).stop();
      // Before it says that it runs: who reads that may stop it at once.
      onceStopped(stop);
      await (
        await starting
      ).over;
      await stop();
    });
}
