import { Command } from 'commander';
import { addChoiceOptions } from '../contact-choice/choice-options.js';
import { nodeIo } from '../offline/node-io.js';
import { DEFAULT_STEP_S, type DopplerOptions, dopplerFormats, runDoppler } from './doppler-run.js';

/** `smms doppler`: range and Doppler along contacts, offline. */
export function dopplerCommand(): Command {
  const command = new Command('doppler').description('range, Doppler and Doppler rate along contacts');
  return addChoiceOptions(command, 'all')
    .option('--downlink-hz <hertz>', 'carrier of the downlink: what is received at each time')
    .option('--uplink-hz <hertz>', 'carrier of the uplink: what to send at each time, and what arrives')
    .option('--step <seconds>', 'between rows', String(DEFAULT_STEP_S))
    .option('--format <format>', dopplerFormats.join(', '), 'csv')
    .action(async (options: DopplerOptions) => {
      process.exitCode = await runDoppler(options, nodeIo());
    });
}
