// AOS transfer frames: CCSDS 732.0-B-4, transfer frame format (4.1, from memory). Left out: the security header and trailer of 355.0-B,
// an OCF on some virtual channels only, and what issue 5 changed but for the spacecraft identifier (see `scidMsb`).
import { crc16 } from '../coding/crc16.js';
import { writeFecf } from '../coding/frame-error-control.js';
import { defineHeader } from '../header/define-header.js';
import { OCF_LENGTH } from '../ocf/clcw.js';
import { AosFrameError } from './aos-frame-error.js';
import {
  AOS_COUNTER_MODULO,
  AOS_IDLE_VCID,
  AOS_PRIMARY_HEADER_LENGTH,
  type AosManagedParameters,
  aosDataFieldLength,
  aosDataFieldOffset,
  aosHeaderLength,
} from './aos-parameters.js';
import { correctFrameHeader, frameHeaderErrorControl } from './frame-header-error-control.js';

export const aosPrimaryHeader = defineHeader([
  ['tfvn', 2],
  ['scid', 8],
  ['vcid', 6],
  ['vcfc', 24],
  ['replayFlag', 1],
  ['vcfcUsageFlag', 1],
  // Issue 5 puts the two upper bits of a spacecraft identifier of ten bits here. Up to issue 4 they are spare and sent as 00 (SLS-SLP
  // mailing list, September 2025), so that one reading serves both, and 0x17B of issue 5 is not taken for 0x7B.
  ['scidMsb', 2],
  ['vcfcCycle', 4],
] as const);

export const AOS_TFVN = 1;

/** A frame that was read. `insertZone`, `dataField` and `ocf` are views into the octets that were parsed. */
export interface AosFrame {
  readonly tfvn: number;
  readonly scid: number;
  readonly vcid: number;
  readonly vcfc: number;
  readonly replayFlag: boolean;
  readonly vcfcUsageFlag: boolean;
  /** 0 where the usage flag is not set. */
  readonly vcfcCycle: number;
  /** Symbols of header and check symbols that the frame header error control has corrected; 0 without it. */
  readonly correctedSymbols: number;
  readonly insertZone: Uint8Array | undefined;
  /** Only idle data: virtual channel 63. On others, the M_PDU or B_PDU tells. */
  readonly isIdle: boolean;
  /** Offset of `dataField` in the frame, in octets. */
  readonly dataFieldOffset: number;
  /** An M_PDU, a B_PDU, a unit of virtual channel access, or idle data. */
  readonly dataField: Uint8Array;
  readonly ocf: Uint8Array | undefined;
}

const read = aosPrimaryHeader.read;

/** The virtual channel frame count with the cycle, if that is in use, above it: 0 to 2^28 - 1. */
export function aosFrameCount(frame: { readonly vcfc: number; readonly vcfcCycle: number }): number {
  return frame.vcfcCycle * AOS_COUNTER_MODULO + frame.vcfc;
}

/** The inverse of `aosFrameCount`, of a count from 0 to 2^28 - 1. */
export function aosCountFields(frameCount: number): { readonly vcfc: number; readonly vcfcCycle: number } {
  return { vcfc: frameCount % AOS_COUNTER_MODULO, vcfcCycle: Math.floor(frameCount / AOS_COUNTER_MODULO) };
}

/**
 * One frame of `params.frameLength` octets, ASM and coding already removed. The FECF is checked first: where it fails, no field is to
 * be believed. Then the header is corrected, as far as its error control goes; the octets themselves stay as they are. Throws
 * AosFrameError with the reason of the first rule that is broken.
 */
export function parseAosFrame(bytes: Uint8Array, params: AosManagedParameters): AosFrame {
  if (bytes.length !== params.frameLength)
    throw new AosFrameError('frame-length', 'frame', `${params.frameLength} octets`, `${bytes.length}`);
  if (params.fecf) {
    const residue = crc16(bytes);
    if (residue !== 0)
      throw new AosFrameError('fecf', 'frame error control field', 'CRC residue 0', `0x${residue.toString(16)}`);
  }
  const { header, correctedSymbols } = correctHeader(bytes, params);
  const tfvn = read.tfvn(header, 0);
  if (tfvn !== AOS_TFVN) throw new AosFrameError('version', 'transfer frame version number', `${AOS_TFVN}`, `${tfvn}`);
  const scid = (read.scidMsb(header, 0) << 8) | read.scid(header, 0);
  requireSpacecraft(scid, params);
  const vcid = read.vcid(header, 0);
  const vcfcUsageFlag = read.vcfcUsageFlag(header, 0) === 1;
  requireUsage(vcfcUsageFlag, params);
  const offset = aosDataFieldOffset(params);
  const dataLength = aosDataFieldLength(params);
  if (dataLength < 1)
    throw new AosFrameError('data-field-length', 'transfer frame data field', 'at least 1 octet', `${dataLength}`);
  const dataEnd = offset + dataLength;
  return {
    tfvn,
    scid,
    vcid,
    vcfc: read.vcfc(header, 0),
    replayFlag: read.replayFlag(header, 0) === 1,
    vcfcUsageFlag,
    // Where the flag says that the cycle is not in use, what stands there is no cycle; some spacecraft leave it filled.
    vcfcCycle: vcfcUsageFlag ? read.vcfcCycle(header, 0) : 0,
    correctedSymbols,
    insertZone: params.insertZoneLength > 0 ? bytes.subarray(aosHeaderLength(params), offset) : undefined,
    isIdle: vcid === AOS_IDLE_VCID,
    dataFieldOffset: offset,
    dataField: bytes.subarray(offset, dataEnd),
    ocf: params.ocf === 'present' ? bytes.subarray(dataEnd, dataEnd + OCF_LENGTH) : undefined,
  };
}

