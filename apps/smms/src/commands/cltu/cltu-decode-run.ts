import { type CltuReceiverOutput, CltuReceiver } from '@app/ccsds';
import { hexText } from '../offline/hex-text.js';
import { isText } from '../frames/source/input-format.js';
import { HexLineReader, type HexLine, faultText } from '../frames/source/hex-line-reader.js';
import { LineWriter } from '../offline/line-writer.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice, runOffline } from '../offline/run-offline.js';
import { type CltuCoding, type CltuCodingOptions, cltuCoding } from './cltu-coding.js';
import { type CltuInputOptions, inputPieces } from './cltu-input.js';

export type CltuDecodeOptions = CltuCodingOptions & CltuInputOptions & { readonly inputFormat?: string | undefined };

/** Takes pieces of the input and gives lines of output. */
interface CltuDecoder {
  push(piece: Uint8Array): object[];
  end(): object[];
}

/**
 * Runs `smms cltu decode`: CLTUs, a line of hexadecimal digits each or a stream of bits, as a line of JSON each on stdout, with the frames
 * in them by their length fields. Counts on stderr. Gives the exit code: 0, or 1 when an argument is wrong.
 */
export function runCltuDecode(options: CltuDecodeOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    const asked = options.inputFormat;
    choice('--input-format', asked, ['hex-lines', 'binary'], 'binary');
    const coding = await cltuCoding(io, options);
    const pieces = inputPieces(io, options);
    const lines = new LineWriter(io.stdout);
    const counts = { cltus: 0, frames: 0, correctedBits: 0, abandoned: 0 };
    let decoder: CltuDecoder | null = null;
    const write = async (found: readonly object[]): Promise<void> => {
      for (const line of found) await lines.line(JSON.stringify({ index: counts.cltus++, ...line }));
    };
    const decoderFor = (first: Uint8Array): CltuDecoder => {
      const isLines = choice('--input-format', asked, ['hex-lines', 'binary'], isText(first) ? 'hex-lines' : 'binary');
      return isLines === 'hex-lines' ? new LineDecoder(coding, counts) : new StreamDecoder(coding, counts);
    };
    for await (const piece of pieces) {
      decoder ??= decoderFor(piece);
      await write(decoder.push(piece));
    }
    if (decoder !== null) await write(decoder.end());
    await lines.flush();
    io.stderr(
      `CLTUs: ${counts.cltus}; frames: ${counts.frames}; corrected: ${counts.correctedBits} bits; ` +
        `start sequences without a CLTU: ${counts.abandoned}\n`,
    );
  });
}

interface Counts {
  frames: number;
  correctedBits: number;
  abandoned: number;
}

function receiverOf({ mode, randomize }: CltuCoding): CltuReceiver {
  return new CltuReceiver({ mode, randomized: randomize });
}

/** What is printed of CLTUs. A start sequence without a codeblock behind it is noise in a stream, and only counted. */
function reported(outputs: readonly CltuReceiverOutput[], place: object | null, counts: Counts): object[] {
  return outputs.flatMap((output): object[] => {
    const where = place ?? { firstBit: output.firstBitIndex };
    if (output.type === 'abandoned') {
      counts.abandoned++;
      if (output.codeblocks === 0) return [];
      return [{ ...where, frames: [], codeblocks: output.codeblocks, end: output.reason }];
    }
    const { delimited, data, codeblocks, correctedBits, startErrors, end } = output;
    counts.frames += delimited.frames.length;
    counts.correctedBits += correctedBits;
    return [
      {
        ...where,
        frames: delimited.frames.map(hexText),
        codeblocks,
        correctedBits,
        startErrors,
        end,
        rest: delimited.rest,
        fill: hexText(data.subarray(data.length - delimited.restLength)),
      },
    ];
  });
}

class StreamDecoder implements CltuDecoder {
  private readonly receiver: CltuReceiver;

  constructor(
    coding: CltuCoding,
    private readonly counts: Counts,
  ) {
    this.receiver = receiverOf(coding);
  }

  push(piece: Uint8Array): object[] {
    return reported(this.receiver.push(piece), null, this.counts);
  }

  end(): object[] {
    return reported(this.receiver.reset(), null, this.counts);
  }
}

/** One CLTU a line, or several; a line without one is said to have none. */
class LineDecoder implements CltuDecoder {
  private readonly reader = new HexLineReader();

  constructor(
    private readonly coding: CltuCoding,
    private readonly counts: Counts,
  ) {}

  push(piece: Uint8Array): object[] {
    return this.reader.push(piece).flatMap((line) => this.decode(line));
  }

  end(): object[] {
    return this.reader.end().flatMap((line) => this.decode(line));
  }

  private decode({ line, ...read }: HexLine): object[] {
    if (read.octets === null) return [{ line, frames: [], end: 'invalid-line', error: faultText(read) }];
    const receiver = receiverOf(this.coding);
    const outputs = [...receiver.push(read.octets), ...receiver.reset()];
    const found = reported(outputs, { line }, this.counts);
    if (found.length > 0) return found;
    const [first] = outputs;
    return [{ line, frames: [], codeblocks: 0, end: first?.type === 'abandoned' ? first.reason : 'no-start-sequence' }];
  }
}
