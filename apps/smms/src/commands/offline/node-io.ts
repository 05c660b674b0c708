import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { type OfflineIo } from './offline-io.js';

/** The files and streams of the process. */
export function nodeIo(): OfflineIo {
  return {
    readOctets: (path) => (path === '-' ? process.stdin : createReadStream(path)) as AsyncIterable<Buffer>,
    openOutput: async (path) => {
      // A device or a pipe is written to as it is; a file is written beside its place first.
      const isFile = (await stat(path).catch(() => null))?.isFile() ?? true;
      const beside = isFile ? `${path}.part-${process.pid}` : path;
      const file = await open(beside, 'w');
      return {
        write: async (octets) => {
          await file.writeFile(octets);
        },
        close: async () => {
          await file.close();
          if (isFile) await rename(beside, path);
        },
        discard: async () => {
          await file.close();
          if (isFile) await rm(beside, { force: true });
        },
      };
    },
    stdout: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    stderr: (text) => process.stderr.write(text),
  };
}