function correctHeader(
  bytes: Uint8Array,
  params: AosManagedParameters,
): { readonly header: Uint8Array; readonly correctedSymbols: number } {
  if (!params.frameHeaderErrorControl) return { header: bytes, correctedSymbols: 0 };
  const corrected = correctFrameHeader(bytes);
  const refuse = (found: string): never => {
    throw new AosFrameError('header-error-control', 'frame header error control', 'up to 2 wrong symbols', found);
  };
  if (!corrected.decodable) return refuse('more');
  // Where the FECF holds there is nothing to correct: the sender reckons these symbols in another way, and would be misread.
  if (params.fecf && corrected.correctedSymbols > 0)
    return refuse(`${corrected.correctedSymbols} though the FECF holds`);
  return corrected;
}

function requireSpacecraft(scid: number, params: AosManagedParameters): void {
  if (params.scid !== undefined && scid !== params.scid)
    throw new AosFrameError('spacecraft-id', 'spacecraft identifier', `${params.scid}`, `${scid}`);
}

function requireUsage(usageFlag: boolean, params: AosManagedParameters): void {
  if (usageFlag !== (params.frameCountCycle === 'used'))
    throw new AosFrameError(
      'frame-count-cycle',
      'virtual channel frame count usage flag',
      params.frameCountCycle,
      usageFlag ? 'used' : 'unused',
    );
}

export interface AosFrameFields {
  readonly scid: number;
  readonly vcid: number;
  readonly vcfc: number;
  /** 0 to 15 where the frame count cycle is in use; 0, the default, elsewhere. */
  readonly vcfcCycle?: number;
  readonly replayFlag?: boolean;
  /** As long as the managed parameters say; absent where they say 0. */
  readonly insertZone?: Uint8Array | undefined;
  /** As long as `aosDataFieldLength` says. */
  readonly dataField: Uint8Array;
  /** Four octets; required where the managed parameters say that the OCF is present, refused elsewhere. */
  readonly ocf?: Uint8Array | undefined;
}

/** Refuses insert zone and OCF that are not as the managed parameters say. Throws AosFrameError. */
export function requireAosServices(
  { insertZone, ocf }: Pick<AosFrameFields, 'insertZone' | 'ocf'>,
  params: AosManagedParameters,
): void {
  const insertLength = insertZone?.length ?? 0;
  if (insertLength !== params.insertZoneLength)
    throw new AosFrameError('insert-zone', 'insert zone', `${params.insertZoneLength} octets`, `${insertLength}`);
  const ocfLength = params.ocf === 'present' ? OCF_LENGTH : 0;
  if ((ocf?.length ?? 0) !== ocfLength)
    throw new AosFrameError('ocf', 'operational control field', `${ocfLength} octets`, `${ocf?.length ?? 0}`);
}

/** The octets of a frame, with header error control and FECF if `params` have them: the inverse of `parseAosFrame`, with the same rules. Throws AosFrameError. */
export function encodeAosFrame(fields: AosFrameFields, params: AosManagedParameters): Uint8Array {
  const { scid, vcid, vcfc, vcfcCycle = 0, insertZone, dataField, ocf } = fields;
  requireAosServices(fields, params);
  requireSpacecraft(scid, params);
  const dataLength = aosDataFieldLength(params);
  if (dataLength < 1 || dataField.length !== dataLength)
    throw new AosFrameError(
      'data-field-length',
      'transfer frame data field',
      `${dataLength} octets`,
      `${dataField.length}`,
    );
  requireRange('scid', scid, 1023);
  requireRange('vcid', vcid, AOS_IDLE_VCID);
  requireRange('vcfc', vcfc, AOS_COUNTER_MODULO - 1);
  requireRange('vcfcCycle', vcfcCycle, 15);
  const usageFlag = params.frameCountCycle === 'used';
  // 4.1.2.5.5.3, from memory.
  if (!usageFlag && vcfcCycle !== 0)
    throw new AosFrameError('frame-count-cycle', 'virtual channel frame count cycle', '0, not in use', `${vcfcCycle}`);
  const bytes = new Uint8Array(params.frameLength);
  aosPrimaryHeader.encode(
    {
      tfvn: AOS_TFVN,
      scid: scid & 0xff,
      vcid,
      vcfc,
      replayFlag: fields.replayFlag === true ? 1 : 0,
      vcfcUsageFlag: usageFlag ? 1 : 0,
      scidMsb: scid >>> 8,
      vcfcCycle,
    },
    bytes,
  );
  if (params.frameHeaderErrorControl) {
    const check = frameHeaderErrorControl(bytes);
    bytes.set([check >>> 8, check & 0xff], AOS_PRIMARY_HEADER_LENGTH);
  }
  const offset = aosDataFieldOffset(params);
  if (insertZone !== undefined) bytes.set(insertZone, aosHeaderLength(params));
  bytes.set(dataField, offset);
  if (ocf !== undefined) bytes.set(ocf, offset + dataLength);
  if (params.fecf) writeFecf(bytes);
  return bytes;
}

function requireRange(where: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new AosFrameError('field-range', where, `an integer from 0 to ${max}`, String(value));
}
