import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadConfiguration, openDatabase, Refusal } from '@app/platform';
import { PASSWORD_COST } from '../../../service-management/src/index.js';
import { dataFolder, lockDataFolder } from '../ground/data-folder.js';
import { NoPasswordError, readPassword } from './read-password.js';
import { addUser } from './users-add.js';

const first = {
  user: 'first.admin',
  name: 'The First',
  member: 'TH',
  roles: ['administrator'],
  password: 'a sentence is a good password',
};

describe('smms users add', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smms-users-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const configuration = loadConfiguration(
    { SMMS_DATA_DIR: folder, SMMS_HTTP_PORT: '0', SMMS_MODE: 'operational' },
    folder,
  );

  it('makes the first administrator of an empty installation, once, and only while nobody works there', async () => {
    const place = dataFolder(folder);
    expect(await addUser(configuration, place, first)).toMatchObject({ id: 'first.admin', member: 'TH' });
    await expect(addUser(configuration, place, first)).rejects.toThrow(/which somebody has/);
    await expect(addUser(configuration, place, { ...first, user: 'second', member: 'ZZ' })).rejects.toThrow(
      /no such member.*"ZZ"/,
    );
    const lock = await lockDataFolder(place);
    await expect(addUser(configuration, place, first)).rejects.toThrow(/no other process in it/);
    await lock.release();
    // It belongs to its mode from now on.
    const simulation = { ...configuration, SMMS_MODE: 'simulation' as const };
    await expect(addUser(simulation, place, { ...first, user: 'second' })).rejects.toThrow(
      /belongs to mode operational/,
    );

    const database = await openDatabase({ dataDir: place.database });
    const [account] = await database.dataSource.query<Record<string, unknown>[]>(
      'select id, member, roles, enabled, demonstration, password from service_management.user_account',
    );
    const audit = await database.dataSource.query<unknown[]>(
      'select actor, operation, door, subject, mode, allowed from service_management.audit_entry',
    );
    await database.close();
    expect(account).toMatchObject({
      id: 'first.admin',
      member: 'TH',
      roles: ['administrator'],
      enabled: true,
      demonstration: false,
      password: PASSWORD_COST,
    });
    expect(JSON.stringify(account)).not.toContain(first.password);
    expect(audit).toEqual([
      {
        actor: 'command-line',
        operation: 'administer-users',
        door: 'smms users add',
        subject: 'first.admin: new account',
        mode: 'operational',
        allowed: true,
      },
    ]);
  });

  it.each([
    ['a role that there is not', { roles: ['king'] }, /roles/],
    ['a password that is short', { password: 'short' }, /password: expected 12 characters or more/],
    ['a name with capitals', { user: 'Admin' }, /user: expected 2 to 32 small letters/],
  ])('refuses %s before it touches anything', async (_what, wrong, message) => {
    const adding = addUser(configuration, dataFolder('/nowhere/at/all'), { ...first, ...wrong });
    await expect(adding).rejects.toThrow(Refusal);
    await expect(adding).rejects.toThrow(message);
  });
});

describe('the password', () => {
  const read = (text: string): Promise<string> => {
    const input = new PassThrough();
    input.end(text);
    return readPassword(input, new PassThrough());
  };

  it('is the first line of standard input', async () => {
    expect(await read('correct horse \nnext line\n')).toBe('correct horse ');
    expect(await read('without an end')).toBe('without an end');
    await expect(read('')).rejects.toThrow(NoPasswordError);
  });

  it('is asked for on a terminal and never shown', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = new PassThrough();
    const reading = readPassword(input, output);
    input.write('secret horse\r');
    expect(await reading).toBe('secret horse');
    expect(String(output.read())).toBe('password: \n');
  });
});
