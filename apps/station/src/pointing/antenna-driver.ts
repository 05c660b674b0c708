import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MissionClock } from '@app/platform';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { RotatorError, RotatorRefusedError } from '../rotator/rotator.errors.js';
import type { AntennaPosition, Rotator, RotatorLimits } from '../rotator/rotator.port.js';
import { type PointingLimits, PointingLimitsError } from './pointing-limits.js';
import { assertPointingOffsets, noOffsets, type PointingOffsets } from './pointing-offsets.js';
import type { SkyDirection, SpacecraftView } from './spacecraft-view.js';
import { angleBetweenDeg, planTrack, type PointingTrack } from './track.js';

export type AntennaEvent =
  | { readonly type: 'rotator-up' }
  | { readonly type: 'rotator-down'; readonly reason: string }
  | { readonly type: 'on-target' }
  | { readonly type: 'off-target'; readonly reason: string };

export interface AntennaDriverParts {
  readonly rotator: Rotator;
  readonly clock: MissionClock;
  /** Throws PointingLimitsError. */
  readonly limits: (rotator: RotatorLimits) => PointingLimits;
  readonly view: Pick<SpacecraftView, 'at' | 'profile'>;
  /** The track to follow. */
  readonly start: Tai;
  readonly end: Tai;
  /** An antenna that is further away from its target than this, degrees, is off it. */
  readonly toleranceDeg: number;
  readonly onEvent: (event: AntennaEvent) => void;
}

export type AntennaDuty = 'rest' | 'pre-position' | 'track' | 'park';

/** Mission seconds between two commands; at a high clock rate at least 20 ms of wall time. */
const PERIOD_S = 0.08;
const LEAST_PERIOD_WALL_S = 0.02;
/** Wall seconds before a rotator that failed is tried again. */
const RETRY_WALL_S = 1;
/** An antenna is off its target when so many readings in a row say so, for so long: one alone may be a late answer. */
const READINGS_OFF_TARGET = 4;
const OFF_TARGET_S = 1.5;
/** Of the tolerance: a pointing error that makes no way of following a pass better than another. */
const TRACK_TOLERANCE = 0.2;

/**
 * Drives one antenna along one pass: asks where it is, tells it where to be when the next command comes, its rate counted in, and says
 * when it is there. Errors of the rotator are said and tried again, for as long as the pass lasts.
 */
