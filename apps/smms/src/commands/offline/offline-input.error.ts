/** An argument or an input file of an offline command is wrong: one line that names the place. */
export class OfflineInputError extends Error {
  override readonly name = 'OfflineInputError';
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${where}: expected ${expected}, found ${found}`);
  }
}
