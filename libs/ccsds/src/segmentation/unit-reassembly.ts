// Putting units together again by sequence flags, each key (a MAP, an APID) for itself: what space packets and TC segments share.
import { type UnitPiece } from './cut-unit.js';

/** A unit that has begun and not ended: its pieces, the last one first, so that one more is cheap. */
export interface OpenUnit {
  readonly pieces: PieceChain | undefined;
  readonly count: number;
  readonly octets: number;
}

interface PieceChain {
  readonly data: Uint8Array;
  readonly before: PieceChain | undefined;
}

export type OpenUnits = ReadonlyMap<number, OpenUnit>;

export type UnitDropReason = 'interrupted' | 'no-first-segment' | 'too-long' | 'lost';

/** What became of the pieces of one key: a whole unit, or pieces that were thrown away. `pieces` counts them. */
export type UnitOutcome =
  | { readonly kind: 'unit'; readonly key: number; readonly data: Uint8Array; readonly pieces: number }
  | {
      readonly kind: 'dropped';
      readonly key: number;
      readonly reason: UnitDropReason;
      readonly pieces: number;
      readonly octets: number;
    };

export interface UnitStep {
  readonly open: OpenUnits;
  readonly outcomes: readonly UnitOutcome[];
}

/** Every open unit is dropped: something was lost, nobody knows of which. */
export function dropOpenUnits(open: OpenUnits): UnitStep {
  return { open: new Map(), outcomes: [...open].map(([key, unit]) => droppedUnit(key, 'lost', unit)) };
}

/** The open unit of one key, if there is one, is dropped: a piece of it was lost. */
export function dropOpenUnit(open: OpenUnits, key: number): UnitStep {
  const unit = open.get(key);
  if (unit === undefined) return { open, outcomes: [] };
  return { open: without(open, key), outcomes: [droppedUnit(key, 'lost', unit)] };
}

/**
 * One piece more. A first or whole piece ends an open unit of its key ('interrupted'); any other without one is dropped
 * ('no-first-segment'); a unit of more than `maxUnitLength` octets is dropped as soon as it is known to be ('too-long').
 */
export function addPiece(open: OpenUnits, key: number, piece: UnitPiece, maxUnitLength: number): UnitStep {
  const { sequenceFlags, data } = piece;
  const begun = open.get(key);
  const begins = sequenceFlags === 'first' || sequenceFlags === 'unsegmented';
  const single: OpenUnit = { pieces: chain(undefined, data), count: 1, octets: data.length };
  if (!begins && begun === undefined) return { open, outcomes: [droppedUnit(key, 'no-first-segment', single)] };
  const outcomes: UnitOutcome[] = begins && begun !== undefined ? [droppedUnit(key, 'interrupted', begun)] : [];
  const unit =
    begins || begun === undefined
      ? single
      : { pieces: chain(begun.pieces, data), count: begun.count + 1, octets: begun.octets + data.length };
  if (unit.octets > maxUnitLength)
    return { open: without(open, key), outcomes: [...outcomes, droppedUnit(key, 'too-long', unit)] };
  if (sequenceFlags === 'unsegmented' || sequenceFlags === 'last')
    return {
      open: without(open, key),
      outcomes: [...outcomes, { kind: 'unit', key, data: concatenate(unit), pieces: unit.count }],
    };
  return { open: new Map(open).set(key, unit), outcomes };
}

/**
 * A piece without octets is counted and not kept, so that what is kept is bounded by the length of the unit; the others are copied, so that
 * a piece does not hold the octets it was cut from, and these may be used anew.
 */
const chain = (before: PieceChain | undefined, data: Uint8Array): PieceChain | undefined =>
  data.length === 0 ? before : { data: data.slice(), before };

/** Whether the last piece of the open unit of a key holds just these octets. */
export function endsWithPiece(open: OpenUnits, key: number, data: Uint8Array): boolean {
  const last = open.get(key)?.pieces?.data;
  return last !== undefined && last.length === data.length && last.every((octet, i) => octet === data[i]);
}

const droppedUnit = (key: number, reason: UnitDropReason, { count, octets }: OpenUnit): UnitOutcome => ({
  kind: 'dropped',
  key,
  reason,
  pieces: count,
  octets,
});

function without(open: OpenUnits, key: number): OpenUnits {
  if (!open.has(key)) return open;
  const rest = new Map(open);
  rest.delete(key);
  return rest;
}

function concatenate({ pieces, octets }: OpenUnit): Uint8Array {
  const unit = new Uint8Array(octets);
  let end = octets;
  for (let piece = pieces; piece !== undefined; piece = piece.before) {
    end -= piece.data.length;
    unit.set(piece.data, end);
  }
  return unit;
}
