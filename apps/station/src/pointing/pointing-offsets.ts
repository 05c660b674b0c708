/** What an operator adds to a track while it is followed, to find or to centre a signal. */
export interface PointingOffsets {
  /** Along the track: the antenna looks where the spacecraft will be so many seconds later. */
  readonly alongTrackS: number;
  /** Added to the angles of the axes. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

export const noOffsets: PointingOffsets = { alongTrackS: 0, azimuthDeg: 0, elevationDeg: 0 };

const largest: PointingOffsets = { alongTrackS: 300, azimuthDeg: 30, elevationDeg: 30 };

/** An offset that is no number, or larger than any search is. */
export class PointingOffsetError extends Error {
  override readonly name = 'PointingOffsetError';
  constructor(
    readonly field: keyof PointingOffsets,
    readonly expected: string,
    readonly found: number,
  ) {
    super(`pointing offset ${field}: expected ${expected}, found ${found}`);
  }
}

/** Throws PointingOffsetError. */
export function assertPointingOffsets(offsets: PointingOffsets): void {
  for (const field of ['alongTrackS', 'azimuthDeg', 'elevationDeg'] as const) {
    const most = largest[field];
    if (!(Math.abs(offsets[field]) <= most))
      throw new PointingOffsetError(field, `-${most} to ${most}`, offsets[field]);
  }
}
