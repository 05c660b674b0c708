import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import { type CommandAnswer, runCommand } from '../contact-choice/testing/run-command.js';
import { sampleFiles, sampleSpan } from '../contact-choice/testing/sample-inputs.js';
import { type MemoryFiles } from '../testing/memory-io.js';
import { type LinkBudgetOptions, runLinkBudget } from './link-budget-run.js';
import { commandLink, plainLink, wetLink } from './testing/link-files.js';

const linkFiles = { 'plain.json': plainLink, 'wet.json': wetLink, 'command.json': commandLink };
const run = (options: LinkBudgetOptions, files: MemoryFiles = {}): Promise<CommandAnswer> =>
  runCommand({ ...sampleFiles, ...linkFiles, ...files }, (io) => runLinkBudget(options, io));
const point = (options: Partial<LinkBudgetOptions> = {}, files: MemoryFiles = {}): Promise<CommandAnswer> =>
  run({ link: 'plain.json', elevation: '10', rangeKm: '1000', format: 'json', ...options }, files);

interface Budget {
  readonly marginDb: number;
  readonly cN0DbHz: number;
  readonly esN0Db: number;
  readonly requiredEbN0Db: number;
  readonly complete: boolean;
  readonly lines: readonly { readonly name: string; readonly value: number | null; readonly remark?: string }[];
}
interface Contact {
  readonly contact: { readonly aos: string; readonly los: string; readonly tcaRangeKm: number };
  readonly budgets: { readonly aos: Budget; readonly tca: Budget; readonly los: Budget };
  readonly rates: { readonly dataBps: number };
  readonly samples: readonly { readonly utc: string; readonly marginDb: number; readonly elevationDeg: number }[];
  readonly usable: readonly { readonly from: string; readonly to: string }[];
  readonly usableSeconds: number;
  readonly usableDataVolumeBits: number;
  readonly complete: boolean;
  readonly notes: readonly string[];
}
const budgetOf = ({ out }: CommandAnswer): Budget => (JSON.parse(out) as { budget: Budget }).budget;
const contactsOf = ({ out }: CommandAnswer): readonly Contact[] =>
  (JSON.parse(out) as { contacts: readonly Contact[] }).contacts;
const along = async (link: string, options: Partial<LinkBudgetOptions> = {}): Promise<readonly Contact[]> =>
  contactsOf(await run({ ...sampleSpan, link, format: 'json', ...options }));

