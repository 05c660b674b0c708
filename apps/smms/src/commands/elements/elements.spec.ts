import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { parseElements, toOemKvn } from '@app/orbit';
import { ommText, sampledOem } from '../contacts/testing/motion-texts.js';
import { oracleFolder } from '../contacts/testing/oracle-inputs.js';
import { runInMemory } from '../testing/memory-io.js';
import { elementsCommand } from './elements.command.js';
import { type ElementReport } from './element-report.js';
import { runElementsCheck } from './elements-check-run.js';
import { type ElementForm, elementForms, runElementsConvert } from './elements-convert-run.js';

const now = () => Promise.resolve(parseUtc('2026-04-26T06:00:00.123456Z'));

const files = {
  'good.json': ommText([{}, { OBJECT_NAME: 'PLANNED', OBJECT_ID: undefined, NORAD_CAT_ID: undefined }]),
  'mixed.json': ommText([{}, { MEAN_MOTION: undefined }]),
  'nonsense.txt': 'hello',
  'half.oem': toOemKvn(sampledOem({})),
  'large-number.json': ommText([{}, { NORAD_CAT_ID: 339999 }]),
};

async function run(command: 'check' | 'convert', texts: Record<string, string>, options: object) {
  let out = '';
  const { code, err } = await runInMemory(texts, (io) => {
    const own = { ...io, stdout: (text: string) => Promise.resolve(void (out += text)) };
    return command === 'check'
      ? runElementsCheck({ files: [], ...options }, own, now)
      : runElementsConvert({ file: '', to: '', ...options }, own, now);
  });
  return { code, out, err };
}

const check = async (list: readonly string[], options: object = {}, texts: Record<string, string> = files) =>
  run('check', texts, { files: list, format: 'json', ...options });

interface Answer {
  readonly at: string;
  readonly files: readonly {
    readonly file: string;
    readonly format: string | null;
    readonly elementSets: readonly ElementReport[];
    readonly ephemeris: unknown;
    readonly refused: readonly object[];
  }[];
}
const answerOf = ({ out }: { out: string }): Answer => JSON.parse(out) as Answer;

