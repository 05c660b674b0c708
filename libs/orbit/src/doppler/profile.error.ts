/** A profile that cannot be made as asked: its span, its step, a frequency. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${field}: expected ${expected}, found ${found}`);
  }
}
