/** The numbers of an element set that SGP4 needs, each with its OMM keyword, its range in words and its check. */
export interface ElementLimit {
  readonly expected: string;
  readonly holds: (value: number) => boolean;
}

const angle: ElementLimit = { expected: 'degrees from -360 to 360', holds: (v) => v >= -360 && v <= 360 };
const whole: ElementLimit = { expected: 'a whole number from 0 on', holds: (v) => Number.isSafeInteger(v) && v >= 0 };
const finite: ElementLimit = { expected: 'a number', holds: (v) => Number.isFinite(v) };

/** Ranges by field. The mean motion of a circular orbit at the Earth's surface is 17.07 rev/day. */
export const elementLimits = {
  meanMotionRevPerDay: { expected: 'revolutions per day above 0, at most 18', holds: (v: number) => v > 0 && v <= 18 },
  eccentricity: { expected: 'a number from 0 to below 1', holds: (v: number) => v >= 0 && v < 1 },
  inclinationDeg: { expected: 'degrees from 0 to 180', holds: (v: number) => v >= 0 && v <= 180 },
  raanDeg: angle,
  argumentOfPericenterDeg: angle,
  meanAnomalyDeg: angle,
  bstar: finite,
  meanMotionDot: finite,
  meanMotionDdot: finite,
  revolutionAtEpoch: whole,
  elementSetNumber: whole,
  catalogNumber: {
    expected: 'a whole number from 0 to 999999999',
    holds: (v: number) => Number.isInteger(v) && v >= 0 && v <= 999_999_999,
  },
} satisfies Record<string, ElementLimit>;

export type LimitedField = keyof typeof elementLimits;
