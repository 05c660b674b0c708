/** An argument or the trace of `smms cop1 replay` is wrong: one line that names the place. */
export class Cop1ReplayError extends Error {
  override readonly name = 'Cop1ReplayError';
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${where}: expected ${expected}, found ${found}`);
  }
}
