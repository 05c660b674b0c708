import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InstantTextError } from './database-errors.js';
import {
  instantFromPostgres,
  instantRangeFromPostgres,
  instantRangeToPostgres,
  instantToPostgres,
} from './instant-text.js';

describe('an instant as text', () => {
  it.each([
    ['2026-04-24 08:00:00.123456+00', '2026-04-24T08:00:00.123456Z'],
    ['2026-04-24 08:00:00.1+00', '2026-04-24T08:00:00.100000Z'],
    ['2026-04-24 08:00:00+00', '2026-04-24T08:00:00.000000Z'],
    ['infinity', 'infinity'],
  ])('%s is read as %s', (theirs, ours) => {
    expect(instantFromPostgres(theirs)).toBe(ours);
  });

  it.each([
    '2026-04-24T08:00:00.1234567Z',
    '2026-04-24T08:00:00',
    '2026-04-24 08:00:00Z',
    '2026-04-24T08:00:00+02:00',
    '',
  ])('%j is refused, not rounded or taken for another zone', (text) => {
    expect(() => instantToPostgres(text)).toThrow(InstantTextError);
  });

  it('is written with six decimals, so that equal instants are equal text', () => {
    expect(instantToPostgres('2026-04-24T08:00:00Z')).toBe('2026-04-24T08:00:00.000000Z');
    expect(instantToPostgres('2026-04-24T08:00:00.5Z')).toBe('2026-04-24T08:00:00.500000Z');
  });
});

describe('a range of instants as text', () => {
  it.each(['empty', '["2026-04-24 08:00:00+00","2026-04-24 09:00:00+00"]', '("2026-04-24 08:00:00+00",)', '[a,b', 'x'])(
    '%s is refused: not [start,end)',
    (text) => {
      expect(() => instantRangeFromPostgres(text)).toThrow(InstantTextError);
    },
  );

  it('keeps unbounded ends as null, with the bracket that PostgreSQL prints for them', () => {
    expect(instantRangeFromPostgres('(,)')).toEqual({ start: null, end: null });
    expect(instantRangeFromPostgres('["2026-04-24 08:00:00+00",)').end).toBeNull();
  });

  it('comes back as it was written', () => {
    const instant = fc
      .date({ min: new Date('1960-01-01'), max: new Date('2900-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().replace('Z', '789Z'));
    const bound = fc.option(instant, { nil: null });
    fc.assert(
      fc.property(bound, bound, (start, end) => {
        const written = instantRangeToPostgres({ start, end });
        expect(instantRangeFromPostgres(start === null ? written.replace('[', '(') : written)).toEqual({ start, end });
      }),
    );
  });
});
