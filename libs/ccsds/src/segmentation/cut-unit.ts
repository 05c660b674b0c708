// Cutting a unit by sequence flags: one concept in space packets (133.0-B) and in TC segments (232.0-B), trap 21 and trap 29.
import { type SequenceFlags } from '../space-packet/space-packet.js';

/** A piece of a unit: 'first', 'continuation' and 'last', or the whole. */
export interface UnitPiece {
  readonly sequenceFlags: SequenceFlags;
  /** A view into the unit. */
  readonly data: Uint8Array;
}

/** As few pieces of at most `room` octets as a unit of one octet or more takes; one that fits stays whole. `room` is 1 or more. */
export function cutUnit(unit: Uint8Array, room: number): readonly UnitPiece[] {
  if (unit.length <= room) return [{ sequenceFlags: 'unsegmented', data: unit }];
  const pieces: UnitPiece[] = [];
  for (let at = 0; at < unit.length; at += room) {
    const end = Math.min(at + room, unit.length);
    const sequenceFlags = at === 0 ? 'first' : end === unit.length ? 'last' : 'continuation';
    pieces.push({ sequenceFlags, data: unit.subarray(at, end) });
  }
  return pieces;
}
