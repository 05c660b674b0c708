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
 * alert or a commander ended the AD service; a commander starts it again. `closing`: the uplink is gone, and the last CLCWs are awaited.
 */
export type UplinkPhase =
  'no-uplink' | 'awaiting-clcw' | 'initialising' | 'active' | 'lockout' | 'suspended' | 'halted' | 'closing';

export type UplinkState =
  | { readonly phase: 'no-uplink' }
  | {
      readonly phase: Exclude<UplinkPhase, 'no-uplink' | 'closing'>;
      readonly contact: FollowedContact;
      readonly readySince: Tai;
    }
  | { readonly phase: 'closing'; readonly contact: FollowedContact; readonly reason: string };

export type UplinkEvent =
  | { readonly type: 'ready'; readonly contact: FollowedContact; readonly at: Tai }
  | { readonly type: 'gone'; readonly contact: ContactId; readonly reason: string }
  /** A CLCW of the contact that is followed; `at`: when it was received on Earth. */
  | { readonly type: 'clcw'; readonly clcw: Clcw; readonly at: Tai }
  /** What a step of FOP-1 led to. */
  | {
      readonly type: 'fop';
      readonly name: FopStateName;
      readonly suspendState: FopSuspendState;
      readonly alert: FopAlertCode | undefined;
    }
  /** The time for the last CLCWs is over. */
  | { readonly type: 'closed' };

export type UplinkAction =
  | { readonly kind: 'begin'; readonly contact: FollowedContact }
  /** V(S) becomes `reportValue`, then the AD service is started. */
  | { readonly kind: 'initiate'; readonly directive: 'with-clcw-check' | 'with-set-vr'; readonly reportValue: number }
  | { readonly kind: 'await-last-reports' }
  /** The AD service ends, and whatever is open is out of sight. */
  | { readonly kind: 'end'; readonly reason: string };

export type UplinkStep = readonly [UplinkState, readonly UplinkAction[]];

export function stepUplink(state: UplinkState, event: UplinkEvent): UplinkStep {
  switch (event.type) {
    case 'ready':
      return ready(state, event.contact, event.at);
    case 'gone':
      return gone(state, event.contact, event.reason);
    case 'clcw':
      return clcw(state, event.clcw, event.at);
    case 'fop':
      return fop(state, event);
    case 'closed':
      return state.phase === 'closing'
        ? [{ phase: 'no-uplink' }, [{ kind: 'end', reason: state.reason }]]
        : [state, []];
  }
}

/** One uplink at a time: another one is followed once the first is gone. */
function ready(state: UplinkState, contact: FollowedContact, at: Tai): UplinkStep {
  const begun: UplinkState = { phase: 'awaiting-clcw', contact, readySince: at };
  if (state.phase === 'no-uplink') return [begun, [{ kind: 'begin', contact }]];
  if (state.phase !== 'closing') return [state, []];
  return [
    begun,
    [
      { kind: 'end', reason: state.reason },
      { kind: 'begin', contact },
    ],
  ];
}

function gone(state: UplinkState, contact: ContactId, reason: string): UplinkStep {
  if (state.phase === 'no-uplink' || state.phase === 'closing' || state.contact.contact !== contact) return [state, []];
  return [{ phase: 'closing', contact: state.contact, reason }, [{ kind: 'await-last-reports' }]];
}

/**
 * A CLCW from before the uplink was ready tells of an earlier uplink. The Retransmit flag may be left over from an earlier contact; FOP-1
 * cannot start over it, and Set V(R) to the value that V(R) has clears it and changes nothing else.
 */
function clcw(
  state: UplinkState,
  { noRfAvailable, noBitLock, lockout, wait, retransmit, reportValue }: Clcw,
  at: Tai,
): UplinkStep {
  if (state.phase !== 'awaiting-clcw' || at < state.readySince || noRfAvailable || noBitLock) return [state, []];
  if (lockout) return [{ ...state, phase: 'lockout' }, []];
  if (wait) return [state, []];
  const directive = retransmit ? 'with-set-vr' : 'with-clcw-check';
  return [{ ...state, phase: 'initialising' }, [{ kind: 'initiate', directive, reportValue }]];
}

function fop(state: UplinkState, { name, suspendState, alert }: Extract<UplinkEvent, { type: 'fop' }>): UplinkStep {
  if (state.phase === 'no-uplink' || state.phase === 'closing') return [state, []];
  const at = (phase: typeof state.phase): UplinkStep => [phase === state.phase ? state : { ...state, phase }, []];
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
      return at(state.phase === 'awaiting-clcw' || state.phase === 'lockout' ? state.phase : 'halted');
  }
}
