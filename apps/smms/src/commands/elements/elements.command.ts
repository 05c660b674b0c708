import { Command } from 'commander';
import { nodeIo } from '../offline/node-io.js';
import { runElementsCheck } from './elements-check-run.js';
import { elementForms, runElementsConvert } from './elements-convert-run.js';
import { machineTime } from './machine-time.js';

const FORMS = 'OMM (JSON, XML, KVN, CSV), TLE';

/** `smms elements`: element sets and ephemerides, offline. */
export function elementsCommand(): Command {
  const check = new Command('check')
    .description('what files of elements and ephemerides hold, how old it is, and whether it can be used')
    .argument('<file...>', `${FORMS}, OEM (KVN, XML)`)
    .option('--at <time>', 'when the elements shall be used, ISO 8601 UTC with Z; else now')
    .option('--format <format>', 'json or table', 'table')
    .action(async (files: string[], options: { at?: string; format?: string }) => {
      process.exitCode = await runElementsCheck({ ...options, files }, nodeIo(), machineTime);
    });
  const convert = new Command('convert')
    .description('element sets in another form, on the standard output')
    .argument('<file>', FORMS)
    .requiredOption('--to <form>', elementForms.join(', '))
    .action(async (file: string, options: { to: string }) => {
      process.exitCode = await runElementsConvert({ ...options, file }, nodeIo(), machineTime);
    });
  return new Command('elements')
    .description('element sets and ephemerides, offline')
    .addCommand(check)
    .addCommand(convert);
}
