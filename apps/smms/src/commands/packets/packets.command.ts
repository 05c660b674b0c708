import { Command } from 'commander';
import { nodeIo } from '../offline/node-io.js';
import { type PacketsListOptions, runPacketsList } from './packets-list-run.js';

/** `smms packets`: files of space packets, offline. */
export function packetsCommand(): Command {
  const list = new Command('list')
    .description('count the space packets of a file, APID by APID: a line of JSON each')
    .requiredOption('--input <file>', 'space packets back to back')
    .option('--skip-bytes <number>', 'octets before each packet that are not of it', '0')
    .action(async (options: PacketsListOptions) => {
      process.exitCode = await runPacketsList(options, nodeIo());
    });
  return new Command('packets').description('space packets, offline').addCommand(list);
}
