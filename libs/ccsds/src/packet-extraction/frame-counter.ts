// Frame counters (trap 15): modulo 256 for TM virtual and master channels. A repeated counter is a duplicate, not 255 lost frames.

export type CounterStep =
  | { readonly kind: 'first' }
  | { readonly kind: 'next' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'gap'; readonly expected: number; readonly missing: number };

/** What `found` says where `expected` was due (null: nothing has been received yet). */
export function compareCounter(expected: number | null, found: number, modulo: number): CounterStep {
  if (expected === null) return { kind: 'first' };
  const missing = (found - expected + modulo) % modulo;
  if (missing === 0) return { kind: 'next' };
  if (missing === modulo - 1) return { kind: 'duplicate' };
  return { kind: 'gap', expected, missing };
}

/** Master channel state: the next count that is due, null at first. Plain JSON. */
export interface MasterChannelState {
  readonly expectedMcfc: number | null;
}

export const initialMasterChannelState: MasterChannelState = { expectedMcfc: null };

/** Follows the master channel frame count over the frames of all virtual channels of one spacecraft, in order of reception. */
export function trackMasterChannel(
  state: MasterChannelState,
  mcfc: number,
): { readonly state: MasterChannelState; readonly step: CounterStep } {
  return { state: { expectedMcfc: (mcfc + 1) % 256 }, step: compareCounter(state.expectedMcfc, mcfc, 256) };
}
