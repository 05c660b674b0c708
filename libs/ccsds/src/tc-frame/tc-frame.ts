// TC transfer frames: CCSDS 232.0-B-3, transfer frame format (4.1, from memory). Left out: the security header and trailer of 355.0-B.
import { FRAME_SEQUENCE_MODULO } from '../cop1/sequence-number.js';
import { crc16 } from '../coding/crc16.js';
import { FECF_LENGTH, writeFecf } from '../coding/frame-error-control.js';
import { defineHeader } from '../header/define-header.js';
import {
  type SegmentHeader,
  SEGMENT_HEADER_LENGTH,
  encodeSegmentHeader,
  parseSegmentHeader,
} from './segment-header.js';
import { TcFrameError } from './tc-frame-error.js';

export const tcPrimaryHeader = defineHeader([
  ['tfvn', 2],
  ['bypassFlag', 1],
  ['controlCommandFlag', 1],
  ['spare', 2],
  ['scid', 10],
  ['vcid', 6],
  ['frameLength', 10],
  ['frameSequenceNumber', 8],
] as const);

export const TC_PRIMARY_HEADER_LENGTH = 5;
/** The largest frame that the length field (octets less one, 10 bits) can tell. */
export const TC_FRAME_MAX_LENGTH = 1024;

/** What sender and receiver have agreed about the frames of one physical channel. */
export interface TcManagedParameters {
  /** AD and BD frames begin their data field with a segment header; BC frames never do. */
  readonly segmentHeader: boolean;
  readonly fecf: boolean;
  /** Octets of the largest frame, FECF included: up to 1 024. */
  readonly maxFrameLength: number;
  /** When given, frames of other spacecraft are refused. */
  readonly scid?: number;
  /** When given, frames of other virtual channels are refused. */
  readonly vcids?: readonly number[];
}

/**
 * AD: sequence-controlled data. BD: expedited data (bypass). BC: control commands (bypass). The fourth combination of the bypass and
 * control command flags is reserved.
 */
export type TcFrameKind = 'AD' | 'BD' | 'BC';

/** A frame that was read. `bytes` and `data` are views into the octets that were parsed. */
export interface TcFrame {
  readonly kind: TcFrameKind;
  readonly scid: number;
  readonly vcid: number;
  /** N(S), 0 to 255; without meaning in BD and BC frames. */
  readonly frameSequenceNumber: number;
  readonly segmentHeader: SegmentHeader | undefined;
  /** The data field behind the segment header: packets or a segment (AD, BD), a control command (BC). */
  readonly data: Uint8Array;
  /** The whole frame, FECF included. */
  readonly bytes: Uint8Array;
}

export interface TcFrameFields {
  readonly kind: TcFrameKind;
  readonly scid: number;
  readonly vcid: number;
  /** N(S): wanted in AD frames; 0, the default, in BD and BC frames. */
  readonly frameSequenceNumber?: number;
  /** Wanted in AD and BD frames where the managed parameters say so, refused elsewhere. */
  readonly segmentHeader?: SegmentHeader | undefined;
  readonly data: Uint8Array;
}

const read = tcPrimaryHeader.read;

/** Checks managed parameters once and gives them back. Throws TcFrameError with reason 'parameters'. */
export function validateTcParameters(params: TcManagedParameters): TcManagedParameters {
  const { maxFrameLength, scid, vcids } = params;
  const requireInteger = (where: string, value: number, min: number, max: number): void => {
    if (!Number.isInteger(value) || value < min || value > max)
      throw new TcFrameError('parameters', where, `an integer from ${min} to ${max}`, String(value));
  };
  const overhead = maxFrameLength - tcDataLength(params, 'AD');
  requireInteger('maxFrameLength', maxFrameLength, overhead + 1, TC_FRAME_MAX_LENGTH);
  if (scid !== undefined) requireInteger('scid', scid, 0, 1023);
  for (const vcid of vcids ?? []) requireInteger('vcids', vcid, 0, 63);
  return params;
}

/** Octets of `data` that the largest frame of this kind takes. */
export function tcDataLength(params: TcManagedParameters, kind: TcFrameKind): number {
  return params.maxFrameLength - overheadLength(params, kind);
}

function overheadLength(params: TcManagedParameters, kind: TcFrameKind): number {
  return (
    TC_PRIMARY_HEADER_LENGTH +
    (kind !== 'BC' && params.segmentHeader ? SEGMENT_HEADER_LENGTH : 0) +
    (params.fecf ? FECF_LENGTH : 0)
  );
}

/** Octets of the whole frame that begins at `offset`, by its length field (trap 25: less one). Five octets must be there. */
export function tcFrameLength(bytes: Uint8Array, offset = 0): number {
  return read.frameLength(bytes, offset) + 1;
}

/**
 * One frame, fill already removed: the frame validation checks of 232.0-B. The length is checked first, then the FECF: where it fails,
 * no other field is to be believed. Throws TcFrameError with the reason of the first rule that is broken.
 */
