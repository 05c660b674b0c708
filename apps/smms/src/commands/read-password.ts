import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** No password came: the input ended before a line. */
export class NoPasswordError extends Error {
  override readonly name = 'NoPasswordError';
  constructor() {
    super('password: expected a line on standard input, found its end');
  }
}

/** The next line of `input`. On a terminal it is asked for, and what is typed is not shown. Throws NoPasswordError. */
export async function readPassword(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream,
): Promise<string> {
  const terminal = input.isTTY === true;
  if (terminal) output.write('password: ');
  // On a terminal readline echoes to its output: to this one, which shows nothing.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal });
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new NoPasswordError()));
      lines.once('close', () => reject(new NoPasswordError()));
    });
  } finally {
    lines.close();
    if (terminal) output.write('\n');
  }
}
