import { describe, expect, it } from '@jest/globals';
import { assertPointingOffsets, noOffsets, PointingOffsetError } from './pointing-offsets.js';

describe('pointing offsets', () => {
  it.each([
    ['alongTrackS', 300.1],
    ['alongTrackS', Number.NaN],
    ['azimuthDeg', -31],
    ['elevationDeg', Number.POSITIVE_INFINITY],
  ] as const)('refuse %s of %p, and say what is expected', (field, value) => {
    const refused = (): void => assertPointingOffsets({ ...noOffsets, [field]: value });
    expect(refused).toThrow(PointingOffsetError);
    expect(refused).toThrow(`pointing offset ${field}: expected -`);
  });

  it('take what a search for a signal needs', () => {
    expect(() => assertPointingOffsets({ alongTrackS: -300, azimuthDeg: 30, elevationDeg: -2.5 })).not.toThrow();
  });
});
