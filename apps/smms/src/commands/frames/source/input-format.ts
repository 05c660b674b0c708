import { type LinkFrame } from '@app/contracts';
import { choice } from '../../offline/run-offline.js';

/**
 * 'hex-lines': one frame, codeblock, CADU or CLTU a line. 'binary': frames (codeblocks where there is Reed-Solomon) back to back.
 * 'cadu-stream': what is on the line, CADUs at any bit, or CLTUs.
 */
export const inputFormats = ['hex-lines', 'binary', 'cadu-stream'] as const;
export type InputFormat = (typeof inputFormats)[number];

/** The UTF-8 byte order mark that some editors put before a text. */
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Octets of a byte order mark at the start: 3 or 0. */
export function byteOrderMarkLength(piece: Uint8Array): number {
  return BYTE_ORDER_MARK.every((octet, i) => piece[i] === octet) ? BYTE_ORDER_MARK.length : 0;
}

/** Text: printable characters and white space. A CADU stream cannot be that, its markers hold other octets at every bit offset. */
export function isText(piece: Uint8Array): boolean {
  return piece
    .subarray(byteOrderMarkLength(piece))
    .every((octet) => (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d));
}

/** The format that was asked for, else the one that the first piece of the input looks like. Throws OfflineInputError. */
export function chooseFormat(asked: string | undefined, first: Uint8Array): InputFormat {
  return choice('--input-format', asked, inputFormats, isText(first) ? 'hex-lines' : 'cadu-stream');
}

/** The name of what one line holds, for messages. */
export function lineContent(profile: LinkFrame): string {
  if (profile.frameType === 'TC') return 'a frame or a CLTU';
  return profile.reedSolomon === null ? 'a frame or a CADU' : 'a frame, a codeblock or a CADU';
}
