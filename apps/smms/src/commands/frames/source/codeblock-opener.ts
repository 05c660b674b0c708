import { ASM_LENGTH, CaduCodec, randomizeTm } from '@app/ccsds';
import { type AosLinkFrame, type TmLinkFrame } from '@app/contracts';
import { type FramePlace, type FrameSync, type ReceivedFrame } from './received-frame.js';

export type TelemetryLink = TmLinkFrame | AosLinkFrame;

export function caduCodec({ frameLength, asm, randomizer, reedSolomon }: TelemetryLink): CaduCodec {
  return new CaduCodec(frameLength, { asm, randomizer, reedSolomon });
}

/** Makes frames of codeblocks: derandomizes, corrects. */
export class CodeblockOpener {
  /** Octets of a codeblock: what stands behind a marker. */
  readonly codeblockLength: number;
  readonly caduLength: number;
  private readonly codec: CaduCodec;

  constructor(private readonly profile: TelemetryLink) {
    this.codec = caduCodec(profile);
    this.codeblockLength = this.codec.codeblockLength;
    this.caduLength = ASM_LENGTH + this.codeblockLength;
  }

  /** The frame in a codeblock of `codeblockLength` octets. That Reed-Solomon succeeds says nothing of the frame: it is still to be read. */
  open(codeblock: Uint8Array, place: FramePlace, sync?: FrameSync): ReceivedFrame {
    const { reedSolomon, frameLength, randomizer } = this.profile;
    const heard = sync === undefined ? { place } : { place, sync };
    if (reedSolomon?.decode === false)
      return { octets: randomizeTm(codeblock, randomizer).subarray(0, frameLength), errors: [], ...heard };
    const decoded = this.codec.decode(codeblock);
    if (decoded.kind === 'decoded') {
      const { frame: octets, correctedSymbols: codewords } = decoded;
      return { octets, errors: [], ...heard, ...(reedSolomon === null ? {} : { codewords }) };
    }
    const { codewords } = decoded;
    const bad = codewords.flatMap((word, index) => (word === 'uncorrectable' ? [index] : []));
    return {
      octets: randomizeTm(codeblock, randomizer).subarray(0, frameLength),
      errors: [
        `Reed-Solomon: expected up to ${reedSolomon?.e} wrong symbols a codeword, found more in codeword ${bad.join(', ')}`,
      ],
      ...heard,
      codewords,
    };
  }
}
