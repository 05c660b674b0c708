import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DestinationStream, pino } from 'pino';

/** Everything goes to the file, as JSON lines; warnings and worse also to stderr, where a person sees them. */
export function logFileAndWarnings(path: string): DestinationStream {
  mkdirSync(dirname(path), { recursive: true });
  return pino.multistream([
    { level: 'trace', stream: pino.destination({ dest: path, sync: false }) },
    { level: 'warn', stream: pino.destination({ dest: 2, sync: false }) },
  ]);
}
