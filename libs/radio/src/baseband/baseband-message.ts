/**
 * The port of a baseband unit: time-tagged demodulated bits, and CLTUs to modulate, over TCP, in the manner of the units that
 * ground stations use (32-bit words, start flag, length, time tag of the first bit, end flag). A message of telemetry holds any
 * number of bits: the unit knows nothing of frames, and a slipped bit moves every later ASM. The layout is ours and is given in
 * docs/interfaces/baseband-unit.md.
 */
import type { CdsFormat } from '@app/ccsds';
import type { Tai } from '@app/time';

/** Start and end flags of every message, and the octets round a payload. */
export const START_FLAG = 0x534d_4242;
export const END_FLAG = 0xacb2_bdbd;
export const HEADER_OCTETS = 16;
export const TRAILER_OCTETS = 4;
export const VERSION = 1;
/** No message is longer; a length beyond it means that the stream is out of step. */
export const LONGEST_MESSAGE_OCTETS = 1 << 20;

/** Time tags: ten octets, UTC days since 1958, milliseconds of the day, picoseconds of the millisecond. */
export const timeTag: CdsFormat = { dayOctets: 2, submillisecond: 'picoseconds' };

export const messageTypes = {
  telemetryBits: 1,
  configureReception: 2,
  telecommand: 3,
  stopReception: 4,
  receptionEnded: 5,
  startTransmission: 6,
  stopTransmission: 7,
  telecommandRadiated: 8,
  transmissionStatus: 9,
} as const;

/** Octet of the acquisition and of the idle sequence: alternating bits beginning with zero (231.0-B). */
export const IDLE_OCTET = 0x55;
/** Octets of idle sequence between two CLTUs, at least. */
export const IDLE_OCTETS_BETWEEN_CLTUS = 8;

/** Demodulated bits, first bit in the most significant place of the first octet. */
export interface TelemetryBits {
  readonly type: 'telemetry-bits';
  readonly sequence: number;
  /** Leading edge of the first bit, at the antenna, to the nanosecond. */
  readonly firstBitTime: Tai;
  /** Bits a second as received, Doppler included. */
  readonly bitRateBps: number;
  readonly bitCount: number;
  readonly carrierLock: boolean;
  readonly bitLock: boolean;
  /** Channel symbol energy over noise density, decibels, as the unit estimates it. */
  readonly esN0Db: number;
  readonly bits: Uint8Array;
}

/** Tunes the unit and starts reception. */
export interface ReceptionConfiguration {
  readonly type: 'configure-reception';
  readonly sequence: number;
  readonly carrierHz: number;
  readonly bitRateBps: number;
}

/** Asks the unit to stop; it delivers what it has received so far and answers `reception-ended`. */
export interface StopReception {
  readonly type: 'stop-reception';
  readonly sequence: number;
}

/** Nothing follows from this reception; `bitCount` bits were delivered in it. */
export interface ReceptionEnded {
  readonly type: 'reception-ended';
  readonly sequence: number;
  readonly bitCount: number;
}

/**
 * Carrier up: unmodulated at first, then the acquisition sequence, then the idle sequence until there is a CLTU. A second one while
 * the carrier is up retunes. The unit answers `transmission-status`.
 */
export interface TransmissionStart {
  readonly type: 'start-transmission';
  readonly sequence: number;
  readonly carrierHz: number;
  readonly bitRateBps: number;
  /** Unmodulated carrier before the acquisition sequence, seconds. */
  readonly carrierOnlyS: number;
  /** Octets of IDLE_OCTET that make the acquisition sequence. */
  readonly acquisitionOctets: number;
}

/** Finish the CLTU in hand, then carrier down; what is queued is not radiated. The unit answers `transmission-status`. */
export interface TransmissionStop {
  readonly type: 'stop-transmission';
  readonly sequence: number;
}

/** One CLTU: queued, and radiated whole and in order. Every one is answered by `telecommand-radiated`. */
export interface Telecommand {
  readonly type: 'telecommand';
  readonly sequence: number;
  /** The station's, 64 bits unsigned; the unit only gives it back. */
  readonly identifier: bigint;
  readonly bitCount: number;
  /** First bit in the most significant place of the first octet. */
  readonly bits: Uint8Array;
}

/** The last bit of a CLTU left the modulator, or the CLTU will never begin: carrier off, queue cleared, invalid. */
export type TelecommandRadiated = {
  readonly type: 'telecommand-radiated';
  readonly sequence: number;
  readonly identifier: bigint;
} & (
  | {
      readonly outcome: 'radiated';
      /** Leading edge of the first bit at the modulator, to the nanosecond. */
      readonly firstBitTime: Tai;
      /** Trailing edge of the last bit at the modulator. */
      readonly endOfLastBitTime: Tai;
    }
  | { readonly outcome: 'not-radiated' }
);

/** What the transmitter does: sent at each change, and once for each start and stop. */
export interface TransmissionStatus {
  readonly type: 'transmission-status';
  readonly sequence: number;
  readonly carrierUp: boolean;
  /** Acquisition sequence, idle sequence or CLTU on the carrier. */
  readonly modulating: boolean;
  /** CLTUs taken and not begun. */
  readonly queuedCltus: number;
  readonly carrierHz: number;
  readonly bitRateBps: number;
}

export type BasebandMessage =
  | TelemetryBits
  | ReceptionConfiguration
  | StopReception
  | ReceptionEnded
  | TransmissionStart
  | TransmissionStop
  | Telecommand
  | TelecommandRadiated
  | TransmissionStatus;

/** The octets are not this protocol's. After it, the connection is of no use: nothing says where the next message begins. */
export class BasebandProtocolError extends Error {
  override readonly name = 'BasebandProtocolError';
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`baseband message, ${field}: expected ${expected}, found ${found}`);
  }
}
