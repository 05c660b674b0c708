import type { ContactState, PassStatus } from '@app/contracts';

/** The state that a contact takes when its station reports this phase, and the states that it may come from; undefined: none. */
export function contactStateAfter(
  phase: PassStatus['phase'],
): { from: readonly ContactState[]; to: ContactState } | undefined {
  switch (phase) {
    case 'set-up':
    case 'ready':
    case 'acquiring':
    case 'locked':
    case 'tear-down':
      return { from: ['booked'], to: 'executing' };
    case 'completed':
      return { from: ['booked', 'executing'], to: 'completed' };
    case 'failed':
    case 'aborted':
      return { from: ['booked', 'executing'], to: 'failed' };
    case 'scheduled':
      return undefined;
  }
}
