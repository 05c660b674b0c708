import { CaduCodec, parseTmFrame, type TmFrame } from '@app/ccsds';
import { type LinkProfile } from '@app/contracts';
import { type TelemetryBits } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';

/** What a station makes of one CADU. */
export interface HeardCadu {
  /** Leading edge of the first bit of the ASM, from the time tag of its message. */
  readonly received: Tai;
  /** The frame where Reed-Solomon could correct it. */
  readonly frame: Uint8Array | undefined;
  readonly header: TmFrame | undefined;
  readonly corrected: number;
}

const ASM = 0x1acffc1d;

/**
 * A plain receiver, written apart from the simulator: joins the bits of messages, looks for each ASM bit by bit (at most `asmErrors`
 * wrong), takes what follows as a codeblock, and goes on behind it; where the next marker is missing it searches again.
 */
export function hear(pieces: readonly TelemetryBits[], profile: LinkProfile, asmErrors = 0): HeardCadu[] {
  const bits = new Uint8Array(pieces.reduce((sum, { bitCount }) => sum + bitCount, 0));
  const tags: { readonly bit: number; readonly piece: TelemetryBits }[] = [];
  let end = 0;
  for (const piece of pieces) {
    if (piece.bitCount === 0) continue;
    tags.push({ bit: end, piece });
    for (let i = 0; i < piece.bitCount; i++) bits[end++] = ((piece.bits[i >>> 3] ?? 0) >>> (7 - (i & 7))) & 1;
  }
  const { frameLength, fecf, ocf, asm, randomizer, reedSolomon } = profile.downlink.frame;
  const codec = new CaduCodec(frameLength, { asm: asm, randomizer, reedSolomon });
  const caduBits = 8 * (4 + codec.codeblockLength);
  const heard: HeardCadu[] = [];
  let tag = 0;
  const isMarker = (at: number): boolean => {
    let wrong = 0;
    for (let i = 0; i < 32 && wrong <= asmErrors; i++) if (bits[at + i] !== ((ASM >>> (31 - i)) & 1)) wrong++;
    return wrong <= asmErrors;
  };
  for (let at = 0; at + caduBits <= bits.length;) {
    if (!isMarker(at)) {
      at++;
      continue;
    }
    while (tag + 1 < tags.length && (tags[tag + 1]?.bit ?? Infinity) <= at) tag++;
    const { bit, piece } = tags[tag] as (typeof tags)[number];
    const codeblock = new Uint8Array(codec.codeblockLength);
    for (let i = 0; i < 8 * codeblock.length; i++)
      codeblock[i >>> 3] = ((codeblock[i >>> 3] ?? 0) << 1) | (bits[at + 32 + i] ?? 0);
    const decoded = codec.decode(codeblock);
    const frame = decoded.kind === 'decoded' ? decoded.frame : undefined;
    heard.push({
      received: plusSeconds(piece.firstBitTime, (at - bit) / piece.bitRateBps),
      frame,
      header:
        frame === undefined ? undefined : parseTmFrame(frame, { frameLength, fecf, ocf: ocf ? 'present' : 'absent' }),
      corrected: decoded.kind === 'decoded' ? decoded.correctedSymbols.reduce((sum, n) => sum + n, 0) : -1,
    });
    at += caduBits;
  }
  return heard;
}
