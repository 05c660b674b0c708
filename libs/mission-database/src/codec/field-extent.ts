import { type BinaryEncoding, type FieldSize, type StringEncoding } from '../definitions.js';
import { readBits, readOctets } from './bits.js';
import { type Slots, type SlotTable } from './packet-values.js';

/** The octets of a string or binary field and the bits that the whole field takes, or why there are none. */
export type FieldOctets =
  | { readonly octets: Uint8Array; readonly bits: number }
  | { readonly wrong: 'too-short'; readonly neededBits: number }
  | { readonly wrong: 'bad-size'; readonly expected: string; readonly found: string };

export type OctetReader = (bytes: Uint8Array, bit: number, bitLength: number, slots: Slots) => FieldOctets;

/** Bits of a field, or a text that says what is wrong with its size. */
export type SizeOf = (slots: Slots) => number | string;

/** A function made for one size: slope × parameter + intercept must be whole octets, not negative. */
export function compileSize(size: FieldSize, table: SlotTable): SizeOf {
  if (size.kind === 'fixed') return () => size.bits;
  const slot = table.of(size.parameter);
  const { calibrated, slope, intercept, parameter } = size;
  return (slots) => {
    const entry = slots[slot];
    if (entry === undefined) return `no ${parameter.name} in the packet before`;
    const bits = Number(calibrated ? entry.value : entry.raw) * slope + intercept;
    return Number.isInteger(bits) && bits >= 0 && bits % 8 === 0 ? bits : `${bits} bits by ${parameter.name}`;
  };
}

const wrongSize = (found: string, expected = 'whole octets, not negative'): FieldOctets => ({
  wrong: 'bad-size',
  expected,
  found,
});

/** A reader made for one string or binary encoding. */
export function octetReader(encoding: StringEncoding | BinaryEncoding, table: SlotTable): OctetReader {
  const sizeOf = encoding.size === undefined ? undefined : compileSize(encoding.size, table);
  if (encoding.kind === 'string') return stringReader(encoding, sizeOf);
  return (bytes, bit, bitLength, slots) => {
    const bits = sizeOf?.(slots) ?? 0;
    if (typeof bits === 'string') return wrongSize(bits);
    if (bit + bits > bitLength) return { wrong: 'too-short', neededBits: bit + bits };
    return { octets: readOctets(bytes, bit, bits / 8), bits };
  };
}

function stringReader(encoding: StringEncoding, sizeOf: SizeOf | undefined): OctetReader {
  const { sizeTagBits, terminator, maxBits = Infinity } = encoding;
  return (bytes, bit, bitLength, slots) => {
    const room = sizeOf?.(slots);
    if (typeof room === 'string') return wrongSize(room);
    if (room !== undefined && room > maxBits) return wrongSize(`${room} bits`, `at most ${maxBits} bits`);
    if (room !== undefined && bit + room > bitLength) return { wrong: 'too-short', neededBits: bit + room };
    const end = room === undefined ? bitLength : bit + room;

    if (sizeTagBits > 0) {
      if (bit + sizeTagBits > end) return { wrong: 'too-short', neededBits: bit + sizeTagBits };
      const bits = readBits(bytes, bit, sizeTagBits);
      if (bits % 8 !== 0) return wrongSize(`${bits} bits by its size tag`);
      const limit = Math.min(maxBits, room === undefined ? Infinity : room - sizeTagBits);
      if (bits > limit) return wrongSize(`${bits} bits by its size tag`, `at most ${limit} bits`);
      const needed = bit + sizeTagBits + bits;
      if (needed > end) return { wrong: 'too-short', neededBits: needed };
      return { octets: readOctets(bytes, bit + sizeTagBits, bits / 8), bits: room ?? sizeTagBits + bits };
    }
    if (terminator !== undefined) {
      const longest = Math.min(end - bit, room ?? maxBits + 8 * terminator.length);
      const octets = readOctets(bytes, bit, Math.floor(longest / 8));
      const length = findTerminator(octets, terminator);
      if (length !== undefined)
        return { octets: octets.slice(0, length), bits: room ?? 8 * (length + terminator.length) };
      // A full buffer needs no terminator; a string that only the terminator ends does.
      if (room !== undefined) return { octets, bits: room };
      if (longest < end - bit) return wrongSize(`no terminator within ${longest} bits`, 'a terminator');
      return { wrong: 'too-short', neededBits: end + 8 * terminator.length };
    }
    const bits = room ?? 0;
    return { octets: readOctets(bytes, bit, bits / 8), bits };
  };
}

/** Where the terminator begins, at a multiple of its own length. */
export function findTerminator(octets: Uint8Array, terminator: Uint8Array): number | undefined {
  for (let at = 0; at + terminator.length <= octets.length; at += terminator.length)
    if (terminator.every((octet, i) => octets[at + i] === octet)) return at;
  return undefined;
}
