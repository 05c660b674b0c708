/**
 * What every refusal of this library says: `what` was read or built, `where` in it the fault lies, what was `expected` there and
 * what was `found`. Each codec has its own subclass.
 */
export abstract class CodecError extends Error {
  constructor(
    readonly what: string,
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${what}: ${where}: expected ${expected}, found ${found}`);
  }
}
