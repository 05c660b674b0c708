/**
 * Where the commanding of one spacecraft stands, as a pure machine over COP-1: it follows the one contact whose uplink is ready, starts
 * the AD service by the first CLCW that says so, and ends it with the uplink.
 */
import type { Clcw, FopAlertCode, FopStateName, FopSuspendState } from '@app/ccsds';
import type { ContactId } from '@app/contracts';
import type { Tai } from '@app/time';
import type { FollowedContact } from './uplink-target.js';

/**
 * `awaiting-clcw`: the station says ready, a CLCW of this contact has still to say so. `initialising`: the AD service is being started.
 * `lockout`: FARM-1 refuses every AD frame until a commander unlocks it. `suspended`: FOP-1 waits for a commander to resume. `halted`: an
 * alert or a commander ended the AD service; a commander starts it again. `closing`: the uplink is gone, and the last CLCWs are awaited;
 * one that comes back meanwhile goes on with the same AD service.
 */
export type UplinkPhase =
  'no-uplink' | 'awaiting-clcw' | 'initialising' | 'active' | 'lockout' | 'suspended' | 'halted' | 'closing';

interface OpenUplink {
  readonly phase: Exclude<UplinkPhase, 'no-uplink' | 'closing'>;
  readonly contact: FollowedContact;
  readonly readySince: Tai;
}

export type UplinkState =
  | { readonly phase: 'no-uplink' }
  | OpenUplink
  | {
      readonly phase: 'closing';
      readonly contact: FollowedContact;
      readonly reason: string;
      /** What goes on should the uplink come back; null where it is over for good. */
      readonly interrupted: OpenUplink | null;
    };

export type UplinkEvent =
  | { readonly type: 'ready'; readonly contact: FollowedContact; readonly at: Tai }
  /** `over`: it does not come back in this contact. */
  | { readonly type: 'gone'; readonly contact: ContactId; readonly reason: string; readonly over: boolean }
  /**
   * A CLCW of the contact that is followed; `at`: when it was received on Earth. `settled`: it tells of all that was ever sent, so that
   * its N(R) is where a new AD service starts.
   */
  | { readonly type: 'clcw'; readonly clcw: Clcw; readonly at: Tai; readonly settled: boolean }
  /** What a step of FOP-1 led to. */
  | {
      readonly type: 'fop';
      readonly name: FopStateName;
      readonly suspendState: FopSuspendState;
      readonly alert: FopAlertCode | undefined;
    }
  /** FOP-1 did not take the directive to start. */
  | { readonly type: 'not-initiated' }
  /** The time for the last CLCWs is over. */
  | { readonly type: 'closed' };

export type UplinkAction =
  | { readonly kind: 'begin'; readonly contact: FollowedContact }
  /** V(S) becomes `reportValue`, then the AD service is started. */
  | { readonly kind: 'initiate'; readonly directive: 'with-clcw-check' | 'with-set-vr'; readonly reportValue: number }
  | { readonly kind: 'await-last-reports' }
  /** The uplink is back in time: commands may go again. */
  | { readonly kind: 'go-on' }
  /** The AD service ends, and whatever is open is out of sight. */
  | { readonly kind: 'end'; readonly reason: string };

export type UplinkStep = readonly [UplinkState, readonly UplinkAction[]];

export function stepUplink(state: UplinkState, event: UplinkEvent): UplinkStep {
  switch (event.type) {
    case 'ready':
      return ready(state, event.contact, event.at);
    case 'gone':
      return gone(state, event);
    case 'clcw':
      return clcw(state, event);
    case 'fop':
      return fop(state, event);
    case 'not-initiated':
      return [state.phase === 'initialising' ? { ...state, phase: 'awaiting-clcw' } : state, []];
    case 'closed':
      return state.phase === 'closing'
        ? [{ phase: 'no-uplink' }, [{ kind: 'end', reason: state.reason }]]
        : [state, []];
  }
}

/**
 * One uplink at a time: another one is followed once the first is gone. The same one that was only interrupted goes on: FOP-1 still knows
 * every frame that may be on its way.
 */
function ready(state: UplinkState, contact: FollowedContact, at: Tai): UplinkStep {
  const begun: UplinkState = { phase: 'awaiting-clcw', contact, readySince: at };
  if (state.phase === 'no-uplink') return [begun, [{ kind: 'begin', contact }]];
  if (state.phase !== 'closing') return [state, []];
  const { interrupted } = state;
  if (interrupted?.contact.contact === contact.contact)
    return [{ ...interrupted, readySince: at }, [{ kind: 'go-on' }]];
  return [
    begun,
    [
      { kind: 'end', reason: state.reason },
      { kind: 'begin', contact },
    ],
  ];
}

function gone(state: UplinkState, { contact, reason, over }: Extract<UplinkEvent, { type: 'gone' }>): UplinkStep {
  if (state.phase === 'no-uplink' || state.contact.contact !== contact) return [state, []];
  if (state.phase === 'closing') return [over ? { ...state, reason, interrupted: null } : state, []];
  const closing: UplinkState = {
    phase: 'closing',
    contact: state.contact,
    reason,
    interrupted: over ? null : state,
  };
  return [closing, [{ kind: 'await-last-reports' }]];
}

/**
 * A CLCW from before the uplink was ready tells of an earlier uplink. The Retransmit flag may be left over from an earlier contact; FOP-1
 * cannot start over it, and Set V(R) to the value that V(R) has clears it and changes nothing else.
 */
function clcw(state: UplinkState, { clcw, at, settled }: Extract<UplinkEvent, { type: 'clcw' }>): UplinkStep {
  const { noRfAvailable, noBitLock, lockout, wait, retransmit, reportValue } = clcw;
  if (state.phase !== 'awaiting-clcw' || at < state.readySince || noRfAvailable || noBitLock) return [state, []];
  if (lockout) return [{ ...state, phase: 'lockout' }, []];
  if (wait || !settled) return [state, []];
  const directive = retransmit ? 'with-set-vr' : 'with-clcw-check';
  return [{ ...state, phase: 'initialising' }, [{ kind: 'initiate', directive, reportValue }]];
}

function fop(state: UplinkState, event: Extract<UplinkEvent, { type: 'fop' }>): UplinkStep {
  if (state.phase === 'no-uplink') return [state, []];
  if (state.phase !== 'closing') return [followed(state, event), []];
  const { interrupted } = state;
  return [interrupted === null ? state : { ...state, interrupted: followed(interrupted, event) }, []];
}

function followed(state: OpenUplink, { name, suspendState, alert }: Extract<UplinkEvent, { type: 'fop' }>): OpenUplink {
  const at = (phase: OpenUplink['phase']): OpenUplink => (phase === state.phase ? state : { ...state, phase });
  switch (name) {
    case 'S1':
    case 'S2':
    case 'S3':
      return at('active');
    case 'S4':
    case 'S5':
      return at('initialising');
    case 'S6':
      if (suspendState !== 0) return at('suspended');
      if (alert === 'lockout') return at('lockout');
      // Nothing was sent in the AD service yet: a start that nobody answered in time is tried again, without a person.
      if (alert === 't1' && state.phase === 'initialising') return at('awaiting-clcw');
      return at(state.phase === 'awaiting-clcw' || state.phase === 'lockout' ? state.phase : 'halted');
  }
}
