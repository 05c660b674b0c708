/** Another process, which is alive, holds the lock. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
  constructor(
    readonly file: string,
    /** The process that holds it; undefined where the lock file does not say. */
    readonly pid: number | undefined,
  ) {
    super(`${file} is held by ${pid === undefined ? 'another process' : `process ${pid}`}`);
  }
}
