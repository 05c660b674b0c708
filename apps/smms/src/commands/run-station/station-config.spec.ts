import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import { readReferenceSeeds } from '../../ground/reference-seeds.js';
import { predictedContacts } from './predicted-contacts.js';
import { parseStationConfig } from './station-config.js';
import { StationConfigError } from './station-config.error.js';
import { stationPlan } from './station-plan.js';

const seeds = readReferenceSeeds();
const good = {
  mode: 'simulation',
  clock: '2026-04-24T08:00:00Zx10',
  site: 'CN-MYN',
  data: './data',
  antennas: ['CN-MYN-1'],
  hardware: {
    'CN-MYN-1': { rotator: '127.0.0.1:4533', baseband: '127.0.0.1:5000', transceiver: { address: '127.0.0.1:4532' } },
  },
  spacecraft: ['GF-1'],
};
const parse = (change: object): unknown => parseStationConfig(JSON.stringify({ ...good, ...change }), 'station.yaml');

describe('the configuration of a station', () => {
  it('is YAML or JSON', () => {
    const yaml = `
mode: simulation
site: CN-MYN
data: ./data
antennas: [CN-MYN-1]
hardware:
  CN-MYN-1:
    rotator: 127.0.0.1:4533
    sdr: { protocol: rtl_tcp, address: 127.0.0.1:1234, sampleRateHz: 256000, lnbLoHz: 1700000000 }
spacecraft: [GF-1]
recording: {}
`;
    expect(parseStationConfig(yaml, 'station.yaml')).toMatchObject({
      ...{ clock: 'real', hours: 24, recording: { mostOctetsPerPass: 4e9 } },
      hardware: { 'CN-MYN-1': { rotator: { host: '127.0.0.1', port: 4533 }, sdr: { protocol: 'rtl_tcp' } } },
    });
    expect(parse({})).toMatchObject({ hardware: { 'CN-MYN-1': { transceiver: { loHz: 0 } } } });
  });

  it.each([
    [{ mode: 'real' }, 'mode: expected one of "operational"|"test"|"simulation", found "real"'],
    [{ clock: 'tomorrow' }, 'clock: expected "real", "MISSION-UTC"'],
    [{ mode: 'operational' }, 'clock: expected real in mode operational, found "2026-04-24T08:00:00Zx10"'],
    [{ antennas: [] }, 'antennas: expected '],
    [{ speed: 1 }, 'speed: expected no such field, found 1'],
    [{ contacts: 'c.json' }, 'contacts: expected either contacts or spacecraft, found "c.json"'],
    [{ spacecraft: undefined }, 'contacts: expected either contacts or spacecraft, found nothing'],
    [{ spacecraft: [{ id: 'X', elements: 'x.tle' }] }, 'spacecraft.0.linkProfile: expected '],
    [{ hardware: { 'CN-MYN-1': { rotator: '127.0.0.1:0' } } }, 'hardware.CN-MYN-1.rotator: expected host:port'],
    [
      { hardware: { 'CN-MYN-1': { rotator: 'a:1' } } },
      'hardware.CN-MYN-1.baseband: expected a baseband unit or an SDR',
    ],
    [
      { recording: { mostOctets: 1 } },
      'recording.mostOctets: expected at least those of one pass, 4000000000, found 1',
    ],
  ])('%j is refused by file, place, what was expected and found', (change, message) => {
    expect(() => parse(change)).toThrow(StationConfigError);
    expect(() => parse(change)).toThrow(`station.yaml: ${message}`);
  });

  it('names the line where it is no YAML', () => {
    expect(() => parseStationConfig('mode: [\nsite: x: y', 'station.yaml')).toThrow(
      /^station\.yaml: line \d: expected YAML/,
    );
  });
});

