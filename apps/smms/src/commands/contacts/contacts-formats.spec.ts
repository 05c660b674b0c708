import { describe, expect, it } from '@jest/globals';
import { type ContactRow } from './contact-row.js';
import { type ContactsOptions } from './contacts-options.js';
import { ommText } from './testing/motion-texts.js';
import { type TestRun, runContactsInMemory } from './testing/run-contacts.js';

const station = { id: 'KSI', name: 'Kashi', latitudeDeg: 39.5, longitudeDeg: 75.9, heightM: 1290 };
const north = { ...station, id: 'NORTH', name: 'North', latitudeDeg: 78.2 };
const files = {
  'elements.json': ommText([
    {},
    { OBJECT_NAME: 'TEST, "2"', NORAD_CAT_ID: 2, OBJECT_ID: '2030-002A', RA_OF_ASC_NODE: 9 },
  ]),
  'four.json': ommText([1, 2, 3, 4, 5].map((id) => ({ NORAD_CAT_ID: id, RA_OF_ASC_NODE: 50 * id }))),
  'stations.json': JSON.stringify([{ ...station, uplinkMinElevationDeg: 10 }, north]),
  'eop.json': JSON.stringify(
    ['2026-04-24', '2026-04-25T12:00:00Z'].map((day) => ({
      ...{ utc: day.length > 10 ? day : `${day}T00:00:00Z`, dut1Seconds: 0.1, xpArcsec: 0.2, ypArcsec: 0.3 },
    })),
  ),
};
const start = '2026-04-25T00:00:00Z';

const run = (options: Partial<ContactsOptions> = {}, isTerminal = false): Promise<TestRun> => {
  let milliseconds = 0;
  return runContactsInMemory(
    { elements: ['elements.json'], stations: 'stations.json', start, end: '2026-04-26T00:00:00Z', ...options },
    files,
    { terminal: { isTerminal, milliseconds: () => (milliseconds += 2000) } },
  );
};
const rowsOf = async (options: Partial<ContactsOptions> = {}): Promise<ContactRow[]> =>
  (JSON.parse((await run(options)).out) as { contacts: ContactRow[] }).contacts;

describe('smms contacts --format', () => {
  it('csv: a record a contact, in the order and with the values of the JSON answer', async () => {
    const rows = await rowsOf();
    const [head, ...records] = (await run({ format: 'csv' })).out.split('\r\n');
    expect(head).toMatch(/^spacecraft,catalogNumber,station,orbitNumber,aos,tca,los,maxElevationDeg,/);
    expect(records.pop()).toBe('');
    expect(records).toHaveLength(rows.length);
    for (const [index, { spacecraft, station: id, aos, los }] of rows.entries()) {
      const name = spacecraft.includes(',') ? `"${spacecraft.replaceAll('"', '""')}"` : spacecraft;
      expect(records[index]?.startsWith(`${name},`)).toBe(true);
      expect(records[index]).toContain(`,${id},`);
      expect(records[index]).toContain(`,${aos},`);
      expect(records[index]).toContain(`,${los},`);
    }
  });

  it('ics: an event a contact, stamped by the clock of the machine', async () => {
    const { out } = await run({ format: 'ics' });
    expect(out.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true);
    expect(out.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(out.match(/BEGIN:VEVENT\r\n/g)).toHaveLength((await rowsOf()).length);
    expect(out.match(/DTSTAMP:(.*)\r\n/)?.[1]).toBe('20260424T120000Z');
    expect(out.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('table: one frame, though long ones are drawn in pieces', async () => {
    const { out } = await run({ elements: ['four.json'], format: 'table', end: '2026-05-08T00:00:00Z' });
    const lines = out.trimEnd().split('\n');
    const rows = lines.filter((line) => line.startsWith('│'));
    expect(rows.length).toBeGreaterThan(1002);
    expect(lines.at(-1)).toBe(`${rows.length - 1} contacts`);
    expect(new Set(lines.slice(1, -1).map(({ length }) => length)).size).toBe(1);
    const frame = lines.slice(1, -1).filter((line) => !line.startsWith('│'));
    expect(frame.map((line) => line[0]).join('')).toMatch(/^┌├+└$/);
    expect(frame).toHaveLength(rows.length + 1);
  });

  it.each(['json', 'table'])('%s without a contact', async (format) => {
    const { code, out } = await run({ format, end: '2026-04-25T00:00:01Z' });
    expect(code).toBe(0);
    if (format === 'json') expect(JSON.parse(out)).toMatchObject({ contacts: [], errors: [] });
    else expect(out).toMatch(/\n0 contacts\n$/);
  });
});

describe('smms contacts --crossings', () => {
  it('are what other minimum elevations give', async () => {
    const rows = await rowsOf({ crossings: true });
    const [horizon, uplink] = [await rowsOf({ minElevation: '0' }), await rowsOf({ minElevation: '10' })];
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const of = (list: readonly ContactRow[]): ContactRow[] =>
        list.filter(
          (one) =>
            one.spacecraft === row.spacecraft && one.station === row.station && one.aos < row.los && one.los > row.aos,
        );
      const [whole] = of(horizon);
      expect(row.horizonAos).toBe(whole?.aosOpen === true ? null : whole?.aos);
      expect(row.horizonLos).toBe(whole?.losOpen === true ? null : whole?.los);
      expect(row.uplink).toEqual(
        row.station === 'KSI' ? of(uplink).map(({ aos, los }) => ({ from: aos, to: los })) : [],
      );
    }
    expect(rows.some(({ uplink: intervals }) => intervals?.length === 1)).toBe(true);
  });

  it('are not there unless asked for', async () => {
    expect(Object.keys((await rowsOf())[0] ?? {})).not.toContain('uplink');
  });
});

describe('smms contacts --eop', () => {
  const modelOf = async (options: Partial<ContactsOptions>): Promise<string> =>
    (JSON.parse((await run(options)).out) as { model: { earthOrientation: string } }).model.earthOrientation;

  it('is stated by the model', async () => {
    expect(await modelOf({ eop: 'none' })).toBe('none: UT1=UTC, no polar motion');
    expect(await modelOf({})).toMatch(/shipped slice/);
    expect(await modelOf({ eop: 'eop.json' })).toMatch(/^JSON table \(eop\.json\)/);
  });

  it('warns on stderr where the table ends before the span, and answers', async () => {
    const { code, err } = await run({ eop: 'eop.json' });
    expect(code).toBe(0);
    expect(err).toMatch(/^warning: Earth orientation \(JSON table \(eop\.json\).* does not reach/);
    expect((await run({ eop: 'eop.json', end: '2026-04-25T12:00:00Z' })).err).toBe('');
    expect((await run({ eop: 'none' })).err).toBe('');
  });

  it('moves the contacts by what UT1 turns the Earth', async () => {
    const first = async (eop: string): Promise<ContactRow | undefined> =>
      (await rowsOf({ eop, end: '2026-04-25T12:00:00Z' })).find(({ aosOpen }) => !aosOpen);
    expect((await first('eop.json'))?.aos).not.toBe((await first('none'))?.aos);
  });
});

describe('the progress of smms contacts', () => {
  it('is drawn on a terminal when the work takes more than a second, and is gone at the end', async () => {
    const { err } = await run({}, true);
    expect(err).toMatch(/^\r\u001b\[2K\[#+\.*\] \d+ %, \d of 2 spacecraft.*\r\u001b\[2K$/s);
    expect((await run({})).err).toBe('');
  });
});
