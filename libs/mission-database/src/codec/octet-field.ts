import { type BinaryEncoding, type ParameterDefinition, type StringEncoding } from '../definitions.js';
import { EncodeError } from '../errors.js';
import { writeBits, writeOctets } from './bits.js';
import { compileSize, findTerminator } from './field-extent.js';
import { type PacketBuffer } from './packet-buffer.js';
import { type Slots, type SlotTable } from './packet-values.js';

export type OctetWriter = (buffer: PacketBuffer, octets: Uint8Array, slots: Slots) => void;

/**
 * A writer made for one string or binary encoding: the inverse of the reader. A string shorter than its room is ended by its
 * terminator and filled with zeros; without size tag and terminator it must fill the room. Throws EncodeError.
 */
export function octetWriter(
  parameter: ParameterDefinition,
  encoding: StringEncoding | BinaryEncoding,
  table: SlotTable,
): OctetWriter {
  const sizeOf = encoding.size === undefined ? undefined : compileSize(encoding.size, table);
  const sizeTagBits = encoding.kind === 'string' ? encoding.sizeTagBits : 0;
  const terminator = encoding.kind === 'string' ? encoding.terminator : undefined;
  const maxBits = encoding.kind === 'string' ? (encoding.maxBits ?? Infinity) : Infinity;
  const wrong = (expected: string, found: string): EncodeError =>
    new EncodeError('octets that do not fit', parameter.qualifiedName, expected, found);

  return (buffer, octets, slots) => {
    const room = sizeOf?.(slots);
    const bits = octets.length * 8;
    if (typeof room === 'string') throw wrong('a size in whole octets', room);
    const limit = Math.min(maxBits, room === undefined ? Infinity : room - sizeTagBits);
    if (bits > limit) throw wrong(`at most ${limit} bits`, `${bits} bits`);
    if (sizeTagBits > 0 && bits >= 2 ** sizeTagBits) throw wrong(`a size of ${sizeTagBits} bits`, `${bits} bits`);
    if (sizeTagBits === 0 && terminator === undefined && bits !== room) throw wrong(`${room} bits`, `${bits} bits`);
    if (terminator !== undefined && findTerminator(octets, terminator) !== undefined)
      throw wrong('octets without the terminator', 'the terminator inside');

    const ended = terminator !== undefined && (room === undefined || bits + 8 * terminator.length <= room);
    const used = sizeTagBits + bits + (ended ? 8 * terminator.length : 0);
    const bytes = buffer.reserve(room ?? used);
    const from = buffer.advance(room ?? used);
    if (sizeTagBits > 0) writeBits(bytes, from, sizeTagBits, bits);
    writeOctets(bytes, from + sizeTagBits, octets);
    if (ended) writeOctets(bytes, from + sizeTagBits + bits, terminator);
    const fill = new Uint8Array(Math.floor(((room ?? used) - used) / 8));
    writeOctets(bytes, from + used, fill);
  };
}
