// Frame synchronisation on the ASM: CCSDS 131.0-B (traps 8 and 9), a flywheel of SEARCH, VERIFY and LOCK. Reed-Solomon and FECF are
// not asked: with the 255-bit randomizer a codeblock cut a few octets off still decodes, so only markers at the right distance count.
import { CodecError } from '../codec-error.js';
import { ASM, ASM_LENGTH } from './cadu.js';
import { BitBuffer } from './bit-buffer.js';

/** Synchroniser parameters or a chunk that make no sense. */
export class SynchroniserError extends CodecError {
  override readonly name = 'SynchroniserError';
}

export interface SynchroniserParameters {
  /** Octets between two ASMs. */
  readonly codeblockLength: number;
  /** The marker as an unsigned number of 32 bits; default 1ACFFC1D. */
  readonly asm?: number;
  /** Bit errors allowed in an ASM while searching and verifying: 0 to 4, default 2. */
  readonly searchTolerance?: number;
  /** Bit errors allowed in an ASM at the place where it is due: 0 to 8, default 4. */
  readonly lockTolerance?: number;
  /** ASMs missed in a row before lock is dropped: 1 or more, default 3. */
  readonly flywheelFrames?: number;
  /** Bits around the due place where a slipped ASM is looked for: 0 to 8, default 2. */
  readonly slipWindow?: number;
  /**
   * Whether a codeblock is a frame by its content (FECF, header), not only by its coding (trap 9). Asked for a candidate of a search that
   * no next ASM confirms: frames of bursts, and frames with bits lost in or behind each, are found so. And asked for frames in lock: one
   * that lasts on a pattern in the data is given up. Absent: markers alone decide.
   */
  readonly isFrame?: (codeblock: Uint8Array) => boolean;
}

/**
 * How sure a frame is. 'verified': the candidate of a search, confirmed by the next ASM. 'locked': its ASM was where it was due.
 * 'flywheel': its own ASM was missed, a later one confirmed the timing. 'content': the
 * candidate of a search, confirmed by what stands in it alone. 'unverified': held when the stream ended, confirmed by nothing.
 */
export type FrameSyncState = 'verified' | 'locked' | 'flywheel' | 'content' | 'unverified';

export type SynchroniserOutput =
  | {
      readonly kind: 'frame';
      /** What follows the ASM, upright. */
      readonly codeblock: Uint8Array;
      /** Position in the whole stream of the first bit of the ASM. */
      readonly firstBitIndex: number;
      readonly asmErrors: number;
      /** The ASM was complemented, and so was the codeblock. */
      readonly inverted: boolean;
      readonly state: FrameSyncState;
      /** By how many bits the ASM came later (or, negative, earlier) than it was due. */
      readonly slippedBits: number;
    }
  /** Bits that belong to no frame. */
  | { readonly kind: 'discarded'; readonly firstBitIndex: number; readonly bitCount: number };

export type SynchroniserMode = 'search' | 'verify' | 'lock';

const ASM_BITS = 8 * ASM_LENGTH;
/** Frames in a row whose markers stand where they are due and whose content is no frame: the markers are a pattern in the data. */
const MAX_CONTENT_FAILURES = 8;
/** What is taken in at once of a larger chunk, in octets. */
const SLICE_LENGTH = 1_048_576;
const onesIn16 = new Uint8Array(65_536);
for (let i = 1; i < 65_536; i++) onesIn16[i] = onesIn16[i >>> 1]! + (i & 1);

interface Marker {
  readonly position: number;
  readonly errors: number;
  readonly inverted: boolean;
  readonly slippedBits: number;
}

/**
 * A streaming synchroniser. Chunks may have any number of bits; how the stream is cut does not change what comes out, only when. After a
 * missed ASM frames are held back until a later ASM confirms them; after `flywheelFrames` misses the search goes back to
 * behind the last ASM that was seen, so that a slip of any size costs the frame it happened in.
 */
export class FrameSynchroniser {
  private readonly searchTolerance: number;
  private readonly lockTolerance: number;
  private readonly flywheelFrames: number;
  private readonly slipWindow: number;
  private readonly isFrame: ((codeblock: Uint8Array) => boolean) | null;
  private readonly codeblockLength: number;
  private readonly asm: number;
  private readonly period: number;
  private readonly buffer = new BitBuffer();
  private current: SynchroniserMode = 'search';
  /** SEARCH: next place to look at. VERIFY: the candidate. LOCK: where the next ASM is due. */
  private cursor = 0;
  /** VERIFY: the candidate's ASM. LOCK: the last ASM that was seen, for its polarity. */
  private marker: Marker = { position: 0, errors: 0, inverted: false, slippedBits: 0 };
  /** LOCK: the frame whose ASM was found but whose end has not come. */
  private open: Marker | null = null;
  /** LOCK: frames after a missed ASM, oldest first. */
  private held: Marker[] = [];
  /** LOCK: frames in a row whose content was none. */
  private contentFailures = 0;
  /** End of the last bit that was given out, as frame or as discarded. */
  private accounted = 0;

