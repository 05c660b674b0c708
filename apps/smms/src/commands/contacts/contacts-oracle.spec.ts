import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import { type ContactRow } from './contact-row.js';
import { oracleFolder, oracleInputs, type OraclePass } from './testing/oracle-inputs.js';
import { runContactsInMemory } from './testing/run-contacts.js';

type Inputs = ReturnType<typeof oracleInputs>;

async function contactsOf({ files, options }: Inputs, more: object): Promise<ContactRow[]> {
  const { code, out } = await runContactsInMemory({ ...options, ...more }, files);
  expect(code).toBe(0);
  return (JSON.parse(out) as { contacts: ContactRow[] }).contacts;
}

/** Both lists by spacecraft, station and order in time. */
function pairs(passes: readonly OraclePass[], rows: readonly ContactRow[]): [OraclePass, ContactRow][] {
  const group = <T>(list: readonly T[], key: (one: T) => string): Map<string, T[]> => {
    const groups = new Map<string, T[]>();
    for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
    return groups;
  };
  const found = group(rows, ({ catalogNumber, station }) => `${catalogNumber} ${station}`);
  const wanted = group(passes, ({ norad, station }) => `${norad} ${station}`);
  const count = (groups: Map<string, unknown[]>): object =>
    Object.fromEntries([...groups].map(([key, list]) => [key, list.length]).sort());
  expect(count(found)).toEqual(count(wanted));
  return [...wanted].flatMap(([key, list]) =>
    list
      .sort((a, b) => (a.aos < b.aos ? -1 : 1))
      .map((pass, index): [OraclePass, ContactRow] => [pass, found.get(key)?.[index] as ContactRow]),
  );
}

const milliseconds = (a: string, b: string): number => Math.abs(secondsBetween(parseUtc(a), parseUtc(b))) * 1000;

const withOracles = oracleFolder === undefined ? describe.skip : describe;

withOracles('smms contacts against passes that were computed independently (skipped without SMMS_ORACLES)', () => {
  it.each([
    ['oracle-passes.json', 'eop.json'],
    ['oracle-passes-simple.json', 'none'],
  ])('finds the 4 307 passes of %s, and no other, within the gates', async (name, eop) => {
    const inputs = oracleInputs(name);
    const rows = await contactsOf(inputs, { eop });
    expect(rows).toHaveLength(4307);
    const errorsMs: number[] = [];
    for (const [pass, row] of pairs(inputs.passes, rows)) {
      for (const [wanted, found, rate] of [
        [pass.aos, row.aos, pass.elRateAosDegS],
        [pass.los, row.los, pass.elRateLosDegS],
      ] as const) {
        errorsMs.push(milliseconds(wanted, found));
        expect(errorsMs.at(-1)).toBeLessThanOrEqual(Math.max(1, 2e-3 / Math.abs(rate)));
      }
      expect(Math.abs(pass.maxElDeg - row.maxElevationDeg)).toBeLessThanOrEqual(1e-4);
      expect(Math.abs(pass.rangeTcaKm - row.tcaRangeKm)).toBeLessThanOrEqual(1e-3);
      if (pass.maxElDeg > 6) expect(milliseconds(pass.tca, row.tca)).toBeLessThanOrEqual(1);
    }
    errorsMs.sort((a, b) => a - b);
    expect(errorsMs[errorsMs.length >> 1]).toBeLessThanOrEqual(0.05);
    expect(errorsMs[Math.floor(errorsMs.length * 0.95)]).toBeLessThanOrEqual(0.1);
  });

  // The survey of research/flight-dynamics.md, 4.1: 33 more passes, AOS 2533 ms earlier in the median.
  it('sees 33 passes more with --refraction, and AOS 2.5 s earlier', async () => {
    const inputs = oracleInputs('oracle-passes.json');
    const plain = await contactsOf(inputs, { eop: 'eop.json' });
    const lifted = await contactsOf(inputs, { eop: 'eop.json', refraction: true });
    expect(lifted).toHaveLength(4307 + 33);
    const keyOf = (row: ContactRow): string => `${row.catalogNumber} ${row.station} ${row.orbitNumber} ${row.part}`;
    const aosOf = new Map(plain.map((row) => [keyOf(row), row.aos]));
    const shifts = lifted
      .filter((row) => aosOf.has(keyOf(row)))
      .map((row) => secondsBetween(parseUtc(row.aos), parseUtc(aosOf.get(keyOf(row)) as string)))
      .sort((a, b) => a - b);
    expect(shifts).toHaveLength(4307);
    expect(shifts[shifts.length >> 1]).toBeCloseTo(2.533, 1);
  });
});
