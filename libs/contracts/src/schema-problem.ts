import { type z } from 'zod';

/** One place of a document that is not as its schema has it. */
export interface SchemaProblem {
  /** Dots between the steps; empty for the whole document. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** What a schema says is wrong with a value, in our words; in the order of the schema. */
export function schemaProblems(error: z.core.$ZodError, value: unknown): SchemaProblem[] {
  return error.issues.flatMap((issue) => problemsOf(issue, value, []));
}

/** A line for people, after what names the document. */
export function schemaProblemText({ path, expected, found }: SchemaProblem): string {
  return `${path === '' ? '' : `${path}: `}expected ${expected}, found ${found}`;
}

/** A value as an error shows it: JSON, cut to 80 characters. */
export function shownValue(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown, before: readonly PropertyKey[]): SchemaProblem[] {
  const path = [...before, ...issue.path];
  const problem = (expected: string, at = path): SchemaProblem => ({
    path: at.map(String).join('.'),
    expected,
    found: shownValue(valueAt(value, at)),
  });
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => problem('no such field', [...path, key]));
  if (issue.code !== 'invalid_union') return [problem(expectedOf(issue.message))];
  // Of several ways to write it, the one that was begun is the one that was meant; where none is, all are told.
  const meant = issue.errors.find((issues) => issues.some((one) => one.path.length > 0));
  if (meant !== undefined) return meant.flatMap((one) => problemsOf(one, value, path));
  const ways = new Set(issue.errors.flat().map(({ message }) => expectedOf(message)));
  return [problem(ways.size === 0 ? expectedOf(issue.message) : [...ways].join(' or '))];
}

/** What is expected, of a message such as `Invalid input: expected string, received number`. */
function expectedOf(message: string): string {
  return message
    .replace(/^Invalid (?:input|option|discriminator value)[.:] /i, '')
    .replace(/^(?:[^:]*: )?expected /i, '')
    .replace(/, (?:received|found) .*$/s, '')
    .replace('number to be <=', 'at most ')
    .replace('number to be >=', 'at least ')
    .replace('number to be >', 'more than ')
    .replace(/^(string|array|object) to (?:be|have) /, '$1 of ');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
