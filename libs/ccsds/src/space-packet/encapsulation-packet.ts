// Encapsulation packets: CCSDS 133.1-B-3, 4.1.2 and 4.1.3 (clauses as another implementation's conformance statement gives them). Protocol
// identifiers are numbers of the SANA registry; the data of the protocols is left out.
import { CodecError } from '../codec-error.js';
import { defineHeader } from '../header/define-header.js';

/** A packet that breaks 133.1-B, or a field that does not fit. */
export class EncapsulationPacketError extends CodecError {
  override readonly name = 'EncapsulationPacketError';
}

export const ENCAPSULATION_VERSION = 7;

/** Encapsulation protocol identifiers: the number in the header, 5 has no entry. 'extended': the protocol ID extension tells. */
export const encapsulationProtocols = {
  idle: 0,
  ltp: 1,
  ipe: 2,
  cfdp: 3,
  bundle: 4,
  extended: 6,
  mission: 7,
} as const;

const firstOctet = [
  ['version', 3],
  ['protocolId', 3],
  ['lengthOfLength', 2],
] as const;
const secondOctet = [
  ['userDefined', 4],
  ['protocolIdExtension', 4],
] as const;
/** The four headers, by length of length 00, 01, 10, 11. */
export const encapsulationHeaders = [
  defineHeader([...firstOctet]),
  defineHeader([...firstOctet, ['packetLength', 8]]),
  defineHeader([...firstOctet, ...secondOctet, ['packetLength', 16]]),
  defineHeader([...firstOctet, ...secondOctet, ['ccsdsDefined', 16], ['packetLength', 32]]),
] as const;

/** Octets of the packet length field, by length of length. */
const lengthOctetsOf = [0, 1, 2, 4] as const;
// Octets of the header in all; the length field is its last 0, 1, 2 or 4 octets.
const headerLengths = [1, 2, 4, 8] as const;
type LengthOfLength = 0 | 1 | 2 | 3;

/** Octets of the encapsulation header whose first octet this is: 1, 2, 4 or 8. */
export function encapsulationHeaderLength(firstOctet: number): number {
  return headerLengths[firstOctet & 3]!;
}

