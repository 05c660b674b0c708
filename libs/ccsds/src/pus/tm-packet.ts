// Whole telemetry packets: ECSS-E-ST-70-41C (PUS-C), 7.4.3 (from memory). Trap 37: PUS-A headers differ and are refused.
import { type SequenceFlags, type SpacePacket } from '../space-packet/space-packet.js';
import { buildPusPacket, parsePusPacket } from './pus-packet.js';
import {
  PusTmError,
  type PusTmSecondaryHeader,
  encodePusTmSecondaryHeader,
  parsePusTmSecondaryHeader,
  pusTmSecondaryHeaderLength,
} from './tm-secondary-header.js';

export interface PusTmPacketFields extends PusTmSecondaryHeader {
  readonly apid: number;
  readonly sequenceCount: number;
  readonly sequenceFlags?: SequenceFlags;
  readonly sourceData: Uint8Array;
}

export interface PusTmPacket extends PusTmSecondaryHeader {
  readonly packet: SpacePacket;
  /** A view into the packet, packet error control left out. */
  readonly sourceData: Uint8Array;
}

/** A whole telemetry packet with its packet error control. Throws SpacePacketError or HeaderError for what does not fit. */
export function buildPusTmPacket(fields: PusTmPacketFields): Uint8Array {
  const { sourceData, apid, sequenceCount, sequenceFlags } = fields;
  return buildPusPacket({
    apid,
    sequenceCount,
    type: 'telemetry',
    sequenceFlags: sequenceFlags ?? 'unsegmented',
    secondaryHeader: encodePusTmSecondaryHeader(fields),
    data: sourceData,
  });
}

/**
 * One whole telemetry packet whose time field has `timeLength` octets, P-field included; its packet error control is checked first.
 * Throws PusTmError.
 */
export function parsePusTmPacket(bytes: Uint8Array, timeLength: number): PusTmPacket {
  const { packet, data } = parsePusPacket(bytes, 'telemetry', (...fault) => new PusTmError('PUS TM packet', ...fault));
  const header = parsePusTmSecondaryHeader(data, timeLength);
  return { ...header, packet, sourceData: data.subarray(pusTmSecondaryHeaderLength(timeLength)) };
}
