import { Readable } from 'node:stream';
import type { ContactWindow } from '@app/contracts';

/** Media type of JSON, a line a value. */
export const NDJSON = 'application/x-ndjson';

/** Windows as lines of JSON. The next batch is read when the reader has taken the one before. */
export function windowLines(batches: AsyncIterable<readonly ContactWindow[]>): Readable {
  return Readable.from(linesOf(batches), { highWaterMark: 1 });
}

async function* linesOf(batches: AsyncIterable<readonly ContactWindow[]>): AsyncGenerator<string> {
  for await (const windows of batches) yield windows.map((window) => `${JSON.stringify(window)}\n`).join('');
}
