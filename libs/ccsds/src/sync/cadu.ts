// Channel access data units: CCSDS 131.0-B, ASM + randomized Reed-Solomon codeblock (trap 5). Convolutional coding comes after it, over
// the whole stream (`ConvolutionalEncoder`). Left out: turbo and LDPC coding.
import { CodecError } from '../codec-error.js';
import { type TmRandomizer, randomizeTm } from '../coding/randomizer.js';
import { ReedSolomonCodec, type ReedSolomonParameters } from '../coding/reed-solomon.js';

/** Octets of another length than frame and coding parameters ask for. */
export class CaduError extends CodecError {
  override readonly name = 'CaduError';
}

/** The attached sync marker of uncoded, convolutional and Reed-Solomon links (trap 8). */
export const ASM = 0x1acffc1d;
export const ASM_LENGTH = 4;

/** The marker that eight hexadecimal digits state, as an unsigned number. Throws CaduError. */
export function parseAsm(digits: string): number {
  if (!/^[0-9a-f]{8}$/i.test(digits))
    throw new CaduError('CADU parameters', 'asm', 'eight hexadecimal digits', JSON.stringify(digits));
  return Number.parseInt(digits, 16);
}

export interface TmCodingParameters {
  /** Eight hexadecimal digits; 1acffc1d is the book's. */
  readonly asm: string;
  readonly randomizer: TmRandomizer;
  readonly reedSolomon: ReedSolomonParameters | null;
}

export type DecodedCadu =
  /** `correctedSymbols`: one number a codeword; empty without Reed-Solomon. Without any coding `frame` is the codeblock that was given. */
  | { readonly kind: 'decoded'; readonly frame: Uint8Array; readonly correctedSymbols: readonly number[] }
  | { readonly kind: 'uncorrectable'; readonly codewords: readonly (number | 'uncorrectable')[] };

/** Encoder and decoder of the CADUs of one physical channel. */
export class CaduCodec {
  /** Octets of a codeblock: what stands between two ASMs. */
  readonly codeblockLength: number;
  private readonly reedSolomon: ReedSolomonCodec | null;
  private readonly asm: number;

  /** Throws ReedSolomonError, or CaduError when the frame does not fill the codewords exactly. */
  constructor(
    readonly frameLength: number,
    readonly coding: TmCodingParameters,
  ) {
    this.asm = parseAsm(coding.asm);
    this.reedSolomon = coding.reedSolomon && new ReedSolomonCodec(coding.reedSolomon);
    if (this.reedSolomon !== null && this.reedSolomon.frameLength !== frameLength)
      throw new CaduError(
        'CADU parameters',
        'frame length',
        `${this.reedSolomon.frameLength} octets`,
        `${frameLength}`,
      );
    this.codeblockLength = this.reedSolomon?.codeblockLength ?? frameLength;
  }

  /** ASM and coded frame. The ASM is neither coded nor randomized. Throws CaduError. */
  encode(frame: Uint8Array): Uint8Array {
    if (frame.length !== this.frameLength)
      throw new CaduError('CADU', 'frame', `${this.frameLength} octets`, `${frame.length}`);
    const codeblock = randomizeTm(this.reedSolomon?.encode(frame) ?? frame, this.coding.randomizer);
    const cadu = new Uint8Array(ASM_LENGTH + codeblock.length);
    cadu.set([this.asm >>> 24, (this.asm >>> 16) & 0xff, (this.asm >>> 8) & 0xff, this.asm & 0xff]);
    cadu.set(codeblock, ASM_LENGTH);
    return cadu;
  }

  /**
   * The frame of a codeblock (ASM removed): derandomize from the first bit after the ASM, then correct. That Reed-Solomon succeeds is no
   * proof of a frame: the 255-bit sequence is itself a codeword, so a wrong randomizer setting decodes; the FECF decides. Throws CaduError.
   */
  decode(codeblock: Uint8Array): DecodedCadu {
    if (codeblock.length !== this.codeblockLength)
      throw new CaduError('CADU', 'codeblock', `${this.codeblockLength} octets`, `${codeblock.length}`);
    const plain = randomizeTm(codeblock, this.coding.randomizer);
    if (this.reedSolomon === null) return { kind: 'decoded', frame: plain, correctedSymbols: [] };
    const { frame, codewords, isGood } = this.reedSolomon.decode(plain);
    if (!isGood) return { kind: 'uncorrectable', codewords };
    return { kind: 'decoded', frame, correctedSymbols: codewords as readonly number[] };
  }
}

/** One CADU, without keeping a codec. Throws CaduError, ReedSolomonError. */
export function encodeCadu(frame: Uint8Array, coding: TmCodingParameters): Uint8Array {
  return new CaduCodec(frame.length, coding).encode(frame);
}

/** The frame of one codeblock (ASM removed), without keeping a codec; see `CaduCodec.decode`. Throws CaduError, ReedSolomonError. */
export function decodeCadu(codeblock: Uint8Array, coding: TmCodingParameters): DecodedCadu {
  const { reedSolomon } = coding;
  const frameLength = reedSolomon === null ? codeblock.length : new ReedSolomonCodec(reedSolomon).frameLength;
  return new CaduCodec(frameLength, coding).decode(codeblock);
}
