import { describe, expect, it } from '@jest/globals';
import { type ContactWindow, contactWindowSchema } from '@app/contracts';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';
import { windowChanges } from './window-changes.js';

const AOS = parseUtc('2026-04-24T12:00:00Z');
const at = (seconds: number): string => formatUtc(plusSeconds(AOS, seconds));

/** A window of ten minutes, later by some seconds. */
function window(orbit: number, shiftS = 0, change: object = {}, model: object = {}): ContactWindow {
  return contactWindowSchema.parse({
    ...{ id: `GF-1_CN-MYN-1_${orbit}`, spacecraft: 'GF-1', site: 'CN-MYN', antenna: 'CN-MYN-1', orbitNumber: orbit },
    ...{ aos: at(shiftS), tca: at(300 + shiftS), los: at(600 + shiftS), aosOpen: false, losOpen: false },
    ...{ maxElevationDeg: 40, aosAzimuthDeg: 10, tcaAzimuthDeg: 90, losAzimuthDeg: 170, tcaRangeKm: 900 },
    ...{ horizonAos: at(shiftS - 90), horizonLos: at(shiftS + 690) },
    uplink: [{ from: at(60 + shiftS), to: at(540 + shiftS) }],
    model: {
      ...{ propagator: 'SGP4', elementSetEpoch: '2026-04-24T00:00:00Z', elementSetSource: 'a', elementAgeDays: 0.5 },
      ...{ earthOrientation: 'none', minElevationDeg: 5, horizonMask: false, ...model },
    },
    ...change,
  });
}

const nothing = { written: [], added: [], gone: [], moved: [], largestShiftS: 0 };

describe('what a new search changes', () => {
  it('nothing where a window came out the same within a millisecond', () => {
    expect(windowChanges([window(1)], [window(1, 0.0009, {}, { elementAgeDays: 0.500001 })])).toEqual(nothing);
  });

  it('says what is new, what is gone, and how far the others moved, both ways', () => {
    const [one, two, three] = [window(1, -0.25), window(2, 0.0015), window(4)];
    const changes = windowChanges([window(1), window(2), window(3)], [one, two, three]);
    expect(changes).toEqual({
      written: [one, two, three],
      added: [three.id],
      gone: [window(3).id],
      moved: [
        { id: one.id, aosShiftS: -0.25, losShiftS: -0.25 },
        { id: two.id, aosShiftS: 0.0015, losShiftS: 0.0015 },
      ],
      largestShiftS: 0.25,
    });
  });

  it.each([
    ['another model', window(1, 0, {}, { elementSetSource: 'b' })],
    ['another uplink elevation', window(1, 0, { uplink: [] })],
    ['a horizon that is known now', window(1, 0, { horizonLos: null })],
    ['another site', window(1, 0, { site: 'CN-KSI' })],
  ])('writes a window of %s, which has not moved', (_what, found) => {
    expect(windowChanges([window(1)], [found])).toEqual({ ...nothing, written: [found] });
  });

  it('measures no shift at an open end', () => {
    const open = window(1, 0, { los: at(200), losOpen: true });
    expect(windowChanges([open], [window(1, 0.5)]).moved).toEqual([{ id: open.id, aosShiftS: 0.5, losShiftS: null }]);
  });

  it('keeps the beginning of a window that the start of a search has clipped, unless its end moved', () => {
    const clipped = (shiftS: number) => window(1, shiftS, { aos: at(100), aosOpen: true });
    expect(windowChanges([window(1)], [clipped(0)])).toEqual(nothing);
    expect(windowChanges([window(1)], [clipped(2)])).toMatchObject({
      written: [clipped(2)],
      moved: [{ aosShiftS: null, losShiftS: 2 }],
    });
  });
});
