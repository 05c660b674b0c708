import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { passPhaseSchema, passStatusSchema, type SiteId, stationContactSchema } from '@app/contracts';

/** A contact as its station keeps it. */
const contactRecordSchema = z.strictObject({
  contact: stationContactSchema,
  /** Where in the station's log its frames begin; null before set-up. */
  firstSequence: z.int().positive().nullable(),
  /** How its pass ended; null before. */
  outcome: passPhaseSchema.nullable(),
  /** What was said of it last, to say again: the bus keeps nothing. */
  finalStatus: passStatusSchema.optional(),
});
export type ContactRecord = z.infer<typeof contactRecordSchema>;

const fileSchema = z.strictObject({ version: z.literal(1), contacts: z.array(contactRecordSchema) });

/** A contacts file that cannot be read; it was put aside under `keptAs`. */
export class ContactStoreError extends Error {
  override readonly name = 'ContactStoreError';
  constructor(
    readonly path: string,
    readonly reason: string,
    readonly keptAs: string,
  ) {
    super(`${path}: not a contacts file (${reason}); kept as ${keptAs}`);
  }
}

/** The contacts of one site in a JSON file, so that the station goes on through a cut line and a restart. */
export class ContactStore {
  readonly path: string;
  private saving: Promise<void> = Promise.resolve();

  constructor(dataDir: string, site: SiteId) {
    this.path = join(dataDir, 'stations', site, 'contacts.json');
  }

  /** What was saved last; nothing where nothing was. Throws ContactStoreError after putting an unreadable file aside. */
  async load(): Promise<ContactRecord[]> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    try {
      return fileSchema.parse(JSON.parse(text)).contacts;
    } catch (error) {
      const keptAs = `${this.path}.unreadable`;
      await rename(this.path, keptAs);
      throw new ContactStoreError(this.path, error instanceof Error ? error.message : String(error), keptAs);
    }
  }

  /** Replaces the file as a whole: after a crash it holds the old contacts or the new ones. Saves follow one another. */
  save(contacts: readonly ContactRecord[]): Promise<void> {
    const text = `${JSON.stringify({ version: 1, contacts }, null, 1)}\n`;
    const saved = this.saving.then(() => this.write(text));
    this.saving = saved.catch(() => undefined);
    return saved;
  }

  private async write(text: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const file = await open(`${this.path}.new`, 'w');
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${this.path}.new`, this.path);
  }
}
