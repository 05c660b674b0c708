import { Command } from 'commander';
import { machineTime } from '../elements/machine-time.js';
import { nodeIo } from '../offline/node-io.js';
import { type EopOptions, runEop } from './eop-run.js';

/** `smms eop`: tables of Earth orientation, offline. */
export function eopCommand(): Command {
  const common = (command: Command): Command =>
    command
      .option('--at <time>', 'instant of the values, ISO 8601 UTC with Z; else now')
      .option('--format <format>', 'json or table', 'table');
  const check = common(new Command('check'))
    .description('what a table holds, and its values at an instant')
    .argument('<file>', 'IERS finals2000A, or JSON [{"utc","dut1Seconds","xpArcsec","ypArcsec"}]')
    .action(async (file: string, options: EopOptions) => {
      process.exitCode = await runEop({ ...options, file }, nodeIo(), machineTime);
    });
  const show = common(new Command('show'))
    .description('the slice of IERS finals2000A that comes with the program')
    .action(async (options: EopOptions) => {
      process.exitCode = await runEop(options, nodeIo(), machineTime);
    });
  return new Command('eop').description('Earth orientation, offline').addCommand(check).addCommand(show);
}
