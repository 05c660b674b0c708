import { describe, expect, it } from '@jest/globals';
import { toOemKvn, toOemXml } from '@app/orbit';
import { parseUtc, secondsBetween } from '@app/time';
import { type ContactRow } from './contact-row.js';
import { ommText, sampledOem } from './testing/motion-texts.js';
import { runContactsInMemory } from './testing/run-contacts.js';

const start = '2026-04-25T00:00:00Z';
const end = '2026-04-27T00:00:00Z';
// In the middle of a contact of the north station, which must not be cut.
const cut = '2026-04-25T16:30:00Z';
const stations = ['KSI', 'NORTH'].map((id, index) => ({
  ...{ id, latitudeDeg: index === 0 ? 39.5 : 78.2, longitudeDeg: index === 0 ? 75.9 : 15.4, heightM: 1290 },
}));
const half = sampledOem({ from: start, to: cut });
const files = {
  'elements.json': ommText([{}]),
  'later.json': ommText([{ EPOCH: '2026-04-26T06:00:00' }]),
  'half.oem': toOemKvn(half),
  'half.xml': toOemXml(half),
  'middle.oem': toOemKvn(sampledOem({ from: '2026-04-25T12:00:00Z', to: cut })),
  'all.oem': toOemKvn(sampledOem({ from: start, to: end })),
  'older.oem': toOemKvn(sampledOem({ from: start, to: end, created: '2026-04-20T00:00:00Z' })),
  'stations.json': JSON.stringify(stations),
};

async function run(...elements: string[]) {
  const { code, out, err } = await runContactsInMemory({ elements, stations: 'stations.json', start, end }, files);
  const answer = JSON.parse(out) as {
    model: { propagator: string; elements: { source: { name: string }; from?: string; to?: string }[] };
    contacts: ContactRow[];
    errors: object[];
  };
  return { code, err, ...answer };
}

/** The same contacts, times within a millisecond. */
function expectAlike(found: readonly ContactRow[], wanted: readonly ContactRow[]): void {
  const key = (row: ContactRow): unknown[] => [row.spacecraft, row.station, row.orbitNumber, row.part, row.losOpen];
  expect(found.map(key)).toEqual(wanted.map(key));
  for (const [index, row] of found.entries())
    for (const edge of ['aos', 'tca', 'los'] as const)
      expect(Math.abs(secondsBetween(parseUtc(row[edge]), parseUtc(wanted[index]?.[edge] ?? start)))).toBeLessThan(
        1e-3,
      );
}

describe('smms contacts with operator ephemerides', () => {
  it('predicts from an ephemeris alone what its elements give', async () => {
    const [plain, ephemeris] = [await run('elements.json'), await run('all.oem')];
    expect(ephemeris).toMatchObject({ code: 0, err: '', errors: [] });
    expect(ephemeris.model.propagator).toBe('interpolated ephemeris');
    expect(ephemeris.contacts.length).toBeGreaterThan(20);
    // Nothing counts its orbits.
    expectAlike(
      ephemeris.contacts,
      plain.contacts.map((row, index) => ({ ...row, orbitNumber: 0, part: ephemeris.contacts[index]?.part ?? 1 })),
    );
  });

  it.each(['half.oem', 'half.xml'])(
    'prefers the ephemeris %s in its span, elements elsewhere, and cuts no contact where they meet',
    async (oem) => {
      const [plain, both] = [await run('elements.json'), await run(oem, 'elements.json')];
      expect(both).toMatchObject({ code: 0, errors: [] });
      expect(both.model.propagator).toBe('SGP4 (WGS72, improved); interpolated ephemeris');
      expect(both.model.elements).toMatchObject([
        { source: { name: oem }, from: '2026-04-25T00:00:00.000000Z', to: '2026-04-25T16:30:00.000000Z' },
        { source: { name: 'elements.json' }, from: '2026-04-25T16:30:00.000000Z' },
      ]);
      expectAlike(both.contacts, plain.contacts);
      const across = plain.contacts.filter(({ aos, los }) => aos < cut && los > cut);
      expect(across.map(({ station }) => station)).toEqual(['NORTH']);
      expect(both.err).toMatch(
        /TEST-1: from 2026-04-25T16:30:00\.000000Z to 2026-04-27.* from elements of 2026-04-24T06/,
      );
    },
  );

  it('goes back to the elements after an ephemeris', async () => {
    const [plain, both] = [await run('elements.json'), await run('elements.json', 'middle.oem')];
    expect(both.model.elements.map(({ source }) => source.name)).toEqual([
      ...['elements.json', 'middle.oem', 'elements.json'],
    ]);
    expect(both.errors).toEqual([]);
    expectAlike(both.contacts, plain.contacts);
  });

  it('takes the ephemeris that was made last, and says so', async () => {
    const { model, err } = await run('all.oem', 'older.oem');
    expect(model.elements).toMatchObject([{ source: { format: 'oem-kvn', name: 'all.oem' } }]);
    expect(err).toMatch(/^TEST-1: ephemeris of older\.oem left aside/);
  });

  it('says where neither ephemeris nor elements reach, and does not guess', async () => {
    const { code, contacts, errors, err } = await run('half.oem');
    expect(code).toBe(0);
    expect(errors).toMatchObject([
      { kind: 'propagation', spacecraft: 'TEST-1', catalogNumber: null, code: 8, at: '2026-04-25T16:30:00.000000Z' },
    ]);
    expect(err).toMatch(/error: TEST-1: outside the usable span of the ephemeris/);
    expect(contacts.every(({ los }) => los <= '2026-04-25T16:30:00.000000Z')).toBe(true);
    expect(contacts.at(-1)).toMatchObject({ station: 'NORTH', losOpen: true });
  });

  it('takes of several sets for each part of the span the nearest', async () => {
    const { model, err } = await run('elements.json', 'later.json');
    // Half-way between the epochs.
    expect(model.elements).toMatchObject([
      { source: { name: 'elements.json' }, to: '2026-04-25T06:00:00.061728Z' },
      { source: { name: 'later.json' }, from: '2026-04-25T06:00:00.061728Z' },
    ]);
    expect(err).toMatch(/TEST-1: from .* from elements of 2026-04-26T06:00:00\.000000Z/);
  });
});
