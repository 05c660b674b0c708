/** A station's coordinate, mask or identifier is wrong; `index` (from 0) is its place in the list it came in. */
export class StationError extends Error {
  override readonly name = 'StationError';
  constructor(
    readonly field: string,
    readonly stationId: string,
    readonly index: number | undefined,
    readonly expected: string,
    readonly found: string,
  ) {
    const place = index === undefined ? '' : ` (number ${index + 1})`;
    super(`station "${stationId}"${place}: ${field}: expected ${expected}, found ${found}`);
  }
}
