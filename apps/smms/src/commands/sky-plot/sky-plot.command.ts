import { Command } from 'commander';
import { addChoiceOptions } from '../contact-choice/choice-options.js';
import { themes } from '../contact-choice/theme-option.js';
import { nodeIo } from '../offline/node-io.js';
import { type SkyPlotOptions, runSkyPlot } from './sky-plot-run.js';

/** `smms sky-plot`: contacts on the sky of a station, as SVG, offline. */
export function skyPlotCommand(): Command {
  const command = new Command('sky-plot').description('contacts of one station on its sky, as SVG');
  return addChoiceOptions(command, 1)
    .option('--limits <file>', "the antenna's ranges and rates: where it cannot follow is marked")
    .option('--theme <theme>', themes.join(', '), 'auto')
    .action(async (options: SkyPlotOptions) => {
      process.exitCode = await runSkyPlot(options, nodeIo());
    });
}
