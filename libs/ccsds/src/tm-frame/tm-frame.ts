// TM transfer frames: CCSDS 132.0-B-3, transfer frame format (4.1, from memory). Left out: the security header of 355.0-B.
import { CodecError } from '../codec-error.js';
import { crc16 } from '../coding/crc16.js';
import { FECF_LENGTH, writeFecf } from '../coding/frame-error-control.js';
import { defineHeader } from '../header/define-header.js';
import { OCF_LENGTH } from '../ocf/clcw.js';

export type TmFrameErrorReason =
  | 'parameters'
  | 'frame-length'
  | 'fecf'
  | 'version'
  | 'spacecraft-id'
  | 'ocf-flag'
  | 'secondary-header'
  | 'packet-order'
  | 'segment-length-id'
  | 'first-header-pointer'
  | 'field-range'
  | 'data-field-length';

/** A frame, or managed parameters of frames, that break 132.0-B; `reason` tells which rule. */
export class TmFrameError extends CodecError {
  override readonly name = 'TmFrameError';
  constructor(
    readonly reason: TmFrameErrorReason,
    where: string,
    expected: string,
    found: string,
  ) {
    super('TM transfer frame', where, expected, found);
  }
}

export const tmPrimaryHeader = defineHeader([
  ['tfvn', 2],
  ['scid', 10],
  ['vcid', 3],
  ['ocfFlag', 1],
  ['mcfc', 8],
  ['vcfc', 8],
  ['secondaryHeaderFlag', 1],
  ['syncFlag', 1],
  ['packetOrderFlag', 1],
  ['segmentLengthId', 2],
  ['firstHeaderPointer', 11],
] as const);

export const TM_PRIMARY_HEADER_LENGTH = 6;
export const TM_COUNTER_MODULO = 256;
/** First header pointer: no packet starts in this frame. */
export const FHP_NO_PACKET_START = 0x7ff;
/** First header pointer: only idle data. */
export const FHP_ONLY_IDLE_DATA = 0x7fe;

/** What sender and receiver have agreed about the frames of one physical channel. */
export interface TmManagedParameters {
  /** Octets of the whole frame, FECF included: up to 2 048 (trap 19: 2 048 itself is allowed). */
  readonly frameLength: number;
  readonly fecf: boolean;
  /** Trap 16: the flag in each frame decides; 'present' and 'absent' refuse frames whose flag says otherwise. */
  readonly ocf: 'present' | 'absent' | 'per-frame';
  /** When given, frames of other spacecraft are refused. */
  readonly scid?: number;
  /** Octets of the whole secondary header (2 to 64; 0 = none). When absent, each frame's flag and length decide. */
  readonly secondaryHeaderLength?: number;
}

export interface TmSecondaryHeader {
  /** Transfer frame secondary header version number, 0 as the book stands. */
  readonly version: number;
  /** The secondary header data field, 1 to 63 octets. */
  readonly data: Uint8Array;
}

/** A frame that was read. `secondaryHeader.data`, `dataField` and `ocf` are views into the octets that were parsed. */
export interface TmFrame {
  readonly tfvn: number;
  readonly scid: number;
  readonly vcid: number;
  readonly ocfFlag: boolean;
  readonly mcfc: number;
  readonly vcfc: number;
  readonly secondaryHeader: TmSecondaryHeader | undefined;
  readonly syncFlag: boolean;
  readonly packetOrderFlag: boolean;
  readonly segmentLengthId: number;
  /** As read; it points into `dataField`. Without meaning where `syncFlag` is set. */
  readonly firstHeaderPointer: number;
  /** Only idle data: first header pointer 0x7FE. */
  readonly isIdle: boolean;
  /** Offset of `dataField` in the frame, in octets. */
  readonly dataFieldOffset: number;
  readonly dataField: Uint8Array;
  readonly ocf: Uint8Array | undefined;
}

const read = tmPrimaryHeader.read;

