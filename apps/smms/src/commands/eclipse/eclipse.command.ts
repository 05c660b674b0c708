import { Command } from 'commander';
import { addMotionOptions } from '../contact-choice/motion-options.js';
import { nodeIo } from '../offline/node-io.js';
import { type EclipseOptions, eclipseFormats, runEclipse } from './eclipse-run.js';

/** `smms eclipse`: umbra and penumbra of spacecraft, offline. */
export function eclipseCommand(): Command {
  return addMotionOptions(new Command('eclipse').description('when spacecraft are in umbra and penumbra'))
    .option('--format <format>', eclipseFormats.join(', '), 'table')
    .action(async (options: EclipseOptions) => {
      process.exitCode = await runEclipse(options, nodeIo());
    });
}