describe('smms elements check', () => {
  it('reports epoch, age, verdict and orbit of each set', async () => {
    const result = await check(['good.json']);
    expect(result).toMatchObject({ code: 0, err: '' });
    const { at, files: reports } = answerOf(result);
    expect(at).toBe('2026-04-26T06:00:00.123456Z');
    expect(reports).toMatchObject([
      {
        ...{ file: 'good.json', format: 'omm-json', refused: [], ephemeris: null },
        elementSets: [
          {
            ...{ object: 'TEST-1', catalogNumber: 799500001, epoch: '2026-04-24T06:00:00.123456Z' },
            ...{ ageDays: 2, verdict: 'fresh', sgp4: 'usable', sgp4Stops: [], orbit: 'near-Earth' },
            ...{ inclinationDeg: 97.9, periodMin: 97.561 },
          },
          { object: 'PLANNED', catalogNumber: null },
        ],
      },
    ]);
  });

  it.each([
    ['2026-04-27T06:00:00.123456Z', 'fresh'],
    ['2026-04-27T06:00:01Z', 'ageing'],
    ['2026-04-21T05:59:59Z', 'ageing'],
    ['2026-05-08T06:00:00.123456Z', 'ageing'],
    ['2026-05-08T06:00:01Z', 'stale'],
  ])('at %s the elements are %s, and that alone refuses nothing', async (at, verdict) => {
    const result = await check(['good.json'], { at });
    expect(result.code).toBe(0);
    expect(answerOf(result).files[0]?.elementSets[0]?.verdict).toBe(verdict);
  });

  it('names the place of what is refused, reports the rest, and fails', async () => {
    const result = await check(['mixed.json', 'nonsense.txt', 'none.tle', 'half.oem']);
    expect(result.code).toBe(1);
    expect(result.err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^error: mixed\.json: element set 2: MEAN_MOTION of "TEST-1": expected/),
      expect.stringMatching(/^error: nonsense\.txt: line 1: expected element sets/),
      expect.stringMatching(/^error: file none\.tle: expected a readable file, found no such file/),
    ]);
    expect(answerOf(result).files).toMatchObject([
      { elementSets: [{ object: 'TEST-1' }], refused: [{ place: 'element set 2', field: 'MEAN_MOTION' }] },
      { format: null, refused: [{ place: 'nonsense.txt: line 1' }] },
      { format: null },
      { format: 'oem-kvn', refused: [] },
    ]);
  });

  it('reports the segments of an ephemeris', async () => {
    const result = await check(['half.oem']);
    expect(result.code).toBe(0);
    expect(answerOf(result).files[0]?.ephemeris).toEqual({
      ...{ created: '2026-04-25T00:00:00.000000Z', originator: 'SMMS', error: null },
      segments: [
        {
          ...{ object: 'TEST-1', objectId: '2030-001A', frame: 'TEME', timeSystem: 'UTC' },
          ...{ from: '2026-04-25T00:00:00.000000Z', to: '2026-04-25T02:00:00.000000Z', states: 121 },
          ...{ shortestStepS: 60, longestStepS: 60, interpolation: 'LAGRANGE 9', covariances: 0 },
        },
      ],
    });
  });

  it('refuses an ephemeris that makes no motion', async () => {
    const [segment] = sampledOem({}).segments;
    if (segment === undefined) return;
    const short = { ...segment, epochs: segment.epochs.slice(0, 1), states: segment.states.slice(0, 6) };
    const text = toOemKvn({ ...sampledOem({}), segments: [short] });
    const { code, err } = await check(['short.oem'], {}, { 'short.oem': text });
    expect(code).toBe(1);
    expect(err).toMatch(/^error: short\.oem: ephemeris of "TEST-1": states: expected at least two/);
  });

  it('draws a table', async () => {
    const { out } = await check(['good.json', 'half.oem'], { format: 'table' });
    expect(out).toMatch(/^good\.json: omm-json, 2 good, 0 refused\n/);
    expect(out).toMatch(/│ TEST-1 .* 799500001 │ 2026-04-24T06:00:00\.123456Z │ +2\.0 │ fresh .* near-Earth │ usable/);
    expect(out).toMatch(/ephemeris of SMMS, made 2026-04-25T00:00:00\.000000Z\n/);
    expect(out).toMatch(/│ TEST-1 │ 2030-001A │ TEME +│ UTC .* 121 +│ 60 +│ LAGRANGE 9/);
  });

  it.each([
    [{ at: 'yesterday' }, /^error: --at: expected YYYY-MM-DD/],
    [{ format: 'xml' }, /^error: --format: expected json or table/],
  ])('refuses %j', async (options, message) => {
    const { code, out, err } = await check(['good.json'], options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });
});

const withOracles = oracleFolder === undefined ? describe.skip : describe;
const oracle = (name: string): string => readFileSync(`${oracleFolder}/flight-dynamics/${name}`, 'utf8');

