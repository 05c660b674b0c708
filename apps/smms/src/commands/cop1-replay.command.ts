import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Cop1ReplayOptions, runCop1Replay } from './cop1-replay-run.js';

/** `smms cop1 replay`: FARM-1 or FOP-1 against a recorded trace, offline. */
export function cop1Command(): Command {
  const replay = new Command('replay')
    .description('step FARM-1 or FOP-1 through a recorded trace and compare each step')
    .requiredOption('--machine <machine>', 'farm1 or fop1')
    .requiredOption('--trace <file>', 'trace: JSON, one line a step')
    .option(
      '--practice <practice>',
      'fop1: "book", or "prebuilt-frames" where frames are numbered before FOP-1 sees them, as in the traces at hand',
      'prebuilt-frames',
    )
    .action(async (options: Cop1ReplayOptions) => {
      process.exitCode = await runCop1Replay(options, {
        readFile: (path) => readFile(path, 'utf8'),
        stdout: (text) => process.stdout.write(text),
        stderr: (text) => process.stderr.write(text),
      });
    });
  return new Command('cop1').description('command operation procedure-1: FOP-1 and FARM-1').addCommand(replay);
}
