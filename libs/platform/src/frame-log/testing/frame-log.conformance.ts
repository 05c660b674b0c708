import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type JsonObject, NotJsonError } from '../../bus/json.js';
import {
  FrameLogClosedError,
  InvalidRecordError,
  ReadLimitError,
  SequenceError,
  StreamNameError,
} from '../frame-log.errors.js';
import {
  type FrameLog,
  type FrameLogs,
  type FrameRecord,
  type LoggedRecord,
  MAX_RECORD_BYTES,
} from '../frame-log.port.js';

/** The place where an adapter keeps its logs, for one test. */
export interface FrameLogPlace {
  /** Opens the logs; after `close()` of the former ones this is a restart. Segments or blocks should be as small as can be. */
  open(): Promise<FrameLogs>;
  /** Removes everything. */
  remove(): Promise<void>;
}

const numbered = (n: number, id?: string): FrameRecord => ({
  header: { n },
  payload: Uint8Array.of(n & 0xff, (n >> 8) & 0xff, 0xff),
  ...(id === undefined ? {} : { id }),
});
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);
const sequencesOf = (records: readonly LoggedRecord[]) => records.map(({ sequence }) => sequence);
const numbersOf = (records: readonly LoggedRecord[]) => records.map(({ header }) => header.n);

async function appendOneByOne(log: FrameLog, count: number, from = 1): Promise<void> {
  for (const n of numbers(count, from)) await log.append([numbered(n)]);
}