withOracles('smms elements check on published sets (skipped without SMMS_ORACLES)', () => {
  // Of the published verification: code, the last time with a state and the first without, in minutes.
  it.each([
    [22312, 1, 474.2028672, 494.2028672],
    [28350, 1, 1440, 1560],
    [28872, 6, 50, 55],
    [29141, 6, 420, 440],
  ])('says when SGP4 gives up %i: error %i between %d and %d min', async (number, code, good, bad) => {
    const lines = oracle('SGP4-VER.TLE')
      .split(/\r?\n/)
      .filter((line) => line.slice(2, 7) === String(number));
    const result = await check(['ver.tle'], {}, { 'ver.tle': lines.join('\n') });
    const set = answerOf(result).files[0]?.elementSets.find(({ catalogNumber }) => catalogNumber === number);
    const stop = set?.sgp4Stops.find(({ daysFromEpoch }) => daysFromEpoch > 0);
    expect(set?.sgp4).toBe('limited');
    expect(stop?.code).toBe(code);
    expect((stop?.daysFromEpoch ?? 0) * 1440).toBeGreaterThan(good - 1);
    expect((stop?.daysFromEpoch ?? 0) * 1440).toBeLessThanOrEqual(bad + 1);
  });

  it('fails where SGP4 cannot even use the epoch', async () => {
    // The published set whose perturbed eccentricity is out of range at once, without its checksums.
    const lines = oracle('SGP4-VER.TLE')
      .split(/\r?\n/)
      .filter((line) => /^[12] 33334/.test(line));
    const text = lines.map((line) => line.slice(0, 68)).join('\n');
    const result = await check(['one.tle'], {}, { 'one.tle': text });
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^error: one\.tle: 33334: unusable: error 3 \(perturbed eccentricity/);
  });

  // Heights and periods as CelesTrak's SATCAT publishes them for these objects, to a few kilometres (from memory).
  it.each([
    ['PAKSAT-1R', 35_786, 35_786, 1436.1, 'deep-space'],
    ['ISS (ZARYA)', 415, 422, 92.9, 'near-Earth'],
  ])('knows the orbit of %s', async (name, perigee, apogee, period, orbit) => {
    const { elementSets = [] } =
      answerOf(await check(['m.tle'], {}, { 'm.tle': oracle('members.tle') })).files[0] ?? {};
    const set = elementSets.find(({ object }) => object.startsWith(name));
    expect(Math.abs((set?.perigeeKm ?? 0) - perigee)).toBeLessThan(25);
    expect(Math.abs((set?.apogeeKm ?? 0) - apogee)).toBeLessThan(25);
    expect(set?.periodMin).toBeCloseTo(period, 0);
    expect(set?.orbit).toBe(orbit);
  });

  it.each(elementForms)('converts the members to %s and back without a loss', async (to) => {
    const { code, out, err } = await run('convert', { 'm.tle': oracle('members.tle') }, { file: 'm.tle', to });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const bare = (text: string): object[] =>
      parseElements(text, 'x').elementSets.map(({ source: _, ...elements }) => elements);
    expect(bare(out)).toEqual(bare(oracle('members.tle')));
    expect(bare(out)).toHaveLength(40);
  });
});

describe('smms elements convert', () => {
  const formOf: Record<ElementForm, RegExp> = {
    'omm-json': /^\[\n\{"OBJECT_NAME":"TEST-1",/,
    'omm-kvn': /^CCSDS_OMM_VERS = 2\.0\nCREATION_DATE = 2026-04-26T06:00:00\.123456\nORIGINATOR = SMMS\n/,
    'omm-xml': /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<ndm>/,
    'omm-csv': /^OBJECT_NAME,OBJECT_ID,EPOCH,/,
    tle: /^TEST-1\n1 X9999U/,
  };
  it.each(elementForms)('writes %s', async (to) => {
    const texts = { 'x.json': ommText([{ NORAD_CAT_ID: 319999 }]) };
    const { code, out } = await run('convert', texts, { file: 'x.json', to });
    expect(code).toBe(0);
    expect(out).toMatch(formOf[to]);
  });

  it('names the sets that a form cannot hold, and writes the others', async () => {
    const { code, out, err } = await run('convert', files, { file: 'large-number.json', to: 'tle' });
    expect(code).toBe(1);
    expect(err).toMatch(/^error: large-number\.json: TLE of "TEST-1": catalogNumber: expected at most 339999/);
    expect(out.split('\n')).toHaveLength(4);
    expect(out).toMatch(/^TEST-1\n1 Z9999U 30001A /);
  });

  it('keeps a name that looks like a line of elements', async () => {
    const texts = { 'x.json': ommText([{ OBJECT_NAME: '1 SATELLITE', NORAD_CAT_ID: 5 }]) };
    const { out } = await run('convert', texts, { file: 'x.json', to: 'tle' });
    expect(parseElements(out, 'x').elementSets[0]?.objectName).toBe('1 SATELLITE');
  });

  it.each([
    [{ file: 'half.oem', to: 'tle' }, /^error: half\.oem: expected element sets, found an ephemeris/],
    [{ file: 'nonsense.txt', to: 'tle' }, /^error: nonsense\.txt: line 1: expected element sets/],
    [{ file: 'good.json', to: 'oem' }, /^error: --to: expected omm-json or omm-kvn or omm-xml or omm-csv or tle/],
  ])('refuses %j', async (options, message) => {
    const { code, out, err } = await run('convert', files, options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });

  it('is a command of its own', () => {
    expect(elementsCommand().commands.map((command) => command.name())).toEqual(['check', 'convert']);
  });
});
