import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type ContactsOptions } from './contacts-options.js';
import { runContacts } from './contacts-run.js';
import { DEFAULT_MIN_ELEVATION_DEG } from './contacts-stations.js';

/** `smms contacts`: contact windows from element sets and stations, offline. */
export function contactsCommand(): Command {
  return new Command('contacts')
    .description('predict contact windows: AOS, TCA and LOS of spacecraft over stations')
    .requiredOption('--elements <file...>', 'element sets: OMM (JSON, XML, KVN) or TLE')
    .requiredOption('--stations <file>', 'stations: JSON list of id, name, latitudeDeg, longitudeDeg, heightM, ...')
    .requiredOption('--start <time>', 'start, ISO 8601 UTC with Z')
    .requiredOption('--end <time>', 'end, ISO 8601 UTC with Z')
    .option(
      '--min-elevation <degrees>',
      `in place of the stations' own minimum elevation (where neither is given: ${DEFAULT_MIN_ELEVATION_DEG})`,
    )
    .option('--eop <file>', 'Earth orientation: "none" is UT1 = UTC without polar motion', 'none')
    .option('--allow-stale', 'use elements more than 14 days away from a contact', false)
    .option('--format <format>', 'json or table', 'json')
    .action(async (options: ContactsOptions) => {
      process.exitCode = await runContacts(options, {
        readFile: (path) => readFile(path, 'utf8'),
        stdout: (text) => process.stdout.write(text),
        stderr: (text) => process.stderr.write(text),
      });
    });
}
