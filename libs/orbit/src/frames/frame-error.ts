/** A reference frame that states cannot be turned from. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`reference frame: expected ${expected}, found ${found}`);
  }
}
