import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ContactCrossings, type ContactWindow } from '@app/orbit';
import {
  anyWindow,
  stationIndex,
  subjectIndex,
  tableEnd,
  tableStart,
  tableStations,
  tableSubjects,
} from './testing/random-windows.js';
import { memoryOf, packWindows, windowAt } from './window-rows.js';
import { WindowTable } from './window-table.js';

const pack = (windows: readonly ContactWindow[]) => packWindows(windows, subjectIndex, stationIndex);
const unpack = (rows: ReturnType<typeof pack>): ContactWindow[] =>
  Array.from({ length: rows.count }, (_, i) => windowAt(rows, i, tableSubjects, tableStations));

const crossings = fc.record<ContactCrossings>({
  horizonAos: fc.constantFrom(undefined, tableStart),
  horizonLos: fc.constantFrom(undefined, tableEnd),
  uplink: fc.array(fc.constantFrom({ from: tableStart, to: tableEnd }, { from: tableStart + 1n, to: tableEnd })),
});

describe('windows as rows', () => {
  it('come back as they were', () => {
    fc.assert(fc.property(fc.array(anyWindow), (windows) => expect(unpack(pack(windows))).toEqual(windows)));
  });

  it('come back with their crossings, from another thread too', () => {
    const withCrossings = fc.tuple(anyWindow, crossings).map(([window, own]) => ({ ...window, crossings: own }));
    fc.assert(
      fc.property(fc.array(withCrossings), (windows) => {
        const rows = pack(windows);
        const moved = structuredClone(rows, { transfer: memoryOf(rows) });
        expect(unpack(moved)).toEqual(windows);
        // Handed over, not copied.
        expect(memoryOf(rows).every(({ byteLength }) => byteLength === 0)).toBe(true);
      }),
    );
  });
});

describe('a table of windows', () => {
  it('gives them by AOS, spacecraft and station, however they are spread over batches', () => {
    const key = ({ aos, spacecraft, station }: ContactWindow): [bigint, string, string] => [aos, spacecraft, station];
    const before = (a: ContactWindow, b: ContactWindow): number => {
      const [left, right] = [key(a), key(b)];
      const at = left.findIndex((value, index) => value !== right[index]);
      if (at < 0) return 0;
      return (left[at] as string) < (right[at] as string) ? -1 : 1;
    };
    fc.assert(
      fc.property(fc.array(fc.array(anyWindow)), (batches) => {
        const parts = batches.map((windows) => ({ rows: pack(windows), subjects: tableSubjects }));
        const table = new WindowTable(parts, tableStations, tableStart, tableEnd);
        const sorted = batches.flat().sort(before);
        expect(table.count).toBe(sorted.length);
        expect([...table.windows()]).toEqual(sorted);
      }),
    );
  });
});
