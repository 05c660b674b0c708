/** A link profile asks for something that this receiver does not do. */
export class UnsupportedLinkError extends Error {
  override readonly name = 'UnsupportedLinkError';
  constructor(
    readonly linkProfile: string,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`link profile ${linkProfile}, ${field}: expected ${expected}, found ${found}`);
  }
}
