/** What an antenna on an azimuth-elevation mount can do. An elevation above 90 looks to the other side, over the top. */
export interface AntennaLimits {
  /** Mechanical, as in 0 to 450 or -270 to 270: azimuths 360 apart are different positions of the cable. */
  readonly azimuthMinDeg: number;
  readonly azimuthMaxDeg: number;
  readonly elevationMinDeg: number;
  readonly elevationMaxDeg: number;
  readonly azimuthRateDegPerS: number;
  readonly elevationRateDegPerS: number;
  /** Used in slews only; without it an axis has its full rate at once. */
  readonly azimuthAccelerationDegPerS2?: number;
  readonly elevationAccelerationDegPerS2?: number;
}

/** Where an antenna's axes stand. */
export interface AntennaPosition {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** Limits that no antenna can have. */
export class AntennaLimitsError extends Error {
  override readonly name = 'AntennaLimitsError';
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`antenna limits: ${field}: expected ${expected}, found ${found}`);
  }
}

/** Throws AntennaLimitsError where a range is empty, or a rate or acceleration is not above 0. */
export function assertAntennaLimits(limits: AntennaLimits): void {
  const ranges = [
    ['azimuthMaxDeg', limits.azimuthMinDeg, limits.azimuthMaxDeg],
    ['elevationMaxDeg', limits.elevationMinDeg, limits.elevationMaxDeg],
  ] as const;
  for (const [field, min, max] of ranges)
    if (!(Number.isFinite(min) && Number.isFinite(max) && max > min))
      throw new AntennaLimitsError(field, `above the minimum ${min}`, String(max));
  const positive = [
    'azimuthRateDegPerS',
    'elevationRateDegPerS',
    'azimuthAccelerationDegPerS2',
    'elevationAccelerationDegPerS2',
  ] as const;
  for (const field of positive) {
    const value = limits[field];
    if (value !== undefined && !(value > 0)) throw new AntennaLimitsError(field, 'above 0', String(value));
  }
}

/** Time of one axis from rest to rest: full rate between equal ramps, or ramps only where the way is short. */
function axisTimeS(distanceDeg: number, rate: number, acceleration: number | undefined): number {
  const distance = Math.abs(distanceDeg);
  if (acceleration === undefined) return distance / rate;
  const ramps = rate ** 2 / acceleration;
  return distance < ramps ? 2 * Math.sqrt(distance / acceleration) : distance / rate + rate / acceleration;
}

/** Seconds from rest to rest between two mechanical positions, both axes at once. Not checked against the ranges. */
export function slewTimeS(from: AntennaPosition, to: AntennaPosition, limits: AntennaLimits): number {
  return Math.max(
    axisTimeS(to.azimuthDeg - from.azimuthDeg, limits.azimuthRateDegPerS, limits.azimuthAccelerationDegPerS2),
    axisTimeS(to.elevationDeg - from.elevationDeg, limits.elevationRateDegPerS, limits.elevationAccelerationDegPerS2),
  );
}
