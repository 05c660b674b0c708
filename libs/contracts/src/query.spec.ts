import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { limitUpTo, spanQuery } from './query.js';

const schema = spanQuery({ limit: limitUpTo(10, 5), name: z.string().optional() });
const problems = (query: object) => schema.safeParse(query).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a query with a span of time', () => {
  it.each([
    {},
    { start: '2026-04-24T08:00:00Z' },
    { end: '2026-04-24T08:00:00Z' },
    { start: '2026-04-24T08:00:00Z', end: '2026-04-24T08:00:00.000001Z' }, // as text the other way round
  ])('takes %j', (query) => {
    expect(schema.parse(query)).toEqual({ ...query, limit: 5 });
  });

  it.each([
    { start: '2026-04-24T08:00:00.5Z', end: '2026-04-24T08:00:00Z' }, // as text the other way round
    { start: '2026-04-24T08:00:00Z', end: '2026-04-24T08:00:00.0Z' },
  ])('refuses %j, naming the end and both times', (query) => {
    const { issues } = schema.safeParse(query).error!;
    expect(issues).toMatchObject([
      { path: ['end'], message: `expected a time after start (${query.start}), found ${query.end}` },
    ]);
  });

  it('names the field that is no time, whatever the other one is', () => {
    expect(problems({ start: 'yesterday', end: '2026-04-24T08:00:00Z' })).toEqual(['start']);
    expect(problems({ start: '2026-04-24T08:00:00Z', end: 7 })).toEqual(['end']);
  });

  it('limits the rows, given as text too', () => {
    expect(schema.parse({ limit: '10' }).limit).toBe(10);
    expect(['11', '0', '1.5'].map((limit) => problems({ limit }))).toEqual([['limit'], ['limit'], ['limit']]);
  });
});
