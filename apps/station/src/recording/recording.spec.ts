import { mkdir, mkdtemp, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseSigmfMetadata, SampleDecoder, SampleEncoder, type SampleFormatName } from '@app/radio';
import { parseUtc, plusSeconds } from '@app/time';
import type { SampleBlock } from '../demodulation/demodulation.port.js';
import { sampleContact } from '../testing/sample-contact.js';
import { PassRecording, type PassRecordingParts } from './pass-recording.js';
import { recordedFormat } from './recorded-format.js';
import { RecordingFolder } from './recording-folder.js';
import { RecordingOptionsError } from './recording-options.js';

const start = parseUtc('2026-04-24T03:00:00Z');
const RATE = 10_000;

/** Block `n` of 1000 samples, of octets that tell it from every other. */
function blockAt(n: number, change: Partial<SampleBlock> = {}): SampleBlock {
  const octets = Uint8Array.from({ length: 2000 }, (_, i) => (i * 7 + n * 31) & 255);
  return {
    samples: new SampleDecoder('cu8').push(octets),
    firstSampleAt: plusSeconds(start, (n * 1000) / RATE),
    ...{ centerHz: 2.245e9, sampleRateHz: RATE, continues: n > 0 },
    ...change,
  };
}
const octetsAt = (n: number): number[] => Array.from({ length: 2000 }, (_, i) => (i * 7 + n * 31) & 255);

async function folder(options = { mostOctetsPerPass: 1e6, mostOctets: 4e6 }): Promise<RecordingFolder> {
  return new RecordingFolder(join(await mkdtemp(join(tmpdir(), 'smms-recording-')), 'recordings'), options);
}

async function recording(parts: Partial<PassRecordingParts> = {}): Promise<PassRecording> {
  return new PassRecording({
    ...{ contact: sampleContact(), folder: await folder(), name: 'R', pointing: () => null },
    ...parts,
  });
}

const metadataOf = async (file: string | null) => parseSigmfMetadata(await readFile(file ?? '', 'utf8'));
const dataOf = async (file: string | null): Promise<number[]> => [
  ...(await readFile((file ?? '').replace('-meta', '-data'))),
];

describe('the recording of a pass', () => {
  it('holds the octets that came, in order, and says where samples are missing', async () => {
    const subject = await recording({ pointing: () => ({ azimuthDeg: 100, elevationDeg: 20 }) });
    subject.take(blockAt(0));
    subject.take(blockAt(1));
    // Half a second of samples is lost on the way.
    subject.take(blockAt(2, { continues: false, firstSampleAt: plusSeconds(start, 0.7) }));
    const report = await subject.close();
    expect(report).toMatchObject({ format: 'cu8', samples: 3000, octets: 6000, droppedSamples: 0, reason: null });
    expect(await dataOf(report.file)).toEqual([0, 1, 2].flatMap(octetsAt));
    const { captures, annotations } = await metadataOf(report.file);
    expect(captures.map(({ sampleStart, globalIndex }) => [sampleStart, globalIndex])).toEqual([
      [0, 0],
      [2000, 7000],
    ]);
    expect(annotations).toEqual([
      expect.objectContaining({ sampleStart: 0, label: 'pointing', azimuthDeg: 100, elevationDeg: 20 }),
    ]);
  });

  it('notes each frame where its first bit is, and none whose samples it does not have', async () => {
    const subject = await recording();
    for (let n = 0; n < 5; n++) subject.take(blockAt(n));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const frame = {
      ...{ quality: 'good' as const, bytes: new Uint8Array(), asmErrors: 0, inverted: false, esN0Db: 9.5 },
      correctedSymbols: [1, 0, 2],
    };
    const lock = { esN0Db: 9, bitLock: true, frameLock: true, carrierOffsetHz: -12.5 };
    const at = [0.05, 0.2345, 0.9].map((seconds) => plusSeconds(start, seconds));
    subject.annotate({ ...lock, frames: at.map((earthReceiveTime) => ({ ...frame, earthReceiveTime })) });
    const report = await subject.close();
    expect(report.frames).toBe(2);
    const { annotations } = await metadataOf(report.file);
    // A codeblock of 5 × 255 octets and its marker, at 16 kbit/s.
    const sampleCount = Math.round(((8 * 1279) / 16_000) * RATE);
    expect(annotations).toEqual([
      expect.objectContaining({ sampleStart: 500, sampleCount, esN0Db: 9.5, correctedSymbols: 3, dopplerHz: -12.5 }),
      expect.objectContaining({ sampleStart: 2345, earthReceiveTime: at[1] }),
    ]);
  });

  it('never waits for the disk: what it does not take in time is left out and counted', async () => {
    const written: Uint8Array[] = [];
    let free = (): void => undefined;
    const slow = new Promise<void>((resolve) => (free = resolve));
    const sink = {
      write: async (octets: Uint8Array) => {
        await slow;
        written.push(octets);
      },
      close: () => Promise.resolve(),
    };
    const subject = await recording({ sinkOf: () => Promise.resolve(sink), mostQueued: 5000 });
    subject.take(blockAt(0));
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (let n = 1; n < 10; n++) subject.take(blockAt(n));
    free();
    await new Promise((resolve) => setTimeout(resolve, 50));
    subject.take(blockAt(10));
    const report = await subject.close();
    // Two blocks fit before the disk goes on, and one after it.
    expect(written.map((octets) => [...octets])).toEqual([0, 1, 10].map(octetsAt));
    expect(report).toMatchObject({ samples: 3000, droppedSamples: 8000, reason: 'the disk did not keep up' });
    expect((await metadataOf(report.file)).captures.map(({ globalIndex }) => globalIndex)).toEqual([0, 10_000]);
  });

  it('ends at its bound, and at an error of the disk', async () => {
    const small = await recording({ folder: await folder({ mostOctetsPerPass: 4500, mostOctets: 1e6 }) });
    for (let n = 0; n < 4; n++) small.take(blockAt(n));
    expect(await small.close()).toMatchObject({
      ...{ octets: 4000, samples: 2000, droppedSamples: 2000, reason: '4500 octets are all that it may take' },
    });
    const full = { write: () => Promise.reject(new Error('no space left')), close: () => Promise.resolve() };
    const broken = await recording({ sinkOf: () => Promise.resolve(full) });
    broken.take(blockAt(0));
    await new Promise((resolve) => setTimeout(resolve, 50));
    broken.take(blockAt(1));
    expect(broken.active).toBe(false);
    expect(await broken.close()).toMatchObject({ file: null, droppedSamples: 1000, reason: 'no space left' });
  });

  it('ends where the sample rate changes, and writes nothing where nothing came', async () => {
    const subject = await recording();
    subject.take(blockAt(0));
    subject.take(blockAt(1, { sampleRateHz: 20_000 }));
    expect(await subject.close()).toMatchObject({
      ...{ samples: 1000, droppedSamples: 1000, reason: 'the sample rate changed from 10000 to 20000 Hz' },
    });
    expect(await (await recording()).close()).toMatchObject({ file: null, samples: 0, reason: null });
  });
});