export function parseTcFrame(bytes: Uint8Array, params: TcManagedParameters): TcFrame {
  if (bytes.length < TC_PRIMARY_HEADER_LENGTH || bytes.length > params.maxFrameLength)
    throw new TcFrameError(
      'frame-length',
      'frame',
      `${TC_PRIMARY_HEADER_LENGTH} to ${params.maxFrameLength} octets`,
      `${bytes.length}`,
    );
  const frameLength = tcFrameLength(bytes);
  if (frameLength !== bytes.length)
    throw new TcFrameError('frame-length', 'frame length field', `${bytes.length} octets in all`, `${frameLength}`);
  if (params.fecf) {
    const residue = crc16(bytes);
    if (residue !== 0)
      throw new TcFrameError('fecf', 'frame error control field', 'CRC residue 0', `0x${residue.toString(16)}`);
  }
  const tfvn = read.tfvn(bytes, 0);
  if (tfvn !== 0) throw new TcFrameError('version', 'transfer frame version number', '0', `${tfvn}`);
  const kind = frameKind(read.bypassFlag(bytes, 0), read.controlCommandFlag(bytes, 0));
  const spare = read.spare(bytes, 0);
  if (spare !== 0) throw new TcFrameError('spare', 'reserved spare', '0', `${spare}`);
  const scid = read.scid(bytes, 0);
  const vcid = read.vcid(bytes, 0);
  requireChannel(scid, vcid, params);
  const overhead = overheadLength(params, kind);
  const dataEnd = bytes.length - (params.fecf ? FECF_LENGTH : 0);
  if (bytes.length <= overhead)
    throw new TcFrameError('data-field-length', 'data', 'at least 1 octet', `${bytes.length - overhead}`);
  const hasSegmentHeader = params.segmentHeader && kind !== 'BC';
  return {
    kind,
    scid,
    vcid,
    frameSequenceNumber: read.frameSequenceNumber(bytes, 0),
    segmentHeader: hasSegmentHeader ? parseSegmentHeader(bytes, TC_PRIMARY_HEADER_LENGTH) : undefined,
    data: bytes.subarray(TC_PRIMARY_HEADER_LENGTH + (hasSegmentHeader ? SEGMENT_HEADER_LENGTH : 0), dataEnd),
    bytes,
  };
}

function frameKind(bypassFlag: number, controlCommandFlag: number): TcFrameKind {
  if (controlCommandFlag === 0) return bypassFlag === 0 ? 'AD' : 'BD';
  if (bypassFlag === 0)
    throw new TcFrameError('frame-type', 'bypass and control command flags', '00, 10 or 11', '01 (reserved)');
  return 'BC';
}

function requireChannel(scid: number, vcid: number, params: TcManagedParameters): void {
  if (params.scid !== undefined && scid !== params.scid)
    throw new TcFrameError('spacecraft-id', 'spacecraft identifier', `${params.scid}`, `${scid}`);
  if (params.vcids !== undefined && !params.vcids.includes(vcid))
    throw new TcFrameError('virtual-channel-id', 'virtual channel identifier', params.vcids.join(', '), `${vcid}`);
}

/**
 * The octets of a frame, just as long as its data needs, with its FECF if `params` have one: the inverse of `parseTcFrame`, with the
 * same rules. Throws TcFrameError.
 */
export function encodeTcFrame(fields: TcFrameFields, params: TcManagedParameters): Uint8Array {
  const { kind, scid, vcid, segmentHeader, data } = fields;
  requireRange('scid', scid, 1023);
  requireRange('vcid', vcid, 63);
  requireChannel(scid, vcid, params);
  const wantsSegmentHeader = params.segmentHeader && kind !== 'BC';
  if ((segmentHeader !== undefined) !== wantsSegmentHeader)
    throw new TcFrameError(
      'segment-header',
      `segment header of a ${kind} frame`,
      wantsSegmentHeader ? 'one' : 'none',
      segmentHeader === undefined ? 'none' : 'one',
    );
  const room = tcDataLength(params, kind);
  if (data.length < 1 || data.length > room)
    throw new TcFrameError('data-field-length', 'data', `1 to ${room} octets`, `${data.length}`);
  const bytes = new Uint8Array(overheadLength(params, kind) + data.length);
  tcPrimaryHeader.encode(
    {
      tfvn: 0,
      bypassFlag: kind === 'AD' ? 0 : 1,
      controlCommandFlag: kind === 'BC' ? 1 : 0,
      spare: 0,
      scid,
      vcid,
      frameLength: bytes.length - 1,
      frameSequenceNumber: requireSequenceNumber(kind, fields.frameSequenceNumber),
    },
    bytes,
  );
  let at = TC_PRIMARY_HEADER_LENGTH;
  if (segmentHeader !== undefined) bytes[at++] = encodeSegmentHeader(segmentHeader);
  bytes.set(data, at);
  if (params.fecf) writeFecf(bytes);
  return bytes;
}

// Trap 25: type-B frames have N(S) = 0.
function requireSequenceNumber(kind: TcFrameKind, value: number | undefined): number {
  const found = value ?? (kind === 'AD' ? -1 : 0);
  const max = kind === 'AD' ? FRAME_SEQUENCE_MODULO - 1 : 0;
  if (!Number.isInteger(found) || found < 0 || found > max)
    throw new TcFrameError(
      'frame-sequence-number',
      `N(S) of a ${kind} frame`,
      max === 0 ? '0' : `an integer from 0 to ${max}`,
      String(value),
    );
  return found;
}

function requireRange(where: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new TcFrameError('field-range', where, `an integer from 0 to ${max}`, String(value));
}
