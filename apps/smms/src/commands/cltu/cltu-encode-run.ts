import { encodeCltu } from '@app/ccsds';
import { hexText } from '../offline/hex-text.js';
import { LineWriter } from '../offline/line-writer.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { runOffline } from '../offline/run-offline.js';
import { type CltuCodingOptions, cltuCoding } from './cltu-coding.js';
import { type CltuInputOptions, hexLines, inputPieces } from './cltu-input.js';

export type CltuEncodeOptions = CltuCodingOptions & CltuInputOptions;

/**
 * Runs `smms cltu encode`: TC frames, a line of hexadecimal digits each, as CLTUs, a line each on stdout. Gives the exit code: 0, or 1
 * when an argument or a line is wrong.
 */
export function runCltuEncode(options: CltuEncodeOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    const coding = await cltuCoding(io, options);
    const lines = new LineWriter(io.stdout);
    const where = options.input === undefined ? '--hex' : `--input ${options.input}`;
    for await (const { line, ...read } of hexLines(inputPieces(io, options))) {
      if (read.octets === null) throw new OfflineInputError(`${where}, line ${line}`, read.expected, read.found);
      await lines.line(hexText(encodeCltu(read.octets, coding)));
    }
    await lines.flush();
  });
}
