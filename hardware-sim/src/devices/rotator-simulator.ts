import { secondsBetween, type Tai } from '@app/time';
import { type SlewLimits } from '@app/contracts';
import { type MissionClock } from '@app/platform';

/** Where the antenna points, mechanical angles in degrees: azimuth may go beyond 360 where the mount does. */
export interface Pointing {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** From `since` on, each axis goes from where it is to its target at its rate, then stands. */
interface Motion {
  readonly since: Tai;
  readonly from: Pointing;
  readonly to: Pointing;
  readonly azimuthRateDegPerS: number;
  readonly elevationRateDegPerS: number;
}

/** Motions are remembered up to this number, the oldest half forgotten beyond it, should nobody else say what may be. */
const MOST_MOTIONS = 20_000;

export type MoveDirection = 'up' | 'down' | 'left' | 'right';

/**
 * An azimuth-elevation mount in mission time. A command is taken at once and the axes move by themselves, at their slew rates. The
 * past is kept until it is forgotten, so that the channel can ask where the antenna pointed when a bit came in.
 */
export class RotatorSimulator {
  private motions: Motion[];

  /** Stands at `start`, by default at its park position. */
  constructor(
    readonly limits: SlewLimits,
    private readonly clock: MissionClock,
    start: Pointing = { azimuthDeg: limits.parkAzimuthDeg, elevationDeg: limits.parkElevationDeg },
  ) {
    this.motions = [this.motion(clock.now(), start, start, 1)];
  }

  pointing(): Pointing {
    return this.pointingAt(this.clock.now());
  }

  /** Where the antenna points, or pointed, at an instant; before all that is remembered, where it stood then. */
  pointingAt(at: Tai): Pointing {
    let motion = this.motions[0] as Motion;
    for (let i = this.motions.length - 1; i > 0; i--) {
      const candidate = this.motions[i] as Motion;
      if (candidate.since <= at) {
        motion = candidate;
        break;
      }
    }
    const seconds = Math.max(0, secondsBetween(motion.since, at));
    return {
      azimuthDeg: approach(motion.from.azimuthDeg, motion.to.azimuthDeg, motion.azimuthRateDegPerS * seconds),
      elevationDeg: approach(motion.from.elevationDeg, motion.to.elevationDeg, motion.elevationRateDegPerS * seconds),
    };
  }

  /** Starts towards a position; false, and nothing moves, where it is out of limits. */
  setPosition(to: Pointing): boolean {
    const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = this.limits;
    const within =
      to.azimuthDeg >= azimuthMinDeg &&
      to.azimuthDeg <= azimuthMaxDeg &&
      to.elevationDeg >= elevationMinDeg &&
      to.elevationDeg <= elevationMaxDeg;
    if (within) this.start(to, 1);
    return within;
  }

  stop(): void {
    this.start(this.pointing(), 1);
  }

  park(): void {
    this.start({ azimuthDeg: this.limits.parkAzimuthDeg, elevationDeg: this.limits.parkElevationDeg }, 1);
  }

  /** Goes in a direction, at a part (0 to 1) of the slew rate, up to the limit; the other axis stops. */
  move(direction: MoveDirection, partOfRate: number): void {
    const here = this.pointing();
    const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = this.limits;
    const targets: Record<MoveDirection, Pointing> = {
      up: { ...here, elevationDeg: elevationMaxDeg },
      down: { ...here, elevationDeg: elevationMinDeg },
      left: { ...here, azimuthDeg: azimuthMinDeg },
      right: { ...here, azimuthDeg: azimuthMaxDeg },
    };
    this.start(targets[direction], partOfRate);
  }

  /** Forgets motions that had ended before `before`. */
  forget(before: Tai): void {
    let first = 0;
    while (first + 1 < this.motions.length && (this.motions[first + 1] as Motion).since <= before) first++;
    if (first > 0) this.motions.splice(0, first);
  }

  private start(to: Pointing, partOfRate: number): void {
    const now = this.clock.now();
    this.motions.push(this.motion(now, this.pointingAt(now), to, partOfRate));
    if (this.motions.length > MOST_MOTIONS) this.motions.splice(0, MOST_MOTIONS / 2);
  }

  private motion(since: Tai, from: Pointing, to: Pointing, partOfRate: number): Motion {
    return {
      since,
      from,
      to,
      azimuthRateDegPerS: this.limits.azimuthRateDegPerS * partOfRate,
      elevationRateDegPerS: this.limits.elevationRateDegPerS * partOfRate,
    };
  }
}

function approach(from: number, to: number, distance: number): number {
  // Adding 0 makes a negative zero a plain one.
  return (to >= from ? Math.min(to, from + distance) : Math.max(to, from - distance)) + 0;
}
