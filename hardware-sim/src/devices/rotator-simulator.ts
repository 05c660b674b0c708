import { secondsBetween, type Tai } from '@app/time';
import { slewAccelerations, type SlewLimits } from '@app/contracts';
import { type MissionClock } from '@app/platform';
import { type AxisDrive, AxisMotion, type AxisState, stoppingPointDeg } from './axis-motion.js';

/** Where the antenna points, mechanical angles in degrees: azimuth may go beyond 360 where the mount does, elevation beyond 90. */
export interface Pointing {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** How fast the axes turn, degrees a second. */
export interface SlewRates {
  readonly azimuthDegPerS: number;
  readonly elevationDegPerS: number;
}

export type RotatorAxis = 'azimuth' | 'elevation';
export type StalledAxis = RotatorAxis | 'both';
export type MoveDirection = 'up' | 'down' | 'left' | 'right';

/** What holds from `since` on. */
interface Leg {
  readonly since: Tai;
  readonly azimuth: AxisMotion;
  readonly elevation: AxisMotion;
  /** Of the encoders: what is reported less what is true. */
  readonly offset: Pointing;
}

interface Order {
  /** By the encoders. */
  readonly toDeg: number;
  readonly partOfRate: number;
}

/** Legs are remembered up to this number, the oldest half forgotten beyond it, should nobody else say what may be. */
const MOST_LEGS = 20_000;
const axes = ['azimuth', 'elevation'] as const;

/**
 * An azimuth-elevation mount in mission time. A command is taken at once and the axes move by themselves, within their slew rates and
 * accelerations, each as fast as it can. The past is kept until it is forgotten, so that the channel can ask where the antenna pointed
 * when a bit came in.
 */
export class RotatorSimulator {
  private legs: Leg[];
  private readonly orders: Record<RotatorAxis, Order>;
  private readonly stalled = new Set<RotatorAxis>();

  /** Stands at `start`, by default at its park position. */
  constructor(
    readonly limits: SlewLimits,
    private readonly clock: MissionClock,
    start: Pointing = { azimuthDeg: limits.parkAzimuthDeg, elevationDeg: limits.parkElevationDeg },
  ) {
    const [azimuth, elevation] = [AxisMotion.at(start.azimuthDeg), AxisMotion.at(start.elevationDeg)];
    this.legs = [{ since: clock.now(), azimuth, elevation, offset: { azimuthDeg: 0, elevationDeg: 0 } }];
    this.orders = {
      azimuth: { toDeg: start.azimuthDeg, partOfRate: 1 },
      elevation: { toDeg: start.elevationDeg, partOfRate: 1 },
    };
  }

  pointing(): Pointing {
    return this.pointingAt(this.clock.now());
  }

  /** Where the antenna points, or pointed, in truth; before all that is remembered, where it stood then. */
  pointingAt(at: Tai): Pointing {
    const leg = this.legAt(at);
    const [azimuthDeg, elevationDeg] = axes.map((axis) => stateOf(leg, axis, at).positionDeg);
    return { azimuthDeg: azimuthDeg ?? 0, elevationDeg: elevationDeg ?? 0 };
  }

  /** What the control unit says of it: by the encoders. */
  reported(): Pointing {
    return this.reportedAt(this.clock.now());
  }

  reportedAt(at: Tai): Pointing {
    const { azimuthDeg, elevationDeg } = this.pointingAt(at);
    const { offset } = this.legAt(at);
    return { azimuthDeg: azimuthDeg + offset.azimuthDeg, elevationDeg: elevationDeg + offset.elevationDeg };
  }

  ratesAt(at: Tai): SlewRates {
    const leg = this.legAt(at);
    const [azimuthDegPerS, elevationDegPerS] = axes.map((axis) => stateOf(leg, axis, at).rateDegPerS);
    return { azimuthDegPerS: azimuthDegPerS ?? 0, elevationDegPerS: elevationDegPerS ?? 0 };
  }

  rates(): SlewRates {
    return this.ratesAt(this.clock.now());
  }

  /** Starts towards a position by the encoders; false, and nothing changes, where it is out of limits. */
  setPosition(to: Pointing): boolean {
    const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = this.limits;
    const within =
      to.azimuthDeg >= azimuthMinDeg &&
      to.azimuthDeg <= azimuthMaxDeg &&
      to.elevationDeg >= elevationMinDeg &&
      to.elevationDeg <= elevationMaxDeg;
    if (within) this.order({ toDeg: to.azimuthDeg, partOfRate: 1 }, { toDeg: to.elevationDeg, partOfRate: 1 });
    return within;
  }

