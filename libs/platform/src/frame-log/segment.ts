import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CorruptRecordError } from './frame-log.errors.js';
import { type LoggedRecord } from './frame-log.port.js';
import { openRecord, payloadLength } from './record-codec.js';
import { type Damage, type Place, scanRecords, type ScannedChunk, wasDurable } from './record-scan.js';

const INDEX_EVERY = 16; // records
const fileForm = /^(\d{16})\.seg$/;

/** First sequence of a segment file by its name, or undefined for another file. */
export function firstSequenceOf(fileName: string): number | undefined {
  const digits = fileForm.exec(fileName)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export interface Room {
  records: number;
  bytes: number;
}

export interface TailCut {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
  readonly reason: string;
}

/** One file of consecutive records: its name says the first sequence, a sparse index in memory where to start reading. */
export class Segment {
  readonly file: string;
  /** Bytes that hold durable records; of a sealed segment, those known so far. */
  bytes = 0;
  private readonly index: Place[];

  constructor(
    private readonly stream: string,
    folder: string,
    readonly firstSequence: number,
  ) {
    this.file = join(folder, `${String(firstSequence).padStart(16, '0')}.seg`);
    this.index = [{ sequence: firstSequence, offset: 0 }];
  }

  /** Tells the index of a record. Called in order of sequence, possibly again for known ones. */
  note(sequence: number, offset: number): void {
    const last = this.index[this.index.length - 1];
    if (last !== undefined && sequence >= last.sequence + INDEX_EVERY) this.index.push({ sequence, offset });
  }

  private placeBefore(sequence: number): Place {
    const at = Math.floor((sequence - this.firstSequence) / INDEX_EVERY);
    return this.index[Math.min(at, this.index.length - 1)] ?? { sequence: this.firstSequence, offset: 0 };
  }

  private noteChunk({ records, offset }: ScannedChunk): void {
    for (const { sequence, start } of records) this.note(sequence, offset + start);
  }

  private damaged({ offset, sequence, reason }: Damage, resumeAt: number | undefined): CorruptRecordError {
    return new CorruptRecordError(this.stream, this.file, offset, sequence, reason, resumeAt);
  }

  /**
   * Adds records to `into`, from a sequence up to (not with) another, as long as there is room; takes that room away. The first
   * record of all is given in any case.
   * @param sealedBy first sequence of the next segment if there is one: then the whole file must be good
   */
  async read(
    from: number,
    below: number,
    sealedBy: number | undefined,
    room: Room,
    into: LoggedRecord[],
  ): Promise<void> {
    const handle = await open(this.file, 'r');
    try {
      const end = sealedBy === undefined ? this.bytes : (await handle.stat()).size;
      let next = from;
      for await (const chunk of scanRecords(handle, this.placeBefore(from), end)) {
        this.noteChunk(chunk);
        for (const record of chunk.records) {
          if (record.sequence < from) continue;
          if (record.sequence >= below) return;
          const size = payloadLength(chunk.bytes, record);
          if (into.length > 0 && (room.records < 1 || room.bytes < size)) {
            room.records = 0;
            return;
          }
          into.push(openRecord(chunk.bytes, record));
          room.records--;
          room.bytes -= size;
          next = record.sequence + 1;
          if (next === below) return;
        }
        if (room.records < 1) return;
        if (chunk.damage !== undefined) {
          if (into.length === 0) throw this.damaged(chunk.damage, sealedBy);
          room.records = 0; // first the good ones; the next read meets the damage
          return;
        }
      }
      const missing = { sequence: next, offset: end, reason: `the file ends before sequence ${below}` };
      if (into.length === 0) throw this.damaged(missing, sealedBy);
      room.records = 0;
    } finally {
      await handle.close();
    }
  }

  /**
   * Reads the file from its start and cuts it behind the last good record, where a write was torn.
   * @returns the next sequence, and what was cut
   * @throws CorruptRecordError when the bad record was durable before: then nothing is cut
   */
  async recover(): Promise<{ nextSequence: number; cut?: TailCut }> {
    const handle = await open(this.file, 'r+');
    try {
      const { size } = await handle.stat();
      let nextSequence = this.firstSequence;
      let damage: Damage | undefined;
      for await (const chunk of scanRecords(handle, { sequence: this.firstSequence, offset: 0 }, size)) {
        this.noteChunk(chunk);
        nextSequence += chunk.records.length;
        damage = chunk.damage;
      }
      this.bytes = damage?.offset ?? size;
      if (damage !== undefined) {
        if (await wasDurable(handle, damage, size)) throw this.damaged(damage, undefined);
        await handle.truncate(damage.offset);
      }
      await handle.datasync(); // what a killed process left in the page cache becomes durable before anybody reads it
      if (damage === undefined) return { nextSequence };
      const { offset, reason } = damage;
      return { nextSequence, cut: { file: this.file, offset, bytes: size - offset, reason } };
    } finally {
      await handle.close();
    }
  }
}
