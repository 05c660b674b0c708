import { Command } from 'commander';
import { type ContactsOptions, contactsFormats } from './contacts-options.js';
import { runContacts } from './contacts-run.js';
import { DEFAULT_MIN_ELEVATION_DEG } from './contacts-stations.js';
import { nodeTools } from './contacts-tools.js';

/** `smms contacts`: contact windows from element sets, ephemerides and stations, offline. */
export function contactsCommand(): Command {
  return new Command('contacts')
    .description('predict contact windows: AOS, TCA and LOS of spacecraft over stations')
    .requiredOption(
      '--elements <file...>',
      'element sets, OMM (JSON, XML, KVN, CSV) or TLE, and ephemerides, OEM (KVN, XML)',
    )
    .requiredOption('--stations <file>', 'stations: JSON list of id, name, latitudeDeg, longitudeDeg, heightM, ...')
    .requiredOption('--start <time>', 'start, ISO 8601 UTC with Z')
    .requiredOption('--end <time>', 'end, ISO 8601 UTC with Z')
    .option(
      '--min-elevation <degrees>',
      `in place of the stations' own minimum elevation (where neither is given: ${DEFAULT_MIN_ELEVATION_DEG})`,
    )
    .option(
      '--eop <file>',
      'Earth orientation: IERS finals2000A or a JSON table; "none" is UT1 = UTC without polar motion; else the shipped slice',
    )
    .option('--allow-stale', 'use elements more than 14 days away from a contact', false)
    .option('--refraction', 'elevations as standard refraction lifts them', false)
    .option('--workers <count>', 'threads; unless given, as many as the size of the task is worth')
    .option('--format <format>', contactsFormats.join(', '), 'json')
    .option('--crossings', 'also the times at 0 degrees, and those in which the station may transmit', false)
    .action(async (options: ContactsOptions) => {
      process.exitCode = await runContacts(options, nodeTools());
    });
}
