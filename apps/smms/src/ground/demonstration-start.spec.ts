import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import { demonstrationStart } from './demonstration-start.js';
import { readReferenceSeeds, seededElements } from './reference-seeds.js';

describe('demonstration', () => {
  it('starts two minutes before a contact of five minutes or more, near the epoch of the elements', () => {
    const seeds = readReferenceSeeds();
    const { contact, missionTime } = demonstrationStart(seeds);
    expect(contact.spacecraft).toBe('GF-1');
    expect(secondsBetween(missionTime, parseUtc(contact.aos))).toBe(120);
    expect(secondsBetween(parseUtc(contact.aos), parseUtc(contact.los))).toBeGreaterThanOrEqual(300);
    const antenna = seeds.constellation.antennas.find(({ id }) => id === contact.antenna);
    expect(antenna?.capabilities.telecommand).toBe(true);
    for (const { epoch } of seededElements(seeds))
      expect(Math.abs(secondsBetween(parseUtc(epoch), missionTime))).toBeLessThan(3 * 86_400);
  });
});
