import { describe, expect, it } from '@jest/globals';
import { sampleFiles, sampleSpan } from '../contact-choice/testing/sample-inputs.js';
import { type CommandAnswer, runCommand } from '../contact-choice/testing/run-command.js';
import { dopplerCommand } from './doppler.command.js';
import { type DopplerOptions, runDoppler } from './doppler-run.js';

const run = (options: Partial<DopplerOptions> = {}): Promise<CommandAnswer> =>
  runCommand(sampleFiles, (io) =>
    runDoppler({ ...sampleSpan, downlinkHz: '2245e6', uplinkHz: '2067270000', step: '120', ...options }, io),
  );

interface Row {
  readonly utc: string;
  readonly rangeKm: number;
  readonly rangeRateKmPerS: number;
  readonly downlink?: Readonly<Record<string, number>>;
  readonly uplink?: Readonly<Record<string, number>>;
}
interface Answer {
  readonly contacts: readonly { readonly contact: { readonly los: string }; readonly rows: readonly Row[] }[];
}
const answerOf = ({ out }: CommandAnswer): Answer => JSON.parse(out) as Answer;
const records = (out: string): string[][] =>
  out
    .split('\r\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('utc'))
    .map((line) => line.split(','));

/** Row, light time down (s), offset down, to send up, received up (Hz), by another program; see sample-inputs. */
const expected = [
  [0, 0.008127374349, 50657.7052, -46645.0433, 46646.0958],
  [1, 0.005478619305, 47734.7165, -43953.3709, 43954.3054],
  [2, 0.003210207778, 33224.5751, -30591.9058, 30592.3585],
  [3, 0.002698720552, -18611.761, 17140.7092, -17140.5671],
] as const;

describe('smms doppler', () => {
  it('down tagged at reception, up at transmission: values of another program to 2 mHz', async () => {
    const { code, out } = await run({ contact: '1', format: 'json' });
    expect(code).toBe(0);
    const { contacts } = JSON.parse(out) as Answer;
    expect(contacts).toHaveLength(1);
    const rows = contacts[0]!.rows;
    expect(rows[0]!.utc.slice(0, 22)).toBe('2026-04-25T05:19:27.81');
    for (const [i, lightTimeS, down, send, received] of expected) {
      const { downlink, uplink } = rows[i]!;
      expect(Math.abs(downlink!.lightTimeS! - lightTimeS)).toBeLessThan(1e-9);
      expect(Math.abs(downlink!.offsetHz! - down)).toBeLessThan(0.002);
      expect(Math.abs(uplink!.transmitOffsetHz! - send)).toBeLessThan(0.002);
      expect(Math.abs(uplink!.receivedOffsetHz! - received)).toBeLessThan(0.002);
    }
  });

  it('the rate is the slope of the offset', async () => {
    const [contact] = answerOf(await run({ contact: '1', format: 'json', step: '1' })).contacts;
    const { rows } = contact!;
    for (const at of [60, 300, 320, 500]) {
      const [before, here, after] = [rows[at - 1]!, rows[at]!, rows[at + 1]!];
      const slope = (after.downlink!.offsetHz! - before.downlink!.offsetHz!) / 2;
      expect(Math.abs(here.downlink!.rateHzPerS! - slope)).toBeLessThan(0.05);
      const up = (after.uplink!.transmitOffsetHz! - before.uplink!.transmitOffsetHz!) / 2;
      expect(Math.abs(here.uplink!.transmitRateHzPerS! - up)).toBeLessThan(0.05);
    }
  });

  it('rows from AOS every step, LOS the last; every contact of the span unless one is named', async () => {
    const { contacts } = answerOf(await run({ format: 'json' }));
    expect(contacts).toHaveLength(4);
    for (const { contact, rows } of contacts) expect(rows.at(-1)!.utc).toBe(contact.los);
    expect(contacts[0]!.rows).toHaveLength(7);
  });

  it('csv, text and JSON say the same', async () => {
    const { contacts } = answerOf(await run({ contact: '2', format: 'json' }));
    const csv = records((await run({ contact: '2' })).out);
    const text = (await run({ contact: '2', format: 'text' })).out.split('\n').filter((line) => /^\d/.test(line));
    expect(csv).toHaveLength(contacts[0]!.rows.length);
    for (const [i, { utc, rangeKm, rangeRateKmPerS, downlink, uplink }] of contacts[0]!.rows.entries()) {
      const numbers = [
        ...[rangeKm, rangeRateKmPerS, downlink!.offsetHz, downlink!.rateHzPerS, uplink!.receivedOffsetHz],
        ...[uplink!.receivedRateHzPerS, uplink!.transmitOffsetHz, uplink!.transmitRateHzPerS],
      ];
      expect([csv[i]![0], ...csv[i]!.slice(1).map(Number)]).toEqual([utc, ...numbers]);
      const [textUtc, ...cells] = text[i]!.split(/ +/);
      expect([textUtc, ...cells.map(Number)]).toEqual([utc, ...numbers]);
    }
  });

  it('one direction alone has no columns of the other', async () => {
    const { contacts } = answerOf(await run({ uplinkHz: undefined, contact: '1', format: 'json' }));
    expect(contacts[0]!.rows[0]!.uplink).toBeUndefined();
    expect((await run({ uplinkHz: undefined, contact: '1' })).out).not.toContain('uplink');
  });

  it('the comments name the model, the motion and what the times are', async () => {
    const { out } = await run({ contact: '1' });
    expect(out).toContain('# SGP4 (WGS72, improved); Earth orientation none: UT1=UTC, no polar motion');
    expect(out).toContain('# motion: 799500001, epoch 2026-04-24T06:00:00.123456Z, omm-json of one.json');
    expect(out).toContain('# downlink 2245000000 Hz: what arrives at the ground at this UTC');
  });

  it.each<[Partial<DopplerOptions>, string]>([
    [
      { downlinkHz: undefined, uplinkHz: undefined },
      '--downlink-hz, --uplink-hz: expected at least one of the two, found neither',
    ],
    [{ downlinkHz: '-1' }, '--downlink-hz: expected a number above 0 to 1000000000000 Hz, found "-1"'],
    [{ step: '0' }, '--step: expected a number from 0.001 s, found "0"'],
    [{ step: 'one' }, '--step: expected a number from 0.001 s, found "one"'],
    [{ format: 'xml' }, '--format: expected csv or text or json, found "xml"'],
    [{ contact: '5' }, '--contact: expected a number from 1 to 4, the contacts of the span, found 5'],
    [{ contact: '0' }, '--contact: expected a number from 1 on, or all, found "0"'],
    [{ station: 'KSX' }, '--station: expected one of KSI, found "KSX"'],
    [{ spacecraft: 'NONE' }, '--spacecraft: expected one of TEST-1 (799500001), found "NONE"'],
    [
      { stations: 'hidden.json' },
      '--start, --end: expected a contact between 2026-04-25T00:00:00.000000Z and 2026-04-26T00:00:00.000000Z, found none',
    ],
    [{ elements: ['none.json'] }, '--elements none.json: expected a readable file, found no such file or folder'],
    [
      { end: '2026-04-25T00:00:00Z' },
      '--end: expected a time after --start 2026-04-25T00:00:00Z, found "2026-04-25T00:00:00Z"',
    ],
  ])('a wrong option is one line and exit code 1: %j', async (options, message) => {
    const { code, out, err } = await run(options);
    expect([code, out, err]).toEqual([1, '', `error: ${message}\n`]);
  });

  it('elements that are too old are refused with their age, and computed when that is asked for', async () => {
    const refused = await run({ elements: ['old.json'] });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('error: OLD: elements of 2026-03-01T00:00:00.000000Z are at least 55.0 d away');
    const { code, err } = await run({ elements: ['old.json'], allowStale: true, contact: '1' });
    expect(code).toBe(0);
    expect(err).toMatch(/^warning: OLD: elements of 2026-03-01T00:00:00.000000Z are up to 55\.\d d away/);
  });

  it('spacecraft by name or by catalogue number', async () => {
    const options = { elements: ['two.json'], contact: '1', format: 'json' };
    const byName = await run({ ...options, spacecraft: 'TEST-1' });
    expect(byName.out).toBe((await run({ ...options, spacecraft: '799500001' })).out);
    expect((await run({ ...options, spacecraft: 'PLANNED-1' })).out).toContain('"spacecraft":"PLANNED-1"');
  });

  it('is a command with the options of the manual', () => {
    const flags = dopplerCommand().options.map(({ long }) => long);
    expect(flags).toEqual([
      ...['--elements', '--start', '--end', '--eop', '--allow-stale', '--spacecraft', '--stations', '--station'],
      ...['--contact', '--downlink-hz', '--uplink-hz', '--step', '--format'],
    ]);
  });
});
