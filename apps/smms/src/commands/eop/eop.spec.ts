import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { runInMemory } from '../testing/memory-io.js';
import { eopCommand } from './eop.command.js';
import { type EopOptions, runEop } from './eop-run.js';

// Three made-up days in the columns of IERS finals2000A: two measured, one predicted.
const finals = `25 1 1 60676.00 I  0.137496 0.000018  0.295463 0.000019  I 0.0420083 0.0000063  0.4337 0.0046  I    -0.015    0.036    -0.032    0.041
25 1 2 60677.00 I  0.135496 0.000018  0.296463 0.000019  I 0.0415083 0.0000063  0.4337 0.0046  I    -0.015    0.036    -0.032    0.041
25 1 3 60678.00 P  0.133496 0.000018  0.297463 0.000019  P 0.0410083 0.0000063                 P    -0.015    0.036    -0.032    0.041
`;
const row = (utc: string, dut1Seconds: unknown) => ({ utc, dut1Seconds, xpArcsec: 0.1, ypArcsec: -0.2 });
const files = {
  finals,
  'broken finals': finals.replace('0.0415083', '0.04x5083'),
  'table.json': [row('2026-04-24T00:00:00Z', 0.1), row('2026-04-26T00:00:00Z', 0.2)],
  'broken.json': [row('2026-04-24T00:00:00Z', 0.1), row('2026-04-26T00:00:00Z', '0.2')],
};

async function run(options: EopOptions) {
  let out = '';
  const now = () => Promise.resolve(parseUtc('2026-04-25T00:00:00Z'));
  const { code, err } = await runInMemory(files, (io) =>
    runEop(options, { ...io, stdout: (text) => Promise.resolve(void (out += text)) }, now),
  );
  return { code, out, err };
}

describe('smms eop check', () => {
  it('says what finals2000A holds, and its values', async () => {
    const { code, out, err } = await run({ file: 'finals', at: '2025-01-01T12:00:00Z', format: 'json' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      ...{ format: 'finals2000a', rows: 3, from: '2025-01-01T00:00:00Z', to: '2025-01-03T00:00:00Z' },
      ...{ measuredTo: '2025-01-02T00:00:00Z', predictedTo: '2025-01-03T00:00:00Z', status: 'measured' },
      // Half-way between the rows.
      ...{ ut1MinusUtcSeconds: 0.0417583, xpArcsec: 0.136496, ypArcsec: 0.295963 },
    });
    const predicted = await run({ file: 'finals', at: '2025-01-02T12:00:00Z', format: 'json' });
    expect(JSON.parse(predicted.out)).toMatchObject({ status: 'predicted' });
  });

  it('says what a JSON table holds, now unless told when', async () => {
    const { code, out } = await run({ file: 'table.json' });
    expect(code).toBe(0);
    expect(out).toMatch(/^source +JSON table \(table\.json\): from 2026-04-24/);
    expect(out).toMatch(/\nform +json, 2 rows\n/);
    expect(out).toMatch(/\nat +2026-04-25T00:00:00\.000000Z: measured\n/);
    expect(out).toMatch(/\nUT1-UTC +0\.1500000 s\npole x, y +0\.100000, -0\.200000 arcsec\n$/);
  });

  it('warns where the instant is outside of the table', async () => {
    const { code, out, err } = await run({ file: 'table.json', at: '2027-01-01T00:00:00Z' });
    expect(code).toBe(0);
    expect(out).toMatch(/outside of the table, UT1 = UTC is the fallback\nUT1-UTC +0\.0000000 s\n/);
    expect(err).toMatch(/^warning: Earth orientation .* does not reach/);
  });

  it.each([
    [{ file: 'broken finals' }, /^error: broken finals: line 2, column 59, UT1-UTC: expected a decimal number/],
    [{ file: 'broken.json' }, /^error: broken\.json: entry 2, dut1Seconds: expected a number of seconds/],
    [{ file: 'none' }, /^error: file none: expected a readable file, found no such file/],
    [{ at: 'noon' }, /^error: --at: expected/],
    [{ format: 'csv' }, /^error: --format: expected json or table/],
  ])('refuses %j with one line', async (options, message) => {
    const { code, out, err } = await run(options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('smms eop show', () => {
  it('states source and date of the slice that is shipped, and its values', async () => {
    const { out } = await run({ at: '2025-10-05T00:00:00Z', format: 'json' });
    expect(JSON.parse(out)).toMatchObject({
      source: expect.stringMatching(/^IERS finals2000A of \d{4}-\d\d-\d\d \(shipped slice\): from /),
      ...{ format: 'shipped slice', rows: null, status: 'measured' },
      // As finals2000A had that day in 2025 (oracle-passes.json), but for the last digits of UT1.
      ...{ ut1MinusUtcSeconds: expect.closeTo(0.0932328, 5), xpArcsec: 0.220934, ypArcsec: 0.335788 },
    });
  });

  it('is a command beside check', () => {
    expect(eopCommand().commands.map((command) => command.name())).toEqual(['check', 'show']);
  });
});
