/**
 * The uplink of one pass as a pure state machine: `stepUplink(state, event) → [state, actions]`. Whoever carries the actions out owns
 * the baseband unit and the clock. Read `table` first: a row is a state of the contract, a column an event.
 *
 * The carrier goes up when four things hold: telemetry in lock, the spacecraft where transmitting is permitted, a baseband unit that
 * answers, and a contact that may transmit at all. It goes down, for good, where the permitted part of the pass ends. Telemetry that
 * drops out does not take it down at once: the spacecraft would lose what the controllers have just acquired.
 */
import type { UplinkState } from '@app/contracts';

export type UplinkEvent =
  /** The contact permits to transmit from here on: within AOS and LOS, and high enough. */
  | { readonly type: 'window-open' }
  /** It does not any more, and will not again in this pass. */
  | { readonly type: 'window-close' }
  | { readonly type: 'telemetry-lock' }
  | { readonly type: 'telemetry-lost' }
  /** Telemetry has been away for as long as the carrier is kept up without it. */
  | { readonly type: 'hold-over' }
  | { readonly type: 'unit-up' }
  | { readonly type: 'unit-down' }
  /** What the baseband unit says of its carrier. */
  | { readonly type: 'carrier'; readonly up: boolean }
  /** `current`: of a frame that was received after the carrier came up; an older one speaks of another carrier. */
  | {
      readonly type: 'clcw';
      readonly noRfAvailable: boolean;
      readonly noBitLock: boolean;
      readonly current: boolean;
    }
  /** No CLCW for as long as one that says nothing amiss is believed. */
  | { readonly type: 'clcw-overdue' }
  /** As long as a good uplink needs at most to be acquired. */
  | { readonly type: 'acquisition-overdue' }
  /** Another look, about once a second: a carrier that fell is brought up again. */
  | { readonly type: 'look' }
  /** The pass is torn down or aborted. */
  | { readonly type: 'end' };

export type UplinkAction =
  | 'carrier-up'
  | 'carrier-down'
  /** Answer `acquisition-overdue` in time; an earlier wait is over. */
  | 'await-acquisition'
  /** Answer `clcw-overdue` in time; an earlier wait is over. */
  | 'await-clcw'
  /** Answer `hold-over` in time. */
  | 'hold'
  | 'release-hold'
  /** Say where the pass stands. */
  | 'report';

export interface Uplink {
  readonly state: UplinkState;
  readonly telemetry: boolean;
  readonly windowOpen: boolean;
  readonly unit: boolean;
  /** As the baseband unit says. */
  readonly carrierUp: boolean;
  /** From the latest CLCW of this pass; null before the first. */
  readonly noRfAvailable: boolean | null;
  readonly noBitLock: boolean | null;
  /** An acquisition is awaited: since the carrier was first ordered up, however often it fell meanwhile. */
  readonly awaited: boolean;
  /** Not ready for longer than a good uplink needs. */
  readonly overdue: boolean;
}

export type UplinkStep = readonly [Uplink, readonly UplinkAction[]];
type Transition = (uplink: Uplink, event: UplinkEvent) => UplinkStep;

export const initialUplink = (permitted: boolean): Uplink => ({
  state: permitted ? 'waiting' : 'not-permitted',
  telemetry: false,
  windowOpen: false,
  unit: false,
  carrierUp: false,
  noRfAvailable: null,
  noBitLock: null,
  awaited: false,
  overdue: false,
});

// --- what a cell of the table can say -------------------------------------------------------------------------------------------

const stay: Transition = (uplink) => [uplink, []];
const say: Transition = (uplink) => [uplink, ['report']];
const act =
  (...actions: readonly UplinkAction[]): Transition =>
  (uplink) => [uplink, actions];
const go =
  (state: UplinkState, ...actions: readonly UplinkAction[]): Transition =>
  (uplink) => [{ ...uplink, state }, [...actions, 'report']];

const mayTransmit = ({ telemetry, windowOpen, unit }: Uplink): boolean => telemetry && windowOpen && unit;

/** A transmitter that does not come up is tried again and again: its acquisition is awaited from the first time on. */
const bringUp: Transition = (uplink, event) => {
  if (!mayTransmit(uplink)) return stay(uplink, event);
  return uplink.awaited
    ? go('acquiring', 'carrier-up')(uplink, event)
    : go('acquiring', 'carrier-up', 'await-acquisition')(uplink, event);
};

const takeDown = go('waiting', 'carrier-down', 'release-hold');
const giveUp = go('off', 'carrier-down', 'release-hold');
/** Nobody is there who could be told to take it down, and a unit without its station takes it down by itself. */
const carrierGone = go('waiting', 'release-hold');

