import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { SpacecraftView } from '../pointing/spacecraft-view.js';
import { sampleContact, sampleWindows } from '../testing/sample-contact.js';
import { uplinkWindowOf } from './uplink-window.js';

describe('the part of a pass in which a station may transmit', () => {
  it('is, on every pass of a day, where a look at each second finds it', () => {
    fc.assert(
      fc.property(
        fc.nat(sampleWindows().length - 1),
        fc.double({ min: 5, max: 60, noNaN: true }),
        (window, transmitFromElevationDeg) => {
          const contact = sampleContact({ window, transmitFromElevationDeg });
          const view = new SpacecraftView(contact);
          const [aos, los] = [parseUtc(contact.contact.window.aos), parseUtc(contact.contact.window.los)];
          const high: Tai[] = [];
          for (let at = aos; at <= los; at = plusSeconds(at, 1))
            if (view.at(at).elevationDeg >= transmitFromElevationDeg) high.push(at);
          const found = uplinkWindowOf(contact, view);
          if (found === undefined) return expect(high.length).toBeLessThanOrEqual(1);
          for (const edge of [found.from, found.until])
            expect(view.at(edge).elevationDeg).toBeGreaterThanOrEqual(transmitFromElevationDeg - 1e-9);
          if (high.length === 0) return expect(secondsBetween(found.from, found.until)).toBeLessThan(1);
          expect(secondsBetween(found.from, high[0] ?? 0n)).toBeGreaterThan(-0.001);
          expect(secondsBetween(found.from, high[0] ?? 0n)).toBeLessThan(1.001);
          expect(secondsBetween(high.at(-1) ?? 0n, found.until)).toBeGreaterThan(-0.001);
          expect(secondsBetween(high.at(-1) ?? 0n, found.until)).toBeLessThan(1.001);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('is none where the pass does not rise so far', () => {
    const low = sampleContact({ transmitFromElevationDeg: 89.9 });
    expect(uplinkWindowOf(low, new SpacecraftView(low))).toBeUndefined();
  });
});
