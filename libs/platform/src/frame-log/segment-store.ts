import { randomUUID } from 'node:crypto';
import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { CorruptStreamError } from './frame-log.errors.js';
import { type LoggedRecord } from './frame-log.port.js';
import { sealRecord } from './record-codec.js';
import { firstSequenceOf, type Room, Segment, type TailCut } from './segment.js';
import { createDurably, type OpenSegmentFile, type SegmentFile, syncFolder } from './segment-file.js';
import { readStreamMeta, type StreamMeta, writeStreamMeta } from './stream-meta.js';

export interface SegmentStoreOptions {
  /** A segment that has reached this size is followed by a new one. */
  readonly segmentBytes: number;
  readonly openFile: OpenSegmentFile;
}

/** The folder of one stream: its segments in order, the last of which is written to. */
export class SegmentStore {
  /** One above the last durable sequence. */
  nextSequence: number;

  private constructor(
    private readonly folder: string,
    private readonly options: SegmentStoreOptions,
    private meta: StreamMeta,
    private readonly segments: Segment[],
    nextSequence: number,
    private active: Segment,
    private file: SegmentFile,
  ) {
    this.nextSequence = nextSequence;
  }

  /**
   * Opens a stream's folder, or makes it; cuts a torn tail.
   * @throws CorruptStreamError, CorruptRecordError
   */
  static async open(folder: string, options: SegmentStoreOptions): Promise<{ store: SegmentStore; cut?: TailCut }> {
    const meta = (await readStreamMeta(folder)) ?? (await create(folder));
    const name = basename(folder);
    const firsts = await segmentsIn(folder);
    const segments = firsts.map((first) => new Segment(name, folder, first));
    const active = segments[segments.length - 1];
    if (active === undefined) throw new CorruptStreamError(folder, 'at least one segment file', 'none');
    const { nextSequence, cut } = await active.recover();
    const oldest = firsts[0] ?? 1;
    if (oldest > meta.firstSequence)
      throw new CorruptStreamError(
        folder,
        `a segment file with sequence ${meta.firstSequence}`,
        `${oldest} as the first`,
      );
    if (nextSequence < meta.firstSequence)
      throw new CorruptStreamError(
        active.file,
        `records up to ${meta.firstSequence - 1}`,
        `${nextSequence - 1} as the last`,
      );
    const file = await options.openFile(active.file, active.bytes);
    const store = new SegmentStore(folder, options, meta, segments, nextSequence, active, file);
    await store.dropPurged(); // what a crash in the middle of a purge left
    return cut === undefined ? { store } : { store, cut };
  }

  get firstSequence(): number {
    return this.meta.firstSequence;
  }

  get incarnation(): string {
    return this.meta.incarnation;
  }

  /** Seals, writes and syncs encoded records; they can be read when it resolves. */
  async commit(records: readonly Buffer[]): Promise<void> {
    if (records.length === 0) return;
    if (this.active.bytes >= this.options.segmentBytes) await this.roll();
    const starts: number[] = [];
    let bytes = this.active.bytes;
    records.forEach((record, i) => {
      sealRecord(record, this.nextSequence + i, this.nextSequence);
      starts.push(bytes);
      bytes += record.length;
    });
    await this.file.append(Buffer.concat(records));
    await this.file.datasync();
    starts.forEach((start, i) => this.active.note(this.nextSequence + i, start));
    this.active.bytes = bytes;
    this.nextSequence += records.length;
  }

  /** Durable records from one that is neither purged nor beyond the end. */
  async read(from: number, room: Room): Promise<LoggedRecord[]> {
    const below = this.nextSequence;
    const records: LoggedRecord[] = [];
    for (let next = from; next < below && room.records > 0; next = from + records.length) {
      const at = this.segments.findLastIndex(({ firstSequence }) => firstSequence <= next); // anew: a purge may have moved it
      const sealedBy = this.segments[at + 1]?.firstSequence;
      const segment = this.segments[at];
      if (segment === undefined) break;
      await segment.read(next, Math.min(below, sealedBy ?? below), sealedBy, room, records);
    }
    return records;
  }

  async purgeBelow(sequence: number): Promise<void> {
    const firstSequence = Math.min(sequence, this.nextSequence);
    if (firstSequence <= this.meta.firstSequence) return;
    const meta = { ...this.meta, firstSequence };
    await writeStreamMeta(this.folder, meta);
    this.meta = meta;
    await this.dropPurged();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async roll(): Promise<void> {
    const segment = new Segment(basename(this.folder), this.folder, this.nextSequence);
    await createDurably(segment.file);
    const file = await this.options.openFile(segment.file, 0);
    const full = this.file;
    this.file = file;
    this.active = segment;
    this.segments.push(segment);
    await full.close();
  }

  /** Removes the files that hold purged records only. */
  private async dropPurged(): Promise<void> {
    let second = this.segments[1];
    while (second !== undefined && second.firstSequence <= this.meta.firstSequence) {
      const [gone] = this.segments.splice(0, 1);
      if (gone !== undefined) await unlink(gone.file);
      second = this.segments[1];
    }
  }
}

async function segmentsIn(folder: string): Promise<number[]> {
  const firsts = (await readdir(folder)).map(firstSequenceOf).filter((first) => first !== undefined);
  return firsts.sort((a, b) => a - b);
}

/** A new stream. The description comes last: a crash before it leaves a folder that is made again. */
async function create(folder: string): Promise<StreamMeta> {
  await mkdir(folder, { recursive: true });
  await syncFolder(dirname(folder));
  const first = new Segment(basename(folder), folder, 1);
  for (const sequence of await segmentsIn(folder)) {
    const { file } = new Segment(basename(folder), folder, sequence);
    if (sequence !== 1 || (await stat(file)).size > 0)
      throw new CorruptStreamError(folder, 'a description of the stream beside its records', `${file} alone`);
  }
  await createDurably(first.file);
  const meta = { format: 1, name: basename(folder), incarnation: randomUUID(), firstSequence: 1 } as const;
  await writeStreamMeta(folder, meta);
  return meta;
}
