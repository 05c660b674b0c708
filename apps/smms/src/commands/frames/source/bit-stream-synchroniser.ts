import { type CodedFrame, CodedFrameSynchroniser, FrameSynchroniser, parseAsm } from '@app/ccsds';
import { type TelemetryLink } from './codeblock-opener.js';

/** From what a demodulator gives to codeblocks. `firstBitIndex` counts channel symbols where there is a convolutional code, else bits. */
export interface BitStreamSynchroniser {
  push(piece: Uint8Array): CodedFrame[];
  flush(): CodedFrame[];
}

/** How sure a hard symbol is: as a soft one can be. */
const HARD = 127;

/** The symbols of packed bits, most significant first. */
function symbolsOfBits(bits: Uint8Array): Int8Array {
  const symbols = new Int8Array(8 * bits.length);
  for (let i = 0; i < bits.length; i++)
    for (let bit = 0; bit < 8; bit++) symbols[8 * i + bit] = (bits[i]! << bit) & 0x80 ? HARD : -HARD;
  return symbols;
}

const symbolsOfOctets = (octets: Uint8Array): Int8Array =>
  new Int8Array(octets.buffer, octets.byteOffset, octets.length);

/**
 * The synchroniser of a link's whole bit stream: convolutional code, NRZ-M, sync marker. Pieces hold packed bits, or `soft` symbols, one
 * int8 each, positive = bit 1. `isFrame` judges a codeblock by its content.
 */
export function bitStreamSynchroniser(
  profile: TelemetryLink,
  frames: { readonly codeblockLength: number; readonly isFrame: (codeblock: Uint8Array) => boolean },
  soft: boolean,
): BitStreamSynchroniser {
  const { convolutional, differential } = profile;
  const parameters = { ...frames, asm: parseAsm(profile.asm) };
  if (convolutional === null && !differential && !soft) {
    const synchroniser = new FrameSynchroniser(parameters);
    const framesOnly = (outputs: ReturnType<FrameSynchroniser['push']>): CodedFrame[] =>
      outputs.filter((output) => output.kind === 'frame');
    return {
      push: (piece) => framesOnly(synchroniser.push(piece)),
      flush: () => framesOnly(synchroniser.flush()),
    };
  }
  const synchroniser = new CodedFrameSynchroniser({ ...parameters, convolutional, differential });
  const symbolsOf = soft ? symbolsOfOctets : symbolsOfBits;
  return {
    push: (piece) => synchroniser.push(symbolsOf(piece)),
    flush: () => synchroniser.flush(),
  };
}