const isAcquired = ({ carrierUp, noRfAvailable, noBitLock }: Uplink): boolean =>
  carrierUp && noRfAvailable === false && noBitLock === false;

const judgeAcquisition: Transition = (uplink, event) =>
  event.type === 'clcw' && event.current && isAcquired(uplink)
    ? go('ready', 'await-clcw')(uplink, event)
    : stay(uplink, event);

const judgeReadiness: Transition = (uplink, event) =>
  isAcquired(uplink) ? act('await-clcw')(uplink, event) : go('lost', 'await-acquisition')(uplink, event);

const carrierSaid: Transition = (uplink, event) => (uplink.carrierUp ? say(uplink, event) : carrierGone(uplink, event));

const overdue: Transition = (uplink) => [{ ...uplink, overdue: true }, ['report']];
/** A wait that is over may have left its timer behind. */
const overdueIfAwaited: Transition = (uplink, event) => (uplink.awaited ? overdue : stay)(uplink, event);

// --- the table ------------------------------------------------------------------------------------------------------------------

type Row = Readonly<Record<UplinkEvent['type'], Transition>>;

const down: Row = {
  'window-open': stay,
  'window-close': stay,
  'telemetry-lock': stay,
  'telemetry-lost': stay,
  'hold-over': stay,
  'unit-up': stay,
  'unit-down': stay,
  carrier: say,
  clcw: stay,
  'clcw-overdue': stay,
  'acquisition-overdue': stay,
  look: stay,
  end: stay,
};

const up: Row = {
  ...down,
  'window-close': giveUp,
  'telemetry-lock': act('release-hold'),
  'telemetry-lost': act('hold'),
  'hold-over': (uplink, event) => (uplink.telemetry ? stay : takeDown)(uplink, event),
  'unit-down': carrierGone,
  carrier: carrierSaid,
  end: giveUp,
};

const table: Readonly<Record<UplinkState, Row>> = {
  'not-permitted': down,
  waiting: {
    ...down,
    'window-open': bringUp,
    'window-close': go('off'),
    'telemetry-lock': bringUp,
    'unit-up': bringUp,
    'acquisition-overdue': overdueIfAwaited,
    look: bringUp,
    // A carrier order may be on its way down still.
    end: giveUp,
  },
  acquiring: { ...up, clcw: judgeAcquisition, 'acquisition-overdue': overdue },
  ready: { ...up, clcw: judgeReadiness, 'clcw-overdue': go('lost', 'await-acquisition') },
  lost: { ...up, clcw: judgeAcquisition, 'acquisition-overdue': overdue },
  off: down,
};

// --- what every state takes note of ---------------------------------------------------------------------------------------------

function noted(uplink: Uplink, event: UplinkEvent): Uplink {
  switch (event.type) {
    case 'window-open':
      return { ...uplink, windowOpen: true };
    case 'window-close':
      return { ...uplink, windowOpen: false };
    case 'telemetry-lock':
      return { ...uplink, telemetry: true };
    case 'telemetry-lost':
      return { ...uplink, telemetry: false };
    case 'unit-up':
      return { ...uplink, unit: true };
    case 'unit-down':
      return { ...uplink, unit: false, carrierUp: false };
    case 'carrier':
      return { ...uplink, carrierUp: event.up };
    case 'clcw':
      return { ...uplink, noRfAvailable: event.noRfAvailable, noBitLock: event.noBitLock };
    default:
      return uplink;
  }
}

/** With the carrier down an acquisition is awaited no longer than telemetry, elevation and unit last; without one, none is overdue. */
function withAwaited(uplink: Uplink): Uplink {
  const { state } = uplink;
  const awaited =
    state === 'acquiring' || state === 'lost' || (state === 'waiting' && uplink.awaited && mayTransmit(uplink));
  return { ...uplink, awaited, overdue: uplink.overdue && awaited };
}

/** What an event makes of an uplink. One that is off, or was never permitted, stays so. */
export function stepUplink(uplink: Uplink, event: UplinkEvent): UplinkStep {
  const telemetryAsBefore =
    (event.type === 'telemetry-lock' && uplink.telemetry) || (event.type === 'telemetry-lost' && !uplink.telemetry);
  if (telemetryAsBefore) return [uplink, []];
  const [stepped, actions] = table[uplink.state][event.type](noted(uplink, event), event);
  const next = withAwaited(stepped);
  const isSaid = next.overdue === uplink.overdue || actions.includes('report');
  return [next, isSaid ? actions : [...actions, 'report']];
}
