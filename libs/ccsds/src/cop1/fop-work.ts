// A step of FOP-1 under way, and how its actions (CCSDS 232.1-B-2, section 5.2) are strung together.
import { type FopEvent } from './fop-events.js';
import { type FopPractice } from './fop-practice.js';
import { type FopAction, type FopState } from './fop-state.js';

/** A step under way: what was told, what is so far, what is to be done so far. */
export interface FopWork {
  readonly state: FopState;
  readonly actions: readonly FopAction[];
  readonly event: FopEvent;
  readonly practice: FopPractice;
}
export type FopRule = (work: FopWork) => FopWork;

/** The state with some fields set. */
export const change = (work: FopWork, fields: Partial<FopState>): FopWork => ({
  ...work,
  state: { ...work.state, ...fields },
});
/** More to be done, after what is to be done so far. */
export const act = (work: FopWork, ...actions: readonly FopAction[]): FopWork => ({
  ...work,
  actions: [...work.actions, ...actions],
});
/** One rule after the other. */
export const inOrder =
  (...rules: readonly FopRule[]): FopRule =>
  (work) =>
    rules.reduce((done, rule) => rule(done), work);

export const startTimer: FopRule = (work) =>
  act(work, { kind: 'start-timer', seconds: work.state.parameters.t1InitialSeconds });
export const cancelTimer: FopRule = (work) => act(work, { kind: 'cancel-timer' });
