import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file that is written to. A test puts its own in between, to count and to fail. */
export interface SegmentFile {
  /** Writes all bytes behind those written before. */
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when what was written is on the medium. */
  datasync(): Promise<void>;
  close(): Promise<void>;
}
/** @param size the good bytes that the file holds already */
export type OpenSegmentFile = (path: string, size: number) => Promise<SegmentFile>;

export const openSegmentFile: OpenSegmentFile = async (path, size) => {
  const handle = await open(path, 'r+');
  let position = size;
  return {
    async append(bytes) {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position);
        done += bytesWritten;
        position += bytesWritten;
      }
    },
    datasync: () => handle.datasync(),
    close: () => handle.close(),
  };
};

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** An empty file whose name survives a power cut. An empty file that is there already is taken. */
export async function createDurably(path: string): Promise<void> {
  const handle = await open(path, 'a');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(path));
}
