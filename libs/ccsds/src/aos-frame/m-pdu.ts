// Multiplexing protocol data units, packets in AOS frames: CCSDS 732.0-B-4 (4.1.4.2, from memory). Issue 5 lengthens the pointer into
// the spare bits; such units are refused here.
import { defineHeader } from '../header/define-header.js';
import { type ExtractableFrame } from '../packet-extraction/extraction-output.js';
import { FHP_NO_PACKET_START, FHP_ONLY_IDLE_DATA } from '../tm-frame/tm-frame.js';
import { AosFrameError } from './aos-frame-error.js';
import { type AosFrame, aosFrameCount } from './aos-frame.js';
import { type AosManagedParameters, aosDataFieldLength } from './aos-parameters.js';

export const mPduHeader = defineHeader([
  ['spare', 5],
  ['firstHeaderPointer', 11],
] as const);

export const M_PDU_HEADER_LENGTH = 2;

/** `packetZone` is a view into the octets that were parsed. */
export interface MPdu {
  /** It points into `packetZone`; FHP_NO_PACKET_START and FHP_ONLY_IDLE_DATA as in TM frames. */
  readonly firstHeaderPointer: number;
  /** Only idle data: first header pointer 0x7FE. */
  readonly isIdle: boolean;
  readonly packetZone: Uint8Array;
}

const read = mPduHeader.read;

/** Octets of packets in each frame. Throws AosFrameError with reason 'parameters' where not one has room. */
export function mPduPacketZoneLength(params: AosManagedParameters): number {
  const length = aosDataFieldLength(params) - M_PDU_HEADER_LENGTH;
  if (length < 1)
    throw new AosFrameError('parameters', 'frameLength', 'room for an M_PDU of 3 octets', `${length + 2} octets`);
  return length;
}

/** The M_PDU that is a frame's data field. Not for virtual channel 63 (trap 18). Throws AosFrameError. */
export function parseMPdu(dataField: Uint8Array): MPdu {
  requirePacketZone(dataField.length - M_PDU_HEADER_LENGTH);
  const spare = read.spare(dataField, 0);
  if (spare !== 0) throw new AosFrameError('spare', 'M_PDU reserved spare', '0', `${spare}`);
  const firstHeaderPointer = read.firstHeaderPointer(dataField, 0);
  const packetZone = dataField.subarray(M_PDU_HEADER_LENGTH);
  requirePointer(firstHeaderPointer, packetZone.length);
  return { firstHeaderPointer, isIdle: firstHeaderPointer === FHP_ONLY_IDLE_DATA, packetZone };
}

/** The octets of an M_PDU: the inverse of `parseMPdu`, with the same rules. Throws AosFrameError. */
export function encodeMPdu({ firstHeaderPointer, packetZone }: Omit<MPdu, 'isIdle'>): Uint8Array {
  requirePacketZone(packetZone.length);
  requirePointer(firstHeaderPointer, packetZone.length);
  const dataField = new Uint8Array(M_PDU_HEADER_LENGTH + packetZone.length);
  mPduHeader.encode({ spare: 0, firstHeaderPointer }, dataField);
  dataField.set(packetZone, M_PDU_HEADER_LENGTH);
  return dataField;
}

function requirePacketZone(length: number): void {
  if (length < 1) throw new AosFrameError('data-field-length', 'M_PDU packet zone', 'at least 1 octet', `${length}`);
}

// Trap 11: the pointer counts from the first octet of the packet zone, and points into it.
function requirePointer(pointer: number, zoneLength: number): void {
  const isPointer = Number.isInteger(pointer) && pointer >= 0 && pointer < Math.min(zoneLength, FHP_ONLY_IDLE_DATA);
  if (!isPointer && pointer !== FHP_NO_PACKET_START && pointer !== FHP_ONLY_IDLE_DATA)
    throw new AosFrameError('first-header-pointer', 'first header pointer', `below ${zoneLength}`, String(pointer));
}

/**
 * What `extractPackets` takes, of a frame whose virtual channel carries packets; its state begins with `initialExtractionState(vcid,
 * aosCounterModulo(params))`. Trap 18: a frame of virtual channel 63 has no M_PDU, only its count goes on. Throws AosFrameError when
 * the M_PDU is not in order.
 */
export function extractableAosFrame(frame: AosFrame): ExtractableFrame {
  const common = { vcid: frame.vcid, vcfc: aosFrameCount(frame), syncFlag: false };
  if (frame.isIdle)
    return { ...common, isIdle: true, firstHeaderPointer: FHP_ONLY_IDLE_DATA, dataField: frame.dataField };
  const { isIdle, firstHeaderPointer, packetZone } = parseMPdu(frame.dataField);
  return { ...common, isIdle, firstHeaderPointer, dataField: packetZone };
}