describe('smms link-budget at a point', () => {
  it('is the sum of its lines: numbers of a pocket calculator', async () => {
    const answer = await point();
    expect([answer.code, answer.err]).toEqual([0, '']);
    const budget = budgetOf(answer);
    // 20 log(4 pi 1e6 m 2.2e9 Hz / c) = 159.2964 dB; -10 log k = 228.5992; Q(4.2649) = 1e-5.
    expect(budget.lines.find(({ name }) => name === 'free-space loss')!.value).toBeCloseTo(159.2964, 3);
    expect(budget.cN0DbHz).toBeCloseTo(3 - 0.1 - 0.2 - 0.3 - 0.5 + 20 - 159.2964 + 228.5992, 3);
    expect(budget.esN0Db).toBeCloseTo(budget.cN0DbHz - 60 - 1, 9);
    expect(budget.requiredEbN0Db).toBeCloseTo(9.5879, 3);
    expect(budget.marginDb).toBeCloseTo(budget.esN0Db - 9.5879, 3);
  });

  it('says what was not computed', async () => {
    const { out } = await point({ format: 'table' });
    expect(out).toContain('not computed: no climate given');
    expect(out).toContain('the true margin is smaller: a part of the atmosphere was not computed\n');
    const budget = budgetOf(await point());
    expect(budget.complete).toBe(false);
    expect(budget.lines.find(({ name }) => name === 'atmosphere')!.value).toBeNull();
  });

  it('csv has a record a line', async () => {
    const { out } = await point({ format: 'csv' });
    const records = out.trim().split('\r\n');
    expect(records[0]).toBe('name,value,unit,by');
    expect(records).toContain('EIRP,3,dBW,');
    expect(records).toHaveLength(budgetOf(await point()).lines.length + 1);
  });

  const noSite = '--link: atmosphere.site: expected latitudeDeg and heightM, without a station, found nothing';
  it.each<[Partial<LinkBudgetOptions>, string]>([
    [{ link: 'wet.json' }, noSite],
    [{ rangeKm: undefined }, '--elevation, --range-km: expected both of them, found one'],
    [{ rangeKm: '0' }, '--range-km: expected a number above 0 to 1000000000 km, found "0"'],
    [{ elevation: '91' }, '--elevation: expected a number from -90 to 90 degrees, found "91"'],
    [{ start: '2026-04-25T00:00:00Z' }, '--start: expected nothing beside --elevation and --range-km, found a value'],
    [
      { elevation: undefined, rangeKm: undefined, start: '2026-04-25T00:00:00Z' },
      '--elements, --stations, --end: expected files and a span that give contacts, or --elevation and --range-km, found nothing',
    ],
  ])('a wrong option is one line and exit code 1: %j', async (options, message) => {
    const { code, out, err } = await point(options);
    expect([code, out, err]).toEqual([1, '', `error: ${message}\n`]);
  });

  it.each<[object, string]>([
    [{ ...plainLink, power: 3 }, '--link L: power: expected no such field, found it'],
    [{ ...plainLink, eirpDbW: undefined }, '--link L: eirpDbW: expected number, found nothing'],
    [{ ...plainLink, direction: 'sideways' }, '--link L: direction: expected'],
    [
      { ...plainLink, signal: { ...plainLink.signal, modulation: { kind: 'fm' } } },
      '--link L: signal.modulation.kind: expected',
    ],
    [
      {
        ...plainLink,
        signal: { ...plainLink.signal, coding: { kind: 'concatenated', dataSymbols: 200, interleaving: 5 } },
      },
      '--link L: signal.coding.dataSymbols: expected',
    ],
    [
      { ...commandLink, receivingSystem: wetLink.receivingSystem },
      '--link L: receivingSystem: expected no such field, found it',
    ],
    [{ ...plainLink, frequencyHz: -1 }, 'frequencyHz: expected a finite number above 0 Hz, found -1'],
    [{ ...plainLink, polarisationLossDb: -1 }, 'polarisationLossDb: expected 0 to 200 dB, found -1'],
    [
      { ...plainLink, criterion: { kind: 'bit-error-rate', rate: 0.5 } },
      'criterion.rate: expected 1e-12 to 0.01, found 0.5',
    ],
  ])('a wrong link names its field %#', async (link, message) => {
    const { code, out, err } = await point({ link: 'L' }, { L: link });
    expect([code, out]).toEqual([1, '']);
    expect(err.startsWith(`error: ${message}`)).toBe(true);
    expect(err.split('\n')).toHaveLength(2);
  });
});

