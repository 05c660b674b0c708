import { type z } from 'zod';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo, readText } from '../offline/offline-io.js';

const pathText = (path: readonly PropertyKey[]): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`)).join('');

function valueText(root: unknown, path: readonly PropertyKey[]): string {
  let value = root;
  for (const key of path)
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function asInputError(where: string, root: unknown, issue: z.core.$ZodIssue): OfflineInputError {
  const place = (path: readonly PropertyKey[]): string => (path.length === 0 ? where : `${where}: ${pathText(path)}`);
  if (issue.code === 'unrecognized_keys')
    return new OfflineInputError(place([...issue.path, issue.keys[0] ?? '']), 'no such field', 'it');
  const expected = issue.message
    .replace(/^Invalid input: expected /, '')
    .replace(/^Too (small|big): expected \S+ to be /, '')
    .replace(/^Invalid option: expected /, '')
    .replace(/, received .*$/, '');
  return new OfflineInputError(place(issue.path), expected, valueText(root, issue.path));
}

/** A JSON file that a schema describes. Throws OfflineInputError that names file and field. */
export async function readJsonFile<Value>(
  io: OfflineIo,
  option: string,
  file: string,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const text = await readText(io, option, file);
  const where = `${option} ${file}`;
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new OfflineInputError(where, 'JSON', error.message.replaceAll(/\s+/g, ' '));
  }
  const result = schema.safeParse(root);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue === undefined ? result.error : asInputError(where, root, issue);
}
