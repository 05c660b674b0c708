// Bitstream protocol data units, bits in AOS frames: CCSDS 732.0-B-4 (4.1.4.3, from memory). The bitstream data pointer is the place of
// the last valid bit, the first bit of the zone being bit 0: valid bits = pointer + 1. So read NASA's channel emulator and Astro, too;
// dariol83/ccsds takes the pointer for the number of valid bits, one less.
import { defineHeader } from '../header/define-header.js';
import { AosFrameError } from './aos-frame-error.js';

export const bPduHeader = defineHeader([
  ['spare', 2],
  ['bitstreamDataPointer', 14],
] as const);

export const B_PDU_HEADER_LENGTH = 2;
/** Bitstream data pointer: all bits of the zone are valid. */
export const BDP_ALL_VALID = 0x3fff;
/** Bitstream data pointer: only idle data. */
export const BDP_ONLY_IDLE_DATA = 0x3ffe;

/** `bitstream` is a view into the octets that were parsed. */
export interface BPdu {
  /** As read. */
  readonly bitstreamDataPointer: number;
  /** Only idle data: bitstream data pointer 0x3FFE. */
  readonly isIdle: boolean;
  /** Valid bits, from the first of `bitstream` on; 0 where there is only idle data. */
  readonly validBits: number;
  /** The octets that hold the valid bits. What follows these in the last octet is idle data. */
  readonly bitstream: Uint8Array;
}

const read = bPduHeader.read;

/** The B_PDU that is a frame's data field. Not for virtual channel 63 (trap 18). Throws AosFrameError. */
export function parseBPdu(dataField: Uint8Array): BPdu {
  const zone = dataField.subarray(B_PDU_HEADER_LENGTH);
  requireZone(dataField.length - B_PDU_HEADER_LENGTH);
  const spare = read.spare(dataField, 0);
  if (spare !== 0) throw new AosFrameError('spare', 'B_PDU reserved spare', '0', `${spare}`);
  const bitstreamDataPointer = read.bitstreamDataPointer(dataField, 0);
  const validBits = countBits(bitstreamDataPointer, 8 * zone.length);
  return {
    bitstreamDataPointer,
    isIdle: bitstreamDataPointer === BDP_ONLY_IDLE_DATA,
    validBits,
    bitstream: zone.subarray(0, Math.ceil(validBits / 8)),
  };
}

function countBits(pointer: number, zoneBits: number): number {
  if (pointer === BDP_ALL_VALID) return zoneBits;
  if (pointer === BDP_ONLY_IDLE_DATA) return 0;
  if (pointer >= zoneBits)
    throw new AosFrameError('bitstream-data-pointer', 'bitstream data pointer', `below ${zoneBits}`, `${pointer}`);
  return pointer + 1;
}

/**
 * The octets of a B_PDU of `dataFieldLength` octets with the first `validBits` bits of `bitstream`, the rest idle data of `idlePattern`:
 * the inverse of `parseBPdu`. Throws AosFrameError: too few or too many bits, or an end of the bits that the pointer cannot tell.
 */
export function encodeBPdu(
  { validBits, bitstream }: Pick<BPdu, 'validBits' | 'bitstream'>,
  dataFieldLength: number,
  idlePattern = 0x55,
): Uint8Array {
  const zoneLength = dataFieldLength - B_PDU_HEADER_LENGTH;
  requireZone(zoneLength);
  const available = Math.min(8 * zoneLength, 8 * bitstream.length);
  if (!Number.isInteger(validBits) || validBits < 0 || validBits > available)
    throw new AosFrameError('field-range', 'validBits', `an integer from 0 to ${available}`, String(validBits));
  const dataField = new Uint8Array(dataFieldLength).fill(idlePattern);
  bPduHeader.encode({ spare: 0, bitstreamDataPointer: pointerTo(validBits, 8 * zoneLength) }, dataField);
  const wholeOctets = validBits >>> 3;
  dataField.set(bitstream.subarray(0, wholeOctets), B_PDU_HEADER_LENGTH);
  const idleMask = 0xff >>> (validBits & 7);
  if (idleMask !== 0xff)
    dataField[B_PDU_HEADER_LENGTH + wholeOctets] = (bitstream[wholeOctets]! & ~idleMask) | (idlePattern & idleMask);
  return dataField;
}

function pointerTo(validBits: number, zoneBits: number): number {
  if (validBits === zoneBits) return BDP_ALL_VALID;
  if (validBits === 0) return BDP_ONLY_IDLE_DATA;
  if (validBits - 1 < BDP_ONLY_IDLE_DATA) return validBits - 1;
  throw new AosFrameError('bitstream-data-pointer', 'valid bits', `up to 16382 or all ${zoneBits}`, `${validBits}`);
}

function requireZone(length: number): void {
  if (!Number.isInteger(length) || length < 1)
    throw new AosFrameError('data-field-length', 'bitstream data zone', 'at least 1 octet', `${length}`);
}