describe('smms link-budget along contacts', () => {
  it('AOS, TCA and LOS are what a point at their elevation and range is', async () => {
    const [first] = await along('plain.json', { contact: '1' });
    const { lines } = first!.budgets.tca;
    const value = (name: string): number => lines.find((line) => line.name === name)!.value!;
    const elevation = value('elevation').toString();
    const alone = budgetOf(await point({ elevation, rangeKm: (value('slant range') / 1000).toString() }));
    expect(first!.budgets.tca.marginDb).toBeCloseTo(alone.marginDb, 9);
    expect(value('slant range') / 1000).toBeCloseTo(first!.contact.tcaRangeKm, 5);
    expect(first!.samples[0]!.marginDb).toBeCloseTo(first!.budgets.aos.marginDb, 9);
    expect(first!.samples.at(-1)!.utc).toBe(first!.contact.los);
    expect(first!.samples.at(-1)!.marginDb).toBeCloseTo(first!.budgets.los.marginDb, 9);
  });

  it('data passes while the margin is above the threshold: that of the file', async () => {
    const [all] = await along('plain.json', { contact: '1' });
    const duration = secondsBetween(parseUtc(all!.contact.aos), parseUtc(all!.contact.los));
    expect(all!.usableSeconds).toBeCloseTo(duration, 5);
    // 8840 data bits of 8952 sent.
    expect(all!.rates.dataBps).toBeCloseTo((1e6 * 8840) / 8952, 3);
    expect(all!.usableDataVolumeBits).toBeCloseTo(duration * ((1e6 * 8840) / 8952), 0);
    const thresholdDb = (all!.budgets.aos.marginDb + all!.budgets.tca.marginDb) / 2;
    const [part] = contactsOf(
      await run(
        { ...sampleSpan, link: 'L', contact: '1', format: 'json', step: '1' },
        { L: { ...plainLink, thresholdDb } },
      ),
    );
    const [from, to] = [part!.usable[0]!.from, part!.usable[0]!.to];
    const good = part!.samples.filter(({ marginDb }) => marginDb >= thresholdDb).map(({ utc }) => utc);
    expect(good[0]! >= from && good.at(-1)! <= to).toBe(true);
    expect(part!.usableSeconds).toBeCloseTo(secondsBetween(parseUtc(from), parseUtc(to)), 5);
    expect(Math.abs(part!.usableSeconds - (good.length - 1))).toBeLessThan(2);
  });

  it("the station's place stands in for a site that is not given, and clouds are told to be missing", async () => {
    const [first] = await along('wet.json', { contact: '1' });
    expect(first!.complete).toBe(false);
    expect(first!.notes).toContain('cloud not computed: climate has no cloudLiquidKgPerM2');
    const site = { latitudeDeg: 39.5, heightM: 1290 };
    const link = { ...wetLink, atmosphere: { ...wetLink.atmosphere, site } };
    const [given] = contactsOf(await run({ ...sampleSpan, link: 'L', contact: '1', format: 'json' }, { L: link }));
    expect(given!.samples).toEqual(first!.samples);
    const moved = { ...link, atmosphere: { ...link.atmosphere, site: { ...site, heightM: 0 } } };
    const [low] = contactsOf(await run({ ...sampleSpan, link: 'L', contact: '1', format: 'json' }, { L: moved }));
    expect(low!.samples[0]!.marginDb).toBeLessThan(given!.samples[0]!.marginDb);
  });

  it('an uplink counts from the elevation from which the station may send', async () => {
    const [first] = await along('command.json', { contact: '1', step: '1' });
    const high = first!.samples.filter(({ elevationDeg }) => elevationDeg >= 10).length;
    expect(first!.samples.length - high).toBeGreaterThan(50);
    expect(Math.abs(first!.usableSeconds - high)).toBeLessThan(2);
    const { out } = await run({ ...sampleSpan, link: 'command.json', contact: '1' });
    expect(out).toContain('at least 0 dB and the station may send, from 10 deg on:');
  });

  it('table and csv have the margin of the JSON', async () => {
    const [first] = await along('plain.json', { contact: '1' });
    const { out } = await run({ ...sampleSpan, link: 'plain.json', contact: '1' });
    const margins = [first!.budgets.aos, first!.budgets.tca, first!.budgets.los].map(({ marginDb }) =>
      marginDb.toFixed(2),
    );
    const line = out.split('\n').find((text) => text.startsWith('│ margin'))!;
    expect(
      line
        .split('│')
        .slice(2, 5)
        .map((cell) => cell.trim()),
    ).toEqual(margins);
    const csv = (await run({ ...sampleSpan, link: 'plain.json', contact: '1', format: 'csv' })).out;
    const last = csv
      .trim()
      .split('\r\n')
      .map((record) => record.split(',').at(-1));
    expect(last.slice(-first!.samples.length)).toEqual(first!.samples.map(({ marginDb }) => marginDb.toFixed(3)));
  });
});
