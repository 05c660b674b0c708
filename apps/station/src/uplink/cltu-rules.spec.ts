import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { type CltuCase, refusalOf } from './cltu-rules.js';
import { RadiationQueue } from './radiation-queue.js';

const now = parseUtc('2026-04-24T03:00:00Z');
const later = (seconds: number): bigint => plusSeconds(now, seconds);
const good: CltuCase = {
  ...{ state: 'ready', elevationDeg: 10, fromElevationDeg: 10, waiting: 3, mostWaiting: 4 },
  ...{ times: { begin: later(2), end: later(5) }, notAfter: later(2), uplinkEnd: later(5) },
};

describe('rules for a CLTU', () => {
  it('takes one that meets each of them just so', () => {
    expect(refusalOf(good)).toBeUndefined();
  });

  it.each<[string, Partial<CltuCase>]>([
    ['not-permitted', { state: 'not-permitted', elevationDeg: 1 }],
    ['below-permitted-elevation', { elevationDeg: 9.999, state: 'waiting' }],
    ['uplink-not-ready', { state: 'waiting' }],
    ['uplink-not-ready', { state: 'acquiring' }],
    ['uplink-not-ready', { state: 'lost' }],
    ['uplink-not-ready', { state: 'off' }],
    ['too-late', { notAfter: later(1.999) }],
    ['too-late', { uplinkEnd: later(4.999) }],
    ['queue-full', { waiting: 4 }],
  ])('refuses by %s: %j', (rule, change) => {
    expect(refusalOf({ ...good, ...change })?.rule).toBe(rule);
  });
});

describe('radiation queue', () => {
  it('tells when a CLTU would begin and end after those before it, idle sequence between them', () => {
    const queue = new RadiationQueue(1000);
    const seconds = (at: bigint): number => secondsBetween(now, at);
    const times = (octets: number, at = now): number[] => Object.values(queue.timesOf(octets, at)).map(seconds);
    expect(times(125)).toEqual([0, 1]);
    queue.give(1n, 125, now);
    // 64 bits of idle sequence.
    expect(times(250)).toEqual([1.064, 3.064]);
    queue.give(2n, 250, now);
    expect([queue.length, times(125)]).toEqual([2, [3.128, 4.128]]);
    expect(times(125, later(10))).toEqual([10, 11]);
    queue.answered(1n);
    queue.answered(1n);
    expect([queue.length, times(125)]).toEqual([1, [3.128, 4.128]]);
    queue.answered(2n);
    expect([queue.length, times(125)]).toEqual([0, [0, 1]]);
  });
});
