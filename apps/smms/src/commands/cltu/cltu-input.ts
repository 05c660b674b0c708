import { HexLineReader, type HexLine } from '../frames/source/hex-line-reader.js';
import { hexOption } from '../time/time-input.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo, readInput } from '../offline/offline-io.js';

/** As commander gives them. */
export interface CltuInputOptions {
  readonly input?: string | undefined;
  readonly hex?: string | undefined;
}

/** The pieces of the input file, or the digits of the option as a text of one line. Throws OfflineInputError. */
export function inputPieces(io: OfflineIo, { input, hex }: CltuInputOptions): AsyncIterable<Uint8Array> {
  if ((input === undefined) === (hex === undefined))
    throw new OfflineInputError('--input, --hex', 'one of them', input === undefined ? 'none' : 'both');
  if (input !== undefined) return readInput(io, '--input', input);
  hexOption('--hex', hex!);
  return oneLine(hex!);
}

async function* oneLine(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${text}\n`, 'latin1');
}

/** The lines of hexadecimal digits in pieces of a text. */
export async function* hexLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<HexLine> {
  const reader = new HexLineReader();
  for await (const piece of pieces) yield* reader.push(piece);
  yield* reader.end();
}
