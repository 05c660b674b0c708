import { type Tai } from '@app/time';
import { type ReceivedCarrier } from './command-receiver.js';
import { type PayloadActivity } from './spacecraft-model.js';

export type Heater = 'BATTERY' | 'TANK' | 'OBC' | 'IMAGER';

/** A span of mission time, without its end. */
export interface Span {
  readonly from: Tai;
  readonly until: Tai;
}

/**
 * What commands made of the spacecraft, and what its receiver hears: all that the model, a function of seed and time, cannot know.
 * Immutable: a change makes another one.
 */
export interface OnBoardState {
  readonly carrier: ReceivedCarrier | undefined;
  readonly bitLock: boolean;
  readonly lockout: boolean;
  readonly framesAccepted: number;
  readonly commandsAccepted: number;
  readonly commandsRejected: number;
  /** Those that were switched by hand; the others follow their thermostats. */
  readonly heaters: Readonly<Partial<Record<Heater, boolean>>>;
  /** As commanded; undefined: points to the Earth, and to its targets in imaging sessions. */
  readonly attitudeMode: string | undefined;
  /** A commanded imaging session. */
  readonly imaging: Span | undefined;
  /** A session of the plan that was stopped, from then to its end. */
  readonly stopped: Span | undefined;
  readonly transmitterOff: Span | undefined;
  /** By a fault, until it is mended. */
  readonly transmitterFailed: boolean;
  /** Images were erased when this many had been taken. */
  readonly imagesErased: number;
  /** A time report every 2^n frames of the real-time virtual channel. */
  readonly timeRateExponent: number;
  /** From then on the counts of commands are its own, seconds since 1958; what it counted before belongs to the model. */
  readonly countsSinceS: number;
}

export const initialOnBoardState: OnBoardState = {
  carrier: undefined,
  bitLock: false,
  lockout: false,
  framesAccepted: 0,
  commandsAccepted: 0,
  commandsRejected: 0,
  heaters: {},
  attitudeMode: undefined,
  imaging: undefined,
  stopped: undefined,
  transmitterOff: undefined,
  transmitterFailed: false,
  imagesErased: 0,
  timeRateExponent: 3,
  countsSinceS: Number.POSITIVE_INFINITY,
};

export function isWithin(span: Span | undefined, at: Tai): boolean {
  return span !== undefined && at >= span.from && at < span.until;
}

/** Whether the sessions of the plan do not take place: stopped, or pointed elsewhere. */
export function isPlanSuspended({ attitudeMode, stopped }: OnBoardState, at: Tai): boolean {
  return (attitudeMode !== undefined && attitudeMode !== 'TARGET_POINTING') || isWithin(stopped, at);
}

/** What the payload does, given what the plan has it do. */
export function activityOf(state: OnBoardState, planned: PayloadActivity, at: Tai): PayloadActivity {
  if (isWithin(state.imaging, at)) return 'imaging';
  return isPlanSuspended(state, at) ? 'off' : planned;
}

/** As long as records are kept on board, and more. */
const KEPT_NS = 13n * 3600n * 1_000_000_000n;

export type OnBoardObserver = (at: Tai, before: OnBoardState, after: OnBoardState) => void;

/** The state at each instant: what was recorded hours ago is worked out when it is played back, from the state of then. */
export class OnBoardHistory {
  private readonly changes: { readonly at: Tai; readonly state: OnBoardState }[] = [];
  private readonly observers: OnBoardObserver[] = [];

  /** Told of every change, in the order of time. */
  observe(observer: OnBoardObserver): void {
    this.observers.push(observer);
  }

  /** As it is now. */
  get state(): OnBoardState {
    return this.changes.at(-1)?.state ?? initialOnBoardState;
  }

  change(at: Tai, change: Partial<OnBoardState>): void {
    const last = this.changes.at(-1);
    const before = this.state;
    const state = { ...before, ...change };
    if (last !== undefined && last.at === at) this.changes.pop();
    this.changes.push({ at, state });
    // Half at once, so that forgetting costs little; the newest of the old ones holds still.
    const old = this.changes.findIndex((entry) => entry.at > at - KEPT_NS);
    if (old > 1000) this.changes.splice(0, old - 1);
    for (const observer of this.observers) observer(at, before, state);
  }

  stateAt(at: Tai): OnBoardState {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.changes[middle] as { readonly at: Tai }).at <= at) low = middle + 1;
      else high = middle;
    }
    return this.changes[low - 1]?.state ?? initialOnBoardState;
  }
}
