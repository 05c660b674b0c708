import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { type ElementAgePolicy, defaultElementAgePolicy, elementAge } from './element-age.js';
import {
  type ElementCandidate,
  type EphemerisCandidate,
  type TrajectoryCandidates,
  type TrajectoryPiece,
  chooseTrajectories,
} from './trajectory-choice.js';

interface Named {
  readonly name: string;
}
type Candidates = TrajectoryCandidates<EphemerisCandidate & Named, ElementCandidate & Named>;

const start = parseUtc('2026-04-25T00:00:00Z');
const day = (count: number): Tai => plusSeconds(start, 86_400 * count);
const days = (instant: Tai): number => secondsBetween(start, instant) / 86_400;
const oem = (name: string, created: number, ...spans: [number, number][]): EphemerisCandidate & Named => ({
  name,
  created: day(created),
  spans: spans.map(([from, to]) => ({ from: day(from), to: day(to) })),
});
const set = (name: string, epoch: number): ElementCandidate & Named => ({ name, epoch: day(epoch) });
const nameOf = ({ source }: TrajectoryPiece<Named, Named>): string =>
  source.kind === 'none' ? 'none' : source.kind === 'elements' ? source.elements.name : source.ephemeris.name;

function pieces(candidates: Partial<Candidates>, from: number, to: number, policy?: ElementAgePolicy): unknown[] {
  const all: Candidates = { ephemerides: [], elementSets: [], maneuvers: [], ...candidates };
  return chooseTrajectories(all, { from: day(from), to: day(to) }, policy).map((piece) => [
    days(piece.from),
    days(piece.to),
    nameOf(piece),
    piece.age?.verdict,
    piece.maneuver?.note,
  ]);
}

