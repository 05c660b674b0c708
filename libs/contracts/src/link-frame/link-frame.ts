import { z } from 'zod';
import { aosLinkFrameSchema } from './aos-link-frame.js';
import { tcLinkFrameSchema } from './tc-link-frame.js';
import { tmLinkFrameSchema } from './tm-link-frame.js';

/** The frame part of a link profile, as the offline tools take it: managed parameters of frames and coding, one object. */
export const linkFrameSchema = z
  .discriminatedUnion('frameType', [tmLinkFrameSchema, aosLinkFrameSchema, tcLinkFrameSchema])
  .meta({
    title: 'Link profile: frames and coding',
    description:
      'Managed parameters of the transfer frames of one space link and of their coding. Beside what is said here: the frame length ' +
      'fills the Reed-Solomon codewords, I·(255 - 2E - virtual fill), and leaves room for a data field.',
  });
export type LinkFrame = z.infer<typeof linkFrameSchema>;

/** The JSON Schema of what `readLinkFrame` takes. Rules across fields stand in its description. */
export function linkFrameJsonSchema(): object {
  return z.toJSONSchema(linkFrameSchema, { io: 'input' });
}

const schemas = { TM: tmLinkFrameSchema, AOS: aosLinkFrameSchema, TC: tcLinkFrameSchema } as const;
const isFrameType = (value: unknown): value is keyof typeof schemas =>
  typeof value === 'string' && Object.hasOwn(schemas, value);

export interface LinkFrameProblem {
  /** The field, as `reedSolomon.basis`; empty for the whole document. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** A frame part of a link profile that is not one: every problem, one after the other in one line. */
export class LinkFrameError extends Error {
  override readonly name = 'LinkFrameError';
  constructor(
    readonly source: string,
    readonly problems: readonly LinkFrameProblem[],
  ) {
    const lines = problems.map(
      ({ path, expected, found }) => `${path === '' ? '' : `${path}: `}expected ${expected}, found ${found}`,
    );
    super(`${source}: ${lines.join('; ')}`);
  }
}

/** Reads the frame part of a link profile; `source` names it in errors. Throws LinkFrameError. */
export function readLinkFrame(value: unknown, source: string): LinkFrame {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new LinkFrameError(source, [{ path: '', expected: 'an object', found: shown(value) }]);
  const frameType: unknown = 'frameType' in value ? value.frameType : undefined;
  if (!isFrameType(frameType))
    throw new LinkFrameError(source, [{ path: 'frameType', expected: '"TM", "AOS" or "TC"', found: shown(frameType) }]);
  const schema = schemas[frameType];
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = Object.keys(schema.shape);
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, value, fields));
  // Rules across fields repeat what a field's own rule has said.
  const first = problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
  throw new LinkFrameError(source, first);
}

function problemsOf(issue: z.core.$ZodIssue, value: object, fields: readonly string[]): LinkFrameProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      const known = issue.path.length === 0 ? `one of the fields ${fields.join(', ')}` : 'no such field';
      return { path: path.join('.'), expected: known, found: `${key} = ${shown(at(value, path))}` };
    });
  return [
    {
      path: issue.path.join('.'),
      expected: issue.message
        .replace(/^(?:[^:]*: )?expected /, '')
        .replace(/, received .*$/, '')
        .replace('number to be <=', 'at most ')
        .replace('number to be >=', 'at least '),
      found: shown(at(value, issue.path)),
    },
  ];
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
