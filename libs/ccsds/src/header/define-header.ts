import bufferLayout, { type BitStructure, type Structure } from 'buffer-layout';
import { CodecError } from '../codec-error.js';

/** A declaration that buffer-layout cannot hold, a value that does not fit its field, or octets that are too few. */
export class HeaderError extends CodecError {
  override readonly name = 'HeaderError';
}

/** Field names with their widths in bits, most significant bit of the first octet first, as the CCSDS books number them. */
export type HeaderFields = readonly (readonly [name: string, bits: number])[];

/** One unsigned integer a field. */
export type HeaderValues<F extends HeaderFields> = { [K in F[number][0]]: number };

type FieldReaders<F extends HeaderFields> = {
  readonly [K in F[number][0]]: (bytes: Uint8Array, offset: number) => number;
};

/** A header: its declaration as a buffer-layout structure, and the accessors generated from it. */
export interface HeaderDefinition<F extends HeaderFields> {
  readonly fields: F;
  readonly byteLength: number;
  /** The declaration. Words of whole octets are named word0, word1, …; it wants a Buffer, the accessors do not. */
  readonly layout: Structure;
  /** One reader a field, for hot loops: it does not check that the octets are there. */
  readonly read: FieldReaders<F>;
  /** All fields of the header that begins at `offset`. Throws HeaderError when it is cut short. */
  decode(bytes: Uint8Array, offset?: number): HeaderValues<F>;
  /** Writes the header into `target` at `offset` (into new octets when absent) and returns the target. Throws HeaderError. */
  encode(values: HeaderValues<F>, target?: Uint8Array, offset?: number): Uint8Array;
}

interface PlacedField {
  readonly name: string;
  readonly bits: number;
  readonly firstBit: number;
  readonly word: string;
}

const wordLayouts = [bufferLayout.u8, bufferLayout.u16be, bufferLayout.u24be, bufferLayout.u32be];

/** Groups fields into words of one to four whole octets, the form that buffer-layout's bit structures take. */
function layOut(fields: HeaderFields): { layout: Structure; placed: PlacedField[] } {
  const words: BitStructure[] = [];
  const placed: PlacedField[] = [];
  let group: (readonly [string, number])[] = [];
  let bitsInGroup = 0;
  let firstBit = 0;
  for (const field of fields) {
    group.push(field);
    bitsInGroup += field[1];
    if (bitsInGroup > 32)
      throw new HeaderError(
        'header declaration',
        field[0],
        'groups of whole octets up to 32 bits',
        `${bitsInGroup} bits`,
      );
    if (bitsInGroup % 8 !== 0) continue;
    const property = `word${words.length}`;
    const word = bufferLayout.bits(wordLayouts[bitsInGroup / 8 - 1]!(), true, property);
    for (const [name, bits] of group) {
      word.addField(bits, name);
      placed.push({ name, bits, firstBit, word: property });
      firstBit += bits;
    }
    words.push(word);
    group = [];
    bitsInGroup = 0;
  }
  if (bitsInGroup !== 0)
    throw new HeaderError('header declaration', 'end', 'whole octets', `${bitsInGroup} bits left over`);
  return { layout: bufferLayout.struct(words), placed };
}

function makeReader({ bits, firstBit }: PlacedField): (bytes: Uint8Array, offset: number) => number {
  const first = firstBit >>> 3;
  const octets = ((firstBit + bits + 7) >>> 3) - first;
  const shift = 8 * (first + octets) - firstBit - bits;
  const mask = bits === 32 ? 0xffffffff : 2 ** bits - 1;
  switch (octets) {
    case 1:
      return (bytes, offset) => (bytes[offset + first]! >>> shift) & mask;
    case 2:
      return (bytes, offset) => (((bytes[offset + first]! << 8) | bytes[offset + first + 1]!) >>> shift) & mask;
    default:
      return (bytes, offset) => {
        let word = 0;
        for (let i = 0; i < octets; i++) word = (word << 8) | bytes[offset + first + i]!;
        return ((word >>> shift) & mask) >>> 0;
      };
  }
}

function makeWriter({ bits, firstBit }: PlacedField): (bytes: Uint8Array, offset: number, value: number) => void {
  const first = firstBit >>> 3;
  const octets = ((firstBit + bits + 7) >>> 3) - first;
  const shift = 8 * (first + octets) - firstBit - bits;
  const mask = bits === 32 ? 0xffffffff : 2 ** bits - 1;
  return (bytes, offset, value) => {
    const shiftedMask = (mask << shift) >>> 0;
    const shiftedValue = (value << shift) >>> 0;
    for (let i = 0; i < octets; i++) {
      const down = 8 * (octets - 1 - i);
      const at = offset + first + i;
      bytes[at] = (bytes[at]! & ~(shiftedMask >>> down)) | ((shiftedValue >>> down) & 0xff);
    }
  };
}

/**
 * Declares a header once: `defineHeader([['tfvn', 2], ['scid', 10], …] as const)`. Fields are unsigned, 1 to 32 bits, and fill groups
 * of whole octets of at most 32 bits. Throws HeaderError on a declaration that does not.
 */
export function defineHeader<const F extends HeaderFields>(fields: F): HeaderDefinition<F> {
  const { layout, placed } = layOut(fields);
  const byteLength = layout.span;
  const readers = placed.map(makeReader);
  const writers = placed.map(makeWriter);
  const read = Object.fromEntries(placed.map(({ name }, i) => [name, readers[i]!])) as FieldReaders<F>;
  return {
    fields,
    byteLength,
    layout,
    read,
    decode(bytes, offset = 0) {
      if (offset < 0 || bytes.length - offset < byteLength)
        throw new HeaderError('header', `octet ${offset}`, `${byteLength} octets`, `${bytes.length - offset}`);
      const values: Record<string, number> = {};
      for (let i = 0; i < placed.length; i++) values[placed[i]!.name] = readers[i]!(bytes, offset);
      return values as HeaderValues<F>;
    },
    encode(values, target = new Uint8Array(byteLength), offset = 0) {
      if (offset < 0 || target.length - offset < byteLength)
        throw new HeaderError(
          'header',
          `octet ${offset}`,
          `room for ${byteLength} octets`,
          `${target.length - offset}`,
        );
      const source: Readonly<Record<string, number>> = values;
      for (let i = 0; i < placed.length; i++) {
        const { name, bits } = placed[i]!;
        const value = source[name]!;
        if (!Number.isInteger(value) || value < 0 || value > 2 ** bits - 1)
          throw new HeaderError('header', name, `an integer from 0 to ${2 ** bits - 1}`, String(value));
        writers[i]!(target, offset, value);
      }
      return target;
    },
  };
}
