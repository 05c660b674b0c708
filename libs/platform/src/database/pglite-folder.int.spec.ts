import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseHealth } from './database-health.js';
import { openDatabase } from './database.js';
import {
  DatabaseUnreachableError,
  DataFolderInUseError,
  PgliteStartError,
  PgliteStoppedError,
} from './database-errors.js';
import { PgliteServer } from './pglite-server.js';
import { projectRoot } from './project-root.js';

const writer = join(projectRoot(), 'dist/libs/platform/src/database/testing/write-until-killed.js');
const ROWS = 300;

describe('PGlite in a folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'smms-pglite-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps every acknowledged row when its process is killed, and no one else opens it meanwhile', async () => {
    const dataDir = join(folder, 'made', 'killed');
    const child: ChildProcess = spawn(process.execPath, [writer, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    const enough = new Promise<void>((done) =>
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.split('\n').length > ROWS) done();
      }),
    );
    await Promise.race([enough, once(child, 'exit')]);
    await expect(openDatabase({ dataDir })).rejects.toThrow(DataFolderInUseError);
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({
      pid: child.pid,
      folder: dataDir,
      lockFile: `${dataDir}.lock`,
    });
    child.kill('SIGKILL');
    await once(child, 'close');
    const acknowledged = output.split('\n').filter((line) => line !== '').length;
    expect(acknowledged).toBeGreaterThanOrEqual(ROWS);

    const database = await openDatabase({ dataDir });
    const rows = await database.dataSource.query<{ number: number }[]>(
      'SELECT number FROM acknowledged ORDER BY number',
    );
    await database.close();
    // The insert in progress when it was killed may have been done, but not acknowledged.
    expect([acknowledged, acknowledged + 1]).toContain(rows.length);
    expect(rows.every((row, index) => row.number === index + 1)).toBe(true);
    expect(existsSync(`${dataDir}.lock`)).toBe(false);
  });

  it('that is damaged is refused with a typed error, and the lock is given back', async () => {
    const dataDir = join(folder, 'damaged');
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'PG_VERSION'), '18\n');
    const error: unknown = await openDatabase({ dataDir }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PgliteStartError);
    expect(error).toMatchObject({ folder: dataDir, reason: expect.stringContaining('could not access') });
    expect(existsSync(`${dataDir}.lock`)).toBe(false);
  });

  it('that dies (COPY FROM STDIN ends it) fails every query with the reason, says so once, and gives the lock back', async () => {
    const dataDir = join(folder, 'dying');
    const lines: string[] = [];
    const database = await openDatabase({
      dataDir,
      log: { info: () => undefined, warn: () => undefined, error: (line) => lines.push(line) },
    });
    const { dataSource } = database;
    await dataSource.query('CREATE TABLE copied (x int)');
    await expect(dataSource.query('COPY copied FROM STDIN')).rejects.toThrow('protocol synchronization was lost');
    await expect(dataSource.query('SELECT 1')).rejects.toThrow(PgliteStoppedError);
    expect(await databaseHealth(dataSource)).toMatchObject({
      up: false,
      reason: expect.stringContaining('has stopped'),
    });
    await database.close();
    expect(lines).toHaveLength(1);
    expect(existsSync(`${dataDir}.lock`)).toBe(false);
  });

  it('stops twice as once, and then refuses to be used', async () => {
    const server = await PgliteServer.start();
    await Promise.all([server.stop(), server.stop()]);
    const stream = server.openStream();
    stream.connect();
    const [error] = (await once(stream, 'error')) as [Error];
    expect(error.message).toContain('has stopped');
  });
});

describe('a PostgreSQL that is not there', () => {
  it('is a typed error that names the place and not the password', async () => {
    const error: unknown = await openDatabase({ url: 'postgres://someone:secret@127.0.0.1:1/none' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DatabaseUnreachableError);
    expect(String(error)).toContain('127.0.0.1:1/none');
    expect(String(error)).not.toContain('secret');
  });
});
