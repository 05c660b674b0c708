import { appendFile, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { cltuIdSchema, contactIdSchema, siteIdSchema } from '@app/contracts';
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

type Transfer = ReturnType<typeof transfer>;

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

  it('counts the CLTUs of each contact by what became of them last', async () => {
    const ledger = new CltuLedger(new CltuJournal(await folder(), site));
    await ledger.open(now);
    const [one, two, three, four] = [1, 2, 3, 4].map((n) => transfer(n)) as [Transfer, Transfer, Transfer, Transfer];
    const other = { ...transfer(5), contact: contactIdSchema.parse('SAMPLE-1_MIYUN-1_7') };
    expect(ledger.counts(contact.contact.id)).toEqual({ radiated: 0, failed: 0 });
    const ends = ['radiated', 'not-radiated', 'withdrawn'] as const;
    for (const [i, given] of [one, two, three, four, other].entries()) {
      const taken = await ledger.take(given, contact, now);
      const end = given === other ? 'radiated' : ends[i];
      if (end === 'withdrawn') await ledger.withdraw(taken);
      else if (end !== undefined) ledger.end(BigInt(taken.identifier), end);
    }
    expect(ledger.counts(contact.contact.id)).toEqual({ radiated: 1, failed: 2 });
    expect(ledger.counts(other.contact)).toEqual({ radiated: 1, failed: 0 });
    expect(ledger.unanswered(contact.contact.id).map(({ id }) => id)).toEqual([four.id]);
    expect(ledger.unanswered(other.contact)).toEqual([]);
    await ledger.close();
  });

  it('forgets while it runs what is 48 hours old, and nothing younger', async () => {
    const ledger = new CltuLedger(new CltuJournal(await folder(), site));
    await ledger.open(now);
    const HOURS_48 = 172_800;
    const old = await ledger.take(transfer(1), contact, now);
    await ledger.take(transfer(2), contact, plusSeconds(now, 1));
    await ledger.forgetOld(plusSeconds(now, HOURS_48 - 1));
    expect(ledger.find(idOf(1))).toEqual(old);
    await ledger.forgetOld(plusSeconds(now, HOURS_48));
    expect(ledger.find(idOf(1))).toBeUndefined();
    expect(ledger.end(BigInt(old.identifier), 'radiated')).toBeUndefined();
    expect(ledger.find(idOf(2))).toBeDefined();
    expect(ledger.unanswered(contact.contact.id).map(({ id }) => id)).toEqual([idOf(2)]);
    await ledger.forgetOld(plusSeconds(now, HOURS_48 + 1));
    expect(ledger.counts(contact.contact.id)).toEqual({ radiated: 0, failed: 0 });
    expect(ledger.unanswered(contact.contact.id)).toEqual([]);
    await ledger.close();
  });

  it('writes its journal anew where most of it is of the past, and loses nothing that is taken meanwhile', async () => {
    const dataDir = await folder();
    const journal = new CltuJournal(dataDir, site);
    const ledger = new CltuLedger(journal);
    await ledger.open(now);
    await Promise.all(Array.from({ length: 1200 }, (_, n) => ledger.take(transfer(n), contact, now)));
    const later = plusSeconds(now, 172_800);
    const kept = await ledger.take(transfer(2000), contact, plusSeconds(now, 1));
    const [, , meanwhile] = await Promise.all([
      ledger.take(transfer(2001), contact, later),
      ledger.forgetOld(later),
      ledger.take(transfer(2002), contact, later),
    ]);
    expect(ledger.end(BigInt(kept.identifier), 'radiated')).toBeDefined();
    await ledger.close();
    expect((await readFile(journal.path, 'utf8')).trim().split('\n').length).toBeLessThanOrEqual(5);
    const again = new CltuLedger(new CltuJournal(dataDir, site));
    await again.open(later);
    expect([2000, 2001, 2002].map((n) => again.find(idOf(n))?.outcome)).toEqual(['radiated', 'given', 'given']);
    expect(again.find(idOf(2002))).toEqual(meanwhile);
    expect(again.find(idOf(0))).toBeUndefined();
    await again.close();
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
