import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { passReportSchema } from '@app/contracts';
import { NothingToExecuteError, type RunningStation, startStation } from './run-station.js';

const folder = mkdtempSync(join(tmpdir(), 'smms-run-station-'));
const file = join(folder, 'station.yaml');
let running: RunningStation | undefined;

afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(join(folder, 'data'), { recursive: true, force: true });
});

/** Nothing listens at these addresses. */
const config = (change: object): string =>
  JSON.stringify({
    ...{ mode: 'simulation', site: 'CN-MYN', data: './data', antennas: ['CN-MYN-1'], spacecraft: ['GF-1'] },
    hardware: { 'CN-MYN-1': { rotator: '127.0.0.1:1', baseband: '127.0.0.1:1' } },
    ...change,
  });

async function start(change: object, once = true): Promise<Record<string, unknown>[]> {
  writeFileSync(file, config(change));
  const lines: Record<string, unknown>[] = [];
  running = await startStation({ config: file, once }, (line) => void lines.push(line));
  return lines;
}

describe('smms run station', () => {
  it('flies the pass that it predicts, says how it stands, and keeps and prints its report', async () => {
    // The pass of GF-1 from 12:46:55 to 12:54:45, at a hundred and fifty times its speed.
    const lines = await start({ clock: '2026-04-24T12:45:20Zx150', hours: 1 });
    expect(await running?.over).toBe(false);
    const kinds = lines.map(({ type }) => type);
    expect(kinds.slice(0, 2)).toEqual(['station', 'contact']);
    expect(kinds.at(-1)).toBe('report');
    expect(lines[0]).toMatchObject({ mode: 'simulation', site: 'CN-MYN', antennas: ['CN-MYN-1'] });
    expect(lines[1]).toMatchObject({
      contact: 'GF-1_CN-MYN-1_70032',
      aos: expect.stringMatching(/^2026-04-24T12:46:54\.99700/),
    });
    const phases = lines.filter(({ type }) => type === 'status').map(({ phase }) => phase);
    expect([...new Set(phases)]).toEqual(['set-up', 'acquiring', 'tear-down', 'failed']);
    const { type: _type, file: reportFile, ...report } = lines.at(-1)!;
    expect(passReportSchema.parse(report)).toMatchObject({
      failure: 'baseband-dead',
      reason: expect.stringMatching(/^baseband unit: .*ECONNREFUSED.*; rotator: .*ECONNREFUSED/),
    });
    expect(JSON.parse(readFileSync(String(reportFile), 'utf8'))).toEqual(report);
  });

  it('is refused a data folder of another mode, and one that another process has', async () => {
    await start({ clock: '2026-04-24T12:00:00Z' });
    await expect(start({ clock: '2026-04-24T12:00:00Z' })).rejects.toThrow(/no other process in it/);
    await running?.stop();
    running = undefined;
    await expect(start({ mode: 'test', clock: '2026-04-24T12:00:00Z' })).rejects.toThrow(/belongs to mode simulation/);
  });

  it('says that no pass is in sight, and leaves the folder free', async () => {
    await expect(start({ clock: '2026-04-24T13:00:00Z', hours: 0.5 })).rejects.toThrow(NothingToExecuteError);
    await start({ clock: '2026-04-24T12:00:00Z' });
  });
});