describe('chooseTrajectories', () => {
  it('prefers the ephemeris in its usable spans, and takes the nearest elements elsewhere', () => {
    const candidates = { ephemerides: [oem('E', 0, [1, 2], [3, 4])], elementSets: [set('A', 0), set('B', 5)] };
    expect(pieces(candidates, 0, 6)).toEqual([
      [0, 1, 'A', 'fresh', undefined],
      [1, 2, 'E', 'fresh', undefined],
      [2, 2.5, 'A', 'fresh', undefined],
      [2.5, 3, 'B', 'fresh', undefined],
      [3, 4, 'E', 'fresh', undefined],
      [4, 6, 'B', 'fresh', undefined],
    ]);
  });

  it('takes the ephemeris made last where several cover the time, of equals the later in the list', () => {
    const [old, young, twin] = [oem('old', -2, [0, 10]), oem('young', -1, [2, 4]), oem('twin', -1, [3, 5])];
    expect(pieces({ ephemerides: [young, old] }, 0, 6).map((piece) => (piece as unknown[]).slice(0, 3))).toEqual([
      [0, 2, 'old'],
      [2, 4, 'young'],
      [4, 6, 'old'],
    ]);
    expect(pieces({ ephemerides: [young, twin] }, 2, 5).map((piece) => (piece as unknown[]).slice(0, 3))).toEqual([
      [2, 3, 'young'],
      [3, 5, 'twin'],
    ]);
    expect(pieces({ elementSets: [set('A', 0), set('B', 0)] }, 0, 1)).toEqual([[0, 1, 'B', 'fresh', undefined]]);
  });

  it('splits where elements become stale, and not where they are ageing', () => {
    expect(pieces({ elementSets: [set('A', 0)] }, -20, 20)).toEqual([
      [-20, -14, 'A', 'stale', undefined],
      [-14, 14, 'A', 'ageing', undefined],
      [14, 20, 'A', 'stale', undefined],
    ]);
    expect(pieces({ elementSets: [set('A', 0)] }, -3, 3)).toEqual([[-3, 3, 'A', 'fresh', undefined]]);
    const never = { warnAfterDays: 3, refuseAfterDays: Infinity };
    expect(pieces({ elementSets: [set('A', 0)] }, 0, 400, never)).toEqual([[0, 400, 'A', 'ageing', undefined]]);
  });

  it('never calls an ephemeris stale, however long ago it was made', () => {
    const [piece] = chooseTrajectories(
      { ephemerides: [oem('E', -30, [0, 2])], elementSets: [], maneuvers: [] },
      { from: day(0), to: day(2) },
    );
    expect(piece!.age).toEqual({ days: 32, verdict: 'fresh' });
  });

  it('says where there is nothing', () => {
    expect(pieces({}, 0, 1)).toEqual([[0, 1, 'none', undefined, undefined]]);
    expect(pieces({ ephemerides: [oem('E', 0, [1, 2])] }, 0, 3).map((piece) => (piece as unknown[])[2])).toEqual([
      'none',
      'E',
      'none',
    ]);
    expect(pieces({ elementSets: [set('A', 0)] }, 1, 1)).toEqual([]);
  });

  it('flags the pieces that reach beyond the start of a manoeuvre their source does not know', () => {
    const maneuvers = [{ spacecraft: 'S', start: day(1.5), end: day(1.6), note: 'raise' }];
    const candidates = { ephemerides: [oem('E', 1.7, [2, 3])], elementSets: [set('A', 0), set('B', 8)], maneuvers };
    expect(pieces(candidates, 0, 9)).toEqual([
      [0, 2, 'A', 'fresh', 'raise'],
      [2, 3, 'E', 'fresh', undefined],
      [3, 4, 'A', 'ageing', 'raise'],
      [4, 9, 'B', 'ageing', undefined],
    ]);
    expect(pieces(candidates, 0, 1)).toEqual([[0, 1, 'A', 'fresh', undefined]]);
  });

  it('fills any span without a gap, and at every instant of it agrees with a search through all candidates', () => {
    const tenths = fc.integer({ min: -200, max: 200 }).map((n) => n / 10);
    const worlds = fc.record({
      epochs: fc.array(tenths, { maxLength: 4 }),
      oems: fc.array(fc.tuple(tenths, tenths, tenths), { maxLength: 3 }),
      span: fc.tuple(tenths, tenths).filter(([a, b]) => a < b),
      shares: fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), { minLength: 5, maxLength: 5 }),
    });
    fc.assert(
      fc.property(worlds, ({ epochs, oems, span: [from, to], shares }) => {
        const elementSets = epochs.map((epoch, i) => set(`S${i}`, epoch));
        const ephemerides = oems.map(([created, a, b], i) => oem(`E${i}`, created, [Math.min(a, b), Math.max(a, b)]));
        const found = chooseTrajectories({ ephemerides, elementSets, maneuvers: [] }, { from: day(from), to: day(to) });
        expect([found[0]!.from, found.at(-1)!.to]).toEqual([day(from), day(to)]);
        for (const [i, piece] of found.entries()) {
          expect(piece.to > piece.from).toBe(true);
          if (i > 0) expect(piece.from).toBe(found[i - 1]!.to);
          if (i > 0)
            expect([nameOf(piece), piece.age?.verdict]).not.toEqual([
              nameOf(found[i - 1]!),
              found[i - 1]!.age?.verdict,
            ]);
          for (const share of shares) {
            const instant = plusSeconds(piece.from, share * secondsBetween(piece.from, piece.to));
            const { source } = piece;
            const covering = ephemerides.filter(({ spans: [s] }) => s!.from < instant && instant < s!.to);
            if (covering.length > 0) {
              const latest = covering.reduce((a, b) => (b.created >= a.created ? b : a));
              expect(nameOf(piece)).toBe(latest.name);
            } else if (source.kind === 'elements') {
              const gap = (epoch: Tai): number => Math.abs(secondsBetween(epoch, instant));
              expect(gap(source.elements.epoch)).toBe(Math.min(...elementSets.map(({ epoch }) => gap(epoch))));
              const stale = elementAge(source.elements.epoch, instant, defaultElementAgePolicy).verdict === 'stale';
              expect(piece.age!.verdict === 'stale').toBe(stale);
            } else expect([source.kind, elementSets]).toEqual(['none', []]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
