import type { LinkProfile, TelecommandLink } from '@app/contracts';

export interface UplinkOptions {
  /** The carrier is kept up for so long without telemetry, mission seconds. */
  readonly uplinkHoldS: number;
  /** A CLCW is believed for so long, mission seconds. */
  readonly clcwOverdueS: number;
  /** After the acquisition sequence an uplink that works is reported acquired within so many mission seconds. */
  readonly uplinkAcquiredAfterS: number;
  /** CLTUs that may wait for their end at once. */
  readonly cltuQueueLimit: number;
}

export const defaultUplinkOptions: UplinkOptions = {
  uplinkHoldS: 10,
  clcwOverdueS: 10,
  uplinkAcquiredAfterS: 20,
  cltuQueueLimit: 64,
};

/** Mission seconds. */
export interface UplinkTiming {
  readonly holdS: number;
  readonly clcwOverdueS: number;
  readonly acquisitionOverdueS: number;
  /** The carrier goes down so long before it must be down. */
  readonly guardS: number;
}

/** What an order may be late on its way through an accelerated system, wall seconds. */
const LATENCY_WALL_S = 0.2;
/** Telemetry comes in bursts where mission time runs fast: nothing is overdue before so many wall seconds. */
const PATIENCE_WALL_S = 3;
const LEAST_GUARD_S = 1;
/** Frames that may be lost one after the other before their CLCW is missed. */
const FRAMES_MISSED = 4;

/** How long to wait for what, on this link and at this rate of the mission clock. */
export function uplinkTiming(
  { downlink, uplink }: LinkProfile,
  options: UplinkOptions,
  clockRate: number,
): UplinkTiming {
  const { frameLength, reedSolomon } = downlink.frame;
  const checkOctets = reedSolomon === null ? 0 : 2 * reedSolomon.e * reedSolomon.interleave;
  const framePeriodS = (8 * (4 + frameLength + checkOctets)) / downlink.bitRateBps;
  const patienceS = Math.max(FRAMES_MISSED * framePeriodS, PATIENCE_WALL_S * clockRate);
  const acquisitionS = uplink === null ? 0 : acquisitionSequenceS(uplink.frame, uplink.bitRateBps);
  return {
    holdS: Math.max(options.uplinkHoldS, patienceS),
    clcwOverdueS: Math.max(options.clcwOverdueS, patienceS),
    acquisitionOverdueS: acquisitionS + Math.max(options.uplinkAcquiredAfterS, patienceS),
    guardS: Math.max(LEAST_GUARD_S, LATENCY_WALL_S * clockRate),
  };
}

/** From carrier up to the end of the acquisition sequence, seconds. */
export function acquisitionSequenceS(
  { carrierOnlyS, acquisitionOctets }: Pick<TelecommandLink, 'carrierOnlyS' | 'acquisitionOctets'>,
  bitRateBps: number,
): number {
  return carrierOnlyS + (8 * acquisitionOctets) / bitRateBps;
}
