import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '@app/platform';
import { parseUtc, secondsBetween } from '@app/time';
import { lookAt, miyun } from '../testing/manual-pass.js';
import { elementsOfGf1, referenceDatabaseXml, sampleLinkProfile } from '../testing/sample-mission.js';
import { hardwareSimConfigSchema } from '../hardware-sim-config.js';
import { compileScenario, type ScenarioCatalogue } from './compile-scenario.js';
import { readScenario, scenarioJsonSchema } from './scenario.js';

const catalogue: ScenarioCatalogue = {
  spacecraft: new Map([['GF-1', { elementSet: elementsOfGf1, linkProfile: sampleLinkProfile }]]),
  antennas: new Map([[miyun.id, { antenna: miyun, climate: undefined }]]),
  missionDatabase: referenceDatabaseXml(),
};
const whole = {
  seed: 3,
  clock: { start: '2026-04-24T06:00:00Z' },
  spacecraft: ['GF-1'],
  antennas: [{ antenna: miyun.id }],
};
const compiled = (scenario: object) =>
  compileScenario(readScenario(JSON.stringify({ ...whole, ...scenario }), 'X'), catalogue, 'X', { eventLogFile: null });

describe('a scenario', () => {
  it('is the configuration of a simulation, its defaults and references filled in', () => {
    const yaml = `
seed: 3
clock: { start: 2026-04-24T06:00:00Z, rate: 20, durationS: 600 }
link: { marginDb: 2.5 }
spacecraft: [GF-1]
antennas:
  - { antenna: CN-MYN-1, rotatorPort: 4533 }
faults:
  - { at: 90.5, for: 10, kind: fade, antenna: CN-MYN-1, db: 3 }
  - { at: 2026-04-24T06:05:00Z, kind: safe-mode, spacecraft: GF-1 }
`;
    const config = compileScenario(readScenario(yaml, 'x.yaml'), catalogue, 'x.yaml', { eventLogFile: 'E' });
    expect(hardwareSimConfigSchema.parse(config)).toMatchObject({
      missionClock: '2026-04-24T06:00:00Zx20',
      mode: 'simulation',
      seed: 3,
      linkMarginDb: 2.5,
      linkModel: 'margin',
      eventLogFile: 'E',
      endsAt: '2026-04-24T06:10:00.000000000Z',
      spacecraft: [{ id: 'GF-1', elementSet: elementsOfGf1 }],
      antennas: [{ antenna: { id: 'CN-MYN-1' }, rotatorPort: 4533, basebandPort: 0 }],
      faults: [
        { kind: 'fade', db: 3, at: '2026-04-24T06:01:30.500000000Z', for: 10 },
        { kind: 'safe-mode', at: '2026-04-24T06:05:00.000000000Z' },
      ],
    });
  });

  it('takes spacecraft and antennas whole', () => {
    const craft = { id: 'GF-1', elementSet: elementsOfGf1, linkProfile: sampleLinkProfile };
    const config = compiled({ spacecraft: [craft], antennas: [{ antenna: { ...miyun, id: 'MINE-1' } }] });
    expect(config.spacecraft).toEqual([craft]);
    expect(config.antennas[0]?.antenna.id).toBe('MINE-1');
  });

  it('takes spacecraft of the reference constellation with what is off about them, or with a link profile of their own', () => {
    const linkProfile = { ...sampleLinkProfile, id: 'MINE-TTC' };
    const { spacecraft } = compiled({ spacecraft: [{ id: 'GF-1', oscillatorPpm: -2.5, linkProfile }] });
    expect(spacecraft).toEqual([{ id: 'GF-1', elementSet: elementsOfGf1, linkProfile, oscillatorPpm: -2.5 }]);
    expect(() => compiled({ spacecraft: [{ id: 'HJ-9', linkProfile }] })).toThrow(
      /^X: spacecraft\.0: expected one of GF-1, found "HJ-9"$/,
    );
  });

  it('gives an antenna an SDR that is not perfect, and an input for samples, whose UDP port may be that of a TCP device', () => {
    const impairments = { oscillatorPpm: 20, dcOffsetDbfs: -30, gainImbalanceDb: 0.5, phaseImbalanceDeg: -2 };
    const antenna = {
      ...{ antenna: miyun.id, basebandPort: 4600 },
      sdr: { protocol: 'rtl_tcp', port: 1234, ...impairments },
      transmitter: { protocol: 'difi', port: 4600 },
    };
    const [whole] = hardwareSimConfigSchema.parse(compiled({ antennas: [antenna] })).antennas;
    expect(whole).toMatchObject({ sdr: impairments, transmitter: antenna.transmitter });
    const free = { antenna: miyun.id, transmitter: { protocol: 'difi' } };
    expect(compiled({ antennas: [free] }).antennas[0]?.transmitter).toEqual({ protocol: 'difi', port: 0 });
  });

  it('counts from the rise of a spacecraft', () => {
    const at = { aosOf: 'GF-1', antenna: miyun.id, plusS: 45 };
    const faults = [1, 2].map((pass) => ({ at: { ...at, pass }, kind: 'lost-lock', antenna: miyun.id }));
    const [first, second] = compiled({ faults }).faults ?? [];
    for (const fault of [first, second]) {
      const aos = parseUtc(fault?.at ?? '') - 45_000_000_000n;
      expect(lookAt(miyun, aos - 50_000_000n).elevationDeg).toBeLessThan(0);
      expect(lookAt(miyun, aos + 50_000_000n).elevationDeg).toBeGreaterThan(0);
    }
    // About one revolution later, a little less or more as the station turns.
    const apart = secondsBetween(parseUtc(first?.at ?? ''), parseUtc(second?.at ?? ''));
    expect(Math.abs(apart - 86_400 / elementsOfGf1.meanMotionRevPerDay)).toBeLessThan(600);
  });

  it.each([
    ['a text', '"hello"', /^F: expected a scenario, an object, found "hello"$/],
    ['YAML that is none', 'seed: 3\nclock: {start', /^F: line 2: expected YAML or JSON, found /],
    ['a field twice', 'seed: 1\nseed: 2', /^F: line 2: expected YAML or JSON, found .*unique/],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(8)}]\nc: &c [${'*b,'.repeat(8)}]\nseed: [${'*c,'.repeat(8)}]`,
      /^F: expected YAML or JSON, found Excessive alias/,
    ],
    [
      'nothing of it',
      '{}',
      /^F: seed: expected number, found nothing; clock: expected object, found nothing; spacecraft/,
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(() => readScenario(text, 'F')).toThrow(message);
  });

  it.each([
    ['a seed that is negative', { seed: -1 }, 'seed: expected at least 0, found -1'],
    ['a rate of 0', { clock: { ...whole.clock, rate: 0 } }, 'clock.rate: expected at least 0.01, found 0'],
    ['an unknown field', { colour: 'red' }, 'colour: expected no such field, found "red"'],
    [
      'a start that is no time',
      { clock: { start: 'noon' } },
      'clock.start: expected a UTC time, YYYY-MM-DDThh:mm:ss[.ffffff]Z, found "noon"',
    ],
    ['an unknown spacecraft', { spacecraft: ['HJ-9'] }, 'spacecraft.0: expected one of GF-1, found "HJ-9"'],
    [
      'an unknown antenna',
      { antennas: [{ antenna: 'X-1' }] },
      'antennas.0.antenna: expected one of CN-MYN-1, found "X-1"',
    ],
    ['a spacecraft twice', { spacecraft: ['GF-1', 'GF-1'] }, 'spacecraft.1: expected a spacecraft once, found "GF-1"'],
    [
      'an antenna twice',
      { antennas: [{ antenna: miyun.id }, { antenna: miyun.id }] },
      'antennas.1.antenna: expected an antenna once, found "CN-MYN-1"',
    ],
    [
      'a port for two devices',
      { antennas: [{ antenna: miyun.id, rotatorPort: 4533, sdr: { protocol: 'rtl_tcp', port: 4533 } }] },
      'antennas.0.sdr.port: expected a port other than that of antennas.0.rotatorPort, found 4533',
    ],
    [
      'a port for two transmitters',
      {
        antennas: [
          { antenna: miyun.id, transmitter: { protocol: 'difi', port: 50_001 } },
          { antenna: { ...miyun, id: 'MINE-1' }, transmitter: { protocol: 'difi', port: 50_001 } },
        ],
      },
      'antennas.1.transmitter.port: expected a port other than that of antennas.0.transmitter.port, found 50001',
    ],
    ['an oscillator that is none', { spacecraft: [{ id: 'GF-1', oscillatorPpm: 1000 }] }, 'spacecraft.0'],
    [
      'an antenna that is not whole',
      { antennas: [{ antenna: { ...miyun, latitudeDeg: 91 } }] },
      'antennas.0.antenna.latitudeDeg: expected -90 to 90 degrees, found 91',
    ],
    [
      'a fault at an antenna that does not take part',
      { faults: [{ at: 0, kind: 'lost-lock', antenna: 'X-1' }] },
      'faults.0.antenna: expected one of CN-MYN-1, found "X-1"',
    ],
    [
      'a fault before the start',
      { faults: [{ at: '2026-04-24T05:59:59Z', kind: 'lost-lock', antenna: miyun.id }] },
      'faults.0.at: expected 2026-04-24T06:00:00Z or later, found "2026-04-24T05:59:59.000000Z"',
    ],
    [
      'a fade without decibels',
      { faults: [{ at: 0, kind: 'fade', antenna: miyun.id }] },
      'faults.0.db: expected number, found nothing',
    ],
    [
      'a momentary fault that lasts',
      { faults: [{ at: 0, for: 3, kind: 'clock-jump', antenna: miyun.id, seconds: 1 }] },
      'faults.0.for: expected no such field, found 3',
    ],
    [
      'a rise at an antenna that does not take part',
      { faults: [{ at: { aosOf: 'GF-1', antenna: 'X-1' }, kind: 'lost-lock', antenna: miyun.id }] },
      'faults.0.at.antenna: expected one of CN-MYN-1, found "X-1"',
    ],
  ])('refuses %s: file, path, expected, found', (_what, change, message) => {
    expect(() => compiled(change)).toThrow(new RegExp(`^X: .*${message.replace(/[[\]().]/g, '\\$&')}`));
  });

  it('says which kinds of fault there are', () => {
    expect(() => compiled({ faults: [{ at: 0, kind: 'meteorite' }] })).toThrow(
      /^X: faults\.0\.kind: expected .*found "meteorite"/,
    );
  });
});

it('the JSON Schema in docs is that of the code', () => {
  const file = join(projectRoot(), 'docs', 'schemas', 'simulator-scenario.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
});
