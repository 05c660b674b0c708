import { Command } from 'commander';
import { dataFolder } from '../ground/data-folder.js';
import { loadConfiguration } from '@app/platform';
import { readPassword } from './read-password.js';
import { addUser } from './users-add.js';

interface AddOptions {
  readonly user: string;
  readonly name: string;
  readonly member: string;
  readonly roles: string;
  readonly data?: string;
}

/** `smms users add`: an account in a data folder or database whose ground segment is stopped; the first administrator has no other door. */
export function usersCommand(): Command {
  const add = new Command('add')
    .description('add a user; the password is asked for, or read as the first line of standard input')
    .requiredOption('--user <name>', 'who signs in: small letters, digits, dots and hyphens, such as li.wei')
    .requiredOption('--name <text>', 'the name of the person')
    .requiredOption('--member <id>', 'the member nation, such as CN')
    .requiredOption('--roles <roles>', 'roles, joined by commas, such as administrator or controller,planner')
    .option('--data <folder>', 'data folder (default: SMMS_DATA_DIR or ./data)')
    .action(async ({ data, ...options }: AddOptions) => {
      const configuration = loadConfiguration({
        ...process.env,
        ...(data === undefined ? {} : { SMMS_DATA_DIR: data }),
      });
      const password = await readPassword(process.stdin, process.stderr);
      const user = await addUser(configuration, dataFolder(configuration.SMMS_DATA_DIR), {
        ...options,
        roles: options.roles.split(',').map((role) => role.trim()),
        password,
      });
      process.stdout.write(`added ${user.id} of ${user.member}: ${user.roles.join(', ')}\n`);
    });
  return new Command('users').description('users of a ground segment that is stopped').addCommand(add);
}
