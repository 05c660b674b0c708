// Communications link transmission units: CCSDS 231.0-B-4 (from memory), BCH coding. Left out: LDPC coding.
import { CodecError } from '../codec-error.js';
import { randomizeTc } from '../coding/randomizer.js';
import { TC_PRIMARY_HEADER_LENGTH, tcFrameLength } from '../tc-frame/tc-frame.js';
import { BCH_CODEBLOCK_LENGTH, BCH_DATA_LENGTH, encodeBchCodeblock } from './bch.js';

/** Frames that make no CLTU, or a length or parameter that makes no sense. */
export class CltuError extends CodecError {
  override readonly name = 'CltuError';
}

export const CLTU_START_SEQUENCE = 0xeb90;
export const CLTU_START_LENGTH = 2;
/** Fill of the last codeblock, and the pattern of acquisition and idle sequences: zeros and ones in turn. */
export const CLTU_FILL = 0x55;

/** 'ccsds': C5C5C5C5C5C5C579. 'legacy': eight octets 55, as ESA's older standard had it (trap 24). */
export type CltuTail = 'ccsds' | 'legacy';

const tailSequences: Readonly<Record<CltuTail, Uint8Array>> = {
  ccsds: Uint8Array.of(0xc5, 0xc5, 0xc5, 0xc5, 0xc5, 0xc5, 0xc5, 0x79),
  legacy: new Uint8Array(8).fill(CLTU_FILL),
};

/** The octets of a tail sequence, a copy. */
export function cltuTailSequence(tail: CltuTail = 'ccsds'): Uint8Array {
  return tailSequences[tail].slice();
}

export interface CltuOptions {
  readonly randomize: boolean;
  /** 'ccsds' unless said otherwise. */
  readonly tail?: CltuTail;
}

/**
 * One CLTU that carries one frame, or several one after the other. Trap 24: the octets of all frames together are randomized, then
 * filled to whole codeblocks (fill is not randomized), then coded. Throws CltuError: no frame, or one without octets.
 */
export function encodeCltu(frames: Uint8Array | readonly Uint8Array[], options: CltuOptions): Uint8Array {
  const list = frames instanceof Uint8Array ? [frames] : frames;
  if (list.length === 0) throw new CltuError('CLTU', 'frames', 'at least 1', '0');
  const empty = list.findIndex((frame) => frame.length === 0);
  if (empty >= 0) throw new CltuError('CLTU', `frame ${empty}`, 'at least 1 octet', '0');
  const octets = concatenate(list);
  const data = options.randomize ? randomizeTc(octets) : octets;
  const codeblocks = Math.ceil(data.length / BCH_DATA_LENGTH);
  const tail = tailSequences[options.tail ?? 'ccsds'];
  const cltu = new Uint8Array(CLTU_START_LENGTH + BCH_CODEBLOCK_LENGTH * codeblocks + tail.length);
  cltu[0] = CLTU_START_SEQUENCE >>> 8;
  cltu[1] = CLTU_START_SEQUENCE & 0xff;
  let at = CLTU_START_LENGTH;
  for (let i = 0; i < codeblocks; i++, at += BCH_CODEBLOCK_LENGTH) {
    const information = new Uint8Array(BCH_DATA_LENGTH).fill(CLTU_FILL);
    information.set(data.subarray(BCH_DATA_LENGTH * i, BCH_DATA_LENGTH * (i + 1)));
    cltu.set(encodeBchCodeblock(information), at);
  }
  cltu.set(tail, at);
  return cltu;
}

function concatenate(frames: readonly Uint8Array[]): Uint8Array {
  const octets = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    octets.set(frame, at);
    at += frame.length;
  }
  return octets;
}

/** What is sent before the first CLTU, so that the receiver finds the bits: 0101… of at least 16 octets. Throws CltuError. */
export function acquisitionSequence(octets = 16): Uint8Array {
  return alternating('acquisition sequence', octets, 16);
}

/** What is sent between CLTUs, so that the receiver keeps the bits: 0101… of at least one octet. Throws CltuError. */
export function idleSequence(octets = 1): Uint8Array {
  return alternating('idle sequence', octets, 1);
}

function alternating(what: string, octets: number, min: number): Uint8Array {
  if (!Number.isInteger(octets) || octets < min)
    throw new CltuError(what, 'length', `an integer from ${min} octets on`, String(octets));
  return new Uint8Array(octets).fill(CLTU_FILL);
}

/**
 * What stands behind the last frame. 'fill': less than a codeblock, as it should be. 'cut-short': a length field tells of more octets
 * than there are. 'length-field': one tells of fewer octets than a frame can have.
 */
export type CltuRest = 'fill' | 'cut-short' | 'length-field';

export interface DelimitedFrames {
  /** Views into the octets that were given. */
  readonly frames: readonly Uint8Array[];
  readonly rest: CltuRest;
  readonly restLength: number;
}

/**
 * Trap 25: cuts what was decoded (and derandomized) from a CLTU into frames by their length fields, and leaves the fill. Seven octets
 * or more behind a frame must be another frame. Six can be fill or a frame: only a length field of six in version 0 makes them one.
 */
export function delimitTcFrames(data: Uint8Array): DelimitedFrames {
  const frames: Uint8Array[] = [];
  let at = 0;
  let rest: CltuRest = 'fill';
  while (data.length - at > TC_PRIMARY_HEADER_LENGTH) {
    const left = data.length - at;
    const length = tcFrameLength(data, at);
    if (left < BCH_DATA_LENGTH && (length !== left || data[at]! >>> 6 !== 0)) break;
    if (length <= TC_PRIMARY_HEADER_LENGTH) rest = 'length-field';
    else if (length > left) rest = 'cut-short';
    if (rest !== 'fill') break;
    frames.push(data.subarray(at, at + length));
    at += length;
  }
  return { frames, rest, restLength: data.length - at };
}
