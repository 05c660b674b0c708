import { Command } from 'commander';
import { addChoiceOptions } from '../contact-choice/choice-options.js';
import { nodeIo } from '../offline/node-io.js';
import { DEFAULT_STEP_S, type PointingOptions, pointingFormats, runPointing } from './pointing-run.js';

/** `smms pointing`: azimuth and elevation along contacts, and the programme of an antenna, offline. */
export function pointingCommand(): Command {
  const command = new Command('pointing').description(
    'where to point along contacts; with limits, how the antenna goes',
  );
  return addChoiceOptions(command, 'all')
    .option('--step <seconds>', 'between rows', String(DEFAULT_STEP_S))
    .option('--limits <file>', "the antenna's ranges and rates: JSON")
    .option('--format <format>', `${pointingFormats.join(', ')} (what the axes of one contact are to do)`, 'csv')
    .action(async (options: PointingOptions) => {
      process.exitCode = await runPointing(options, nodeIo());
    });
}
