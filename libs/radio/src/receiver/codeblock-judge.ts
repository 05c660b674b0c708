import { ASM_LENGTH, CaduCodec, crc16, parseAsm, randomizeTm } from '@app/ccsds';
import { type TelemetryCoding } from './telemetry-coding.js';

/** What a codeblock holds. */
export interface JudgedCodeblock {
  readonly frame: Uint8Array;
  readonly correctedSymbols: readonly (number | 'uncorrectable')[];
  /** Its content vouches for it; null: there is nothing in it that could. */
  readonly isFrame: boolean | null;
}

/**
 * Opens codeblocks and tells frames from what only looks like them. Reed-Solomon alone is no proof: a codeblock cut up to E · I octets beside
 * its place still decodes (cyclic codewords), and so does the 255-bit randomizer's sequence. So the frame error control field decides; where
 * there is none a codeblock that decodes counts, unless a marker stands in it where the true one would be.
 */
export class CodeblockJudge {
  readonly codeblockLength: number;
  private readonly codec: CaduCodec;
  private readonly asm: number;
  private last: { readonly codeblock: Uint8Array; readonly judged: JudgedCodeblock } | null = null;

  /** `isFrame`: what else a frame must be, by its octets. Throws CaduError, ReedSolomonError. */
  constructor(
    private readonly coding: TelemetryCoding,
    private readonly isFrame?: (frame: Uint8Array) => boolean,
  ) {
    this.codec = new CaduCodec(coding.frameLength, coding);
    this.codeblockLength = this.codec.codeblockLength;
    this.asm = parseAsm(coding.asm);
  }

  /** Whether there is anything in a codeblock that vouches for it. */
  get canTell(): boolean {
    return this.coding.fecf === true || this.coding.reedSolomon !== null || this.isFrame !== undefined;
  }

  judge(codeblock: Uint8Array): JudgedCodeblock {
    const { last } = this;
    // The synchroniser asks for the same one that it then gives.
    if (last !== null && isSame(last.codeblock, codeblock)) return last.judged;
    const judged = this.open(codeblock);
    this.last = { codeblock, judged };
    return judged;
  }

  private open(codeblock: Uint8Array): JudgedCodeblock {
    const { frameLength, randomizer } = this.coding;
    const decoded = this.codec.decode(codeblock);
    if (decoded.kind === 'uncorrectable') {
      const frame = randomizeTm(codeblock, randomizer).slice(0, frameLength);
      return { frame, correctedSymbols: decoded.codewords, isFrame: false };
    }
    const { frame, correctedSymbols } = decoded;
    return { frame, correctedSymbols, isFrame: this.vouches(codeblock, frame, correctedSymbols) };
  }

  private vouches(codeblock: Uint8Array, frame: Uint8Array, corrected: readonly number[]): boolean | null {
    const { fecf, reedSolomon } = this.coding;
    // The CRC of a frame with its own CRC behind it is 0.
    if (fecf === true) return crc16(frame, 0, frame.length) === 0 && this.isFrame?.(frame) !== false;
    // One that is cut beside its place is never without a correction; data that look like a marker may be.
    const isClean = corrected.every((count) => count === 0);
    if (reedSolomon !== null && !isClean && this.holdsMarker(codeblock, reedSolomon.e * reedSolomon.interleave))
      return false;
    const given = this.isFrame?.(frame);
    return given ?? (reedSolomon === null ? null : true);
  }

  /** The marker stands within the first octets of a codeblock that begins too early. */
  private holdsMarker(codeblock: Uint8Array, octets: number): boolean {
    for (let at = 0; at <= Math.min(octets, codeblock.length - ASM_LENGTH); at++) {
      const word = (codeblock[at]! << 24) | (codeblock[at + 1]! << 16) | (codeblock[at + 2]! << 8) | codeblock[at + 3]!;
      if (onesIn(word ^ this.asm) <= 2) return true;
    }
    return false;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, n) => octet === b[n]);
}

function onesIn(value: number): number {
  let ones = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}
