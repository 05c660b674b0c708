/**
 * DIFI packets, IEEE-ISTO 4900-2021: a narrow profile of VITA 49.2 that carries sampled signals over UDP, one packet a datagram, big-endian.
 * Versions 1.1 and 1.2.1. Left out: 1.3's link negotiation, command packets. Layouts as the DIFI consortium's published packet definitions
 * have them.
 */
import { CodecError } from '@app/ccsds';

/** Octets that are no DIFI packet, or values that it cannot hold. */
export class DifiError extends CodecError {
  override readonly name = 'DifiError';
}

export const DIFI_OUI = 0x6a_62_1e;
/** Octets before the payload of a data packet, and before the fields of a context. */
export const PROLOGUE_OCTETS = 28;
export const CONTEXT_OCTETS = 108;
export const VERSION_OCTETS = 44;
/** No datagram is longer: the size is 16 bits of words, a UDP payload 65 507 octets. */
export const LONGEST_PACKET_OCTETS = 65_504;
export const PS_PER_SECOND = 1_000_000_000_000;

export const packetTypes = { data: 1, context: 4, version: 5 } as const;
/** Packet class codes. Those of sample counts came with 1.2.1, in which the version is a packet of type 4. */
export const packetClasses = { data: 0, context: 1, sampleCountData: 2, sampleCountContext: 3, version: 4 } as const;
export const VERSION_INFORMATION_CLASS = 1;

/** Context indicator fields: which fields are there; the highest bit says that one of them changed. */
export const CONTEXT_FIELDS = 0x7b_b9_80_00;
export const VERSION_FIELDS = 0x00_00_00_02;
export const CONTEXT_CHANGED = 0x80_00_00_00;
export const VERSION_FIELDS_1 = 0x00_00_00_0c;
export const V49_2_SPECIFICATION = 4;

export const timeScales = ['utc', 'gps', 'other'] as const;
/** UTC: seconds since 1970 without leap seconds, as POSIX has it. GPS: seconds since 1980-01-06. Other: the sender knows. */
export type DifiTimeScale = (typeof timeScales)[number];

/** When the first sample of a packet was taken, or a context began to hold. */
export type DifiTimestamp = {
  readonly scale: DifiTimeScale;
  /** 0 to 2^32 - 1. */
  readonly seconds: number;
} & (
  | {
      readonly kind: 'time';
      /** 0 to 999 999 999 999. */
      readonly picoseconds: number;
    }
  | { readonly kind: 'sample-count'; readonly samples: bigint }
);

interface DifiPrologue {
  readonly streamId: number;
  /** Modulo 16, counted for each type of packet of a stream. */
  readonly sequence: number;
  readonly timestamp: DifiTimestamp;
}

export interface DifiData extends DifiPrologue {
  readonly type: 'data';
  /** Bits at the end of the payload that belong to no sample: 0 in version 1.1. */
  readonly padBits: number;
  /** What `decodeDifiItems` makes samples of, once a context has given the size of an item. */
  readonly payload: Uint8Array;
}

/** Where the frequencies of a context are measured; 100 is an IF port, 75 an RF port. */
export const REFERENCE_POINT_IF = 100;

/** Indicators of a context: true, false, or null where the sender does not say. */
export const stateIndicators = [
  'calibratedTime',
  'validData',
  'referenceLock',
  'automaticGain',
  'detectedSignal',
  'spectralInversion',
  'overRange',
  'sampleLoss',
] as const;
export type DifiState = { readonly [K in (typeof stateIndicators)[number]]: boolean | null } & {
  /** Eight bits for the user. */
  readonly userDefined: number;
};

export const unknownState: DifiState = {
  ...{ calibratedTime: null, validData: null, referenceLock: null, automaticGain: null },
  ...{ detectedSignal: null, spectralInversion: null, overRange: null, sampleLoss: null, userDefined: 0 },
};

/** What the data packets of the stream hold. Frequencies in steps of 2^-20 Hz, levels and gains of 2^-7 dB, -256 to 256 dB. */
export interface DifiContext extends DifiPrologue {
  readonly type: 'context';
  /** A field differs from the context before. */
  readonly changed: boolean;
  readonly referencePoint: number;
  readonly bandwidthHz: number;
  readonly ifFrequencyHz: number;
  readonly rfFrequencyHz: number;
  readonly ifBandOffsetHz: number;
  /** Power at the reference point of a sinusoid of full scale, dBm. */
  readonly referenceLevelDbm: number;
  readonly scalingLevelDb: number;
  readonly gainStage1Db: number;
  readonly gainStage2Db: number;
  readonly sampleRateHz: number;
  readonly timestampAdjustmentFs: bigint;
  /** When the time was calibrated last, seconds on the scale of the timestamp. */
  readonly timestampCalibrationS: number;
  readonly state: DifiState;
  /** Bits of I, and of Q: 4 to 16. */
  readonly itemBits: number;
}

export interface DifiVersion extends DifiPrologue {
  readonly type: 'version';
  readonly changed: boolean;
  /** 2000 to 2127, and day 1 to 366 of it: when the sender's software was made. */
  readonly year: number;
  readonly day: number;
  readonly revision: number;
  readonly deviceType: number;
  /** Version of the interface document: 0 to 63. */
  readonly icdVersion: number;
}

export type DifiPacket = DifiData | DifiContext | DifiVersion;