  /** Brakes both axes: each comes to rest as soon as it can. */
  stop(): void {
    this.order(this.braked('azimuth'), this.braked('elevation'));
  }

  park(): void {
    const { parkAzimuthDeg, parkElevationDeg } = this.limits;
    this.order({ toDeg: parkAzimuthDeg, partOfRate: 1 }, { toDeg: parkElevationDeg, partOfRate: 1 });
  }

  /** Goes in a direction, at a part (0 to 1) of the slew rate, up to the limit; the other axis stops. */
  move(direction: MoveDirection, partOfRate: number): void {
    const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = this.limits;
    const ends = { up: elevationMaxDeg, down: elevationMinDeg, left: azimuthMinDeg, right: azimuthMaxDeg };
    const order = { toDeg: ends[direction], partOfRate };
    const vertical = direction === 'up' || direction === 'down';
    if (vertical) this.order(this.braked('azimuth'), order);
    else this.order(order, this.braked('elevation'));
  }

  /** Fault: the axis jams where it is. Commands are taken as ever, and nothing moves. */
  stall(axis: StalledAxis): void {
    for (const one of axesOf(axis)) this.stalled.add(one);
    this.depart();
  }

  /** The axis is free again, and follows the last command. */
  release(axis: StalledAxis): void {
    for (const one of axesOf(axis)) this.stalled.delete(one);
    this.depart();
  }

  /**
   * Fault: what the encoders say is off the truth by so much from now on; 0, 0 mends it. The drives follow the encoders: they bring the
   * antenna to where the encoders agree with the last command, as far as the limits of the axes go, and there it looks beside its target.
   */
  encoderOffset(azimuthDeg: number, elevationDeg: number): void {
    this.depart({ azimuthDeg, elevationDeg });
  }

  /** Forgets motions that had ended before `before`. */
  forget(before: Tai): void {
    const first = this.indexAt(before);
    if (first > 0) this.legs.splice(0, first);
  }

  private order(azimuth: Order, elevation: Order): void {
    Object.assign(this.orders, { azimuth, elevation });
    this.depart();
  }

  /** A new leg from where the axes are now, towards their orders. */
  private depart(offset = (this.legs.at(-1) as Leg).offset): void {
    const since = this.clock.now();
    const leg = this.legAt(since);
    const [azimuth, elevation] = axes.map((axis) => {
      const state = stateOf(leg, axis, since);
      if (this.stalled.has(axis)) return AxisMotion.at(state.positionDeg);
      const { toDeg, partOfRate } = this.orders[axis];
      const { rateDegPerS, accelerationDegPerS2 } = this.drive(axis);
      const slowed = { rateDegPerS: rateDegPerS * partOfRate, accelerationDegPerS2 };
      return AxisMotion.towards(state, this.within(axis, toDeg - offset[`${axis}Deg`]), slowed);
    });
    this.legs.push({ since, azimuth: azimuth as AxisMotion, elevation: elevation as AxisMotion, offset });
    if (this.legs.length > MOST_LEGS) this.legs.splice(0, MOST_LEGS / 2);
  }

  private braked(axis: RotatorAxis): Order {
    const now = this.clock.now();
    const leg = this.legAt(now);
    const restDeg = stoppingPointDeg(stateOf(leg, axis, now), this.drive(axis));
    return { toDeg: restDeg + leg.offset[`${axis}Deg`], partOfRate: 1 };
  }

  private drive(axis: RotatorAxis): AxisDrive {
    const rateDegPerS = this.limits[`${axis}RateDegPerS`];
    return { rateDegPerS, accelerationDegPerS2: slewAccelerations(this.limits)[`${axis}AccelerationDegPerS2`] };
  }

  private within(axis: RotatorAxis, positionDeg: number): number {
    const [min, max] = [this.limits[`${axis}MinDeg`], this.limits[`${axis}MaxDeg`]];
    // Adding 0 makes a negative zero a plain one.
    return Math.min(max, Math.max(min, positionDeg)) + 0;
  }

  private legAt(at: Tai): Leg {
    return this.legs[this.indexAt(at)] as Leg;
  }

  /** Of the last leg that had begun at an instant, or the first. */
  private indexAt(at: Tai): number {
    let [low, high] = [0, this.legs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.legs[middle] as Leg).since <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function stateOf(leg: Leg, axis: RotatorAxis, at: Tai): AxisState {
  return leg[axis].stateAt(Math.max(0, secondsBetween(leg.since, at)));
}

function axesOf(axis: StalledAxis): readonly RotatorAxis[] {
  return axis === 'both' ? axes : [axis];
}
