import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { once } from 'node:events';
import { type OfflineIo } from './offline-io.js';

/** The files and streams of the process. */
export function nodeIo(): OfflineIo {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  return {
    readOctets: (path) => createReadStream(path) as AsyncIterable<Buffer>,
    openOutput: async (path) => {
      const file = await open(path, 'w');
      return {
        write: async (octets) => {
          await file.writeFile(octets);
        },
        close: () => file.close(),
      };
    },
    stdout: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    stderr: (text) => process.stderr.write(text),
  };
}
