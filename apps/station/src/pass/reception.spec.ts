import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { frameLogNames } from '@app/contracts';
import { LocalFrameLogs } from '@app/platform';
import { parseUtc } from '@app/time';
import { emptyTally } from '../frames/frame-tally.js';
import { FrameWriter } from '../frames/frame-writer.js';
import { bitsOf, messagesOf, sampleCodec, sampleFrame } from '../testing/bit-stream.js';
import { SAMPLE_BIT_RATE, sampleContact } from '../testing/sample-contact.js';
import { Reception } from './reception.js';

const contact = sampleContact();

async function reception(): Promise<{ subject: Reception; writer: FrameWriter; close: () => Promise<void> }> {
  const frameLogs = await LocalFrameLogs.openRoot(await mkdtemp(join(tmpdir(), 'smms-reception-')), {
    onEvent: () => undefined,
  });
  const writer = await FrameWriter.open(frameLogs, frameLogNames.station(contact.contact.site));
  const subject = new Reception({
    contact,
    writer,
    tally: emptyTally,
    onChange: () => undefined,
    onWriteError: (error) => {
      throw error;
    },
  });
  return { subject, writer, close: () => frameLogs.close() };
}

describe('reception', () => {
  const stream = bitsOf(Array.from({ length: 40 }, (_, n) => sampleCodec.encode(sampleFrame(n))));
  const start = parseUtc('2026-04-24T03:00:00Z');

  it.each([[800], [8000], [1_000_000]])(
    'lets others work while it takes a backlog in messages of %d bits',
    async (size) => {
      const { subject, close } = await reception();
      let turns = 0;
      let busy = true;
      const others = (async () => {
        for (; busy; turns++) await new Promise((resolve) => setImmediate(resolve));
      })();
      for (const message of messagesOf(stream, start, SAMPLE_BIT_RATE, [size])) await subject.take(message);
      const turnsMeanwhile = turns;
      busy = false;
      await others;
      await subject.finish();
      expect(subject.tally.counts).toMatchObject({ good: 40, notRouted: 0, uncorrectable: 0 });
      // 40 CADUs of 1279 octets: one turn for four slices of 1024 octets at most.
      expect(turnsMeanwhile).toBeGreaterThanOrEqual(Math.floor((40 * 1279) / (4 * 1024)) - 1);
      await close();
    },
  );

  it('counts a frame once, however often it is received, and what the log tells of a contact is the same', async () => {
    const { subject, writer, close } = await reception();
    for (let time = 0; time < 2; time++) {
      for (const message of messagesOf(stream, start, SAMPLE_BIT_RATE, [8000])) await subject.take(message);
      await subject.restart();
    }
    await subject.finish();
    expect(subject.tally.counts.good).toBe(40);
    expect(await writer.nextSequence()).toBe(41);
    expect(await writer.tallyOf(contact.contact.id, 1)).toEqual(subject.tally);
    expect((await writer.tallyOf(contact.contact.id, 31)).counts.good).toBe(10);
    await close();
  });

  it('goes by the markers of bits where these come after frames that were synchronised elsewhere', async () => {
    const { subject, close } = await reception();
    await subject.takeFrames({ frames: [], esN0Db: null, bitLock: false, frameLock: false });
    await subject.restart();
    for (const message of messagesOf(stream, start, SAMPLE_BIT_RATE, [8000])) await subject.take(message);
    while (subject.tally.counts.good < 39) await new Promise((resolve) => setImmediate(resolve));
    expect(subject.inLock).toBe(true);
    await subject.finish();
    await close();
  });
});
