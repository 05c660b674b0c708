// Forms of recorded samples, named as SigMF names its datatypes: c or r (complex, real), the type of an item, _le or _be.
import { CodecError } from '@app/ccsds';

/** A form of samples that nobody here reads. */
export class SampleFormatError extends CodecError {
  override readonly name = 'SampleFormatError';
}

const itemOctets = { i8: 1, u8: 1, i16: 2, u16: 2, i24: 3, i32: 4, u32: 4, f32: 4, f64: 8 } as const;

/** Signed and unsigned integers, and floats, of so many bits. */
export type ItemType = keyof typeof itemOctets;

/** One number of a stream. The values run from -1 to 1; integers of n bits, signed or not, in steps of 2^(1-n). */
export interface ItemCoding {
  readonly type: ItemType;
  /** Most significant octet first. */
  readonly bigEndian: boolean;
  /** What an unsigned integer that stands for 0 would be: 127.5 of a receiver's octets, 128 of WAV's. */
  readonly zero: number;
}

export interface SampleFormat {
  /** Two items a sample, I and Q; else one. */
  readonly complex: boolean;
  readonly item: ItemCoding;
}

type NamedItem = Exclude<ItemType, 'i24'>;
type WideItem = Exclude<NamedItem, 'i8' | 'u8'>;
/** `cf32_le`, `ci16_le`, `ci8`, `cu8`, `rf32_le`, …; the octet order is written where there is one. */
export type SampleFormatName = `${'c' | 'r'}${WideItem}_${'le' | 'be'}` | `${'c' | 'r'}${'i8' | 'u8'}`;

export const octetsOf = (type: ItemType): number => itemOctets[type];

/** Octets of one sample, I and Q together. */
export const sampleOctets = ({ complex, item }: SampleFormat): number => itemOctets[item.type] * (complex ? 2 : 1);

/** The middle of unsigned integers, which no integer is; 0 of all others. */
export function middleOf(type: ItemType): number {
  return type === 'u8' || type === 'u16' || type === 'u32' ? (2 ** (8 * itemOctets[type]) - 1) / 2 : 0;
}

const namePattern = /^([cr])(f32|f64|i32|i16|u32|u16|i8|u8)(?:_(le|be))?$/;

/** The form that a name states; without an octet order the least significant comes first. Throws SampleFormatError. */
export function parseSampleFormat(name: string): SampleFormat {
  const match = namePattern.exec(name);
  if (match === null)
    throw new SampleFormatError(
      'sample format',
      'name',
      'c or r, then f32, f64, i32, i16, i8, u32, u16 or u8, then _le or _be',
      JSON.stringify(name),
    );
  const type = match[2] as NamedItem;
  return {
    complex: match[1] === 'c',
    item: { type, bigEndian: match[3] === 'be' && itemOctets[type] > 1, zero: middleOf(type) },
  };
}

/** The name of a form, octet order and all. Throws SampleFormatError: 24 bits have none. */
export function sampleFormatName({ complex, item }: SampleFormat): SampleFormatName {
  const { type, bigEndian } = item;
  if (type === 'i24') throw new SampleFormatError('sample format', 'item', 'a type that has a name', '24 bits');
  const letter = complex ? 'c' : 'r';
  return type === 'i8' || type === 'u8' ? `${letter}${type}` : `${letter}${type}_${bigEndian ? 'be' : 'le'}`;
}
