import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ommText, sampledOem } from './testing/motion-texts.js';
import { toOemKvn } from '@app/orbit';
import { copyingThread } from './testing/copying-thread.js';
import { tableEnd, tableStart, tableStations, tableSubjects } from './testing/random-windows.js';
import { type TestRun, runContactsInMemory } from './testing/run-contacts.js';
import { type SearchSetup } from './search-task.js';
import { type SearchThread, threadPool, workerFile } from './thread-pool.js';
import { batchesOf, workersFor } from './workers.js';

const fleet = Array.from({ length: 5 }, (_, index) => ({
  OBJECT_NAME: `SAT-${index}`,
  OBJECT_ID: `2030-00${index + 1}A`,
  NORAD_CAT_ID: 799500001 + index,
  RA_OF_ASC_NODE: 40 * index,
  // The last one gives out.
  ...(index === 4 && { MEAN_MOTION: 16.3, BSTAR: 0.003 }),
}));
const files = {
  'fleet.json': ommText(fleet),
  'one.oem': toOemKvn(sampledOem({ to: '2026-04-25T12:00:00Z' })),
  'stations.json': JSON.stringify([
    { id: 'KSI', latitudeDeg: 39.5, longitudeDeg: 75.9, heightM: 1290, uplinkMinElevationDeg: 10 },
    {
      id: 'NORTH',
      latitudeDeg: 78.2,
      longitudeDeg: 15.4,
      heightM: 400,
      horizonMask: [
        [0, 8],
        [90, 3],
        [200, 12],
      ],
    },
  ]),
};
const options = {
  ...{ elements: ['fleet.json', 'one.oem'], stations: 'stations.json', crossings: true, refraction: true },
  ...{ start: '2026-04-25T00:00:00Z', end: '2026-04-27T00:00:00Z' },
};
const run = (workers: string, tools: Parameters<typeof runContactsInMemory>[2] = {}): Promise<TestRun> =>
  runContactsInMemory({ ...options, workers }, files, tools);

const setup = {
  ...{ stations: tableStations, start: tableStart, end: tableEnd, refraction: false, crossings: false },
  ...{ earthOrientation: { kind: 'none' }, refuseAfterDays: 14 },
} as const satisfies SearchSetup;

describe('smms contacts --workers', () => {
  it('gives the same answer to the last character, however many there are', async () => {
    const alone = await run('1');
    expect(JSON.parse(alone.out).contacts.length).toBeGreaterThan(80);
    expect(JSON.parse(alone.out).errors).toMatchObject([{ kind: 'propagation', spacecraft: 'SAT-4' }]);
    for (const workers of ['2', '5']) expect(await run(workers)).toEqual(alone);
  });

  it('gives it from real threads, too', async () => {
    if (!existsSync(workerFile())) {
      process.stderr.write('skipped: no compiled worker (npm run build)\n');
      return;
    }
    expect(await run('2', { threads: (count) => threadPool(count) })).toEqual(await run('1'));
  });

  it('fails with one line when a thread dies, and writes nothing', async () => {
    let out = '';
    const stopped: number[] = [];
    const dying = (index: number): SearchThread => {
      let end: (reason: string) => void = () => undefined;
      return {
        post: () => setImmediate(() => end('its end with exit code 134')),
        listen: (_answered, ended) => (end = ended),
        terminate: () => Promise.resolve(stopped.push(index)),
      };
    };
    let started = 0;
    const one = (own: SearchSetup): SearchThread => (started++ === 1 ? dying(1) : copyingThread(own));
    const failing = run('2', { threads: (count) => threadPool(count, one) }).then((result) => (out = result.out));
    await expect(failing).rejects.toThrow(/^contacts: worker 2: expected an answer, found its end with exit code 134$/);
    expect({ out, stopped }).toEqual({ out: '', stopped: [1] });
  });

  it('starts no thread for a small task', async () => {
    const threads = (): never => {
      throw new RangeError('a thread');
    };
    const { code } = await runContactsInMemory(options, files, { cores: 8, threads });
    expect(code).toBe(0);
  });
});

describe('how many workers a task is worth', () => {
  it.each([
    // spacecraft, cores, workers; two stations for a day
    [1, 8, 1],
    [11, 8, 1],
    [99_999, 8, 1],
    [100_000, 8, 2],
    [150_000, 8, 3],
    [1_000_000, 8, 8],
    [1_000_000, 1, 1],
  ])('%i spacecraft on %i cores: %i', (spacecraft, cores, workers) => {
    expect(workersFor(spacecraft, setup, cores)).toBe(workers);
  });

  it('batches hold every spacecraft once, in order and whole', () => {
    const one = fc.array(fc.constantFrom(...tableSubjects), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(one), fc.integer({ min: 1, max: 256 }), (spacecraft, workers) => {
        const batches = batchesOf(spacecraft, setup, workers);
        expect(batches.flat()).toEqual(spacecraft.flat());
        const ends = new Set<number>();
        let count = 0;
        for (const subjects of spacecraft) ends.add((count += subjects.length));
        count = 0;
        for (const batch of batches) expect(ends.has((count += batch.length))).toBe(true);
      }),
    );
  });
});
