import { Command } from 'commander';
import { addChoiceOptions } from '../contact-choice/choice-options.js';
import { nodeIo } from '../offline/node-io.js';
import { DEFAULT_STEP_S, type LinkBudgetOptions, linkBudgetFormats, runLinkBudget } from './link-budget-run.js';

/** `smms link-budget`: a link at a point or along contacts, offline. */
export function linkBudgetCommand(): Command {
  const command = new Command('link-budget')
    .description('a link line by line at AOS, TCA and LOS, its margin along contacts, and the data that passes')
    .requiredOption('--link <file>', 'the link: JSON');
  return addChoiceOptions(command, 'all', false)
    .option('--elevation <degrees>', 'with --range-km, in place of contacts: one point')
    .option('--range-km <kilometres>', 'with --elevation, in place of contacts: one point')
    .option('--step <seconds>', `between samples (unless given: ${DEFAULT_STEP_S})`)
    .option('--format <format>', linkBudgetFormats.join(', '), 'table')
    .action(async (options: LinkBudgetOptions) => {
      process.exitCode = await runLinkBudget(options, nodeIo());
    });
}
