import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  COLUMN_NAMES,
  type ContactSearchKernel,
  MARGIN_NODES,
  STATION_VALUES,
  TABLE_VALUES,
} from './contact-search.kernel.js';
import { contactSearchReference } from './contact-search.reference.js';
import { wasmContactSearch } from './contact-search.wasm.js';

const EARTH_RATE = 7.292115e-5;
const EARTH_M = 6_378_137;
const MU = 3.986004418e14;

interface Orbit {
  readonly radiusM: number;
  readonly inclination: number;
  readonly node: number;
  readonly phase: number;
}

/** A circular orbit over a turning sphere. */
function positionAt({ radiusM, inclination, node, phase }: Orbit, seconds: number): readonly [number, number, number] {
  const along = phase + Math.sqrt(MU / radiusM ** 3) * seconds;
  const turned = node - EARTH_RATE * seconds;
  const [x, y] = [Math.cos(along), Math.sin(along)];
  return [
    radiusM * (x * Math.cos(turned) - y * Math.cos(inclination) * Math.sin(turned)),
    radiusM * (x * Math.sin(turned) + y * Math.cos(inclination) * Math.cos(turned)),
    radiusM * y * Math.sin(inclination),
  ];
}

function nodesOf(orbit: Orbit, intervals: number, stepS: number): Float64Array {
  const count = intervals + 1 + 2 * MARGIN_NODES;
  const nodes = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) nodes.set(positionAt(orbit, (i - MARGIN_NODES) * stepS), 3 * i);
  return nodes;
}

function stationAt(latitude: number, longitude: number, level: number): readonly number[] {
  const [cosLat, sinLat, cosLon, sinLon] = [
    Math.cos(latitude),
    Math.sin(latitude),
    Math.cos(longitude),
    Math.sin(longitude),
  ];
  const up = [cosLat * cosLon, cosLat * sinLon, sinLat];
  const axes = [-sinLon, cosLon, 0, -sinLat * cosLon, -sinLat * sinLon, cosLat, ...up];
  return [...up.map((value) => value * EARTH_M), ...axes, Math.sin(level)];
}

type Row = Record<(typeof COLUMN_NAMES)[number], number>;
type Rows = readonly Row[];

function rowsOf(kernel: ContactSearchKernel, stations: Float64Array): Rows {
  const rows: Row[] = [];
  kernel.search(stations, (columns) => {
    for (let i = 0; i < columns.count; i++)
      rows.push(Object.fromEntries(COLUMN_NAMES.map((name) => [name, columns[name][i]])) as Row);
  });
  return rows;
}

/** Numbers spread evenly over a range, its ends included: `fc.double` gives mostly such as are next to 0. */
const evenly = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((k) => low + ((high - low) * k) / 1_000_000);
const orbits = fc.record({
  radiusM: evenly(6_600_000, 9_000_000),
  inclination: evenly(0, Math.PI),
  node: evenly(0, 2 * Math.PI),
  phase: evenly(0, 2 * Math.PI),
});
const stationLists = fc.array(
  fc.tuple(evenly(-Math.PI / 2, Math.PI / 2), evenly(-Math.PI, Math.PI), evenly(-0.05, 1.4)),
  {
    minLength: 1,
    maxLength: 12,
  },
);

const wasm = wasmContactSearch();
const pack = (list: readonly (readonly [number, number, number])[]): Float64Array =>
  Float64Array.from(list.flatMap(([latitude, longitude, level]) => stationAt(latitude, longitude, level)));

