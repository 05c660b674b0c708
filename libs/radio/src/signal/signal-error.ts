/** A waveform, a filter or a stretch of signal that cannot be made as asked. */
export class SignalError extends Error {
  override readonly name = 'SignalError';
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly found: string | number,
  ) {
    super(`${field}: expected ${expected}, found ${found}`);
  }
}
