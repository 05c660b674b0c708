import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import {
  agreementIdSchema,
  antennaIdSchema,
  cltuIdSchema,
  contactIdSchema,
  type SiteId,
  spacecraftIdSchema,
  utcSchema,
} from '@app/contracts';

/**
 * A CLTU that this station has taken. `given`: to the baseband unit, which has not answered; `withdrawn`: taken, and then there was
 * no unit to give it to.
 */
export const cltuRecordSchema = z.strictObject({
  id: cltuIdSchema,
  /** By which the baseband unit knows it, decimal digits: 64 bits are too many for a JSON number. */
  identifier: z.string().regex(/^\d{1,20}$/),
  spacecraft: spacecraftIdSchema,
  contact: contactIdSchema,
  antenna: antennaIdSchema,
  agreement: agreementIdSchema,
  takenAt: utcSchema,
  outcome: z.enum(['given', 'radiated', 'not-radiated', 'withdrawn']),
});
export type CltuRecord = z.infer<typeof cltuRecordSchema>;

/** So few that the event loop is not held while they are made. */
const LINES_A_WRITE = 1000;

/** The journal was asked to keep something while it was not open. */
export class CltuJournalClosedError extends Error {
  override readonly name = 'CltuJournalClosedError';
  constructor(readonly path: string) {
    super(`${path}: the journal of CLTUs is not open`);
  }
}

/**
 * The CLTUs of one site in a file, one line each time that something becomes of one; the last line of a CLTU counts. A CLTU is on
 * disk before the baseband unit has it: a station that was restarted radiates none a second time.
 */
export class CltuJournal {
  readonly path: string;
  private file: FileHandle | undefined;
  private writing: Promise<void> = Promise.resolve();
  private lineCount = 0;

  constructor(dataDir: string, site: SiteId) {
    this.path = join(dataDir, 'stations', site, 'cltus.jsonl');
  }

  /** What is remembered, in the order of taking; the file is written anew without the rest. */
  async open(isRemembered: (record: CltuRecord) => boolean): Promise<CltuRecord[]> {
    const records = (await this.load()).filter(isRemembered);
    await mkdir(dirname(this.path), { recursive: true });
    await this.replace(records);
    return records;
  }

  /** Lines of the file. */
  get lines(): number {
    return this.lineCount;
  }

  /**
   * Resolves when it is durable, and calls `onDurable` before anything else is written. Rejects with CltuJournalClosedError, or with
   * what the file system says.
   */
  append(record: CltuRecord, onDurable: () => void = () => undefined): Promise<void> {
    return this.inTurn(async (file) => {
      await file.appendFile(lineOf(record));
      await file.datasync();
      this.lineCount++;
      onDurable();
    });
  }

  /** Writes the file anew with what `records` gives when its turn comes: all that is durable by then, and is to stay. */
  writeAnew(records: () => readonly CltuRecord[]): Promise<void> {
    return this.inTurn(async (file) => {
      await this.replace(records());
      await file.close();
    });
  }

  async close(): Promise<void> {
    await this.writing;
    const { file } = this;
    this.file = undefined;
    await file?.close();
  }

  private inTurn(write: (file: FileHandle) => Promise<void>): Promise<void> {
    const written = this.writing.then(async () => {
      if (this.file === undefined) throw new CltuJournalClosedError(this.path);
      await write(this.file);
    });
    this.writing = written.catch(() => undefined);
    return written;
  }

  /** The file as it was stays, and is gone on with, where this rejects. */
  private async replace(records: readonly CltuRecord[]): Promise<void> {
    const fresh = await open(`${this.path}.new`, 'w');
    try {
      for (let i = 0; i < records.length; i += LINES_A_WRITE)
        await fresh.appendFile(
          records
            .slice(i, i + LINES_A_WRITE)
            .map(lineOf)
            .join(''),
        );
      await fresh.datasync();
      await rename(`${this.path}.new`, this.path);
    } catch (error) {
      await fresh.close();
      throw error;
    }
    this.file = fresh;
    this.lineCount = records.length;
  }

  private async load(): Promise<CltuRecord[]> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const records = new Map<string, CltuRecord>();
    for (const line of text.split('\n')) {
      const record = recordOf(line);
      if (record !== undefined) records.set(record.id, record);
    }
    return [...records.values()];
  }
}

const lineOf = (record: CltuRecord): string => `${JSON.stringify(record)}\n`;

/** A line that a crash cut off, or that is damaged, is none. */
function recordOf(line: string): CltuRecord | undefined {
  try {
    return cltuRecordSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