/** The rules of the `FrameLog` and `FrameLogs` ports, for any adapter. */
export function describeFrameLog(name: string, makePlace: () => Promise<FrameLogPlace>): void {
  describe(`FrameLog rules: ${name}`, () => {
    let place: FrameLogPlace;
    let logs: FrameLogs;
    let log: FrameLog;
    const restart = async () => {
      await logs.close();
      logs = await place.open();
      log = await logs.open('station.CN-MYN');
    };
    beforeEach(async () => {
      place = await makePlace();
      logs = await place.open();
      log = await logs.open('station.CN-MYN');
    });
    afterEach(async () => {
      await logs.close();
      await place.remove();
    });

    describe('append and read', () => {
      it('is empty at first, and starts at 1', async () => {
        expect(await log.bounds()).toMatchObject({ firstSequence: 1, nextSequence: 1 });
        expect(await log.read(1)).toEqual([]);
        expect(await log.append([numbered(7)])).toEqual({
          records: [{ sequence: 1, duplicate: false }],
          first: 1,
          last: 1,
        });
        expect(await log.bounds()).toMatchObject({ firstSequence: 1, nextSequence: 2 });
      });

      it('gives back header, payload and id unchanged', async () => {
        const header: JsonObject = {
          antenna: 'ant-é中',
          ert: '2026-04-24T00:00:00.000001Z',
          good: true,
          rs: [0, null, -1.5],
        };
        const payload = Uint8Array.from({ length: 1115 }, (_, i) => (i * 7) & 0xff);
        const records: FrameRecord[] = [
          { header, payload, id: 'CN-MYN:1:1' },
          { header: {}, payload: new Uint8Array(0) },
        ];
        await log.append(records);
        const expected = records.map((record, i) => ({ sequence: i + 1, ...record }));
        expect(await log.read(1)).toEqual(expected);
        await restart();
        expect(await log.read(1)).toEqual(expected);
      });

      it('hands out copies: what a reader changes no other reader sees', async () => {
        await log.append([numbered(1)]);
        const [mine] = await log.read(1);
        mine?.payload.fill(0);
        expect((await log.read(1))[0]?.payload).toEqual(numbered(1).payload);
      });

      it('numbers batches and single records densely, in the order of the calls', async () => {
        const answers = await Promise.all(
          numbers(50).map((n) => log.append(numbers(n % 3 === 0 ? 3 : 1, n * 10).map((m) => numbered(m)))),
        );
        const given = answers.flatMap(({ records }) => records.map(({ sequence }) => sequence));
        expect([...given].sort((a, b) => a - b)).toEqual(numbers(given.length));
        const all = await log.read(1);
        expect(sequencesOf(all)).toEqual(numbers(given.length));
        answers.forEach(({ first, last, records }, i) => {
          expect([first, last]).toEqual([records[0]?.sequence, records.at(-1)?.sequence]);
          expect(all[first - 1]?.header.n).toBe((i + 1) * 10);
        });
      });

      it('gives at most maxRecords, at most maxBytes of payload, but always one', async () => {
        await log.append(numbers(10).map((n) => numbered(n)));
        expect(sequencesOf(await log.read(3, { maxRecords: 4 }))).toEqual([3, 4, 5, 6]);
        expect(sequencesOf(await log.read(3, { maxBytes: 7 }))).toEqual([3, 4]);
        expect(sequencesOf(await log.read(3, { maxBytes: 6 }))).toEqual([3, 4]);
        expect(sequencesOf(await log.read(3, { maxBytes: 1 }))).toEqual([3]);
        expect(sequencesOf(await log.read(9, { maxRecords: 4 }))).toEqual([9, 10]);
      });

      it('reads from every sequence on', async () => {
        await appendOneByOne(log, 60);
        for (const from of numbers(60)) {
          const records = await log.read(from, { maxRecords: 5 });
          expect(numbersOf(records)).toEqual(numbers(Math.min(5, 61 - from), from));
        }
      });

      it('refuses to read what is no sequence, and beyond the end', async () => {
        await appendOneByOne(log, 2);
        expect(await log.read(3)).toEqual([]);
        await expect(log.read(4)).rejects.toBeInstanceOf(SequenceError);
        await expect(log.read(4)).rejects.toMatchObject({ reason: 'beyond-end', sequence: 4, nextSequence: 3 });
        for (const wrong of [0, -1, 1.5, NaN, 2 ** 53])
          await expect(log.read(wrong)).rejects.toMatchObject({ name: 'SequenceError', reason: 'not-a-sequence' });
        for (const wrong of [0, -1, 1.5, NaN]) {
          await expect(log.read(1, { maxRecords: wrong })).rejects.toBeInstanceOf(ReadLimitError);
          await expect(log.read(1, { maxBytes: wrong })).rejects.toBeInstanceOf(ReadLimitError);
        }
      });

      it.each<[string, FrameRecord, object]>([
        [
          'bytes in the header',
          { ...numbered(1), header: { x: new Uint8Array(1) as never } },
          { name: 'NotJsonError' },
        ],
        ['an array as header', { ...numbered(1), header: [] as never }, { what: 'header', index: 1 }],
        ['text as payload', { ...numbered(1), payload: 'x' as never }, { what: 'payload', index: 1 }],
        ['an empty id', numbered(1, ''), { what: 'id', index: 1 }],
        ['an id with a blank', numbered(1, 'a b'), { what: 'id', index: 1 }],
        ['an id too long', numbered(1, 'x'.repeat(256)), { what: 'id', index: 1 }],
        [
          'a record too large',
          { header: {}, payload: new Uint8Array(MAX_RECORD_BYTES - 1) },
          { what: 'size', index: 1 },
        ],
      ])('refuses a batch with %s: nothing of it is appended', async (_what, wrong, error) => {
        const refused = log.append([numbered(1, 'good'), wrong]);
        await expect(refused).rejects.toMatchObject(error);
        await refused.catch((e: unknown) =>
          expect([InvalidRecordError, NotJsonError]).toContain((e as object).constructor),
        );
        expect(await log.bounds()).toMatchObject({ nextSequence: 1 });
        expect((await log.append([numbered(1, 'good')])).records).toEqual([{ sequence: 1, duplicate: false }]);
      });

      it('refuses an empty batch', async () => {
        await expect(log.append([])).rejects.toMatchObject({ name: 'InvalidRecordError', what: 'batch' });
      });

      it('takes the largest record', async () => {
        const payload = new Uint8Array(MAX_RECORD_BYTES - 2).fill(0xa5);
        await log.append([{ header: {}, payload }, numbered(2)]);
        expect((await log.read(1, { maxRecords: 1 }))[0]?.payload).toEqual(payload);
        expect(sequencesOf(await log.read(1, { maxBytes: 2 ** 30 }))).toEqual([1, 2]);
      });
    });

    describe('restart', () => {
      it('keeps records, sequences and the incarnation', async () => {
        await appendOneByOne(log, 30);
        const before = await log.bounds();
        await restart();
        expect(await log.bounds()).toEqual(before);
        await appendOneByOne(log, 5, 31);
        expect(numbersOf(await log.read(1))).toEqual(numbers(35));
      });
    });

    describe('purge', () => {
      it('gives up what is below, keeps the sequences of the rest, also after a restart', async () => {
        await appendOneByOne(log, 40);
        await log.purgeBelow(25);
        for (const _run of ['before', 'after a restart']) {
          expect(await log.bounds()).toMatchObject({ firstSequence: 25, nextSequence: 41 });
          expect(numbersOf(await log.read(25))).toEqual(numbers(16, 25));
          await expect(log.read(24)).rejects.toMatchObject({ reason: 'purged', sequence: 24, firstSequence: 25 });
          await restart();
        }
        expect((await log.append([numbered(41)])).first).toBe(41);
      });

      it('of everything leaves the next sequence, also after a restart', async () => {
        await appendOneByOne(log, 40);
        await log.purgeBelow(1000);
        for (const _run of ['before', 'after a restart']) {
          expect(await log.bounds()).toMatchObject({ firstSequence: 41, nextSequence: 41 });
          expect(await log.read(41)).toEqual([]);
          await restart();
        }
        expect((await log.append([numbered(41)])).first).toBe(41);
        expect(numbersOf(await log.read(41))).toEqual([41]);
      });

      it('below the first changes nothing; what is no sequence is refused', async () => {
        await appendOneByOne(log, 5);
        await log.purgeBelow(3);
        await log.purgeBelow(1);
        expect(await log.bounds()).toMatchObject({ firstSequence: 3 });
        await expect(log.purgeBelow(0)).rejects.toBeInstanceOf(SequenceError);
        await expect(log.purgeBelow(1.5)).rejects.toBeInstanceOf(SequenceError);
      });
    });

    describe('ids', () => {
      it('a known id is not appended again; the answer says which sequence it has', async () => {
        await log.append([numbered(1, 'a'), numbered(2), numbered(3, 'c')]);
        const again = await log.append([numbered(1, 'a'), numbered(4, 'd'), numbered(3, 'c')]);
        expect(again).toEqual({
          records: [
            { sequence: 1, duplicate: true },
            { sequence: 4, duplicate: false },
            { sequence: 3, duplicate: true },
          ],
          first: 1,
          last: 4,
        });
        expect(numbersOf(await log.read(1))).toEqual([1, 2, 3, 4]);
      });

      it('a batch of known ids alone appends nothing', async () => {
        await log.append([numbered(1, 'a')]);
        expect(await log.append([numbered(1, 'a')])).toEqual({
          records: [{ sequence: 1, duplicate: true }],
          first: 1,
          last: 1,
        });
        expect(await log.bounds()).toMatchObject({ nextSequence: 2 });
      });

      it('holds within one batch and among concurrent appends', async () => {
        const answers = await Promise.all([
          log.append([numbered(1, 'x'), numbered(1, 'x')]),
          log.append([numbered(1, 'x')]),
          log.append([numbered(1, 'x')]),
        ]);
        const all = answers.flatMap(({ records }) => records);
        expect(all.map(({ sequence }) => sequence)).toEqual([1, 1, 1, 1]);
        expect(all.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      });

      it('holds after a restart', async () => {
        await log.append(numbers(100).map((n) => numbered(n, `id-${n}`)));
        await restart();
        const again = await log.append(numbers(101).map((n) => numbered(n, `id-${n}`)));
        expect(again.records).toEqual(numbers(101).map((n) => ({ sequence: n, duplicate: n <= 100 })));
      });

      it('records without id are never taken for known', async () => {
        await log.append([numbered(1), numbered(1), numbered(1)]);
        expect(numbersOf(await log.read(1))).toEqual([1, 1, 1]);
      });
    });

    describe('follow', () => {
      async function take(from: number, count: number, signal?: AbortSignal): Promise<LoggedRecord[]> {
        const seen: LoggedRecord[] = [];
        for await (const batch of log.follow(from, signal, { maxRecords: 7 })) {
          expect(batch.length).toBeGreaterThan(0);
          seen.push(...batch);
          if (seen.length >= count) break;
        }
        return seen;
      }

      it('several followers see every record once, in order, while it is appended', async () => {
        await appendOneByOne(log, 10);
        const followers = [take(1, 200), take(1, 200), take(5, 196), take(11, 190)];
        for (let n = 11; n <= 200; n += 10) await Promise.all(numbers(10, n).map((m) => log.append([numbered(m)])));
        expect((await Promise.all(followers)).map(sequencesOf)).toEqual([
          numbers(200),
          numbers(200),
          numbers(196, 5),
          numbers(190, 11),
        ]);
      });

      it('waits where there is nothing yet, and ends with the signal', async () => {
        const abort = new AbortController();
        const waiting = take(1, 100, abort.signal);
        await log.append([numbered(1)]);
        await new Promise((resolve) => setImmediate(resolve));
        abort.abort();
        expect((await waiting).length).toBeLessThanOrEqual(1);
        expect(await take(1, 1, AbortSignal.abort())).toEqual([]);
      });

      it('throws when the log is closed under it', async () => {
        const waiting = take(1, 100);
        const refused = expect(waiting).rejects.toBeInstanceOf(FrameLogClosedError);
        await log.append([numbered(1)]);
        await log.close();
        await refused;
      });

      it('throws at a purged sequence and beyond the end instead of going on elsewhere', async () => {
        await appendOneByOne(log, 5);
        await log.purgeBelow(3);
        await expect(take(2, 1)).rejects.toMatchObject({ reason: 'purged' });
        await expect(take(7, 1)).rejects.toMatchObject({ reason: 'beyond-end' });
        expect(sequencesOf(await take(3, 3))).toEqual([3, 4, 5]);
      });
    });

    describe('streams', () => {
      it('are independent, listed by name, and one object each', async () => {
        const other = await logs.open('mission.GF-1');
        expect(await logs.open('mission.GF-1')).toBe(other);
        expect(other.name).toBe('mission.GF-1');
        await other.append([numbered(1, 'same-id')]);
        expect((await log.append([numbered(9, 'same-id')])).records).toEqual([{ sequence: 1, duplicate: false }]);
        expect(await logs.list()).toEqual(['mission.GF-1', 'station.CN-MYN']);
        expect((await other.bounds()).incarnation).not.toBe((await log.bounds()).incarnation);
        await restart();
        expect(await logs.list()).toEqual(['mission.GF-1', 'station.CN-MYN']);
      });

      it.each(['', '.', '..', 'a/b', 'a..b', '.a', 'a.', 'a b', 'ä', 'a\0', 'x'.repeat(201)])(
        '%j is no stream name',
        async (wrong) => {
          await expect(logs.open(wrong)).rejects.toBeInstanceOf(StreamNameError);
        },
      );

      it('a closed log refuses, lets pending appends finish, and can be opened again', async () => {
        const pending = log.append([numbered(1)]);
        await log.close();
        await log.close();
        expect((await pending).first).toBe(1);
        await expect(log.append([numbered(2)])).rejects.toBeInstanceOf(FrameLogClosedError);
        await expect(log.read(1)).rejects.toBeInstanceOf(FrameLogClosedError);
        await expect(log.purgeBelow(1)).rejects.toBeInstanceOf(FrameLogClosedError);
        const again = await logs.open('station.CN-MYN');
        expect(numbersOf(await again.read(1))).toEqual([1]);
        await logs.close();
        await expect(logs.open('station.CN-MYN')).rejects.toBeInstanceOf(FrameLogClosedError);
      });
    });
  });
}
