import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cltuIdSchema, siteIdSchema } from '@app/contracts';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';
import { CltuJournal, CltuJournalClosedError, type CltuRecord, cltuRecordSchema } from './cltu-journal.js';
import { CltuLedger } from './cltu-ledger.js';
import { sampleContact } from '../testing/sample-contact.js';

const site = siteIdSchema.parse('MIYUN');
const contact = sampleContact({ transmitFromElevationDeg: 10 });
const now = parseUtc('2026-04-24T03:00:00Z');
const idOf = (n: number) => cltuIdSchema.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const record = (n: number, outcome: CltuRecord['outcome'] = 'given'): CltuRecord =>
  cltuRecordSchema.parse({
    ...{ id: idOf(n), identifier: String(n), spacecraft: 'SAMPLE-1', contact: contact.contact.id },
    ...{ antenna: 'MIYUN-1', agreement: 'AG-1', takenAt: formatUtc(plusSeconds(now, n)), outcome },
  });
const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'smms-cltus-'));
const transfer = (n: number) => ({
  ...{ mode: 'simulation' as const, id: idOf(n), spacecraft: contact.contact.spacecraft, contact: contact.contact.id },
  ...{ octets: '65BA', notAfter: contact.contact.window.los },
});

describe('journal of CLTUs', () => {
  it('gives the last that was said of each, in the order of taking, though a crash cut off its last line', async () => {
    const dataDir = await folder();
    const journal = new CltuJournal(dataDir, site);
    expect(await journal.open(() => true)).toEqual([]);
    for (const one of [record(1), record(2), record(1, 'radiated'), record(3)]) await journal.append(one);
    await journal.close();
    await appendFile(journal.path, JSON.stringify(record(2, 'radiated')).slice(0, 40));
    const again = new CltuJournal(dataDir, site);
    expect(await again.open(() => true)).toEqual([record(1, 'radiated'), record(2), record(3)]);
    await again.append(record(4));
    await again.close();
    // Written anew when it was opened: a line each, and nothing of what was cut off.
    expect((await readFile(journal.path, 'utf8')).trim().split('\n')).toHaveLength(4);
  });

  it('forgets what is not to be remembered, and keeps nothing while it is closed', async () => {
    const dataDir = await folder();
    const journal = new CltuJournal(dataDir, site);
    await journal.open(() => true);
    await journal.append(record(1));
    await journal.append(record(2));
    await journal.close();
    await expect(journal.append(record(3))).rejects.toThrow(CltuJournalClosedError);
    expect(await journal.open(({ identifier }) => identifier === '2')).toEqual([record(2)]);
    await journal.close();
  });
});

describe('ledger of CLTUs', () => {
  it('knows after a restart what it took, and never gives an identifier twice', async () => {
    const dataDir = await folder();
    const first = new CltuLedger(new CltuJournal(dataDir, site));
    await first.open(now);
    const taken = [await first.take(transfer(1), contact, now), await first.take(transfer(2), contact, now)];
    expect(first.end(BigInt(taken[0]?.identifier ?? 0), 'radiated')).toMatchObject({
      id: idOf(1),
      outcome: 'radiated',
    });
    await first.close();
    const second = new CltuLedger(new CltuJournal(dataDir, site));
    await second.open(now);
    expect(second.counts(contact.contact.id)).toEqual({ radiated: 1, failed: 0 });
    expect(second.unanswered(contact.contact.id)).toEqual([taken[1]]);
    // The mission clock may have stood still meanwhile.
    const third = await second.take(transfer(3), contact, now);
    expect(new Set([...taken, third].map(({ identifier }) => identifier)).size).toBe(3);
    expect(second.end(BigInt(taken[1]?.identifier ?? 0), 'not-radiated')).toMatchObject({ id: idOf(2) });
    expect(second.counts(contact.contact.id)).toEqual({ radiated: 1, failed: 1 });
    await second.close();
  });

  it('hears of an end once, and of none that it does not await', async () => {
    const ledger = new CltuLedger(new CltuJournal(await folder(), site));
    await ledger.open(now);
    const { identifier } = await ledger.take(transfer(1), contact, now);
    expect(ledger.end(1n, 'radiated')).toBeUndefined();
    expect(ledger.end(BigInt(identifier), 'radiated')).toBeDefined();
    expect(ledger.end(BigInt(identifier), 'not-radiated')).toBeUndefined();
    await ledger.close();
  });
});