export class AntennaDriver {
  /** The last command that the rotator took, and where it was last. */
  commanded: AntennaPosition | null = null;
  actual: AntennaPosition | null = null;
  private duty: AntennaDuty = 'rest';
  private limits: PointingLimits | undefined;
  private track: PointingTrack | undefined;
  private up = false;
  private onTarget: boolean | undefined;
  private readingsOff = 0;
  private offSince: Tai | undefined;
  private offsets = noOffsets;
  private parkTried = false;
  private readonly stopping = new AbortController();
  private wake = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: AntennaDriverParts) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Takes effect with the next command, at once. */
  take(duty: AntennaDuty): void {
    this.duty = duty;
    this.readingsOff = 0;
    this.wake.abort();
  }

  /** Holds from the next command on, until other offsets are given. Throws PointingOffsetError, and nothing changes. */
  offset(offsets: PointingOffsets): void {
    assertPointingOffsets(offsets);
    this.offsets = { ...offsets };
    this.readingsOff = 0;
  }

  get pointingOffsets(): PointingOffsets {
    return this.offsets;
  }

  /** How the pass is followed, and why so, as text; undefined before the rotator has answered. */
  get trackReason(): string | undefined {
    return this.track?.reason;
  }

  /** Gives an order to park its chance, then lets the rotator go. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
    this.parts.rotator.close();
  }

  private async run(): Promise<void> {
    const { clock } = this.parts;
    while (!this.stopping.signal.aborted || (this.duty === 'park' && !this.parkTried)) {
      this.wake = new AbortController();
      if (this.duty === 'park') this.parkTried = true;
      const works = await this.attempt();
      const wallS = works ? LEAST_PERIOD_WALL_S : RETRY_WALL_S;
      const seconds = Math.max(works ? PERIOD_S : 0, wallS * clock.rate);
      if (!this.stopping.signal.aborted) await clock.sleep(seconds, this.wake.signal);
    }
  }

  /** One round; whether the rotator answered. */
  private async attempt(): Promise<boolean> {
    try {
      await this.round();
      if (!this.up) {
        this.up = true;
        this.parts.onEvent({ type: 'rotator-up' });
      }
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const unusable = error instanceof RotatorError || error instanceof PointingLimitsError;
      if (!unusable || error instanceof RotatorRefusedError) {
        this.report(false, reason);
        return true;
      }
      this.up = false;
      this.onTarget = undefined;
      this.limits = undefined;
      this.actual = null;
      this.parts.onEvent({ type: 'rotator-down', reason });
      return false;
    }
  }

  private async round(): Promise<void> {
    const { rotator } = this.parts;
    this.limits ??= this.parts.limits(await rotator.limits());
    this.actual = await rotator.position();
    this.track ??= await this.plan(this.limits, this.actual);
    switch (this.duty) {
      case 'rest':
        return;
      case 'park':
        await rotator.park();
        this.commanded = null;
        this.duty = 'rest';
        return;
      case 'pre-position': {
        const first = this.track.positionAt(this.track.start);
        await this.command(first);
        this.judge(first);
        return;
      }
      case 'track': {
        const { clock } = this.parts;
        this.judge(this.reachable(this.parts.view.at(this.offsetInTime(clock.now())), this.limits));
        // By then the next command comes; in the middle between them where they are far apart, and drives arrive early.
        const leadS = (PERIOD_S + Math.max(PERIOD_S, LEAST_PERIOD_WALL_S * clock.rate)) / 2;
        const aim = this.track.aimAt(this.offsetInTime(plusSeconds(clock.now(), leadS)));
        await this.command(this.offsetInAngle(aim, this.limits));
      }
    }
  }

  private async plan(limits: PointingLimits, from: AntennaPosition): Promise<PointingTrack> {
    const { view, start, end } = this.parts;
    const toleranceDeg = TRACK_TOLERANCE * this.parts.toleranceDeg;
    const profile = view.profile(start, end);
    // Each half is some milliseconds of work.
    await nextTurn();
    return planTrack({ start, profile, limits, from, toleranceDeg });
  }

  private offsetInTime(instant: Tai): Tai {
    return plusSeconds(instant, this.offsets.alongTrackS);
  }

  private offsetInAngle({ azimuthDeg, elevationDeg }: AntennaPosition, limits: PointingLimits): AntennaPosition {
    const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = limits;
    return {
      azimuthDeg: clamp(azimuthDeg + this.offsets.azimuthDeg, azimuthMinDeg, azimuthMaxDeg),
      elevationDeg: clamp(elevationDeg + this.offsets.elevationDeg, elevationMinDeg, elevationMaxDeg),
    };
  }

  private async command(target: AntennaPosition): Promise<void> {
    await this.parts.rotator.pointAt(target);
    this.commanded = target;
  }

  /** Below the lowest elevation an antenna that waits there is where it should be. */
  private reachable({ azimuthDeg, elevationDeg }: SkyDirection, limits: PointingLimits): AntennaPosition {
    // Seen over the top, an elevation offset goes the other way, and the azimuth's the same.
    const over = (this.actual?.elevationDeg ?? 0) > 90;
    const wanted = elevationDeg + (over ? -1 : 1) * this.offsets.elevationDeg;
    return {
      azimuthDeg: azimuthDeg + this.offsets.azimuthDeg,
      elevationDeg: clamp(wanted, limits.elevationMinDeg, limits.elevationMaxDeg),
    };
  }

  private judge(target: AntennaPosition): void {
    if (this.actual === null) return;
    const error = angleBetweenDeg(this.actual, target);
    const onItsWay = this.duty === 'pre-position' && this.onTarget === undefined;
    if (onItsWay && error > this.parts.toleranceDeg) return;
    this.report(error <= this.parts.toleranceDeg, `the antenna is ${error.toFixed(1)} degrees off its target`);
  }

  private report(onTarget: boolean, reason: string): void {
    const now = this.parts.clock.now();
    this.readingsOff = onTarget ? 0 : this.readingsOff + 1;
    if (this.readingsOff === 1) this.offSince = now;
    const offForS = secondsBetween(this.offSince ?? now, now);
    if (!onTarget && (this.readingsOff < READINGS_OFF_TARGET || offForS < OFF_TARGET_S)) return;
    if (this.onTarget === onTarget) return;
    this.onTarget = onTarget;
    this.parts.onEvent(onTarget ? { type: 'on-target' } : { type: 'off-target', reason });
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
