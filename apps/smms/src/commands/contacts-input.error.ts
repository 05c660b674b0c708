/** An argument or an input file of `smms contacts` is wrong: one line that names the place and the field. */
export class ContactsInputError extends Error {
  override readonly name = 'ContactsInputError';
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${where}: expected ${expected}, found ${found}`);
  }
}
