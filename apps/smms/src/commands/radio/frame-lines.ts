import { HexLineReader, faultText } from '../frames/source/hex-line-reader.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo, readInput } from '../offline/offline-io.js';

/** Transfer frames, a hexadecimal line each. Throws OfflineInputError: the first line that is none, or of another length; no frame at all. */
export async function readFrameLines(io: OfflineIo, path: string, frameLength: number): Promise<Uint8Array[]> {
  const reader = new HexLineReader();
  const frames: Uint8Array[] = [];
  const take = (lines: ReturnType<HexLineReader['push']>): void => {
    for (const { line, ...read } of lines) {
      const where = `--input ${path}: line ${line}`;
      if (read.octets === null)
        throw new OfflineInputError(where, read.expected, faultText(read).replace(/^.*found /, ''));
      if (read.octets.length !== frameLength)
        throw new OfflineInputError(where, `a frame of ${frameLength} octets`, `${read.octets.length}`);
      frames.push(read.octets);
    }
  };
  for await (const piece of readInput(io, '--input', path)) take(reader.push(piece));
  take(reader.end());
  if (frames.length === 0) throw new OfflineInputError(`--input ${path}`, 'at least one frame', 'none');
  return frames;
}
