/** A question of geometry that cannot be answered as asked: its span, an angle or a condition out of range. */
export class GeometryError extends Error {
  override readonly name = 'GeometryError';
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${field}: expected ${expected}, found ${found}`);
  }
}

/** A path has no state inside the span that was asked for; `code` is the trajectory's, `seconds` count from the path's start. */
export class PathGapError extends Error {
  override readonly name = 'PathGapError';
  constructor(
    readonly code: number,
    readonly seconds: number,
  ) {
    super(`path: expected a state ${seconds} s after its start, found failure ${code}`);
  }
}