describe('contact search', () => {
  it('runs here', () => {
    expect(wasm).not.toBeNull();
  });

  it('gives the same table, and the same windows, in the module as in the reference', () => {
    if (wasm === null) return;
    const reference = contactSearchReference();
    let windows = 0;
    fc.assert(
      fc.property(orbits, stationLists, fc.integer({ min: 40, max: 400 }), (orbit, list, intervals) => {
        const nodes = nodesOf(orbit, intervals, 150);
        const [table, expected] = [wasm.load(nodes, intervals, 150).slice(), reference.load(nodes, intervals, 150)];
        expect(table).toHaveLength((intervals + 1) * TABLE_VALUES);
        // The last row has position, slope and curvature only.
        const known = intervals * TABLE_VALUES + 6;
        const apart = table.slice(0, known).map((value, k) => Math.abs(value - (expected[k] as number)));
        expect(apart.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(1e-6);
        const stations = pack(list);
        const [found, wanted] = [rowsOf(wasm, stations), rowsOf(reference, stations)];
        expect(found).toHaveLength(wanted.length);
        windows += found.length;
        for (const [i, row] of found.entries()) {
          const other = wanted[i] as Row;
          expect([row.open, row.station]).toEqual([other.open, other.station]);
          expect(Math.max(Math.abs(row.aos - other.aos), Math.abs(row.los - other.los))).toBeLessThan(1e-4);
          expect(Math.abs(row.maxElevation - other.maxElevation)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 90, seed: 5 },
    );
    expect(windows).toBeGreaterThan(300);
  });

  it('finds what sampling every second finds, whatever the nodes hide', () => {
    if (wasm === null) return;
    fc.assert(
      fc.property(orbits, stationLists, (orbit, list) => {
        const [intervals, stepS] = [60, 170];
        wasm.load(nodesOf(orbit, intervals, stepS), intervals, stepS);
        const rows = rowsOf(wasm, pack(list));
        for (const [k, [latitude, longitude, level]] of list.entries()) {
          const values = stationAt(latitude, longitude, level);
          const own = rows.filter(({ station }) => station === k);
          const wrong: number[] = [];
          for (let at = 0.5; at < intervals * stepS; at += 1) {
            const d = positionAt(orbit, at).map((value, axis) => value - (values[axis] as number));
            const up = d.reduce((sum, value, axis) => sum + value * (values[9 + axis] as number), 0);
            const sine = up / Math.hypot(...d) - (values[12] as number);
            if (Math.abs(sine) < 1e-7) continue;
            if (own.some(({ aos, los }) => aos <= at && at <= los) !== sine > 0) wrong.push(at);
          }
          expect(wrong).toEqual([]);
        }
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  it.each([
    ['up and down the axis', (i: number): readonly number[] => [0, 0, -20e6 + 1e5 * i]],
    ['at rest', (): readonly number[] => [42_164_000, 0, 0]],
    ['at the centre', (): readonly number[] => [0, 0, 0]],
  ])('ends on a path that is no orbit: %s', (_, at) => {
    if (wasm === null) return;
    const intervals = 400;
    const count = intervals + 1 + 2 * MARGIN_NODES;
    const nodes = Float64Array.from(Array.from({ length: count }, (__, i) => at(i)).flat());
    const stations = pack([
      [1.5, 0, 0.1],
      [0, 0, 0.1],
      [-1.2, 2, 0.1],
    ]);
    const reference = contactSearchReference();
    wasm.load(nodes, intervals, 60);
    reference.load(nodes, intervals, 60);
    const [found, wanted] = [rowsOf(wasm, stations), rowsOf(reference, stations)];
    expect(found.map(({ station, open }) => [station, open])).toEqual(
      wanted.map(({ station, open }) => [station, open]),
    );
  });

  it('hands over more windows than one batch holds, each once', () => {
    if (wasm === null) return;
    const orbit = { radiusM: 6_900_000, inclination: 1.7, node: 0, phase: 0 };
    const [intervals, stepS] = [4000, 170];
    wasm.load(nodesOf(orbit, intervals, stepS), intervals, stepS);
    const one = stationAt(1.2, 0.3, 0.05);
    const alone = rowsOf(wasm, Float64Array.from(one));
    const many = rowsOf(wasm, Float64Array.from(Array.from({ length: 300 }, () => one).flat()));
    expect(alone.length).toBeGreaterThan(60);
    expect(many).toHaveLength(300 * alone.length);
    const differ = many.filter(
      (row, i) => row.aos !== alone[i % alone.length]?.aos || row.station !== Math.floor(i / alone.length),
    );
    expect(differ).toEqual([]);
    expect(many.at(-1)?.station).toBe(299);
    expect(STATION_VALUES).toBe(one.length);
  });
});
