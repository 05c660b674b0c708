import { type z } from 'zod';

export interface ScenarioProblem {
  /** Dots between the steps; empty for the whole file. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** A scenario that is not one: the file, and for each place what was expected and what was found. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  constructor(
    readonly source: string,
    readonly problems: readonly ScenarioProblem[],
  ) {
    const lines = problems.map(
      ({ path, expected, found }) => `${path === '' ? '' : `${path}: `}expected ${expected}, found ${found}`,
    );
    super(`${source}: ${lines.join('; ')}`);
  }
}

/** What the schema says is wrong, in our words. */
export function scenarioProblems(error: z.core.$ZodError, value: unknown): readonly ScenarioProblem[] {
  return error.issues.flatMap((issue) => problemsOf(issue, value, []));
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown, before: readonly PropertyKey[]): ScenarioProblem[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key].join('.'),
      expected: 'no such field',
      found: shown(at(value, [...path, key])),
    }));
  if (issue.code === 'invalid_union') {
    // The way of writing that was meant is the one that is wrong inside; where none is, all are told.
    const meant = issue.errors.find((issues) => issues.some(({ path: inside }) => inside.length > 0));
    if (meant !== undefined) return meant.flatMap((one) => problemsOf(one, value, path));
    const ways = [...new Set(issue.errors.flat().map(({ message }) => expectedOf(message)))];
    const expected = ways.length > 0 ? ways.join(' or ') : expectedOf(issue.message);
    return [{ path: path.join('.'), expected, found: shown(at(value, path)) }];
  }
  return [{ path: path.join('.'), expected: expectedOf(issue.message), found: shown(at(value, path)) }];
}

function expectedOf(message: string): string {
  return message
    .replace(/^Invalid (?:input|option|discriminator value)[.:] /i, '')
    .replace(/^(?:[^:]*: )?expected /i, '')
    .replace(/, (?:received|found) .*$/, '')
    .replace('number to be <=', 'at most ')
    .replace('number to be >=', 'at least ')
    .replace('number to be >', 'more than ');
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
