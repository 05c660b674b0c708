import { ASM_LENGTH } from '@app/ccsds';
import { type CodeblockOpener, type TelemetryLink } from './codeblock-opener.js';
import { type FramePlace, type ReceivedFrame, noFrame } from './received-frame.js';

/** Bit errors taken in the marker of a line: its length says already that it is a CADU. */
const ASM_TOLERANCE = 4;

/** Makes frames of lines that hold a bare frame, a codeblock or a CADU each, told apart by their length; a CADU also by its marker. */
export class TelemetryLineOpener {
  private readonly asm: Uint8Array;
  private readonly expected: string;

  constructor(
    private readonly profile: TelemetryLink,
    private readonly opener: CodeblockOpener,
  ) {
    this.asm = new Uint8Array(Buffer.from(profile.asm, 'hex'));
    const { frameLength, reedSolomon } = profile;
    const codeblock = reedSolomon === null ? '' : `a codeblock of ${opener.codeblockLength} or `;
    this.expected = `a frame of ${frameLength} octets, ${codeblock}a CADU of ${opener.caduLength}`;
  }

  open(octets: Uint8Array, place: FramePlace): ReceivedFrame {
    const { opener } = this;
    switch (octets.length) {
      // Without Reed-Solomon a codeblock is as long as a frame; what has no marker is taken for a frame, which is never randomized.
      case this.profile.frameLength:
        return { octets, errors: [], place };
      case opener.codeblockLength:
        return opener.open(octets, place);
      case opener.caduLength:
        return this.openCadu(octets, place);
      default:
        return noFrame(`expected ${this.expected}, found ${octets.length} octets`, place, octets);
    }
  }

  private openCadu(octets: Uint8Array, place: FramePlace): ReceivedFrame {
    const errors = this.asm.reduce((sum, octet, at) => sum + onesIn(octet ^ octets[at]!), 0);
    const codeblock = octets.subarray(ASM_LENGTH);
    if (errors <= ASM_TOLERANCE) return this.opener.open(codeblock, place);
    if (errors >= 8 * ASM_LENGTH - ASM_TOLERANCE)
      return this.opener.open(
        codeblock.map((octet) => octet ^ 0xff),
        place,
      );
    const found = Buffer.from(octets.subarray(0, ASM_LENGTH)).toString('hex');
    return noFrame(`expected the sync marker ${this.profile.asm} of a CADU, found ${found}`, place);
  }
}

function onesIn(octet: number): number {
  let ones = 0;
  for (let rest = octet; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}
