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

  constructor(dataDir: string, site: SiteId) {
    this.path = join(dataDir, 'stations', site, 'cltus.jsonl');
  }

  /** What is remembered, in the order of taking; the file is written anew without the rest. */
  async open(isRemembered: (record: CltuRecord) => boolean): Promise<CltuRecord[]> {
    const records = (await this.load()).filter(isRemembered);
    await mkdir(dirname(this.path), { recursive: true });
    const fresh = await open(`${this.path}.new`, 'w');
    await fresh.writeFile(records.map(lineOf).join(''));
    await fresh.datasync();
    await fresh.close();
    await rename(`${this.path}.new`, this.path);
    this.file = await open(this.path, 'a');
    return records;
  }

  /** Resolves when it is durable. Rejects with CltuJournalClosedError, or with what the file system says. */
  append(record: CltuRecord): Promise<void> {
    const written = this.writing.then(async () => {
      if (this.file === undefined) throw new CltuJournalClosedError(this.path);
      await this.file.appendFile(lineOf(record));
      await this.file.datasync();
    });
    this.writing = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.writing;
    const { file } = this;
    this.file = undefined;
    await file?.close();
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
