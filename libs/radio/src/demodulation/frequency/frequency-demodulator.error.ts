/** Parameters that a demodulator of frequency modulation cannot work with. */
export class FrequencyDemodulatorError extends Error {
  override readonly name = 'FrequencyDemodulatorError';
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`frequency demodulator: ${where}: expected ${expected}, found ${found}`);
  }
}
