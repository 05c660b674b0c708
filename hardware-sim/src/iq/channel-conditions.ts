/** An interfering carrier at an antenna. */
export interface Interference {
  /** Where it is, Hz. */
  readonly frequencyHz: number;
  /** Its power over the receiver's noise density, dBHz. */
  readonly cN0DbHz: number;
}

/** What is wrong between the spacecraft and one receiver, now. */
export interface ChannelConditions {
  /** Taken off every spacecraft's signal, dB. */
  readonly fadeDb: number;
  readonly interference: Interference | null;
}

export const clearChannel: ChannelConditions = { fadeDb: 0, interference: null };
