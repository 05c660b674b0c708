import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LoggedRecord } from './frame-log.port.js';
import { LocalFrameLogs } from './local-frame-logs.js';
import { type FrameLogEvent } from './segment-log.js';

const checkout = fileURLToPath(new URL('../../../../', import.meta.url));
const built = new URL('../../../../dist/libs/platform/src/frame-log/local-frame-logs.js', import.meta.url).href;
const SEGMENT_BYTES = 30_000;

// Eight writers; each says what was acknowledged, by a write that has left the process when it returns.
const writer = (root: string, run: number) => `
  import { writeSync } from 'node:fs';
  import { LocalFrameLogs } from ${JSON.stringify(built)};
  const logs = await LocalFrameLogs.openRoot(${JSON.stringify(root)}, { onEvent: () => {}, segmentBytes: ${SEGMENT_BYTES} });
  const log = await logs.open('station.CN-MYN');
  await Promise.all(Array.from({ length: 8 }, async (_, w) => {
    for (let n = 0; ; n++) {
      const id = \`${run}-\${w}-\${n}\`;
      const { first } = await log.append([{ header: { id }, payload: new Uint8Array(200 + (n % 900)).fill(n), id }]);
      writeSync(1, first + ' ' + id + '\\n');
    }
  }));`;

/** Runs a writer until it has acknowledged some records, kills it, and gives all that it acknowledged. */
function writeAndKill(root: string, run: number, atLeast: number): Promise<{ pid: number; acknowledged: string[] }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer(root, run)]);
    let out = '';
    let problems = '';
    child.stderr.on('data', (text) => (problems += String(text)));
    child.stdout.on('data', (text) => {
      out += String(text);
      if (out.split('\n').length > atLeast) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${problems}`));
      // The last line may have been cut; what is not whole was not said.
      else resolve({ pid: child.pid ?? 0, acknowledged: out.split('\n').slice(0, -1) });
    });
  });
}

describe('kill -9 of the writing process', () => {
  let root: string;
  beforeAll(() => {
    execFileSync(process.execPath, [join(checkout, 'bin/build-if-stale.js')], { stdio: 'inherit' });
  });
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'smms-killed-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('loses no acknowledged record and leaves no gap, three times over', async () => {
    const acknowledged: string[] = [];
    for (const run of [1, 2, 3]) {
      const killed = await writeAndKill(root, run, 150 * run);
      expect(killed.acknowledged.length).toBeGreaterThanOrEqual(150 * run);
      acknowledged.push(...killed.acknowledged);

      const events: FrameLogEvent[] = [];
      const logs = await LocalFrameLogs.openRoot(root, {
        onEvent: (event) => events.push(event),
        segmentBytes: SEGMENT_BYTES,
      });
      expect(events[0]).toMatchObject({ kind: 'lock-taken-over', pid: killed.pid });
      const log = await logs.open('station.CN-MYN');
      const { nextSequence } = await log.bounds();
      const all: LoggedRecord[] = [];
      while (all.length < nextSequence - 1) all.push(...(await log.read(all.length + 1)));

      expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, i) => i + 1));
      for (const line of acknowledged) {
        const [sequence, id] = line.split(' ');
        expect(all[Number(sequence) - 1]).toMatchObject({ id, header: { id } });
      }
      const last = acknowledged.at(-1)?.split(' ');
      const again = await log.append([{ header: {}, payload: new Uint8Array(1), id: last?.[1] ?? '' }]);
      expect(again.records).toEqual([{ sequence: Number(last?.[0]), duplicate: true }]);
      await logs.close();
    }
  });
});
