import { type SchemaProblem, schemaProblemText } from '@app/contracts';

/** A station's configuration that cannot be used: the file, and for each place what was expected and what was found. */
export class StationConfigError extends Error {
  override readonly name = 'StationConfigError';
  constructor(
    readonly file: string,
    readonly problems: readonly SchemaProblem[],
  ) {
    super(`${file}: ${problems.map(schemaProblemText).join('; ')}`);
  }
}
