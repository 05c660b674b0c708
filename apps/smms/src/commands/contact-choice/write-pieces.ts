import { type OfflineIo } from '../offline/offline-io.js';

const BATCH_CHARACTERS = 1 << 16;

/** Writes text that comes in small pieces: a piece alone costs a system call. */
export async function writePieces(io: Pick<OfflineIo, 'stdout'>, pieces: Iterable<string>): Promise<void> {
  let batch: string[] = [];
  let characters = 0;
  for (const piece of pieces) {
    batch.push(piece);
    characters += piece.length;
    if (characters < BATCH_CHARACTERS) continue;
    await io.stdout(batch.join(''));
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) await io.stdout(batch.join(''));
}

/** One JSON text in pieces: the fields of `head`, then a list whose items are made when they are written, a line each. */
export function* jsonWithList(head: object, name: string, items: Iterable<object>): Generator<string, void> {
  yield '{\n';
  for (const [key, value] of Object.entries(head))
    if (value !== undefined)
      yield `  ${JSON.stringify(key)}: ${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')},\n`;
  yield `  ${JSON.stringify(name)}: [`;
  let separator = '\n';
  for (const item of items) {
    yield `${separator}    ${JSON.stringify(item)}`;
    separator = ',\n';
  }
  yield '\n  ]\n}\n';
}
