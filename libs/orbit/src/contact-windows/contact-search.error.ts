/** A search that cannot be done as asked: its span, or a spacecraft named twice. */
export class ContactSearchError extends Error {
  override readonly name = 'ContactSearchError';
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${field}: expected ${expected}, found ${found}`);
  }
}