/** Checks managed parameters once and gives them back. Throws TmFrameError with reason 'parameters'. */
export function validateTmParameters(params: TmManagedParameters): TmManagedParameters {
  const refuse = (where: string, expected: string, found: unknown): never => {
    throw new TmFrameError('parameters', where, expected, String(found));
  };
  const { frameLength, scid, secondaryHeaderLength } = params;
  if (!Number.isInteger(frameLength) || frameLength > 2048) refuse('frameLength', 'an integer up to 2048', frameLength);
  if (scid !== undefined && !(Number.isInteger(scid) && scid >= 0 && scid <= 1023)) refuse('scid', '0 to 1023', scid);
  if (
    secondaryHeaderLength !== undefined &&
    secondaryHeaderLength !== 0 &&
    !(Number.isInteger(secondaryHeaderLength) && secondaryHeaderLength >= 2 && secondaryHeaderLength <= 64)
  )
    refuse('secondaryHeaderLength', '0 or 2 to 64', secondaryHeaderLength);
  const room = tmDataFieldLength(params, {
    ocf: params.ocf === 'present',
    secondaryHeaderLength: secondaryHeaderLength ?? 0,
  });
  if (room < 1) refuse('frameLength', 'room for one octet of data', frameLength);
  return params;
}

/** Octets of the data field of a frame with or without OCF and secondary header. */
export function tmDataFieldLength(
  params: TmManagedParameters,
  frame: { readonly ocf: boolean; readonly secondaryHeaderLength?: number },
): number {
  return (
    params.frameLength -
    TM_PRIMARY_HEADER_LENGTH -
    (frame.secondaryHeaderLength ?? 0) -
    (frame.ocf ? OCF_LENGTH : 0) -
    (params.fecf ? FECF_LENGTH : 0)
  );
}

/**
 * One frame of `params.frameLength` octets, ASM and coding already removed. The FECF is checked first: where it fails, no field is to
 * be believed. Throws TmFrameError with the reason of the first rule that is broken.
 */
export function parseTmFrame(bytes: Uint8Array, params: TmManagedParameters): TmFrame {
  if (bytes.length !== params.frameLength)
    throw new TmFrameError('frame-length', 'frame', `${params.frameLength} octets`, `${bytes.length}`);
  if (params.fecf) {
    const residue = crc16(bytes);
    if (residue !== 0)
      throw new TmFrameError('fecf', 'frame error control field', 'CRC residue 0', `0x${residue.toString(16)}`);
  }
  const tfvn = read.tfvn(bytes, 0);
  if (tfvn !== 0) throw new TmFrameError('version', 'transfer frame version number', '0', `${tfvn}`);
  const scid = read.scid(bytes, 0);
  if (params.scid !== undefined && scid !== params.scid)
    throw new TmFrameError('spacecraft-id', 'spacecraft identifier', `${params.scid}`, `${scid}`);
  const ocfFlag = read.ocfFlag(bytes, 0) === 1;
  if (params.ocf !== 'per-frame' && ocfFlag !== (params.ocf === 'present'))
    throw new TmFrameError('ocf-flag', 'operational control field flag', params.ocf, ocfFlag ? 'present' : 'absent');
  const secondaryHeader = parseSecondaryHeader(bytes, params);
  const dataFieldOffset =
    TM_PRIMARY_HEADER_LENGTH + (secondaryHeader === undefined ? 0 : secondaryHeader.data.length + 1);
  const dataEnd = params.frameLength - (params.fecf ? FECF_LENGTH : 0) - (ocfFlag ? OCF_LENGTH : 0);
  const dataLength = dataEnd - dataFieldOffset;
  if (dataLength < 1)
    throw new TmFrameError('data-field-length', 'transfer frame data field', 'at least 1 octet', `${dataLength}`);
  const syncFlag = read.syncFlag(bytes, 0) === 1;
  const packetOrderFlag = read.packetOrderFlag(bytes, 0) === 1;
  const segmentLengthId = read.segmentLengthId(bytes, 0);
  const firstHeaderPointer = read.firstHeaderPointer(bytes, 0);
  if (!syncFlag) requirePacketStatus(packetOrderFlag, segmentLengthId, firstHeaderPointer, dataLength);
  return {
    tfvn,
    scid,
    vcid: read.vcid(bytes, 0),
    ocfFlag,
    mcfc: read.mcfc(bytes, 0),
    vcfc: read.vcfc(bytes, 0),
    secondaryHeader,
    syncFlag,
    packetOrderFlag,
    segmentLengthId,
    firstHeaderPointer,
    isIdle: !syncFlag && firstHeaderPointer === FHP_ONLY_IDLE_DATA,
    dataFieldOffset,
    dataField: bytes.subarray(dataFieldOffset, dataEnd),
    ocf: ocfFlag ? bytes.subarray(dataEnd, dataEnd + OCF_LENGTH) : undefined,
  };
}

