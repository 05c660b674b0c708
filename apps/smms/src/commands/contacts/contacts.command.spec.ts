import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import { type ContactsOptions } from './contacts-options.js';
import { contactsCommand } from './contacts.command.js';
import { omm } from './testing/motion-texts.js';
import { type TestRun, runContactsInMemory } from './testing/run-contacts.js';

const planned = { ...omm, OBJECT_NAME: 'PLANNED-1', OBJECT_ID: undefined, NORAD_CAT_ID: undefined, RA_OF_ASC_NODE: 90 };
const station = { id: 'KSI', name: 'Kashi', latitudeDeg: 39.5, longitudeDeg: 75.9, heightM: 1290 };
const badTle =
  'SAT\n1 99001U 30001A   26114.25567806  .00000771  00000+0  11770-3 0  9999\n2 99001  97.9107 187.4131 0018506  80.6556\n';

const eopRow = (day: string, dut1Seconds: number | undefined): object => ({
  ...{ utc: `${day}T00:00:00Z`, dut1Seconds, xpArcsec: 0.2, ypArcsec: 0.3 },
});

const files: Record<string, string> = {
  'good.json': JSON.stringify([omm, planned]),
  'mixed.json': JSON.stringify([omm, { ...omm, NORAD_CAT_ID: 2, MEAN_MOTION: undefined }]),
  'missing.json': JSON.stringify([{ ...omm, MEAN_MOTION: undefined }]),
  'old.json': JSON.stringify([{ ...omm, OBJECT_NAME: 'OLD', NORAD_CAT_ID: 3, EPOCH: '2026-03-01T00:00:00' }]),
  'two-epochs.json': JSON.stringify([omm, { ...omm, EPOCH: '2026-04-25T06:00:00' }]),
  'decaying.json': JSON.stringify([{ ...omm, MEAN_MOTION: 16.3, BSTAR: 0.003 }]),
  'bad.tle': badTle,
  'nonsense.txt': 'hello',
  'stations.json': JSON.stringify([station]),
  'latitude.json': JSON.stringify([station, { ...station, id: 'BAD', latitudeDeg: 91 }]),
  'no-height.json': JSON.stringify([{ ...station, heightM: undefined }]),
  'mask.json': JSON.stringify([
    {
      ...station,
      minElevationDeg: 0,
      horizonMask: [
        [0, 20],
        [180, 20],
      ],
    },
  ]),
  'bad-mask.json': JSON.stringify([{ ...station, horizonMask: [[0, 20], [180]] }]),
  'long-mask.json': JSON.stringify([{ ...station, horizonMask: [[0, 20, 1]] }]),
  'no-id.json': JSON.stringify([{ ...station, id: '' }]),
  'broken.json': '[{',
  'broken.oem': 'CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2026-04-24T00:00:00\n',
  'eop.json': JSON.stringify([eopRow('2026-04-24', 0.1), eopRow('2026-04-27', 0.1)]),
  'bad-eop.json': JSON.stringify([eopRow('2026-04-24', 0.1), eopRow('2026-04-27', undefined)]),
};

async function run(options: Partial<ContactsOptions>, texts: Record<string, string> = files): Promise<TestRun> {
  return runContactsInMemory(
    {
      elements: ['good.json'],
      stations: 'stations.json',
      start: '2026-04-25T00:00:00Z',
      end: '2026-04-26T00:00:00Z',
      ...options,
    },
    texts,
  );
}

