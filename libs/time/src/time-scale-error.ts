/** An instant or a reading that a time scale does not have: GPS time before its epoch, UTC before it was kept, a second that was not. */
export class TimeScaleError extends Error {
  override readonly name = 'TimeScaleError';
  constructor(
    readonly what: string,
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${what}: ${where}: expected ${expected}, found ${found}`);
  }
}
