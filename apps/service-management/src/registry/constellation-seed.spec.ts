import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readConstellationSeed } from './seed-file.js';

const json = (): Record<string, { id: string; site?: string; latitudeDeg?: number }[]> =>
  JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')) as never;

describe('reference constellation', () => {
  it('holds together: three in orbit, eight planned without catalogue numbers, eleven nations', () => {
    const seed = readConstellationSeed(json(), 'constellation.json');
    expect(seed.members).toHaveLength(11);
    expect(seed.spacecraft.filter(({ status }) => status === 'in-orbit').map(({ id }) => id)).toEqual([
      'GF-1',
      'HJ-1A',
      'CBERS-4',
    ]);
    const planned = seed.spacecraft.filter(({ status }) => status === 'planned');
    expect(planned).toHaveLength(8);
    expect(planned.every(({ catalogNumber }) => catalogNumber === null)).toBe(true);
    expect(seed.sites.every(({ approximate }) => approximate)).toBe(true);
    expect(seed.linkProfiles.every(({ fictional }) => fictional)).toBe(true);
    expect(
      seed.antennas.filter(({ capabilities, eirpDbw }) => capabilities.telecommand !== (eirpDbw !== null)),
    ).toEqual([]);
    expect(seed.antennas.filter(({ capabilities }) => !capabilities.telecommand).length).toBeGreaterThanOrEqual(3);
    expect(new Set(seed.linkProfiles.map(({ scid }) => scid)).size).toBe(seed.linkProfiles.length);
  });

  it('is refused by place and value where a reference dangles or a latitude is none', () => {
    const dangling = json();
    dangling['antennas']![3]!.site = 'XX-NOWHERE';
    expect(() => readConstellationSeed(dangling, 'f.json')).toThrow(
      /f\.json: antenna CN-SYA-1, site: expected a site of this document, found "XX-NOWHERE"/,
    );
    const latitude = json();
    latitude['antennas']![0]!.latitudeDeg = 91;
    expect(() => readConstellationSeed(latitude, 'f.json')).toThrow(
      /antennas\.0\.latitudeDeg: latitude: expected -90 to 90 degrees/,
    );
    const twice = json();
    twice['members']!.push(twice['members']![0]!);
    expect(() => readConstellationSeed(twice, 'f.json')).toThrow(/members: "BD" is there twice/);
  });
});