describe('the plan of a station', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smms-station-config-'));
  const file = join(folder, 'station.yaml');
  const planOf = async (change: object) =>
    stationPlan(parseStationConfig(JSON.stringify({ ...good, ...change }), file), file, seeds);

  it('finds antennas and spacecraft in the reference constellation, or takes them whole', async () => {
    const { antennas, spacecraft } = await planOf({});
    expect(antennas.map(({ id, beamwidthDeg }) => [id, beamwidthDeg])).toEqual([['CN-MYN-1', expect.any(Number)]]);
    expect(spacecraft).toMatchObject([
      { id: 'GF-1', linkProfile: { id: 'GF-1-TTC' }, elementSet: { catalogNumber: 39150 } },
    ]);
    const whole = { ...antennas[0]!, id: 'MINE', site: 'CN-MYN' };
    const hardware = { MINE: good.hardware['CN-MYN-1'] };
    expect((await planOf({ antennas: [whole], hardware })).antennas).toEqual([whole]);
  });

  it('reads elements from a file beside it', async () => {
    const [text] = seeds.elementSets.map((set) => set.text);
    writeFileSync(join(folder, 'all.json'), text!);
    const one = { id: 'GF-1', elements: 'all.json', linkProfile: 'GF-1-TTC' };
    const { spacecraft } = await planOf({ spacecraft: [{ ...one, catalogNumber: 39150 }] });
    expect(spacecraft[0]!.elementSet.catalogNumber).toBe(39150);
    await expect(planOf({ spacecraft: [one] })).rejects.toThrow(
      /spacecraft\.0\.elements: expected elements of one spacecraft/,
    );
    await expect(planOf({ spacecraft: [{ ...one, catalogNumber: 1 }] })).rejects.toThrow(
      /expected elements of 1, found/,
    );
    await expect(planOf({ spacecraft: [{ ...one, elements: 'none.tle' }] })).rejects.toThrow(
      /expected a file that can be read/,
    );
  });

  it.each([
    [{ antennas: ['NOWHERE-1'] }, /antennas\.0: expected an antenna of the reference constellation, found "NOWHERE-1"/],
    [{ site: 'CN-KSI' }, /antennas\.0: expected an antenna of CN-KSI, found CN-MYN-1 of CN-MYN/],
    [{ hardware: {} }, /hardware\.CN-MYN-1: expected the addresses of its devices, found nothing/],
    [{ spacecraft: ['SMMS-RC-1'] }, /spacecraft\.0: expected a spacecraft in orbit/],
    [
      { mode: 'operational', clock: 'real' },
      /linkProfile: expected a real link in mode operational, found the fictional GF-1-TTC/,
    ],
    [{ spacecraft: undefined, contacts: 'none.json' }, /contacts: expected a file that can be read/],
  ])('refuses %j', async (change, message) => {
    await expect(planOf(change)).rejects.toThrow(message);
  });

  it('predicts passes that do not overlap, from the one in progress on', async () => {
    const plan = await planOf({ spacecraft: ['GF-1', 'CBERS-4'] });
    const day = { ...plan, mode: 'simulation', hours: 24, minMaxElevationDeg: 10 } as const;
    const { contacts } = predictedContacts({ ...day, from: parseUtc('2026-04-24T08:00:00Z') });
    expect(new Set(contacts.map(({ contact }) => contact.spacecraft))).toEqual(new Set(['GF-1', 'CBERS-4']));
    contacts.slice(1).forEach(({ contact }, n) => expect(contact.start >= contacts[n]!.contact.end).toBe(true));
    for (const { contact, permissions } of contacts) {
      expect(contact.window.maxElevationDeg).toBeGreaterThanOrEqual(10);
      expect(secondsBetween(parseUtc(contact.start), parseUtc(contact.window.aos))).toBe(plan.antennas[0]!.setUpS);
      expect(permissions).toMatchObject({ receive: true, transmit: false });
    }
    const { aos } = contacts[0]!.contact.window;
    const late = predictedContacts({ ...day, from: parseUtc(aos) + 60_000_000_000n });
    expect(late.contacts[0]!.contact.id).toBe(contacts[0]!.contact.id);
  });
});
