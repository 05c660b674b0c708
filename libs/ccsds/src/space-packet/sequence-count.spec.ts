import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareSequenceCount, initialSequenceTally, tallySequenceCount } from './sequence-count.js';
import { missingPackets } from './space-packet.js';

const tallied = (counts: readonly number[]): ReturnType<typeof tallySequenceCount>['tally'] =>
  counts.reduce((tally, count) => tallySequenceCount(tally, count).tally, initialSequenceTally);

describe('packet sequence counts (trap 20)', () => {
  it('are compared modulo 16 384, with the size of a gap; a count that repeats is a duplicate', () => {
    expect(compareSequenceCount(null, 77)).toEqual({ kind: 'first' });
    expect(compareSequenceCount(16_383, 0)).toEqual({ kind: 'next' });
    expect(compareSequenceCount(5, 5)).toEqual({ kind: 'duplicate' });
    expect(compareSequenceCount(16_380, 2)).toEqual({ kind: 'gap', expected: 16_381, missing: 5 });
    expect(compareSequenceCount(5, 4)).toEqual({ kind: 'gap', expected: 6, missing: 16_382 });
    expect(tallied([16_382, 16_383, 0, 0, 3, 4, 4])).toEqual({ lastCount: 4, gaps: 1, missing: 2, duplicates: 2 });
  });

  it('the tally finds as many packets missing as were taken out of any stream, once round or more', () => {
    const runs = fc.array(
      fc.record({
        kept: fc.integer({ min: 1, max: 3 }),
        lost: fc.integer({ min: 0, max: 16_382 }),
        twice: fc.boolean(),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(runs, fc.nat(16_383), (list, start) => {
        const counts: number[] = [];
        let at = start;
        for (const { kept, lost, twice } of list) {
          for (let i = 0; i < kept; i++) counts.push((at + i) % 16_384);
          if (twice) counts.push((at + kept - 1) % 16_384);
          at += kept + lost;
        }
        const between = list.slice(0, -1);
        expect(tallied(counts)).toEqual({
          lastCount: counts.at(-1),
          gaps: between.filter(({ lost }) => lost > 0).length,
          missing: between.reduce((sum, { lost }) => sum + lost, 0),
          duplicates: list.filter(({ twice }) => twice).length,
        });
        const [first, second] = counts;
        if (second !== undefined && second !== first) {
          const step = compareSequenceCount(first!, second);
          expect(step.kind === 'gap' ? step.missing : 0).toBe(missingPackets(first!, second));
        }
      }),
    );
  });
});
