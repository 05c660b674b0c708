import { createHash } from 'node:crypto';
import { frameAnnotationSchema, type ContactId } from '@app/contracts';
import { type Appended, type FrameLog, type FrameLogs, FrameLogFailedError, type FrameRecord } from '@app/platform';
import type { ReceivedFrame } from '../receiver/receiver-chain.js';
import { emptyTally, type FrameTally, tallied } from './frame-tally.js';

interface Waiting {
  readonly records: readonly FrameRecord[];
  readonly done: (isNew: readonly boolean[]) => void;
  readonly failed: (error: unknown) => void;
}

/** Writes the frames of one site to its log: what waits together goes as one batch, and a batch that failed is tried once more. */
export class FrameWriter {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  private constructor(
    private readonly frameLogs: FrameLogs,
    private log: FrameLog,
  ) {}

  static async open(frameLogs: FrameLogs, name: string): Promise<FrameWriter> {
    return new FrameWriter(frameLogs, await frameLogs.open(name));
  }

  /**
   * Resolves when the frames are durable, and tells of each whether it is new: one that is in the log already is not written
   * again. Rejects with what the log says.
   */
  write(frames: readonly ReceivedFrame[]): Promise<readonly boolean[]> {
    if (frames.length === 0) return Promise.resolve([]);
    const records = frames.map(recordOf);
    return new Promise<readonly boolean[]>((done, failed) => {
      this.waiting.push({ records, done, failed });
      this.writing ??= this.writeAll();
    });
  }

  /** One above the sequence of the last durable frame. */
  async nextSequence(): Promise<number> {
    return (await this.log.bounds()).nextSequence;
  }

  /** What the log holds of a contact, from a sequence on. */
  async tallyOf(contact: ContactId, fromSequence: number): Promise<FrameTally> {
    const { firstSequence, nextSequence } = await this.log.bounds();
    let tally = emptyTally;
    for (let sequence = Math.max(fromSequence, firstSequence); sequence < nextSequence;) {
      const records = await this.log.read(sequence, { maxRecords: 100 });
      for (const { header } of records)
        if (header.contact === contact) tally = tallied(tally, frameAnnotationSchema.parse(header));
      sequence = (records.at(-1)?.sequence ?? nextSequence) + 1;
    }
    return tally;
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        const { records } = await this.append(batch.flatMap(({ records }) => records));
        const isNew = records.map(({ duplicate }) => !duplicate);
        for (const { records, done } of batch) done(isNew.splice(0, records.length));
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.writing = undefined;
  }

  private async append(records: readonly FrameRecord[]): Promise<Appended> {
    try {
      return await this.log.append(records);
    } catch (error) {
      if (!(error instanceof FrameLogFailedError)) throw error;
      // Opened anew, the log finds out what is on the disk; the records' ids keep the rest from being written twice.
      await this.log.close();
      this.log = await this.frameLogs.open(this.log.name);
      return await this.log.append(records);
    }
  }
}

/** A frame is the same one if contact, earth receive time and octets are the same. */
function recordOf({ annotation, bytes }: ReceivedFrame): FrameRecord {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return {
    id: `${annotation.contact}/${annotation.earthReceiveTime}/${digest}`,
    header: annotation,
    payload: bytes,
  };
}
