import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { EclipseTimeline } from './eclipse-timeline.js';
import { secondsOf } from './instant.js';
import { OrbitTrack } from './orbit-track.js';
import { sunDirection } from './sun.js';
import { elementsOfGf1 } from '../testing/sample-mission.js';

describe('direction of the Sun', () => {
  // Equinox and solstice of 2026 (March 20 14:46, June 21 08:25 UTC) and the declination of 24 April.
  it('passes the equinox and the solstice in time', () => {
    const at = (utc: string): readonly number[] => sunDirection(secondsOf(parseUtc(utc)));
    expect(Math.abs(Math.asin(at('2026-03-20T14:46:00Z')[2] ?? 1))).toBeLessThan(2e-4);
    expect(((Math.asin(at('2026-06-21T08:25:00Z')[2] ?? 0) * 180) / Math.PI).toFixed(2)).toBe('23.44');
    expect(Math.abs(at('2026-06-21T08:25:00Z')[0] ?? 1)).toBeLessThan(3e-4);
  });
});

describe('eclipse timeline', () => {
  const track = new OrbitTrack(elementsOfGf1);
  const start = secondsOf(parseUtc('2026-04-24T06:00:00Z'));

  it('has one eclipse a revolution, of 30 to 36 minutes in a 10:30 orbit at 640 km', () => {
    const eclipses = new EclipseTimeline(track);
    const entries = new Set<number>();
    for (let t = start; t < start + 10 * track.periodS; t += 30) {
      const phase = eclipses.phaseAt(t);
      expect(phase.inEclipse).toBe(eclipses.isEclipsed(t));
      if (phase.inEclipse && phase.began !== undefined) entries.add(phase.began);
      if (!phase.inEclipse) {
        expect(phase.eclipseS).toBeGreaterThan(30 * 60);
        expect(phase.eclipseS).toBeLessThan(36 * 60);
      }
    }
    expect(entries.size).toBeGreaterThanOrEqual(10);
    expect(entries.size).toBeLessThanOrEqual(11);
  });

  it('answers alike in any order', () => {
    const forwards = new EclipseTimeline(track);
    const backwards = new EclipseTimeline(track);
    const times = Array.from({ length: 200 }, (_, i) => start + i * 97.3);
    const expected = times.map((t) => forwards.phaseAt(t));
    expect([...times].reverse().map((t) => backwards.phaseAt(t))).toEqual(expected.reverse());
  });
});