// Trap 17: the low six bits are the length of the whole secondary header less one; the two above are its version.
function parseSecondaryHeader(bytes: Uint8Array, params: TmManagedParameters): TmSecondaryHeader | undefined {
  const flagged = read.secondaryHeaderFlag(bytes, 0) === 1;
  const managed = params.secondaryHeaderLength;
  if (managed !== undefined && flagged !== managed > 0)
    throw new TmFrameError('secondary-header', 'secondary header flag', managed > 0 ? '1' : '0', flagged ? '1' : '0');
  if (!flagged) return undefined;
  const first = bytes[TM_PRIMARY_HEADER_LENGTH] ?? 0;
  const length = (first & 0x3f) + 1;
  if (length < 2 || (managed !== undefined && length !== managed))
    throw new TmFrameError(
      'secondary-header',
      'secondary header length',
      `${managed ?? 'at least 2'} octets`,
      `${length}`,
    );
  if (TM_PRIMARY_HEADER_LENGTH + length >= bytes.length)
    throw new TmFrameError(
      'secondary-header',
      'secondary header length',
      'a header inside the frame',
      `${length} octets`,
    );
  return {
    version: first >>> 6,
    data: bytes.subarray(TM_PRIMARY_HEADER_LENGTH + 1, TM_PRIMARY_HEADER_LENGTH + length),
  };
}

// Traps 11 and 17: with sync flag 0, packet order is 0, segment length id is 3 and the pointer points into the data field.
function requirePacketStatus(packetOrder: boolean, segmentLengthId: number, pointer: number, dataLength: number): void {
  if (packetOrder) throw new TmFrameError('packet-order', 'packet order flag', '0 where the sync flag is 0', '1');
  if (segmentLengthId !== 3)
    throw new TmFrameError(
      'segment-length-id',
      'segment length id',
      '3 where the sync flag is 0',
      `${segmentLengthId}`,
    );
  if (pointer >= dataLength && pointer !== FHP_NO_PACKET_START && pointer !== FHP_ONLY_IDLE_DATA)
    throw new TmFrameError('first-header-pointer', 'first header pointer', `below ${dataLength}`, `${pointer}`);
}

export interface TmFrameFields {
  readonly scid: number;
  readonly vcid: number;
  readonly mcfc: number;
  readonly vcfc: number;
  readonly firstHeaderPointer: number;
  /** As long as `tmDataFieldLength` says. */
  readonly dataField: Uint8Array;
  /** Four octets; their presence sets the flag. */
  readonly ocf?: Uint8Array | undefined;
  readonly secondaryHeader?: TmSecondaryHeader | undefined;
  readonly syncFlag?: boolean;
  readonly packetOrderFlag?: boolean;
  readonly segmentLengthId?: number;
}

/**
 * Refuses OCF and secondary header that are not as the managed parameters say; gives the octets of the whole secondary header. Throws
 * TmFrameError.
 */