describe('the form of a recording', () => {
  const values = Float32Array.from({ length: 500 }, (_, i) => Math.sin(i) * 0.9);
  it.each<SampleFormatName>(['ci8', 'cu8', 'ci16_le', 'cf32_le'])(
    '%s is known by its samples, and loses none',
    (name) => {
      const samples = new SampleDecoder(name).push(new SampleEncoder(name).encode(values));
      expect(recordedFormat(samples)).toBe(name);
      expect(new SampleDecoder(name).push(new SampleEncoder(name).encode(samples))).toEqual(samples);
    },
  );

  it('takes nothing but zeros, and what is beyond full scale, for any numbers', () => {
    expect(recordedFormat(new Float32Array(10))).toBe('cf32_le');
    expect(recordedFormat(Float32Array.of(2, 0.5))).toBe('cf32_le');
  });
});

describe('the folder of recordings', () => {
  const write = async ({ path }: RecordingFolder, name: string, octets: number, ageS: number): Promise<void> => {
    await mkdir(path, { recursive: true });
    for (const [file, size] of [
      [`${name}.sigmf-data`, octets],
      [`${name}.sigmf-meta`, 10],
    ] as const) {
      await writeFile(join(path, file), new Uint8Array(size));
      const time = new Date(1.7e12 - 1000 * ageS);
      await utimes(join(path, file), time, time);
    }
  };

  it('deletes the oldest for a new one, and nothing else', async () => {
    const subject = await folder({ mostOctetsPerPass: 1000, mostOctets: 3100 });
    await write(subject, 'OLD', 900, 30);
    await write(subject, 'YOUNG', 900, 10);
    await write(subject, 'MIDDLE', 900, 20);
    await writeFile(join(subject.path, 'notes.txt'), 'mine');
    expect(await subject.reserve('NEW')).toBe(1000);
    expect((await readdir(subject.path)).sort()).toEqual([
      ...['MIDDLE.sigmf-data', 'MIDDLE.sigmf-meta', 'YOUNG.sigmf-data', 'YOUNG.sigmf-meta', 'notes.txt'],
    ]);
  });

  it('counts those in progress at their most, and never deletes them', async () => {
    const subject = await folder({ mostOctetsPerPass: 1000, mostOctets: 2000 });
    expect(await subject.reserve('A')).toBe(1000);
    await write(subject, 'A', 500, 10);
    await write(subject, 'OLD', 10, 30);
    expect(await subject.reserve('B')).toBe(1000);
    expect((await readdir(subject.path)).sort()).toEqual(['A.sigmf-data', 'A.sigmf-meta']);
    expect(await subject.reserve('C')).toBe(0);
    subject.release('A');
    subject.release('C');
    expect(await subject.reserve('D')).toBe(1000);
    expect(await stat(join(subject.path, 'A.sigmf-data')).catch(() => null)).toBeNull();
  });

  it('refuses bounds that cannot hold', async () => {
    await expect(folder({ mostOctetsPerPass: 10, mostOctets: 9 })).rejects.toThrow(RecordingOptionsError);
  });
});
