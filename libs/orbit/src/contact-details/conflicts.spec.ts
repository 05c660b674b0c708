import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds } from '@app/time';
import fc from 'fast-check';
import { type OccupyingWindow, antennaConflicts, simultaneousViews } from './conflicts.js';

const start = parseUtc('2026-04-25T00:00:00Z');
const window = (from: number, to: number, changes: Partial<OccupyingWindow> = {}): OccupyingWindow => ({
  spacecraft: 'A',
  station: 'S',
  antenna: 'S1',
  aos: plusSeconds(start, from),
  los: plusSeconds(start, to),
  setUpS: 0,
  tearDownS: 0,
  ...changes,
});
const at = (seconds: number): bigint => plusSeconds(start, seconds);

describe('conflicts at an antenna', () => {
  it('groups what overlaps, also by way of a third window, with set-up and tear-down', () => {
    const windows = [
      window(300, 400),
      window(0, 100),
      window(90, 310),
      window(500, 600),
      window(620, 700, { setUpS: 15, tearDownS: 5 }),
      window(705, 800),
      window(595, 596, { antenna: 'S2' }),
      window(605, 610, { tearDownS: 1 }),
    ];
    expect(antennaConflicts(windows)).toEqual([
      { key: 'S1', members: [1, 2, 0], from: at(0), to: at(400), mostAtOnce: 2 },
      { key: 'S1', members: [4, 7], from: at(605), to: at(705), mostAtOnce: 2 },
    ]);
  });
  it('lets one window end when the next begins, and knows empty ones', () => {
    expect(antennaConflicts([window(0, 10), window(10, 20), window(5, 5)])).toEqual([]);
    expect(antennaConflicts([])).toEqual([]);
  });
  it('agrees with comparing every pair', () => {
    const windows = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 200 }),
        long: fc.integer({ min: 1, max: 30 }),
        antenna: fc.constantFrom('S1', 'S2'),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(windows, (list) => {
        const made = list.map(({ from, long, antenna }) =>
          window(from, from + long, { antenna, setUpS: 2, tearDownS: 1 }),
        );
        const overlap = (a: number, b: number): boolean =>
          list[a]!.antenna === list[b]!.antenna &&
          list[a]!.from - 2 < list[b]!.from + list[b]!.long + 1 &&
          list[b]!.from - 2 < list[a]!.from + list[a]!.long + 1;
        const places = list.map((_, i) => i);
        // Connected parts by colouring until nothing changes.
        const colour = [...places];
        for (let changed = true; changed;) {
          changed = false;
          for (const a of places)
            for (const b of places)
              if (overlap(a, b) && colour[a]! > colour[b]!) [colour[a], changed] = [colour[b]!, true];
        }
        const groups = antennaConflicts(made);
        const expected = places.filter((a) => places.some((b) => b !== a && overlap(a, b)));
        expect(groups.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(expected);
        for (const { members, mostAtOnce } of groups) {
          expect(new Set(members.map((i) => colour[i])).size).toBe(1);
          // The most at once are so at some begin.
          const open = members.map(
            (a) =>
              members.filter(
                (b) =>
                  list[b]!.from <= list[a]!.from &&
                  overlap(a, b) &&
                  list[b]!.from + list[b]!.long + 1 > list[a]!.from - 2,
              ).length,
          );
          expect(mostAtOnce).toBe(Math.max(...open));
        }
      }),
    );
  });
  it('takes a hundred thousand windows', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => window(i * 7, i * 7 + 8));
    expect(antennaConflicts(many).map(({ members, mostAtOnce }) => [members.length, mostAtOnce])).toEqual([
      [100_000, 2],
    ]);
  });
});

describe('several stations that see one spacecraft', () => {
  it('are told by the spacecraft, and two antennas of one station are not several', () => {
    const windows = [
      window(0, 100),
      window(50, 150, { station: 'T', antenna: 'T1' }),
      window(60, 90, { station: 'U', antenna: 'U1', setUpS: 100 }),
      window(50, 150, { spacecraft: 'B' }),
      window(300, 400),
      window(300, 400, { antenna: 'S2' }),
      window(400, 500, { station: 'T' }),
    ];
    expect(simultaneousViews(windows)).toEqual([
      { key: 'A', members: [0, 1, 2], from: at(0), to: at(150), mostAtOnce: 3 },
    ]);
  });
});
