import type { z } from 'zod';

export interface StationConfigProblem {
  /** Dots between the steps; empty for the whole file. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** A station's configuration that cannot be used: the file, and for each place what was expected and what was found. */
export class StationConfigError extends Error {
  override readonly name = 'StationConfigError';
  constructor(
    readonly file: string,
    readonly problems: readonly StationConfigProblem[],
  ) {
    const lines = problems.map(
      ({ path, expected, found }) => `${path === '' ? '' : `${path}: `}expected ${expected}, found ${found}`,
    );
    super(`${file}: ${lines.join('; ')}`);
  }
}

/** What a schema says is wrong, as problems. */
export function problemsOf(error: z.core.$ZodError, value: unknown): StationConfigProblem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, value, []));
}

function problemsOfIssue(
  issue: z.core.$ZodIssue,
  value: unknown,
  before: readonly PropertyKey[],
): StationConfigProblem[] {
  const path = [...before, ...issue.path];
  const problem = (expected: string, at = path): StationConfigProblem => ({
    path: at.map(String).join('.'),
    expected,
    found: shown(valueAt(value, at)),
  });
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => problem('no such field', [...path, key]));
  if (issue.code !== 'invalid_union') return [problem(expectation(issue.message))];
  // Of several ways to write it, the one that was begun is the one that was meant.
  const meant = issue.errors.find((issues) => issues.some((one) => one.path.length > 0));
  if (meant !== undefined) return meant.flatMap((one) => problemsOfIssue(one, value, path));
  const ways = new Set(issue.errors.flat().map(({ message }) => expectation(message)));
  return [problem(ways.size === 0 ? expectation(issue.message) : [...ways].join(' or '))];
}

/** What is expected, of a message such as `Invalid input: expected string, received number`. */
function expectation(message: string): string {
  const expected = /expected (.*?)(?:, (?:received|found) .*)?$/is.exec(message)?.[1] ?? message;
  return expected.replace(/^(string|number|array|object) to (?:be|have) /, '$1 of ');
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
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
