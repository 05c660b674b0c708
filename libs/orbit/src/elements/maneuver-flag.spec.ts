import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { type PlannedManeuver, maneuverFlag } from './maneuver-flag.js';

const noon = parseUtc('2026-04-25T12:00:00Z');
const hour = (count: number): Tai => plusSeconds(noon, 3600 * count);
const burn = (start: number, end: number): PlannedManeuver => ({
  spacecraft: 'HJ-2A',
  start: hour(start),
  end: hour(end),
  note: `burn at ${start}`,
});

describe('maneuverFlag', () => {
  it.each<[number, number, string | undefined, string]>([
    [-5, -1, undefined, 'before the burn'],
    [-5, 0, 'burn at 0', 'at its start'],
    [-5, 0.5, 'burn at 0', 'in the burn'],
    [-5, 48, 'burn at 0', 'long after, from elements of before'],
    [0.5, 48, 'burn at 0', 'from elements of within the burn'],
    [0.999, 48, 'burn at 0', 'from elements just before its end'],
    [1, 48, undefined, 'from elements of its end'],
    [20, 0.5, undefined, 'back in time from elements of after'],
  ])('from an epoch at %d h, at %d h: %s (%s)', (epoch, at, note) => {
    expect(maneuverFlag(hour(epoch), hour(at), [burn(0, 1)])?.note).toBe(note);
  });
  it('names the earliest of several, in any order', () => {
    const burns = [burn(10, 11), burn(0, 1), burn(5, 6)];
    expect(maneuverFlag(hour(-1), hour(20), burns)?.note).toBe('burn at 0');
    expect(maneuverFlag(hour(2), hour(20), burns)?.note).toBe('burn at 5');
    expect(maneuverFlag(hour(2), hour(4), burns)).toBeUndefined();
    expect(maneuverFlag(hour(2), hour(4), [])).toBeUndefined();
  });
});
