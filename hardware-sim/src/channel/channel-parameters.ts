import { type Tai } from '@app/time';

/** A bit that the demodulator loses (-1) or makes up (+1), in the first CADU received at or after an instant. */
export interface BitSlip {
  readonly antenna: string;
  readonly at: Tai;
  readonly bits: -1 | 1;
}

/** What holds for every antenna and spacecraft of a simulation. */
export interface ChannelParameters {
  readonly seed: number;
  /** Es/N0 over the required one at the antenna's mask elevation, dB. */
  readonly linkMarginDb: number;
  /** Chance of a slip in each CADU. */
  readonly bitSlipProbability: number;
  readonly bitSlips: readonly BitSlip[];
  /** Chance that a CLTU is lost whole on its way to a spacecraft, and that a bit of one is turned over. */
  readonly uplinkLossProbability: number;
  readonly uplinkBitErrorProbability: number;
}

/** Time from a signal above the threshold to lock, seconds. */
export const ACQUISITION_S = 1;
/** A unit hears a carrier that is this near to the one it is tuned to; Doppler is its own affair. */
export const CARRIER_TOLERANCE_HZ = 10_000;
/** And this near to its bit rate. */
export const BIT_RATE_TOLERANCE = 1e-3;
/** The spacecraft's receiver takes in a carrier that comes within this of its own: more than the Doppler shift of a low orbit. */
export const UPLINK_CARRIER_TOLERANCE_HZ = 100_000;
/** Less than this the spacecraft's receiver does not hear, at 0 dBi, dBm: no link budget comes near it, a deep fade does. */
export const UPLINK_THRESHOLD_DBM = -120;
