import { type LinkFrame } from '@app/contracts';
import { type FrameReading } from '../link/link-decoder.js';
import { type ReceivedFrame } from '../source/received-frame.js';

/** Symbols corrected in all codewords; undefined without Reed-Solomon, or where a codeword could not be corrected. */
export function correctedSymbols({ codewords }: ReceivedFrame): number | undefined {
  if (codewords === undefined) return undefined;
  let sum = 0;
  for (const codeword of codewords) {
    if (codeword === 'uncorrectable') return undefined;
    sum += codeword;
  }
  return sum;
}

/** What is said of a frame's coding. */
export function codingFields(received: ReceivedFrame): object {
  const { codewords, correctedBits } = received;
  const corrected = correctedSymbols(received);
  return {
    ...(corrected === undefined ? {} : { correctedSymbols: corrected }),
    ...(codewords === undefined ? {} : { correctedSymbolsPerCodeword: codewords }),
    ...(correctedBits === undefined ? {} : { correctedBits }),
  };
}

/** One frame as one line of JSON. */
export function frameLine(
  index: number,
  frameType: LinkFrame['frameType'],
  received: ReceivedFrame,
  { fields, frame, errors }: FrameReading<unknown>,
): string {
  return JSON.stringify({
    index,
    frameType,
    ...fields,
    valid: frame !== null,
    errors,
    ...codingFields(received),
    length: received.octets.length,
    ...received.place,
    ...received.sync,
  });
}
