import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc, plusSeconds } from '@app/time';
import { basisPiece, type BasisPiece, firstDifference, type PredictionBasis } from './prediction-basis.js';

const T0 = parseUtc('2026-04-24T12:00:00Z');
const at = (hours: number) => plusSeconds(T0, hours * 3600);
const piece = (from: number, to: number, key: string, kind: BasisPiece['kind'] = 'elements') =>
  basisPiece(at(from), at(to), kind, key);
const basis = (...pieces: BasisPiece[]): PredictionBasis => ({ station: 's', earthOrientation: 'e', pieces });
const known = (from: number, to: number, one: PredictionBasis) => ({ from: at(from), to: at(to), basis: one });

describe('what must be searched again', () => {
  const old = known(0, 48, basis(piece(0, 48, 'a')));

  it.each([
    ['all, where nothing is known', undefined, basis(piece(0, 48, 'a')), 0, 'first-prediction'],
    ['all, for another station', old, { ...old.basis, station: 't' }, 0, 'station'],
    ['all, for another Earth orientation', old, { ...old.basis, earthOrientation: 'f' }, 0, 'earth-orientation'],
    ['from where newer elements are nearer', old, basis(piece(0, 30, 'a'), piece(30, 48, 'b')), 30, 'elements'],
    [
      'from where an ephemeris begins',
      old,
      basis(piece(0, 6, 'a'), piece(6, 9, 'o', 'ephemeris'), piece(9, 48, 'a')),
      6,
      'ephemeris',
    ],
    [
      'from where the same elements are stale',
      old,
      basis(piece(0, 20, 'a'), piece(20, 48, 'a', 'stale')),
      20,
      'policy',
    ],
    ['all, where the clock was set back', known(2, 48, old.basis), basis(piece(0, 48, 'a')), 0, 'horizon'],
  ])('%s', (_what, before, after, hours, cause) => {
    expect(firstDifference(before, after, at(0), at(48))).toEqual({ from: at(hours), cause });
  });

  it('nothing where all is covered, and only the end when time has gone on', () => {
    expect(firstDifference(old, basis(piece(6, 48, 'a')), at(6), at(48))).toBeUndefined();
    const later = firstDifference(old, basis(piece(6, 54, 'a')), at(6), at(54));
    expect(later).toEqual({ from: at(48), cause: 'horizon' });
  });

  it('begins no later than any difference between two bases', () => {
    const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 47 }), fc.constantFrom('a', 'b', 'c')), { maxLength: 4 });
    const filled = (list: readonly (readonly [number, string])[]): BasisPiece[] => {
      const sorted = [[0, 'a'] as const, ...list].sort((x, y) => x[0] - y[0]);
      return sorted.flatMap(([from, key], i) => {
        const to = sorted[i + 1]?.[0] ?? 48;
        return to > from ? [piece(from, to, key)] : [];
      });
    };
    const keyAt = (pieces: readonly BasisPiece[], hours: number) =>
      pieces.find(({ from, to }) => parseUtc(from) <= at(hours) && at(hours) < parseUtc(to))?.key;
    fc.assert(
      fc.property(cuts, cuts, (one, other) => {
        const [before, after] = [filled(one), filled(other)];
        const hours = Array.from({ length: 48 }, (_, i) => i + 0.5);
        const first = hours.find((hour) => keyAt(before, hour) !== keyAt(after, hour));
        const found = firstDifference(known(0, 48, basis(...before)), basis(...after), at(0), at(48));
        expect(found?.from).toEqual(first === undefined ? undefined : at(first - 0.5));
      }),
    );
  });
});