  /** Throws SynchroniserError. */
  constructor(parameters: SynchroniserParameters) {
    const take = (where: string, value: number, min: number, max: number): number => {
      if (!Number.isInteger(value) || value < min || value > max)
        throw new SynchroniserError(
          'synchroniser parameters',
          where,
          `an integer from ${min} to ${max}`,
          String(value),
        );
      return value;
    };
    this.codeblockLength = take('codeblockLength', parameters.codeblockLength, 4, 65_536);
    this.asm = take('asm', parameters.asm ?? ASM, 0, 0xffffffff);
    this.searchTolerance = take('searchTolerance', parameters.searchTolerance ?? 2, 0, 4);
    this.lockTolerance = take('lockTolerance', parameters.lockTolerance ?? 4, 0, 8);
    this.flywheelFrames = take('flywheelFrames', parameters.flywheelFrames ?? 3, 1, 1000);
    this.slipWindow = take('slipWindow', parameters.slipWindow ?? 2, 0, 8);
    this.isFrame = parameters.isFrame ?? null;
    this.period = ASM_BITS + 8 * this.codeblockLength;
  }

  get mode(): SynchroniserMode {
    return this.current;
  }

  /** Bits taken in so far. */
  get bitCount(): number {
    return this.buffer.end;
  }

  /** Takes the first `bitCount` bits of `bits`, most significant first, and gives what they complete, in order. Throws SynchroniserError. */
  push(bits: Uint8Array, bitCount = 8 * bits.length): SynchroniserOutput[] {
    if (!Number.isInteger(bitCount) || bitCount < 0 || bitCount > 8 * bits.length)
      throw new SynchroniserError('bit stream', 'bitCount', `0 to ${8 * bits.length}`, String(bitCount));
    const outputs: SynchroniserOutput[] = [];
    for (let at = 0; 8 * at < bitCount; at += SLICE_LENGTH) {
      this.buffer.append(bits.subarray(at, at + SLICE_LENGTH), Math.min(8 * SLICE_LENGTH, bitCount - 8 * at));
      while (this.step(outputs));
      this.buffer.dropBefore(this.oldestNeeded());
    }
    return outputs;
  }

  /**
   * The stream has ended: gives whole frames that were held as 'unverified', the rest as discarded, and searches anew. Frames behind a
   * missed ASM give way to what a last search finds there.
   */
  flush(): SynchroniserOutput[] {
    const outputs: SynchroniserOutput[] = [];
    const end = this.buffer.end;
    const isWhole = (marker: Marker): boolean => marker.position + this.period <= end;
    while (this.current === 'lock' && this.held.length > 0) {
      const { held } = this;
      const before = outputs.length;
      this.searchAgain();
      while (this.step(outputs));
      if (outputs.length > before || (this.mode === 'verify' && isWhole(this.marker))) continue;
      for (const marker of held) if (isWhole(marker)) this.emit(outputs, marker, 'unverified');
      break;
    }
    if (this.current === 'verify' && isWhole(this.marker)) this.emit(outputs, this.marker, 'unverified');
    this.discardUpTo(outputs, end);
    this.current = 'search';
    this.cursor = end;
    this.open = null;
    this.held = [];
    this.buffer.dropBefore(end);
    return outputs;
  }

  /** One decision; false when more bits are needed for it. */
  private step(outputs: SynchroniserOutput[]): boolean {
    switch (this.current) {
      case 'search':
        return this.search();
      case 'verify':
        return this.verify(outputs);
      case 'lock':
        return this.open === null ? this.expectMarker(outputs) : this.closeFrame(outputs, this.open);
    }
  }

  private search(): boolean {
    const found = this.findMarker(this.cursor);
    this.cursor = found ?? Math.max(this.cursor, this.buffer.end - ASM_BITS + 1);
    if (found === null) return false;
    this.marker = this.markerAt(found, found);
    this.current = 'verify';
    return true;
  }

  /** The first place from `from` on where the ASM stands, upright or inverted, within the search tolerance. */
  private findMarker(from: number): number | null {
    const last = this.buffer.end - ASM_BITS;
    if (from > last) return null;
    const { asm, buffer, searchTolerance } = this;
    let word = buffer.word(from);
    for (let position = from; ;) {
      // Eight places for each octet that comes in.
      const next = position + 8 <= last ? buffer.octet(position + ASM_BITS) : this.tailOctet(position + ASM_BITS);
      for (let bit = 7; bit >= 0; bit--) {
        const difference = word ^ asm;
        const errors = onesIn16[difference >>> 16]! + onesIn16[difference & 0xffff]!;
        if (errors <= searchTolerance || errors >= ASM_BITS - searchTolerance) return position;
        if (position === last) return null;
        word = (word << 1) | ((next >>> bit) & 1);
        position++;
      }
    }
  }

  /** The octet at `position` where fewer than eight bits are left; the missing ones are 0 and not looked at. */
  private tailOctet(position: number): number {
    const have = this.buffer.end - position;
    return have <= 0 ? 0 : this.buffer.octet(position) & (0xff00 >>> have) & 0xff;
  }

