// Multiplexer access points: CCSDS 232.0-B, segmentation and reassembly (from memory). A unit is
// what the MAP was given: one packet, several packets in one frame, or octets of the mission's own.
import { cutUnit } from '../segmentation/cut-unit.js';
import {
  type OpenUnits,
  type UnitDropReason,
  type UnitOutcome,
  addPiece,
  dropOpenUnits,
} from '../segmentation/unit-reassembly.js';
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
  return cutUnit(unit, room).map(({ sequenceFlags, data }) => ({ segmentHeader: { sequenceFlags, mapId }, data }));
}

/** The units of one virtual channel that have begun and not ended, by MAP. */
export interface MapReassemblyState {
  readonly open: OpenUnits;
}

export const initialMapReassemblyState: MapReassemblyState = { open: new Map() };

/** 'lost': frames of this virtual channel were lost, or thrown away, since the last segment; no unit that is open can be whole. */
export type MapReassemblyEvent =
  | { readonly kind: 'segment'; readonly segmentHeader: SegmentHeader; readonly data: Uint8Array }
  | { readonly kind: 'lost' };

export type MapDropReason = UnitDropReason;

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
  const { open, outcomes } =
    event.kind === 'lost'
      ? dropOpenUnits(state.open)
      : addPiece(
          state.open,
          event.segmentHeader.mapId,
          { sequenceFlags: event.segmentHeader.sequenceFlags, data: event.data },
          maxUnitLength,
        );
  return { state: { open }, outputs: outcomes.map(ofMap) };
}

function ofMap({ key: mapId, pieces: segments, ...outcome }: UnitOutcome): MapReassemblyOutput {
  return { mapId, segments, ...outcome };
}
