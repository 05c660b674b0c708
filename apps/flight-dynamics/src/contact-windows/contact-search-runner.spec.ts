import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { antennaSchema } from '@app/contracts';
import { parseElements } from '@app/orbit';
import { parseUtc } from '@app/time';
import { z } from 'zod';
import { InProcessContactSearchRunner } from './in-process-contact-search-runner.js';
import { ContactSearchFailedError } from './contact-search-runner.port.js';
import type { ContactSearchJob } from './contact-search.js';
import { WorkerContactSearchRunner } from './worker-contact-search-runner.js';

const { antennas } = z
  .object({ antennas: z.array(antennaSchema) })
  .parse(JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')));
const { elementSets } = parseElements(readFileSync('db/seeds/element-sets-in-orbit.omm.json', 'utf8'), 'seed');
const [start, end] = [parseUtc('2026-04-24T12:00:00Z'), parseUtc('2026-04-25T12:00:00Z')];

const job = (change: Partial<ContactSearchJob> = {}): ContactSearchJob => ({
  spacecraft: 'GF-1',
  pieces: [{ from: start, to: end, kind: 'elements', elementSet: elementSets[0]! }],
  antennas: antennas.slice(0, 4),
  start,
  end,
  earthOrientation: { kind: 'shipped', key: 'shipped' },
  ...change,
});

describe('contact searches', () => {
  const worker = new WorkerContactSearchRunner();
  const here = new InProcessContactSearchRunner();
  afterAll(() => worker.close());

  it('give the same in a thread of their own as here, also side by side', async () => {
    const rows = ['2026-04-20', '2026-04-28'].map((_, i) => ({
      ...{ mjdUtc: 61_150 + 8 * i, ut1MinusUtcSeconds: 0.3, xpArcsec: 0.1, ypArcsec: 0.2 },
      flag: 'measured' as const,
    }));
    const jobs = [
      job(),
      job({ earthOrientation: { kind: 'table', key: 'a', table: { format: 'json', sourceName: 'a', rows } } }),
      job({ antennas: antennas.slice(4, 6) }),
    ];
    const found = await Promise.all(jobs.map((one) => worker.run(one)));
    expect(found.map(({ windows }) => windows.length > 3)).toEqual([true, true, true]);
    for (const [i, one] of jobs.entries()) expect(found[i]).toEqual(await here.run(one));
  });

  it.each([
    ['in a thread', worker],
    ['here', here],
  ])('say what is wrong, and go on, %s', async (_where, runner) => {
    const wrong = job({ antennas: [{ ...antennas[0]!, latitudeDeg: 91 }] });
    await expect(runner.run(wrong)).rejects.toThrow(ContactSearchFailedError);
    await expect(runner.run(wrong)).rejects.toThrow(/GF-1: .*latitudeDeg.*found 91/);
    expect((await runner.run(job())).windows.length).toBeGreaterThan(3);
  });

  it('are refused after the end', async () => {
    const closed = new WorkerContactSearchRunner();
    await closed.close();
    await expect(closed.run(job())).rejects.toThrow(ContactSearchFailedError);
  });
});
