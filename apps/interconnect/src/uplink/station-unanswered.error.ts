/** A station was asked to take a CLTU, and gave no answer, or none that makes sense: it may have taken it. */
export class StationUnansweredError extends Error {
  override readonly name = 'StationUnansweredError';
  constructor(
    readonly site: string,
    readonly cltu: string,
    /** What came instead of an answer. */
    readonly found: string,
  ) {
    super(`${site}: expected an answer to CLTU ${cltu}, found ${found}`);
  }
}
