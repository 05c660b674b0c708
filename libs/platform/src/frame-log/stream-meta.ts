import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CorruptStreamError } from './frame-log.errors.js';
import { syncFolder } from './segment-file.js';

const META_FILE = 'stream.json';

const streamMeta = z.strictObject({
  format: z.literal(1),
  name: z.string(),
  incarnation: z.uuid(),
  /** Everything below has been purged. */
  firstSequence: z.int().min(1),
});
export type StreamMeta = z.infer<typeof streamMeta>;

/** What the stream's folder says about itself; undefined if it says nothing. @throws CorruptStreamError */
export async function readStreamMeta(folder: string): Promise<StreamMeta | undefined> {
  const file = join(folder, META_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return streamMeta.parse(JSON.parse(text));
  } catch (error) {
    throw new CorruptStreamError(
      file,
      'a description of the stream',
      error instanceof z.ZodError ? z.prettifyError(error) : text,
    );
  }
}

/** Replaces it as a whole; durable when it resolves. */
export async function writeStreamMeta(folder: string, meta: StreamMeta): Promise<void> {
  const file = join(folder, META_FILE);
  const handle = await open(`${file}.new`, 'w');
  try {
    await handle.writeFile(`${JSON.stringify(meta)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  await syncFolder(dirname(file));
}
