// BCH (63,56) of the TC synchronisation and channel coding sublayer: CCSDS 231.0-B (from memory), g(x) = x^7 + x^6 + x^2 + 1. Trap 24:
// the seven parity bits are sent complemented, and a filler bit 0 makes eight octets of 63 bits.
import { CodecError } from '../codec-error.js';

/** Octets that are not as many as a codeblock has. */
export class BchError extends CodecError {
  override readonly name = 'BchError';
}

/** Information octets of a codeblock. */
export const BCH_DATA_LENGTH = 7;
export const BCH_CODEBLOCK_LENGTH = 8;

/** 'sec' corrects one bit error and detects two; 'ted' corrects none and detects three. */
export type BchMode = 'sec' | 'ted';

export type BchDecoded =
  | {
      readonly decodable: true;
      /** Seven octets, corrected. */
      readonly data: Uint8Array;
      /** An error in the filler bit is not seen and not counted. */
      readonly correctedBits: 0 | 1;
    }
  | { readonly decodable: false };

// The division register stands in bits 7 to 1 of an octet, where the parity is sent.
const remainders = new Uint8Array(256);
for (let octet = 0; octet < 256; octet++) {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder << 1) ^ (remainder & 0x80 ? 0x8a : 0);
  remainders[octet] = remainder;
}
const COMPLEMENT = 0xfe;

function parityOctet(bytes: Uint8Array, offset: number): number {
  let register = 0;
  for (let i = 0; i < BCH_DATA_LENGTH; i++) register = remainders[register ^ bytes[offset + i]!]!;
  return register ^ COMPLEMENT;
}

/** Position of the bit (0 = first sent) whose error alone gives this syndrome; NO_ERROR and NO_POSITION otherwise. */
const NO_ERROR = 254;
const NO_POSITION = 255;
const positions = new Uint8Array(256).fill(NO_POSITION);
positions[0] = NO_ERROR;
for (let position = 0; position < 63; position++) {
  const word = new Uint8Array(BCH_CODEBLOCK_LENGTH);
  word[position >>> 3] = 0x80 >>> (position & 7);
  positions[parityOctet(word, 0) ^ COMPLEMENT ^ word[BCH_DATA_LENGTH]!] = position;
}

/** Seven information octets with parity and filler: eight octets. Throws BchError. */
export function encodeBchCodeblock(data: Uint8Array): Uint8Array {
  if (data.length !== BCH_DATA_LENGTH) throw new BchError('BCH codeblock', 'information', '7 octets', `${data.length}`);
  const codeblock = new Uint8Array(BCH_CODEBLOCK_LENGTH);
  codeblock.set(data);
  codeblock[BCH_DATA_LENGTH] = parityOctet(data, 0);
  return codeblock;
}

/** The information octets of one codeblock of eight octets; the filler bit is not looked at. Throws BchError. */
export function decodeBchCodeblock(codeblock: Uint8Array, mode: BchMode): BchDecoded {
  if (codeblock.length !== BCH_CODEBLOCK_LENGTH)
    throw new BchError('BCH codeblock', 'length', '8 octets', `${codeblock.length}`);
  const syndrome = (parityOctet(codeblock, 0) ^ codeblock[BCH_DATA_LENGTH]!) & COMPLEMENT;
  const position = positions[syndrome]!;
  if (position === NO_POSITION || (mode === 'ted' && position !== NO_ERROR)) return { decodable: false };
  const data = codeblock.slice(0, BCH_DATA_LENGTH);
  if (position === NO_ERROR) return { decodable: true, data, correctedBits: 0 };
  if (position < 8 * BCH_DATA_LENGTH) data[position >>> 3]! ^= 0x80 >>> (position & 7);
  return { decodable: true, data, correctedBits: 1 };
}
