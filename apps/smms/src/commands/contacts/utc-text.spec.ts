import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatUtc, parseUtc } from '@app/time';
import { UtcText } from './utc-text.js';

describe('UTC texts in great number', () => {
  it('are those of formatUtc, in any order', () => {
    const from = parseUtc('2025-12-31T00:00:00Z');
    const instant = fc.bigInt({ min: from, max: from + 3n * 86_400_000_000_000n });
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1 }), (instants) => {
        const text = new UtcText();
        expect(instants.map((one) => text.of(one))).toEqual(instants.map((one) => formatUtc(one)));
      }),
    );
  });

  it.each([
    ['2016-12-31T23:59:59.999999499Z', '2016-12-31T23:59:59.999999Z'],
    ['2016-12-31T23:59:59.999999500Z', '2016-12-31T23:59:60.000000Z'],
    ['2016-12-31T23:59:60.5Z', '2016-12-31T23:59:60.500000Z'],
    ['2016-12-31T23:59:60.999999500Z', '2017-01-01T00:00:00.000000Z'],
    ['2017-01-01T00:00:00Z', '2017-01-01T00:00:00.000000Z'],
    ['2017-01-01T23:59:59.999999500Z', '2017-01-02T00:00:00.000000Z'],
    ['2016-12-31T00:00:00.0000005Z', '2016-12-31T00:00:00.000001Z'],
  ])('round %s to %s, after one of the same day and after another', (given, wanted) => {
    for (const before of ['2016-12-31T12:00:00Z', '2017-01-01T12:00:00Z', '2020-01-01T00:00:00Z']) {
      const text = new UtcText();
      text.of(parseUtc(before));
      expect(text.of(parseUtc(given))).toBe(wanted);
    }
  });
});