  private markerAt(position: number, due: number): Marker {
    const difference = this.buffer.word(position) ^ this.asm;
    const errors = onesIn16[difference >>> 16]! + onesIn16[difference & 0xffff]!;
    const slippedBits = position - due;
    return errors > ASM_BITS / 2
      ? { position, errors: ASM_BITS - errors, inverted: true, slippedBits }
      : { position, errors, inverted: false, slippedBits };
  }

  /** A candidate stands only if the next ASM is exactly one period behind it, of the same polarity, or if its content says so. */
  private verify(outputs: SynchroniserOutput[]): boolean {
    const candidate = this.marker;
    const due = candidate.position + this.period;
    if (this.buffer.end < due + ASM_BITS) return false;
    const next = this.markerAt(due, due);
    if (next.errors > this.searchTolerance || next.inverted !== candidate.inverted) {
      this.current = 'search';
      this.cursor = candidate.position + 1;
      if (this.isFrame?.(this.codeblockOf(candidate)) !== true) return true;
      // Bits may have dropped out of it: the next ASM may stand well before its end.
      this.emit(outputs, candidate, 'content');
      return true;
    }
    this.emit(outputs, candidate, 'verified');
    this.contentFailures = 0;
    this.current = 'lock';
    this.acceptMarker(next);
    return true;
  }

  private acceptMarker(marker: Marker): void {
    this.marker = marker;
    this.open = marker;
    this.held = [];
  }

  /** LOCK, an ASM is due at the cursor. */
  private expectMarker(outputs: SynchroniserOutput[]): boolean {
    const due = this.cursor;
    if (this.buffer.end < due + ASM_BITS) return false;
    const inPlace = this.markerAt(due, due);
    let found = inPlace.errors <= this.lockTolerance ? inPlace : null;
    if (found === null) {
      if (this.buffer.end < due + this.slipWindow + ASM_BITS) return false;
      found = this.slippedMarker(due);
    }
    if (found !== null) {
      for (const held of this.held) this.emit(outputs, held, 'flywheel');
      this.acceptMarker(found);
      return true;
    }
    this.held.push(this.missedMarker(inPlace));
    if (this.held.length >= this.flywheelFrames) {
      this.searchAgain();
      return true;
    }
    this.cursor = due + this.period;
    return true;
  }

  /** Bits may have dropped out of the last good frame: the next ASM may stand inside what was given out as its codeblock. */
  private searchAgain(): void {
    this.current = 'search';
    this.cursor = this.marker.position + 1;
    this.held = [];
  }

  /** A missed ASM keeps the polarity of the last one that was seen; its errors are counted in that polarity. */
  private missedMarker(seen: Marker): Marker {
    const { inverted } = this.marker;
    const errors = seen.inverted === inverted ? seen.errors : ASM_BITS - seen.errors;
    return { position: seen.position, errors, inverted, slippedBits: 0 };
  }

  /** The ASM beside its due place, nearest first, held to the tolerance of a search. */
  private slippedMarker(due: number): Marker | null {
    for (let slip = 1; slip <= this.slipWindow; slip++)
      for (const position of [due - slip, due + slip]) {
        const marker = this.markerAt(position, due);
        if (marker.errors <= this.searchTolerance) return marker;
      }
    return null;
  }

  /** LOCK, a frame whose ASM was seen is given out as soon as its last bit is there. */
  private closeFrame(outputs: SynchroniserOutput[], open: Marker): boolean {
    if (this.buffer.end < open.position + this.period) return false;
    this.emit(outputs, open, 'locked');
    this.open = null;
    this.cursor = open.position + this.period;
    if (this.isFrame === null) return true;
    this.contentFailures = this.isFrame(this.codeblockOf(open)) ? 0 : this.contentFailures + 1;
    if (this.contentFailures === MAX_CONTENT_FAILURES) this.searchAgain();
    return true;
  }

  private codeblockOf({ position, inverted }: Marker): Uint8Array {
    return this.buffer.octets(position + ASM_BITS, this.codeblockLength, inverted);
  }

  private emit(outputs: SynchroniserOutput[], marker: Marker, state: FrameSyncState): void {
    const { position, errors, inverted, slippedBits } = marker;
    this.discardUpTo(outputs, position);
    const codeblock = this.codeblockOf(marker);
    outputs.push({
      kind: 'frame',
      codeblock,
      firstBitIndex: position,
      asmErrors: errors,
      inverted,
      state,
      slippedBits,
    });
    this.accounted = position + this.period;
  }

  /** A span comes out as one piece, when a frame or the end of the stream closes it. */
  private discardUpTo(outputs: SynchroniserOutput[], position: number): void {
    if (position <= this.accounted) return;
    outputs.push({ kind: 'discarded', firstBitIndex: this.accounted, bitCount: position - this.accounted });
    this.accounted = position;
  }

  private oldestNeeded(): number {
    return this.current === 'search' ? this.cursor : this.marker.position;
  }
}
