import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

/** Rows of the table in the manual: number, suite, test title. */
const rows = [...read('docs/ccsds.md').matchAll(/^\| (\d+) +\|[^|]+\| `([^`]+)` +\| (.+?) +\|$/gm)].map(
  ([, trap, suite, title]) => ({ trap: Number(trap), suite: suite!, title: title! }),
);

describe('the table of traps in docs/ccsds.md', () => {
  it('has every trap that concerns packets, frames, coding, COP-1, time and PUS', () => {
    expect(rows.map(({ trap }) => trap)).toEqual([...Array.from({ length: 34 }, (_, i) => i + 1), 37]);
  });

  it.each(rows)('trap $trap is guarded by the test that it names', ({ suite, title }) => {
    expect(read(`libs/ccsds/src/${suite}`)).toContain(`'${title}'`);
  });
});
