/**
 * The telemetry port of a baseband unit: time-tagged demodulated bits over TCP, in the manner of the units that ground stations
 * use (32-bit words, start flag, length, time tag of the first bit, end flag). A message holds any number of bits: the unit knows
 * nothing of frames, and a slipped bit moves every later ASM. The layout is ours and is given in docs/interfaces/baseband-unit.md.
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

export const messageTypes = { telemetryBits: 1, configureReception: 2, stopReception: 4, receptionEnded: 5 } as const;

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

export type BasebandMessage = TelemetryBits | ReceptionConfiguration | StopReception | ReceptionEnded;

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
