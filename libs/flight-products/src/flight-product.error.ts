/** A product cannot be made from what was given: `field` says where, then what was expected and what was found. */
export class FlightProductError extends Error {
  override readonly name = 'FlightProductError';
  constructor(
    readonly product: string,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${product}: ${field}: expected ${expected}, found ${found}`);
  }
}
