import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createLogger, projectRoot } from '@app/platform';
import { parseUtc } from '@app/time';
import { z } from 'zod';
import { compileScenario, readScenario } from '../../../../../hardware-sim/src/index.js';
import { readReferenceSeeds } from '../../ground/reference-seeds.js';
import { nodeIo } from '../offline/node-io.js';
import { referenceCatalogue } from './reference-catalogue.js';
import { startSim } from './sim-run.js';

const folder = mkdtempSync(join(tmpdir(), 'smms-sim-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sample = (name: string): string => join(projectRoot(), 'db', 'seeds', 'scenarios', name);

const linesSchema = z.strictObject({
  mode: z.literal('simulation'),
  missionClock: z.string().regex(/^2026-04-24T[^@]+@[^x]+x(\d+)$/),
  http: z.url(),
  hardware: z.record(z.string(), z.strictObject({ rotator: z.string(), baseband: z.string() })),
});

/** What a device says to one line. */
async function answer(address: string, line: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(address.split(':')[1]) });
  socket.write(`${line}\n`);
  const [text] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return text.toString();
}

describe('smms sim', () => {
  it('starts the devices of a scenario, prints where they are, and stops', async () => {
    let printed = '';
    const io = { ...nodeIo(), stdout: async (text: string) => void (printed += text) };
    const log = join(folder, 'log.jsonl');
    const running = await startSim({ scenario: sample('one-pass.yaml'), httpPort: 0, log }, io, createLogger('silent'));
    const { hardware, http } = linesSchema.parse(JSON.parse(printed));
    expect(printed.split('\n')).toHaveLength(2);
    expect(Object.keys(hardware)).toEqual(['CN-MYN-1']);
    expect(await answer(hardware['CN-MYN-1']?.rotator ?? '', '_')).toMatch(/^SMMS simulated rotator/);
    expect(await (await fetch(`${http}/state`)).json()).toMatchObject({
      mode: 'simulation',
      spacecraft: [{ id: 'GF-1' }],
    });
    await running.stop();
    await expect(fetch(`${http}/state`)).rejects.toThrow();
    await expect(answer(hardware['CN-MYN-1']?.rotator ?? '', '_')).rejects.toThrow(/ECONNREFUSED/);
    expect(readFileSync(log, 'utf8')).toMatch(/^\{.*simulation-started.*\}\n[^]*simulation-ended"\}\n$/);
  });

  it('ends in order at an interrupt, with all that happened in its log', async () => {
    const log = join(folder, 'interrupted.jsonl');
    const main = join(projectRoot(), 'dist/apps/smms/src/main.js');
    const child = spawn(process.execPath, [main, 'sim', '--scenario', sample('every-fault.yaml'), '--log', log]);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    linesSchema.parse(JSON.parse(line.toString()));
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    expect(readFileSync(log, 'utf8')).toMatch(/simulation-ended"\}\n$/);
  });

  it.each(['one-pass.yaml', 'every-fault.yaml'])(
    'the sample %s is a scenario of the reference constellation',
    (name) => {
      const catalogue = referenceCatalogue(readReferenceSeeds());
      const text = readFileSync(sample(name), 'utf8');
      const config = compileScenario(readScenario(text, name), catalogue, name, { eventLogFile: null });
      expect(config.faults?.length).toBeGreaterThan(4);
      // All of them come in its time.
      for (const { at } of config.faults ?? []) expect(parseUtc(at!) < parseUtc(config.endsAt!)).toBe(true);
    },
  );

  it('refuses a file that is not there, and a scenario that is none', async () => {
    const at = (path: string): Promise<unknown> => startSim({ scenario: path, httpPort: 0 }, nodeIo());
    await expect(at('/nowhere.yaml')).rejects.toThrow(
      '--scenario /nowhere.yaml: expected a readable file, found no such file or folder',
    );
    await expect(at(join(projectRoot(), 'tools/layers.json'))).rejects.toThrow(
      /layers\.json: seed: expected number, found nothing/,
    );
  });
});
