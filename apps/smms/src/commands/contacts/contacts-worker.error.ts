/** A thread of `smms contacts` ended before its work was done. */
export class ContactsWorkerError extends Error {
  override readonly name = 'ContactsWorkerError';
  constructor(
    readonly worker: number,
    readonly reason: string,
  ) {
    super(`contacts: worker ${worker}: expected an answer, found ${reason}`);
  }
}
