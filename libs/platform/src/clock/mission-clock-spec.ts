import { formatUtc, parseUtc, TimeFormatError, type Tai } from '@app/time';

/** Mission time was `mission` when wall time was `wall`, and runs `rate` times as fast. */
export interface MissionClockAnchor {
  readonly mission: Tai;
  readonly wall: Tai;
  readonly rate: number;
}

/** A clock specification that cannot be read. */
export class MissionClockSpecError extends Error {
  override readonly name = 'MissionClockSpecError';
  constructor(
    readonly found: string,
    readonly expected: string,
  ) {
    super(`mission clock: found "${found}", expected ${expected}`);
  }
}

const expected =
  '"real", "MISSION-UTC", "MISSION-UTC@WALL-UTC" or either with "xRATE", as 2026-04-24T08:00:00Z@2026-11-22T10:00:00Zx10';

/**
 * Reads `real` | `MISSION[@WALL][xRATE]`, times as ISO 8601 UTC. Without WALL the clock starts from MISSION now (`wallNow`).
 * The rate is 0.01 to 1000. Throws MissionClockSpecError.
 */
export function parseMissionClockSpec(spec: string, wallNow: Tai): MissionClockAnchor {
  if (spec === 'real') return { mission: wallNow, wall: wallNow, rate: 1 };
  const match = /^([^@x]+)(?:@([^@x]+))?(?:x(\d+(?:\.\d+)?))?$/.exec(spec);
  if (match === null) throw new MissionClockSpecError(spec, expected);
  const rate = match[3] === undefined ? 1 : Number(match[3]);
  if (!(rate >= 0.01 && rate <= 1000)) throw new MissionClockSpecError(spec, 'a rate from 0.01 to 1000');
  try {
    return { mission: parseUtc(match[1] ?? ''), wall: match[2] === undefined ? wallNow : parseUtc(match[2]), rate };
  } catch (error) {
    if (error instanceof TimeFormatError) throw new MissionClockSpecError(spec, expected);
    throw error;
  }
}

export function formatMissionClockSpec(anchor: MissionClockAnchor): string {
  return `${formatUtc(anchor.mission, 9)}@${formatUtc(anchor.wall, 9)}x${anchor.rate}`;
}

/** Mission time at a wall time. */
export function missionAt(anchor: MissionClockAnchor, wall: Tai): Tai {
  const elapsed = wall - anchor.wall;
  // Rates are taken to a millionth, so that the product stays in whole nanoseconds.
  return anchor.mission + (elapsed * BigInt(Math.round(anchor.rate * 1e6))) / 1_000_000n;
}
