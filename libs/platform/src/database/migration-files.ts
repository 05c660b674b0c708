import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationError } from './database-errors.js';
import { reasonOf } from './reasons.js';
import { projectRoot } from './project-root.js';

/** One hand-written, forward-only SQL file. */
export interface MigrationFile {
  /** `NNNN-<schema>-<title>.sql` */
  readonly name: string;
  readonly sql: string;
  /** Of the text with `\n` line ends, so that a checkout on Windows is the same file. Hex. */
  readonly sha256: string;
}

const form = /^(\d{4})-[a-z0-9_]+(?:-[a-z0-9_]+)+\.sql$/;

/** `db/migrations` of this project. */
export function migrationsFolder(): string {
  return join(projectRoot(), 'db', 'migrations');
}

/** All `.sql` files of the folder in order of their numbers. Throws MigrationError: unreadable, bad-name, duplicate-number. */
export async function readMigrationFiles(folder: string): Promise<MigrationFile[]> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  } catch (error) {
    throw new MigrationError(
      'unreadable',
      {
        what: 'the migrations cannot be read',
        where: folder,
        expected: 'a folder of .sql files',
        found: reasonOf(error),
      },
      undefined,
      { cause: error },
    );
  }
  const owners = new Map<string, string>();
  for (const name of names) {
    const number = form.exec(name)?.[1];
    if (number === undefined)
      throw new MigrationError('bad-name', {
        what: 'a migration without a proper name',
        where: join(folder, name),
        expected: 'NNNN-<schema>-<title>.sql, in small letters',
        found: name,
      });
    const owner = owners.get(number);
    if (owner !== undefined)
      throw new MigrationError('duplicate-number', {
        what: 'two migrations with one number',
        where: folder,
        expected: 'one file a number',
        found: `${owner} and ${name}`,
      });
    owners.set(number, name);
  }
  return await Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
