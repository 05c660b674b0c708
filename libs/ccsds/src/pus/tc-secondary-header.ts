// Telecommand packet secondary header: ECSS-E-ST-70-41C (PUS-C), 7.4.4 (from memory). Trap 37: PUS-A headers differ and are refused.
// Left out: a source identifier or spare of other widths.
import { CodecError } from '../codec-error.js';
import { defineHeader } from '../header/define-header.js';
import { type SequenceFlags, type SpacePacket } from '../space-packet/space-packet.js';
import { buildPusPacket, parsePusPacket } from './pus-packet.js';
import { PUS_C_VERSION } from './tm-secondary-header.js';

/** A packet that is not a PUS-C telecommand, or whose packet error control does not fit. */
export class PusTcError extends CodecError {
  override readonly name = 'PusTcError';
}

/** Acknowledgement flags: acceptance is the least significant of the four bits, completion the most significant. */
export const pusTcHeader = defineHeader([
  ['pusVersion', 4],
  ['ackCompletion', 1],
  ['ackProgress', 1],
  ['ackStart', 1],
  ['ackAcceptance', 1],
  ['service', 8],
  ['subtype', 8],
  ['sourceId', 16],
] as const);

export const PUS_TC_SECONDARY_HEADER_LENGTH = pusTcHeader.byteLength;

/** Which successes the spacecraft is asked to report; failures are reported in any case. */
export interface AcknowledgementFlags {
  readonly acceptance: boolean;
  readonly start: boolean;
  readonly progress: boolean;
  readonly completion: boolean;
}

export interface PusTcSecondaryHeader {
  readonly acknowledgement: AcknowledgementFlags;
  readonly service: number;
  readonly subtype: number;
  readonly sourceId: number;
}

/** Reads the secondary header at the start of a packet data field. Throws PusTcError: cut short, PUS version not 2. */
export function parsePusTcSecondaryHeader(data: Uint8Array): PusTcSecondaryHeader {
  if (data.length < PUS_TC_SECONDARY_HEADER_LENGTH)
    throw new PusTcError(
      'PUS TC secondary header',
      'length',
      `${PUS_TC_SECONDARY_HEADER_LENGTH} octets`,
      `${data.length}`,
    );
  const header = pusTcHeader.decode(data);
  if (header.pusVersion !== PUS_C_VERSION)
    throw new PusTcError('PUS TC secondary header', 'PUS version', '2', `${header.pusVersion}`);
  return {
    acknowledgement: {
      acceptance: header.ackAcceptance === 1,
      start: header.ackStart === 1,
      progress: header.ackProgress === 1,
      completion: header.ackCompletion === 1,
    },
    service: header.service,
    subtype: header.subtype,
    sourceId: header.sourceId,
  };
}

/** Five octets. Throws HeaderError for a field out of range. */
export function encodePusTcSecondaryHeader(header: PusTcSecondaryHeader): Uint8Array {
  const { acceptance, start, progress, completion } = header.acknowledgement;
  return pusTcHeader.encode({
    pusVersion: PUS_C_VERSION,
    ackCompletion: completion ? 1 : 0,
    ackProgress: progress ? 1 : 0,
    ackStart: start ? 1 : 0,
    ackAcceptance: acceptance ? 1 : 0,
    service: header.service,
    subtype: header.subtype,
    sourceId: header.sourceId,
  });
}

export interface PusTcPacketFields extends PusTcSecondaryHeader {
  readonly apid: number;
  readonly sequenceCount: number;
  readonly sequenceFlags?: SequenceFlags;
  readonly applicationData: Uint8Array;
}

export interface PusTcPacket extends PusTcSecondaryHeader {
  readonly packet: SpacePacket;
  /** A view into the packet, packet error control left out. */
  readonly applicationData: Uint8Array;
}

/** A whole telecommand packet with its packet error control. Throws SpacePacketError or HeaderError for what does not fit. */
export function buildPusTcPacket(fields: PusTcPacketFields): Uint8Array {
  const { applicationData, apid, sequenceCount, sequenceFlags } = fields;
  return buildPusPacket({
    apid,
    sequenceCount,
    type: 'telecommand',
    sequenceFlags: sequenceFlags ?? 'unsegmented',
    secondaryHeader: encodePusTcSecondaryHeader(fields),
    data: applicationData,
  });
}

/** One whole telecommand packet; its packet error control is checked first. Throws PusTcError. */
export function parsePusTcPacket(bytes: Uint8Array): PusTcPacket {
  const { packet, data } = parsePusPacket(
    bytes,
    'telecommand',
    (...fault) => new PusTcError('PUS TC packet', ...fault),
  );
  const header = parsePusTcSecondaryHeader(data);
  return { ...header, packet, applicationData: data.subarray(PUS_TC_SECONDARY_HEADER_LENGTH) };
}