/** Octets of the whole packet, header included; the header must be there in full. Trap 22: a header of one octet is all there is. */
export function encapsulationPacketLength(bytes: Uint8Array, offset = 0): number {
  switch (bytes[offset]! & 3) {
    case 0:
      return 1;
    case 1:
      return bytes[offset + 1]!;
    case 2:
      return (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
    default:
      return (
        bytes[offset + 4]! * 0x1000000 + ((bytes[offset + 5]! << 16) | (bytes[offset + 6]! << 8) | bytes[offset + 7]!)
      );
  }
}

/** Protocol ID 000: an encapsulation idle packet. */
export function isEncapsulationIdle(firstOctet: number): boolean {
  return (firstOctet & 0x1c) === 0;
}

/** The header's fields. Those that a shorter header does not have are undefined. */
export interface EncapsulationHeader {
  /** 0 to 7, see `encapsulationProtocols`. */
  readonly protocolId: number;
  /** Octets of the packet length field: none in an idle packet of one octet. */
  readonly lengthOctets: 0 | 1 | 2 | 4;
  /** 0 to 15, with two or four length octets. */
  readonly userDefined: number | undefined;
  /** 0 to 15, with two or four length octets; 0 unless the protocol identifier is 6. */
  readonly protocolIdExtension: number | undefined;
  /** 0 to 65 535, with four length octets. */
  readonly ccsdsDefined: number | undefined;
}

export interface EncapsulationPacket extends EncapsulationHeader {
  /** The whole packet. */
  readonly bytes: Uint8Array;
  /** The encapsulated data field, a view into `bytes`; without octets only in idle packets. */
  readonly data: Uint8Array;
}

const WHAT = 'encapsulation packet';

/** One whole packet, no octet more or less. Throws EncapsulationPacketError. */
export function parseEncapsulationPacket(bytes: Uint8Array): EncapsulationPacket {
  const found = bytes[0];
  if (found === undefined) throw new EncapsulationPacketError(WHAT, 'header', '1 octet or more', '0');
  if (found >>> 5 !== ENCAPSULATION_VERSION)
    throw new EncapsulationPacketError(WHAT, 'packet version number', '7', `${found >>> 5}`);
  const lengthOfLength = (found & 3) as LengthOfLength;
  const headerLength = headerLengths[lengthOfLength];
  if (bytes.length < headerLength)
    throw new EncapsulationPacketError(WHAT, 'header', `${headerLength} octets`, `${bytes.length}`);
  const fields: Readonly<Record<string, number>> = encapsulationHeaders[lengthOfLength].decode(bytes);
  const packetLength = fields.packetLength ?? 1;
  if (packetLength !== bytes.length)
    throw new EncapsulationPacketError(WHAT, 'packet length', `${bytes.length} octets in all`, `${packetLength}`);
  const packet: EncapsulationPacket = {
    protocolId: (found >>> 2) & 7,
    lengthOctets: lengthOctetsOf[lengthOfLength],
    userDefined: fields.userDefined,
    protocolIdExtension: fields.protocolIdExtension,
    ccsdsDefined: fields.ccsdsDefined,
    bytes,
    data: bytes.subarray(headerLength),
  };
  requireRules(packet);
  return packet;
}

/** What a packet is to hold; a header as short as the fields and the data allow, unless `lengthOctets` says otherwise. */
export interface EncapsulationPacketFields extends Partial<EncapsulationHeader> {
  readonly protocolId: number;
  readonly data?: Uint8Array;
}

/** The octets of a packet. Throws EncapsulationPacketError: a field out of range or without a place, data that do not fit or are missing. */
export function buildEncapsulationPacket(fields: EncapsulationPacketFields): Uint8Array {
  const { protocolId, userDefined, protocolIdExtension, ccsdsDefined, data = new Uint8Array(0) } = fields;
  const lengthOctets = fields.lengthOctets ?? lengthOctetsOf[shortestFor({ ...fields, data })];
  const lengthOfLength = lengthOctetsOf.indexOf(lengthOctets) as LengthOfLength;
  requireRules({ protocolId, lengthOctets, userDefined, protocolIdExtension, ccsdsDefined, data });
  const headerLength = headerLengths[lengthOfLength];
  const packetLength = headerLength + data.length;
  if (packetLength > longestWith(lengthOfLength))
    throw new EncapsulationPacketError(
      WHAT,
      'length',
      `at most ${longestWith(lengthOfLength)} octets`,
      `${packetLength}`,
    );
  const bytes = new Uint8Array(packetLength);
  const extra = {
    userDefined: userDefined ?? 0,
    protocolIdExtension: protocolIdExtension ?? 0,
    ccsdsDefined: ccsdsDefined ?? 0,
  };
  const values = { version: ENCAPSULATION_VERSION, protocolId, lengthOfLength, packetLength, ...extra };
  encapsulationHeaders[lengthOfLength].encode(values, bytes);
  bytes.set(data, headerLength);
  return bytes;
}

/** An idle packet of any length, one octet being the least, filled with `pattern`. Throws EncapsulationPacketError. */
export function buildEncapsulationIdlePacket(packetLength: number, pattern = 0x55): Uint8Array {
  if (!Number.isInteger(packetLength) || packetLength < 1 || packetLength > longestWith(3))
    throw new EncapsulationPacketError('encapsulation idle packet', 'length', '1 octet or more', String(packetLength));
  const lengthOfLength =
    packetLength === 1 ? 0 : packetLength <= longestWith(1) ? 1 : packetLength <= longestWith(2) ? 2 : 3;
  const data = new Uint8Array(packetLength - headerLengths[lengthOfLength]).fill(pattern);
  return buildEncapsulationPacket({
    protocolId: encapsulationProtocols.idle,
    lengthOctets: lengthOctetsOf[lengthOfLength],
    data,
  });
}

/** The packet length counts the header: 4.1.2.8.2. */
const longestWith = (lengthOfLength: LengthOfLength): number =>
  lengthOfLength === 0 ? 1 : 256 ** lengthOctetsOf[lengthOfLength] - 1;

function shortestFor(fields: EncapsulationPacketFields & { readonly data: Uint8Array }): LengthOfLength {
  const { protocolId, userDefined, protocolIdExtension, ccsdsDefined, data } = fields;
  if (ccsdsDefined !== undefined) return 3;
  const fits = (lengthOfLength: 1 | 2): boolean =>
    headerLengths[lengthOfLength] + data.length <= longestWith(lengthOfLength);
  const second = (userDefined ?? protocolIdExtension) !== undefined || protocolId === encapsulationProtocols.extended;
  if (!second && data.length === 0 && protocolId === encapsulationProtocols.idle) return 0;
  if (!second && fits(1)) return 1;
  return fits(2) ? 2 : 3;
}

/** What headers of either direction must keep. */
function requireRules(packet: EncapsulationHeader & { readonly data: Uint8Array }): void {
  const { protocolId, lengthOctets, userDefined, protocolIdExtension, ccsdsDefined, data } = packet;
  const must = (where: string, holds: boolean, expected: string, found: unknown): void => {
    if (!holds) throw new EncapsulationPacketError(WHAT, where, expected, String(found));
  };
  const within = (where: string, value: number | undefined, max: number, least: number): void => {
    if (value === undefined) return;
    must(where, Number.isInteger(value) && value >= 0 && value <= max, `an integer from 0 to ${max}`, value);
    must(where, lengthOctets >= least, `none with ${lengthOctets} length octets`, value);
  };
  within('protocol identifier', protocolId, 7, 0);
  within('user defined field', userDefined, 15, 2);
  within('protocol identifier extension', protocolIdExtension, 15, 2);
  within('CCSDS defined field', ccsdsDefined, 0xffff, 4);
  const idle = protocolId === encapsulationProtocols.idle;
  const extended = protocolId === encapsulationProtocols.extended;
  // 4.1.2.4.4; 4.1.2.6.2 and 4.1.2.6.3; 4.1.3.1.4 and 4.1.3.1.5.
  must('protocol identifier', lengthOctets > 0 || idle, '0 without a length field', protocolId);
  must('length octets', !extended || lengthOctets >= 2, '2 or 4 with protocol identifier 6', lengthOctets);
  must('protocol identifier extension', extended || (protocolIdExtension ?? 0) === 0, '0', protocolIdExtension);
  must('data field', idle || data.length > 0, '1 octet or more in a packet that is not idle', data.length);
}
