import { z } from 'zod';
import { parseUtc } from '@app/time';
import { isUtc, utcSchema } from './instants.js';

/** How many rows a query may ask for, as text or number, and how many it gets when it does not say. */
export const limitUpTo = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);

const span = { start: utcSchema.optional(), end: utcSchema.optional() };

/** A query with these fields and a span of time: from `start`, included, to `end`, not included, which must be after the start. */
export function spanQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...span, ...shape }).refine(inOrder, {
    path: ['end'],
    error: ({ input }) => {
      const { start, end } = input as Span;
      return `expected a time after start (${start}), found ${end}`;
    },
  });
}

interface Span {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
}

/** As instants: as text, 08:00:00Z comes after 08:00:00.5Z. What is no time is refused by its own field. */
function inOrder(query: object): boolean {
  const { start, end } = query as Span;
  if (start === undefined || end === undefined || !isUtc(start) || !isUtc(end)) return true;
  return parseUtc(start) < parseUtc(end);
}