describe('smms contacts', () => {
  it('answers with nothing but JSON of the frozen shape', async () => {
    const { code, out, err } = await run({});
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const answer = JSON.parse(out);
    expect(Object.keys(answer)).toEqual(['model', 'contacts', 'errors']);
    expect(answer.errors).toEqual([]);
    expect(answer.model).toMatchObject({
      propagator: 'SGP4 (WGS72, improved)',
      earthOrientation: expect.stringMatching(/^IERS finals2000A of .* \(shipped slice\)/),
      refraction: 'none',
      lightTime: 'none',
      elements: [
        { catalogNumber: 799500001, epoch: '2026-04-24T06:00:00.123456Z', source: { name: 'good.json' } },
        { spacecraft: 'PLANNED-1', catalogNumber: null },
      ],
      stations: [{ id: 'KSI', minElevationDeg: 5 }],
    });
    expect(answer.contacts.length).toBeGreaterThan(6);
    for (const contact of answer.contacts) {
      expect(Object.keys(contact)).toEqual([
        ...['spacecraft', 'catalogNumber', 'station', 'orbitNumber', 'aos', 'tca', 'los', 'maxElevationDeg'],
        ...['aosAzimuthDeg', 'tcaAzimuthDeg', 'losAzimuthDeg', 'tcaRangeKm', 'aosOpen', 'losOpen', 'part'],
      ]);
      for (const time of [contact.aos, contact.tca, contact.los])
        expect(time).toMatch(/^2026-04-2[56]T\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(contact.maxElevationDeg).toBeGreaterThanOrEqual(5);
    }
  });

  it("uses --min-elevation in place of the stations' own, and keeps horizons", async () => {
    const lowest = async (options: Partial<ContactsOptions>): Promise<number> => {
      const { contacts } = JSON.parse((await run(options)).out) as { contacts: { maxElevationDeg: number }[] };
      return Math.min(...contacts.map((contact) => contact.maxElevationDeg));
    };
    expect(await lowest({ minElevation: '30' })).toBeGreaterThanOrEqual(30);
    expect(await lowest({ stations: 'mask.json' })).toBeGreaterThanOrEqual(20);
    expect(await lowest({ stations: 'mask.json', minElevation: '3' })).toBeGreaterThanOrEqual(20);
    expect(await lowest({ minElevation: '0' })).toBeLessThan(5);
  });

  it('draws a table', async () => {
    const { code, out } = await run({ format: 'table' });
    expect(code).toBe(0);
    expect(out).toMatch(/AOS \(UTC\)/);
    expect(out).toMatch(/TEST-1 .*KSI .*2026-04-25/);
  });

  it.each([
    [
      'a malformed TLE',
      { elements: ['bad.tle'] },
      /^error: bad\.tle: element set 1, line 3, column \d+: line of "SAT": expected/,
    ],
    [
      'an OMM with a missing field',
      { elements: ['missing.json'] },
      /^error: missing\.json: element set 1: MEAN_MOTION of "TEST-1"/,
    ],
    ['an unknown form', { elements: ['nonsense.txt'] }, /^error: nonsense\.txt: line 1: expected element sets/],
    [
      'a missing file',
      { elements: ['none.tle'] },
      /^error: --elements none\.tle: expected a readable file, found no such file/,
    ],
    ['a missing stations file', { stations: 'none.json' }, /^error: --stations none\.json: .*no such file/],
    [
      'latitude 91',
      { stations: 'latitude.json' },
      /^error: latitude\.json: \[1\]\.latitudeDeg \(station "BAD"\): expected degrees from -90 to 90, found 91/,
    ],
    [
      'a station without height',
      { stations: 'no-height.json' },
      /^error: no-height\.json: \[0\]\.heightM \(station "KSI"\): expected number, found nothing/,
    ],
    [
      'a mask point without elevation',
      { stations: 'bad-mask.json' },
      /^error: bad-mask\.json: \[0\]\.horizonMask\[1\]/,
    ],
    [
      'a mask point of three numbers',
      { stations: 'long-mask.json' },
      /^error: long-mask\.json: \[0\]\.horizonMask\[0\] \(station "KSI"\): expected to have <=2 items, found \[0,20,1\]/,
    ],
    [
      'an empty identifier',
      { stations: 'no-id.json' },
      /^error: no-id\.json: \[0\]\.id \(station ""\): expected to have >=1 characters, found ""/,
    ],
    ['stations that are not JSON', { stations: 'broken.json' }, /^error: broken\.json: expected JSON/],
    ['an end before the start', { end: '2026-04-24T00:00:00Z' }, /^error: --end: expected a time after --start/],
    ['a start that is no time', { start: 'yesterday' }, /^error: --start: expected YYYY-MM-DDThh:mm:ss/],
    ['a day that does not exist', { end: '2026-04-31T00:00:00Z' }, /^error: --end: expected a date that exists/],
    ['an unknown format', { format: 'xml' }, /^error: --format: expected json or csv or ics or table, found "xml"/],
    ['a missing Earth orientation file', { eop: 'none.all' }, /^error: --eop none\.all: .*no such file/],
    [
      'a broken Earth orientation file',
      { eop: 'nonsense.txt' },
      /^error: nonsense\.txt: line 1, column 8, MJD: expected/,
    ],
    [
      'an Earth orientation without UT1',
      { eop: 'bad-eop.json' },
      /^error: bad-eop\.json: entry 2, dut1Seconds: expected/,
    ],
    ['no worker', { workers: '0' }, /^error: --workers: expected an integer from 1 to 256, found "0"/],
    ['crossings in a table', { crossings: true, format: 'table' }, /^error: --crossings: expected --format json/],
    ['a broken ephemeris', { elements: ['broken.oem'] }, /^error: broken\.oem: line \d.*: expected/],
    ['an elevation of 90', { minElevation: '90' }, /^error: --min-elevation: expected degrees/],
    ['an elevation that is no number', { minElevation: 'five' }, /^error: --min-elevation: expected degrees/],
  ])('refuses %s with one line, exit 1 and nothing on stdout', async (_name, options, message) => {
    const { code, out, err } = await run(options);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('computes the good sets of a file with a bad one, and lists that', async () => {
    const { code, out, err } = await run({ elements: ['mixed.json'] });
    const answer = JSON.parse(out);
    expect(code).toBe(0);
    expect(answer.contacts.length).toBeGreaterThan(2);
    expect(answer.errors).toMatchObject([{ kind: 'element-set', file: 'mixed.json', field: 'MEAN_MOTION' }]);
    expect(err).toMatch(/element set 2: MEAN_MOTION/);
  });

  it('refuses elements that are too old, unless allowed, and computes the others', async () => {
    const both = await run({ elements: ['good.json', 'old.json'] });
    expect(both.code).toBe(0);
    const answer = JSON.parse(both.out);
    expect(answer.errors).toMatchObject([{ kind: 'stale-elements', spacecraft: 'OLD', catalogNumber: 3 }]);
    expect(answer.contacts.some((contact: { spacecraft: string }) => contact.spacecraft === 'OLD')).toBe(false);
    expect((await run({ elements: ['old.json'] })).code).toBe(1);
    const allowed = await run({ elements: ['old.json'], allowStale: true });
    expect(allowed.code).toBe(0);
    expect(JSON.parse(allowed.out).contacts.length).toBeGreaterThan(2);
    expect(allowed.err).toMatch(/^warning: OLD: elements of 2026-03-01T00:00:00\.000000Z are up to 5\d\.\d d away/);
  });

  it('refuses the contacts beyond 14 days of a long span and keeps the ones before', async () => {
    const { code, out, err } = await run({ elements: ['good.json'], end: '2026-05-15T00:00:00Z' });
    const answer = JSON.parse(out);
    expect(code).toBe(0);
    expect(answer.errors).toMatchObject([{ kind: 'stale-elements' }, { kind: 'stale-elements' }]);
    const epoch = parseUtc('2026-04-24T06:00:00.123456Z');
    const last = Math.max(...answer.contacts.map(({ los }: { los: string }) => secondsBetween(epoch, parseUtc(los))));
    expect(last / 86_400).toBeGreaterThan(13);
    expect(last / 86_400).toBeLessThanOrEqual(14);
    expect(err).toMatch(/warning: TEST-1/);
  });

  it('takes one set a spacecraft, the one nearest to the span, and says so', async () => {
    const { out, err } = await run({ elements: ['two-epochs.json'] });
    expect(JSON.parse(out).model.elements).toMatchObject([{ epoch: '2026-04-25T06:00:00.000000Z' }]);
    expect(err).toMatch(/elements of 2026-04-24T06:00:00\.123456Z left aside/);
  });

  it('says where SGP4 gives out', async () => {
    const { code, out } = await run({ elements: ['decaying.json'], end: '2026-05-05T00:00:00Z' });
    expect(code).toBe(0);
    expect(JSON.parse(out).errors).toMatchObject([
      { kind: 'propagation', spacecraft: 'TEST-1', code: expect.any(Number), at: expect.stringMatching(/^2026-/) },
    ]);
  });

  it('is a command with the options of its contract', () => {
    const flags = contactsCommand().options.map((option) => option.flags.split(' ')[0]);
    expect(flags).toEqual([
      '--elements',
      '--stations',
      '--start',
      '--end',
      '--min-elevation',
      '--eop',
      '--allow-stale',
      '--refraction',
      '--workers',
      '--format',
      '--crossings',
    ]);
  });
});

const folder = process.env.SMMS_ORACLES;
const withOracles = folder === undefined ? describe.skip : describe;

withOracles('smms contacts on real files (skipped without SMMS_ORACLES)', () => {
  it('lists the 4 307 contacts of the oracle from its own names and the OMM file', async () => {
    const read = (name: string): string => readFileSync(`${folder}/flight-dynamics/${name}`, 'utf8');
    const oracle = JSON.parse(read('oracle-passes-simple.json'));
    const stations = oracle.stations.map(
      (site: { id: string; name: string; latDeg: number; lonDeg: number; altM: number }) => ({
        id: site.id,
        name: site.name,
        latitudeDeg: site.latDeg,
        longitudeDeg: site.lonDeg,
        heightM: site.altM,
      }),
    );
    const wanted = new Set(oracle.satellites.map(({ norad }: { norad: number }) => norad));
    const sets = JSON.parse(read('members.omm.json')).filter((set: { NORAD_CAT_ID: number }) =>
      wanted.has(set.NORAD_CAT_ID),
    );
    const { code, out } = await run(
      {
        elements: ['omm'],
        stations: 'stations',
        start: oracle.window.start,
        end: oracle.window.end,
        minElevation: '5',
      },
      { omm: JSON.stringify(sets), stations: JSON.stringify(stations) },
    );
    expect(code).toBe(0);
    expect(JSON.parse(out).contacts).toHaveLength(4307);
  });
});
