import { Command } from 'commander';
import { addChoiceOptions } from '../contact-choice/choice-options.js';
import { themes } from '../contact-choice/theme-option.js';
import { nodeIo } from '../offline/node-io.js';
import { type TimelineOptions, runTimeline, timelineRows } from './timeline-run.js';

/** `smms timeline`: the contacts of a span as bars, as SVG, offline. */
export function timelineCommand(): Command {
  return addChoiceOptions(new Command('timeline').description('the contacts of a span as bars, as SVG'), 'all')
    .option('--rows <by>', `a row for each ${timelineRows.join(' or ')}`, 'station')
    .option('--eclipse', 'with --rows spacecraft: also when they are in shadow', false)
    .option('--theme <theme>', themes.join(', '), 'auto')
    .action(async (options: TimelineOptions) => {
      process.exitCode = await runTimeline(options, nodeIo());
    });
}
