import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runFramesEncode } from '../frames/encode/encode-run.js';
import { tmProfile } from '../frames/testing/profiles.js';
import { nodeIo } from './node-io.js';

describe('output files', () => {
  let folder: string;
  const path = (name: string): string => join(folder, name);
  const encode = (packets: string, out: string): Promise<number> =>
    runFramesEncode({ profile: path('P'), packets: path(packets), out: path(out) }, { ...nodeIo(), stderr: () => {} });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smms-offline-'));
    await writeFile(path('P'), JSON.stringify(tmProfile));
    await writeFile(path('kept'), 'what was there');
    await writeFile(path('packets'), '0880c000000300112233');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('a command that fails leaves the file that was there, and nothing else', async () => {
    await writeFile(path('bad'), '0880c000000300112233\nzz');
    for (const packets of ['none', 'bad']) expect(await encode(packets, 'kept')).toBe(1);
    expect(await readFile(path('kept'), 'utf8')).toBe('what was there');
    expect((await readdir(folder)).sort()).toEqual(['P', 'bad', 'kept', 'packets']);
  });

  it('the packets may be read from the file that the frames go to', async () => {
    expect(await encode('packets', 'other')).toBe(0);
    expect(await encode('packets', 'packets')).toBe(0);
    expect(await readFile(path('packets'))).toEqual(await readFile(path('other')));
  });
});
