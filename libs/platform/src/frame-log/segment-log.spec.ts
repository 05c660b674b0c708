import { copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deferred } from '../bus/deferred.js';
import { CorruptRecordError, CorruptStreamError, FrameLogFailedError } from './frame-log.errors.js';
import { type FrameLog, type FrameRecord } from './frame-log.port.js';
import { LocalFrameLogs, type LocalFrameLogsOptions } from './local-frame-logs.js';
import { type OpenSegmentFile, openSegmentFile } from './segment-file.js';
import { type FrameLogEvent } from './segment-log.js';

const STREAM = 'station.CN-MYN';
const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);
const numbered = (n: number): FrameRecord => ({ header: { n }, payload: new Uint8Array(20).fill(n), id: `id-${n}` });

describe('SegmentLog', () => {
  let root: string;
  let folder: string;
  let events: FrameLogEvent[];
  let logs: LocalFrameLogs | undefined;

  async function open(options: Partial<LocalFrameLogsOptions> = {}): Promise<FrameLog> {
    await logs?.close();
    logs = undefined;
    events = [];
    logs = await LocalFrameLogs.openRoot(root, { onEvent: (event) => events.push(event), ...options });
    return logs.open(STREAM);
  }
  async function close(): Promise<void> {
    await logs?.close();
    logs = undefined;
  }
  const segments = async () => (await readdir(folder)).filter((name) => name.endsWith('.seg')).sort();
  const path = (name: string | undefined) => join(folder, name ?? 'no such segment');
  const numbersFrom = async (log: FrameLog, from: number) => (await log.read(from)).map(({ header }) => header.n);
  /** Each record in a write of its own, so that each was durable before the next one. */
  async function appendSingly(log: FrameLog, count: number, from = 1): Promise<void> {
    for (const n of numbers(count, from)) await log.append([numbered(n)]);
  }
  async function flip(file: string, offset: number, mask = 0xff): Promise<void> {
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(offset) ^ mask, offset);
    await writeFile(file, bytes);
  }

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'smms-segment-log-'));
    folder = join(root, STREAM);
  });
  afterEach(async () => {
    await close();
    await rm(root, { recursive: true });
  });

  describe('a torn write', () => {
    /** Four records written one by one, then a group: the offsets where the group starts and ends. */
    async function prepare(group: number) {
      const log = await open();
      await appendSingly(log, 4);
      const file = path((await segments())[0]);
      const { size: start } = await stat(file);
      await log.append(numbers(group, 5).map(numbered));
      const { size: end } = await stat(file);
      await close();
      await copyFile(file, join(root, 'whole'));
      return { file, start, end, restore: () => copyFile(join(root, 'whole'), file) };
    }

    it('is cut at whatever byte it stopped; all before it stays, and the log goes on densely', async () => {
      const { file, start, end, restore } = await prepare(1);
      for (let length = start; length < end; length++) {
        await restore();
        await truncate(file, length);
        const log = await open();
        expect(await numbersFrom(log, 1)).toEqual([1, 2, 3, 4]);
        const cut = { kind: 'tail-cut', stream: STREAM, file, offset: start, bytes: length - start };
        expect(events).toEqual(length === start ? [] : [expect.objectContaining(cut)]);
        expect((await log.append([numbered(5)])).records).toEqual([{ sequence: 5, duplicate: false }]);
        expect(await numbersFrom(log, 1)).toEqual([1, 2, 3, 4, 5]);
      }
    });

    it('with any damage to the last write keeps a leading part of it', async () => {
      const { file, start, end, restore } = await prepare(3);
      const size = (end - start) / 3;
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: end - start - 1 }), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
          await close();
          await restore();
          await flip(file, start + at, mask);
          const log = await open();
          const good = Math.floor(at / size);
          expect(await numbersFrom(log, 1)).toEqual(numbers(4 + good));
          expect(events).toMatchObject([{ kind: 'tail-cut', offset: start + good * size, bytes: (3 - good) * size }]);
        }),
        { numRuns: 60 },
      );
    });

    it('of zeros behind the last record, as a power cut leaves them, is cut', async () => {
      const { file, end } = await prepare(1);
      await writeFile(file, Buffer.concat([await readFile(file), Buffer.alloc(5000)]));
      const log = await open();
      expect(await numbersFrom(log, 1)).toEqual([1, 2, 3, 4, 5]);
      expect(events).toMatchObject([{ kind: 'tail-cut', offset: end, bytes: 5000 }]);
      expect((await stat(file)).size).toBe(end);
    });
  });

  describe('damage to what was durable', () => {
    it('in the last segment is an error with file and offset at opening; nothing is cut', async () => {
      await appendSingly(await open(), 6);
      const file = path((await segments())[0]);
      await close();
      const size = (await stat(file)).size / 6;
      const whole = await readFile(file);
      for (const record of [0, 1, 4])
        for (const at of [0, 3, 4, 8, 15, 20, 30, size - 1]) {
          await writeFile(file, whole);
          await flip(file, record * size + at);
          const opened = open();
          await expect(opened).rejects.toBeInstanceOf(CorruptRecordError);
          await expect(opened).rejects.toMatchObject({ file, offset: record * size, sequence: record + 1 });
          expect((await stat(file)).size).toBe(whole.length);
        }
    });

    it('in an older segment stops the reader there, naming file and offset; the rest can be read on demand', async () => {
      const small = { segmentBytes: 200 };
      await appendSingly(await open(small), 12);
      await close();
      const names = await segments();
      expect(names.length).toBeGreaterThan(2);
      const [first, second] = names.map((name) => Number.parseInt(name, 10));
      const size = (await stat(path(names[0]))).size / ((second ?? 0) - (first ?? 0));
      await flip(path(names[0]), size + 40);
      const log = await open(small);
      const error = { name: 'CorruptRecordError', file: path(names[0]), offset: size, sequence: 2, resumeAt: second };
      expect(events).toMatchObject([{ kind: 'id-window-cut', error }]);
      expect(await numbersFrom(log, 1)).toEqual([1]);
      for (const from of numbers((second ?? 0) - 2, 2)) await expect(log.read(from)).rejects.toMatchObject(error);
      expect(await numbersFrom(log, second ?? 0)).toEqual(numbers(13 - (second ?? 0), second));
      const followed: unknown[] = [];
      const following = (async () => {
        for await (const batch of log.follow(1, undefined)) followed.push(...batch.map(({ header }) => header.n));
      })();
      await expect(following).rejects.toMatchObject(error);
      expect(followed).toEqual([1]);
      expect((await log.append([numbered(13)])).first).toBe(13);
    });

    it('an older segment that ends early, or is gone, is an error and no gap', async () => {
      const small = { segmentBytes: 200 };
      await appendSingly(await open(small), 20);
      await close();
      const names = await segments();
      const [, second, third, fourth] = names.map((name) => Number.parseInt(name, 10));
      await truncate(path(names[0]), 0);
      await unlink(path(names[2]));
      const log = await open(small);
      await expect(log.read(1)).rejects.toMatchObject({ name: 'CorruptRecordError', offset: 0, resumeAt: second });
      expect(await numbersFrom(log, second ?? 0)).toEqual(numbers((third ?? 0) - (second ?? 0), second));
      await expect(log.read(third ?? 0)).rejects.toMatchObject({ name: 'CorruptRecordError', resumeAt: fourth });
      await close();
      await unlink(path(names[0]));
      await expect(open(small)).rejects.toBeInstanceOf(CorruptStreamError);
    });

    it.each(['', '{', '{"format":1}', '{"format":2,"name":"x","incarnation":"","firstSequence":1}'])(
      'a description %j of the stream is refused, and so are records without one',
      async (text) => {
        await appendSingly(await open(), 1);
        await close();
        await writeFile(path('stream.json'), text);
        await expect(open()).rejects.toMatchObject({ name: 'CorruptStreamError', file: path('stream.json') });
        await close();
        await unlink(path('stream.json'));
        await expect(open()).rejects.toBeInstanceOf(CorruptStreamError);
      },
    );

    it('a stream whose making was interrupted is made again', async () => {
      await open();
      await close();
      await unlink(path('stream.json'));
      expect((await (await open()).append([numbered(1)])).first).toBe(1);
    });
  });

  describe('writing', () => {
    /** Files that count syncs, and wait or fail where told to. */
    function instrumented() {
      const hooks = { syncs: 0, beforeSync: async () => {}, beforeAppend: async (_write: () => Promise<void>) => {} };
      const openFile: OpenSegmentFile = async (file, size) => {
        const real = await openSegmentFile(file, size);
        return {
          async append(bytes) {
            await hooks.beforeAppend(() => real.append(bytes.subarray(0, bytes.length - 5)));
            await real.append(bytes);
          },
          async datasync() {
            hooks.syncs++;
            await hooks.beforeSync();
            await real.datasync();
          },
          close: () => real.close(),
        };
      };
      return { hooks, openFile };
    }

    it('shares syncs: 50 writers, 10 appends each, in far fewer than 500', async () => {
      const { hooks, openFile } = instrumented();
      const log = await open({ openFile });
      await Promise.all(
        numbers(50).map(async (writer) => {
          for (const n of numbers(10)) await log.append([{ ...numbered(n), id: `${writer}-${n}` }]);
        }),
      );
      expect((await log.bounds()).nextSequence).toBe(501);
      expect(hooks.syncs).toBeGreaterThanOrEqual(10);
      expect(hooks.syncs).toBeLessThan(100);
    });

    it('acknowledges and shows a record only when it is synced, a repeated one also', async () => {
      const { hooks, openFile } = instrumented();
      const log = await open({ openFile });
      const reached = deferred<void>();
      const gate = deferred<void>();
      hooks.beforeSync = () => {
        reached.resolve();
        return gate.promise;
      };
      const settled: string[] = [];
      const appends = [
        log.append([numbered(1)]).then(() => settled.push('first')),
        log.append([numbered(1)]).then(() => settled.push('repeated')),
      ];
      await reached.promise;
      appends.push(log.append([numbered(1)]).then(() => settled.push('repeated later')));
      await new Promise((resolve) => setImmediate(resolve));
      expect(settled).toEqual([]);
      expect(await log.read(1)).toEqual([]);
      expect(await log.bounds()).toMatchObject({ nextSequence: 1 });
      gate.resolve();
      await Promise.all(appends);
      expect(settled).toEqual(['first', 'repeated', 'repeated later']);
      expect(await numbersFrom(log, 1)).toEqual([1]);
    });

    it.each(['sync', 'write'])('a failing %s refuses everything until the log is opened again', async (what) => {
      const { hooks, openFile } = instrumented();
      const log = await open({ openFile });
      await appendSingly(log, 3);
      const problem = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      const fail = async () => {
        throw problem;
      };
      if (what === 'sync') hooks.beforeSync = fail;
      else
        hooks.beforeAppend = async (writePart) => {
          await writePart();
          throw problem;
        };
      const outcomes = await Promise.allSettled([
        log.append([numbered(4)]),
        Promise.resolve().then(() =>
          new Promise((resolve) => setImmediate(resolve)).then(() => log.append([numbered(5)])),
        ),
      ]);
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'FrameLogFailedError', cause: problem } });
      hooks.beforeSync = async () => {};
      hooks.beforeAppend = async () => {};
      await expect(log.append([numbered(6)])).rejects.toBeInstanceOf(FrameLogFailedError);
      expect(events).toEqual([{ kind: 'write-failed', stream: STREAM, error: problem }]);
      expect(await numbersFrom(log, 1)).toEqual([1, 2, 3]);
      await log.close();
      const again = await (logs as LocalFrameLogs).open(STREAM);
      expect((await again.append([numbered(4), numbered(5)])).last).toBe(5);
      expect(await numbersFrom(again, 1)).toEqual([1, 2, 3, 4, 5]);
    });

    it('wakes a follower that began to wait at any moment around the commit', async () => {
      for (let ticks = 0; ticks < 40; ticks++) {
        let gate = deferred<void>();
        gate.resolve();
        const openFile: OpenSegmentFile = async (file, size) => {
          const real = await openSegmentFile(file, size);
          return { ...real, datasync: () => gate.promise }; // ends within microtasks
        };
        const log = await open({ openFile });
        const { nextSequence } = await log.bounds();
        gate = deferred();
        const appended = log.append([numbered(nextSequence)]);
        for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
        const following = log.follow(nextSequence, undefined)[Symbol.asyncIterator]();
        // The follower begins up to 10 microtasks before the sync ends, or after.
        const wait = async (count: number) => {
          for (let tick = 0; tick < count; tick++) await Promise.resolve();
        };
        const synced = wait(10).then(() => gate.resolve());
        const batch = wait(ticks).then(() => following.next());
        await synced;
        expect((await batch).value).toHaveLength(1);
        await appended;
      }
    });

    it('starts a new segment when one is full, and purging frees the files', async () => {
      const log = await open({ segmentBytes: 300 });
      await appendSingly(log, 30);
      const before = await segments();
      expect(before.length).toBeGreaterThan(5);
      await log.purgeBelow(15);
      const after = await segments();
      expect(after).toEqual(before.slice(-after.length));
      expect(Number.parseInt(after[0] ?? '', 10)).toBeLessThanOrEqual(15);
      expect(Number.parseInt(after[1] ?? '', 10)).toBeGreaterThan(15);
      await log.purgeBelow(31);
      expect(await segments()).toHaveLength(1);
    });

    it('recognises the ids of the last records of the window, and no older ones; a restart makes no difference', async () => {
      const options = { idWindow: 10 };
      await appendSingly(await open(options), 25);
      for (const _run of ['restarted', 'restarted again']) {
        const log = await open(options);
        expect((await log.append([numbered(16)])).records).toEqual([{ sequence: 16, duplicate: true }]);
        expect(await log.bounds()).toMatchObject({ nextSequence: 26 });
      }
      const log = await open(options);
      expect((await log.append([numbered(15)])).records).toEqual([{ sequence: 26, duplicate: false }]);
      expect((await log.append([numbered(16), numbered(15)])).records).toEqual([
        { sequence: 27, duplicate: false },
        { sequence: 26, duplicate: true },
      ]);
    });
  });

  it('agrees with a plain array through any appends, purges and restarts', async () => {
    type Step = { append: number } | { purge: number } | { restart: true };
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 6, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 9 }) }) },
      { weight: 1, arbitrary: fc.record({ purge: fc.integer({ min: 1, max: 60 }) }) },
      { weight: 1, arbitrary: fc.constant<Step>({ restart: true }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: 1, max: 3000 }),
        async (steps, segmentBytes) => {
          await close();
          await rm(folder, { recursive: true, force: true });
          let log = await open({ segmentBytes });
          const model: number[] = []; // value of sequence i + 1
          let first = 1;
          for (const each of steps) {
            if ('append' in each) {
              const values = numbers(each.append, model.length + 1);
              await log.append(values.map((n) => ({ header: { n }, payload: new Uint8Array(n * 3) })));
              model.push(...values);
            } else if ('purge' in each) {
              await log.purgeBelow(each.purge);
              first = Math.max(first, Math.min(each.purge, model.length + 1));
            } else log = await open({ segmentBytes });
            expect(await log.bounds()).toMatchObject({ firstSequence: first, nextSequence: model.length + 1 });
            const records = await log.read(first);
            expect(records.map(({ sequence, header }) => [sequence, header.n])).toEqual(
              model.slice(first - 1).map((n) => [n, n]),
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
