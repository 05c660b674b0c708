// Multiplexer access points: CCSDS 232.0-B, segmentation and reassembly (from memory). A unit is
// what the MAP was given: one packet, several packets in one frame, or octets of the mission's own.
import { type SegmentHeader } from './segment-header.js';
import { type TcManagedParameters, tcDataLength } from './tc-frame.js';
import { TcFrameError } from './tc-frame-error.js';

/** What the data field of one AD or BD frame is to hold. */
export interface MapSegment {
  readonly segmentHeader: SegmentHeader;
  /** A view into the unit. */
  readonly data: Uint8Array;
}

/**
 * Cuts a unit into as few segments as the frames of `params` allow; a unit that fits in one frame stays whole. Throws TcFrameError: no
 * octet, no segment header in `params`, a MAP beyond six bits is refused when the frame is encoded.
 */
export function segmentForMap(unit: Uint8Array, mapId: number, params: TcManagedParameters): readonly MapSegment[] {
  if (unit.length === 0) throw new TcFrameError('data-field-length', 'unit', 'at least 1 octet', '0');
  if (!params.segmentHeader)
    throw new TcFrameError('segment-header', 'managed parameters', 'frames with segment headers', 'none');
  const room = tcDataLength(params, 'AD');
  if (room < 1) throw new TcFrameError('parameters', 'maxFrameLength', 'room for one octet of data', `${room}`);
  if (unit.length <= room) return [{ segmentHeader: { sequenceFlags: 'unsegmented', mapId }, data: unit }];
  const segments: MapSegment[] = [];
  for (let at = 0; at < unit.length; at += room) {
    const end = Math.min(at + room, unit.length);
    const sequenceFlags = at === 0 ? 'first' : end === unit.length ? 'last' : 'continuation';
    segments.push({ segmentHeader: { sequenceFlags, mapId }, data: unit.subarray(at, end) });
  }
  return segments;
}

interface OpenUnit {
  readonly segments: readonly Uint8Array[];
  readonly octets: number;
}

/** The units of one virtual channel that have begun and not ended, by MAP. */
export interface MapReassemblyState {
  readonly open: ReadonlyMap<number, OpenUnit>;
}

export const initialMapReassemblyState: MapReassemblyState = { open: new Map() };

/** 'lost': frames of this virtual channel were lost, or thrown away, since the last segment; no unit that is open can be whole. */
export type MapReassemblyEvent =
  | { readonly kind: 'segment'; readonly segmentHeader: SegmentHeader; readonly data: Uint8Array }
  | { readonly kind: 'lost' };

export type MapDropReason = 'interrupted' | 'no-first-segment' | 'too-long' | 'lost';

export type MapReassemblyOutput =
  | { readonly kind: 'unit'; readonly mapId: number; readonly data: Uint8Array; readonly segments: number }
  | {
      readonly kind: 'dropped';
      readonly mapId: number;
      readonly reason: MapDropReason;
      readonly segments: number;
      readonly octets: number;
    };

export interface MapReassemblyStep {
  readonly state: MapReassemblyState;
  readonly outputs: readonly MapReassemblyOutput[];
}

/**
 * Trap 29: one step of reassembly, each MAP for itself; a unit with a segment missing is dropped whole. A unit of more than
 * `maxUnitLength` octets is dropped as soon as it is known to be.
 */
export function reassembleMap(
  state: MapReassemblyState,
  event: MapReassemblyEvent,
  maxUnitLength = 65_542,
): MapReassemblyStep {
  const outputs: MapReassemblyOutput[] = [];
  const drop = (mapId: number, reason: MapDropReason, segments: number, octets: number): void => {
    outputs.push({ kind: 'dropped', mapId, reason, segments, octets });
  };
  if (event.kind === 'lost') {
    for (const [mapId, { segments, octets }] of state.open) drop(mapId, 'lost', segments.length, octets);
    return { state: initialMapReassemblyState, outputs };
  }
  const { mapId, sequenceFlags } = event.segmentHeader;
  const open = new Map(state.open);
  const begun = open.get(mapId);
  open.delete(mapId);
  const begins = sequenceFlags === 'first' || sequenceFlags === 'unsegmented';
  if (begins && begun !== undefined) drop(mapId, 'interrupted', begun.segments.length, begun.octets);
  if (!begins && begun === undefined) {
    drop(mapId, 'no-first-segment', 1, event.data.length);
    return { state: { open }, outputs };
  }
  const segments = begins ? [event.data] : [...begun!.segments, event.data];
  const octets = (begins ? 0 : begun!.octets) + event.data.length;
  if (octets > maxUnitLength) drop(mapId, 'too-long', segments.length, octets);
  else if (sequenceFlags === 'unsegmented' || sequenceFlags === 'last')
    outputs.push({ kind: 'unit', mapId, data: concatenate(segments, octets), segments: segments.length });
  else open.set(mapId, { segments, octets });
  return { state: { open }, outputs };
}

function concatenate(segments: readonly Uint8Array[], octets: number): Uint8Array {
  const unit = new Uint8Array(octets);
  let at = 0;
  for (const segment of segments) {
    unit.set(segment, at);
    at += segment.length;
  }
  return unit;
}
