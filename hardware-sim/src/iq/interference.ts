/** An interfering carrier at an antenna. */
export interface Interference {
  /** Where it is, Hz. */
  readonly frequencyHz: number;
  /** Its power over the receiver's noise density, dBHz. */
  readonly cN0DbHz: number;
}
