import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MissionClock } from '@app/platform';
import { plusSeconds, type Tai } from '@app/time';
import { RotatorError, RotatorRefusedError } from '../rotator/rotator.errors.js';
import type { AntennaPosition, Rotator, RotatorLimits } from '../rotator/rotator.port.js';
import { type PointingLimits, PointingLimitsError } from './pointing-limits.js';
import type { SkyDirection } from './spacecraft-view.js';
import { angleBetweenDeg, directionsBySecond, planTrack, type PointingTrack, positionAt } from './track.js';

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
  readonly view: { at(instant: Tai): SkyDirection };
  /** The track to follow. */
  readonly start: Tai;
  readonly end: Tai;
  /** An antenna that is further away from its target than this, degrees, is off it. */
  readonly toleranceDeg: number;
  readonly onEvent: (event: AntennaEvent) => void;
}

export type AntennaDuty = 'rest' | 'pre-position' | 'track' | 'park';

/** Mission seconds between two commands; at a high clock rate at least 20 ms of wall time. */
const PERIOD_S = 0.5;
const LEAST_PERIOD_WALL_S = 0.02;
/** Wall seconds before a rotator that failed is tried again. */
const RETRY_WALL_S = 1;
/** Readings in a row that make an antenna off its target: one alone may be a late answer. */
const READINGS_OFF_TARGET = 4;
/** Directions worked out between two turns of the event loop: about a millisecond. */
const DIRECTIONS_PER_TURN = 50;

/**
 * Drives one antenna along one pass: asks where it is, tells it where to be half a period from now, and says when it is there.
 * Errors of the rotator are said and tried again, for as long as the pass lasts.
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
    this.track ??= await this.plan(this.limits, this.actual.azimuthDeg);
    switch (this.duty) {
      case 'rest':
        return;
      case 'park':
        await rotator.park();
        this.commanded = null;
        this.duty = 'rest';
        return;
      case 'pre-position':
        await this.command(positionAt(this.track, this.track.start));
        this.judge(positionAt(this.track, this.track.start));
        return;
      case 'track': {
        const { clock } = this.parts;
        this.judge(this.reachable(this.parts.view.at(clock.now()), this.limits));
        const leadS = Math.max(PERIOD_S, LEAST_PERIOD_WALL_S * clock.rate) / 2;
        await this.command(positionAt(this.track, plusSeconds(clock.now(), leadS)));
      }
    }
  }

  private async plan(limits: PointingLimits, fromAzimuthDeg: number): Promise<PointingTrack> {
    const { view, start, end } = this.parts;
    const directions: SkyDirection[] = [];
    for (const direction of directionsBySecond(view, start, end))
      if (directions.push(direction) % DIRECTIONS_PER_TURN === 0) await nextTurn();
    return planTrack({ start, directions, limits, fromAzimuthDeg });
  }

  private async command(target: AntennaPosition): Promise<void> {
    await this.parts.rotator.pointAt(target);
    this.commanded = target;
  }

  /** Below the lowest elevation an antenna that waits there is where it should be. */
  private reachable({ azimuthDeg, elevationDeg }: SkyDirection, limits: PointingLimits): AntennaPosition {
    const elevation = Math.min(limits.elevationMaxDeg, Math.max(limits.elevationMinDeg, elevationDeg));
    return { azimuthDeg, elevationDeg: elevation };
  }

  private judge(target: AntennaPosition): void {
    if (this.actual === null) return;
    const error = angleBetweenDeg(this.actual, target);
    const onItsWay = this.duty === 'pre-position' && this.onTarget === undefined;
    if (onItsWay && error > this.parts.toleranceDeg) return;
    this.report(error <= this.parts.toleranceDeg, `the antenna is ${error.toFixed(1)} degrees off its target`);
  }

  private report(onTarget: boolean, reason: string): void {
    this.readingsOff = onTarget ? 0 : this.readingsOff + 1;
    if (!onTarget && this.readingsOff < READINGS_OFF_TARGET) return;
    if (this.onTarget === onTarget) return;
    this.onTarget = onTarget;
    this.parts.onEvent(onTarget ? { type: 'on-target' } : { type: 'off-target', reason });
  }
}
