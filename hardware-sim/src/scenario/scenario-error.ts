import { type SchemaProblem, schemaProblemText } from '@app/contracts';

/** A scenario that is not one: the file, and for each place what was expected and what was found. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  constructor(
    readonly source: string,
    readonly problems: readonly SchemaProblem[],
  ) {
    super(`${source}: ${problems.map(schemaProblemText).join('; ')}`);
  }
}
