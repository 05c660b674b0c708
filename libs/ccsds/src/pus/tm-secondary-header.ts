// Telemetry packet secondary header: ECSS-E-ST-70-41C (PUS-C), 7.4.3 (from memory). Trap 37: PUS-A headers differ and are refused.
import { CodecError } from '../codec-error.js';
import { defineHeader } from '../header/define-header.js';

/** A secondary header that is not PUS-C telemetry, or fields that do not fit. */
export class PusTmError extends CodecError {
  override readonly name = 'PusTmError';
}

/** The part before the time field, whose length and code are agreed for each APID. */
export const pusTmHeader = defineHeader([
  ['pusVersion', 4],
  ['timeReferenceStatus', 4],
  ['service', 8],
  ['subtype', 8],
  ['messageTypeCounter', 16],
  ['destinationId', 16],
] as const);

export const PUS_C_VERSION = 2;

export interface PusTmSecondaryHeader {
  /** Spacecraft time reference status, 0 to 15. */
  readonly timeReferenceStatus: number;
  readonly service: number;
  readonly subtype: number;
  readonly messageTypeCounter: number;
  readonly destinationId: number;
  /** Octets of the time field as they stand, P-field included where there is one. */
  readonly time: Uint8Array;
}

/** Octets of the secondary header with a time field of `timeLength` octets. */
export function pusTmSecondaryHeaderLength(timeLength: number): number {
  return pusTmHeader.byteLength + timeLength;
}

/** Reads the secondary header at the start of a packet data field. Throws PusTmError: cut short, PUS version not 2. */
export function parsePusTmSecondaryHeader(data: Uint8Array, timeLength: number): PusTmSecondaryHeader {
  const length = pusTmSecondaryHeaderLength(timeLength);
  if (data.length < length)
    throw new PusTmError('PUS TM secondary header', 'length', `${length} octets`, `${data.length}`);
  const header = pusTmHeader.decode(data);
  if (header.pusVersion !== PUS_C_VERSION)
    throw new PusTmError('PUS TM secondary header', 'PUS version', '2', `${header.pusVersion}`);
  return {
    timeReferenceStatus: header.timeReferenceStatus,
    service: header.service,
    subtype: header.subtype,
    messageTypeCounter: header.messageTypeCounter,
    destinationId: header.destinationId,
    time: data.subarray(pusTmHeader.byteLength, length),
  };
}

/** The octets of a secondary header. Throws HeaderError for a field out of range. */
export function encodePusTmSecondaryHeader(header: PusTmSecondaryHeader): Uint8Array {
  const bytes = new Uint8Array(pusTmSecondaryHeaderLength(header.time.length));
  pusTmHeader.encode(
    {
      pusVersion: PUS_C_VERSION,
      timeReferenceStatus: header.timeReferenceStatus,
      service: header.service,
      subtype: header.subtype,
      messageTypeCounter: header.messageTypeCounter,
      destinationId: header.destinationId,
    },
    bytes,
  );
  bytes.set(header.time, pusTmHeader.byteLength);
  return bytes;
}