export function requireTmServices(
  { secondaryHeader, ocf }: Pick<TmFrameFields, 'secondaryHeader' | 'ocf'>,
  params: TmManagedParameters,
): number {
  const secondaryLength = secondaryHeader === undefined ? 0 : secondaryHeader.data.length + 1;
  if (secondaryHeader !== undefined && (secondaryLength < 2 || secondaryLength > 64))
    throw new TmFrameError('secondary-header', 'secondary header data', '1 to 63 octets', `${secondaryLength - 1}`);
  if (secondaryHeader !== undefined) requireRange('secondary header version', secondaryHeader.version, 3);
  if (params.secondaryHeaderLength !== undefined && params.secondaryHeaderLength !== secondaryLength)
    throw new TmFrameError(
      'secondary-header',
      'secondary header',
      `${params.secondaryHeaderLength} octets`,
      `${secondaryLength}`,
    );
  if (ocf !== undefined && ocf.length !== OCF_LENGTH)
    throw new TmFrameError('ocf-flag', 'operational control field', '4 octets', `${ocf.length}`);
  if (params.ocf !== 'per-frame' && (ocf !== undefined) !== (params.ocf === 'present'))
    throw new TmFrameError(
      'ocf-flag',
      'operational control field',
      params.ocf,
      ocf === undefined ? 'absent' : 'present',
    );
  return secondaryLength;
}

/** The octets of a frame, with its FECF if `params` have one: the inverse of `parseTmFrame`, with the same rules. Throws TmFrameError. */
export function encodeTmFrame(fields: TmFrameFields, params: TmManagedParameters): Uint8Array {
  const { secondaryHeader, ocf } = fields;
  const secondaryLength = requireTmServices(fields, params);
  if (params.scid !== undefined && fields.scid !== params.scid)
    throw new TmFrameError('spacecraft-id', 'spacecraft identifier', `${params.scid}`, `${fields.scid}`);
  const dataLength = tmDataFieldLength(params, { ocf: ocf !== undefined, secondaryHeaderLength: secondaryLength });
  if (dataLength < 1 || fields.dataField.length !== dataLength)
    throw new TmFrameError(
      'data-field-length',
      'transfer frame data field',
      `${dataLength} octets`,
      `${fields.dataField.length}`,
    );
  const syncFlag = fields.syncFlag ?? false;
  const packetOrderFlag = fields.packetOrderFlag ?? false;
  const segmentLengthId = fields.segmentLengthId ?? 3;
  if (!syncFlag) requirePacketStatus(packetOrderFlag, segmentLengthId, fields.firstHeaderPointer, dataLength);
  requireRange('scid', fields.scid, 1023);
  requireRange('vcid', fields.vcid, 7);
  requireRange('mcfc', fields.mcfc, 255);
  requireRange('vcfc', fields.vcfc, 255);
  requireRange('segmentLengthId', segmentLengthId, 3);
  requireRange('firstHeaderPointer', fields.firstHeaderPointer, 0x7ff);
  const bytes = new Uint8Array(params.frameLength);
  tmPrimaryHeader.encode(
    {
      tfvn: 0,
      scid: fields.scid,
      vcid: fields.vcid,
      ocfFlag: ocf === undefined ? 0 : 1,
      mcfc: fields.mcfc,
      vcfc: fields.vcfc,
      secondaryHeaderFlag: secondaryHeader === undefined ? 0 : 1,
      syncFlag: syncFlag ? 1 : 0,
      packetOrderFlag: packetOrderFlag ? 1 : 0,
      segmentLengthId,
      firstHeaderPointer: fields.firstHeaderPointer,
    },
    bytes,
  );
  let at = TM_PRIMARY_HEADER_LENGTH;
  if (secondaryHeader !== undefined) {
    bytes[at] = (secondaryHeader.version << 6) | (secondaryLength - 1);
    bytes.set(secondaryHeader.data, at + 1);
    at += secondaryLength;
  }
  bytes.set(fields.dataField, at);
  if (ocf !== undefined) bytes.set(ocf, at + dataLength);
  if (params.fecf) writeFecf(bytes);
  return bytes;
}

function requireRange(where: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new TmFrameError('field-range', where, `an integer from 0 to ${max}`, String(value));
}
