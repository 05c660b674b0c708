import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FrameLogFailedError, LocalFrameLogs, openSegmentFile } from '@app/platform';
import { parseUtc } from '@app/time';
import type { ReceivedFrame } from '../receiver/frame-annotator.js';
import { ReceiverChain } from '../receiver/receiver-chain.js';
import { bitsOf, messagesOf, sampleCodec, sampleFrame } from '../testing/bit-stream.js';
import { SAMPLE_BIT_RATE, sampleContact } from '../testing/sample-contact.js';
import { FrameQueueFullError } from './frame-queue-full.error.js';
import { FrameWriter } from './frame-writer.js';

const LOG = 'station.CN-MYN';

/** Frames as the receiver gives them, each another one. */
function received(count: number): ReceivedFrame[] {
  const chain = new ReceiverChain(sampleContact());
  const stream = bitsOf(Array.from({ length: count }, (_, n) => sampleCodec.encode(sampleFrame(n))));
  const frames: ReceivedFrame[] = [];
  for (const message of messagesOf(stream, parseUtc('2026-04-24T03:00:00Z'), SAMPLE_BIT_RATE, [8000]))
    for (const some of chain.push(message)) frames.push(...some);
  return [...frames, ...chain.flush()];
}

describe('FrameWriter', () => {
  let root: string;
  let local: LocalFrameLogs;
  let syncFailures = 0;
  let openFailures = 0;
  const problem = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const retries = { firstRetryMs: 1, longestRetryMs: 2 };

  beforeEach(async () => {
    syncFailures = 0;
    openFailures = 0;
    root = await mkdtemp(join(tmpdir(), 'smms-frame-writer-'));
    local = await LocalFrameLogs.openRoot(root, {
      onEvent: () => undefined,
      openFile: async (path, size) => {
        if (openFailures-- > 0) throw problem;
        const file = await openSegmentFile(path, size);
        return {
          ...file,
          async datasync() {
            if (syncFailures-- > 0) throw problem;
            await file.datasync();
          },
        };
      },
    });
  });
  afterEach(async () => {
    await local.close();
    await rm(root, { recursive: true });
  });

  const payloads = async () => (await (await local.open(LOG)).read(1)).map(({ payload }) => payload);

  it('keeps frames, in order, while the log cannot be written and then not be opened; each is there once', async () => {
    const frames = received(6);
    expect(frames).toHaveLength(6);
    const writer = await FrameWriter.open(local, LOG, retries);
    expect(await writer.write(frames.slice(0, 1))).toEqual([true]);
    [syncFailures, openFailures] = [1, 3];
    const answers = await Promise.all([writer.write(frames.slice(1, 3)), writer.write(frames.slice(3, 4))]);
    // What was written before the failing sync is found when the log is opened again: it is there, and not written twice.
    expect(answers.map((some) => some.length)).toEqual([2, 1]);
    expect([syncFailures, openFailures].every((left) => left <= 0)).toBe(true);
    expect(await writer.write(frames.slice(3))).toEqual([false, true, true]);
    expect(await payloads()).toEqual(frames.map(({ bytes }) => bytes));
    expect(await writer.nextSequence()).toBe(7);
  });

  it('goes on after somebody else has opened the failed log anew', async () => {
    const frames = received(3);
    const writer = await FrameWriter.open(local, LOG, retries);
    syncFailures = 1;
    const stray = await local.open(LOG);
    await expect(stray.append([{ header: {}, payload: new Uint8Array(1) }])).rejects.toBeInstanceOf(
      FrameLogFailedError,
    );
    await local.open(LOG);
    expect(await writer.write(frames)).toEqual([true, true, true]);
  });

  it('refuses what is more than may wait, and says how much is lost', async () => {
    const frames = received(5);
    const stop = new AbortController();
    const writer = await FrameWriter.open(local, LOG, { ...retries, mostFramesWaiting: 3, signal: stop.signal });
    syncFailures = openFailures = Infinity;
    const waiting = [writer.write(frames.slice(0, 2)), writer.write(frames.slice(2, 3))];
    const refused = writer.write(frames.slice(3));
    await expect(refused).rejects.toBeInstanceOf(FrameQueueFullError);
    await expect(refused).rejects.toMatchObject({ log: LOG, frames: 2, waiting: 3, most: 3 });
    syncFailures = openFailures = 0;
    await Promise.all(waiting);
    expect(await writer.write(frames.slice(3))).toEqual([true, true]);
    expect(await payloads()).toEqual(frames.map(({ bytes }) => bytes));
  });

  it('gives up what waits when the station stops, with the reason', async () => {
    const stop = new AbortController();
    const writer = await FrameWriter.open(local, LOG, { firstRetryMs: 60_000, signal: stop.signal });
    syncFailures = openFailures = Infinity;
    const waiting = writer.write(received(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    await expect(waiting).rejects.toThrow(/no space left on device/);
  });

  it('tells what the log says of a record that it never takes, and goes on', async () => {
    const [frame, next] = received(2) as [ReceivedFrame, ReceivedFrame];
    const writer = await FrameWriter.open(local, LOG, retries);
    const strange = { ...frame, annotation: { ...frame.annotation, esN0Db: NaN } };
    await expect(writer.write([strange])).rejects.toThrow(/esN0Db/);
    expect(await writer.write([next])).toEqual([true]);
  });
});
