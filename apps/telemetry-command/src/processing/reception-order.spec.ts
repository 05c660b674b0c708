import { describe, expect, it } from '@jest/globals';
import { isNewer, isTimeSuspect } from './reception-order.js';

const at = (time: string) => `2026-04-${time}Z`;
const times = (received: string, generated: string) => ({
  earthReceiveTime: at(received),
  generationTime: at(generated),
});

describe('isNewer', () => {
  it('goes by earth receive time, whatever the on-board clock shows, and by generation time within one frame', () => {
    const value = times('24T08:00:10.000000', '24T08:00:09.900000');
    expect(isNewer(times('24T08:00:10.000001', '01T00:00:00.000000'), value)).toBe(true);
    expect(isNewer(times('24T08:00:09.999999', '29T00:00:00.000000'), value)).toBe(false);
    expect(isNewer(times('24T08:00:10.000000', '24T08:00:09.900001'), value)).toBe(true);
    expect(isNewer(value, value)).toBe(false);
  });
});

describe('isTimeSuspect', () => {
  it.each([
    ['real-time', '24T08:00:01.000000', false],
    ['real-time', '24T08:00:01.000001', true],
    ['playback', '24T08:00:01.000001', true],
    ['real-time', '23T08:00:00.000000', false],
    ['real-time', '23T07:59:59.999999', true],
    ['playback', '01T00:00:00.000000', false],
  ])('of a %s value received at 08:00 and generated at %s: %s', (source, generated, suspect) => {
    expect(isTimeSuspect(source, times('24T08:00:00.000000', generated))).toBe(suspect);
  });
});
