/**
 * Who holds a spacecraft's console: `stepConsole(holding, asked) → holding | refusal`, a table of state and action. One person at a time;
 * a hand-over is offered by the holder and taken by the other, so that at no moment nobody or both command.
 */
import type { ConsoleAction, UserId, Utc } from '@app/contracts';

/** `since` is wall time. */
export type Holding =
  | { readonly state: 'free' }
  | { readonly state: 'held'; readonly holder: UserId; readonly since: Utc }
  | { readonly state: 'offered'; readonly holder: UserId; readonly since: Utc; readonly offeredTo: UserId };

/** Somebody does something at a wall time. */
export interface ConsoleRequest {
  readonly action: ConsoleAction;
  readonly by: UserId;
  readonly at: Utc;
}

/** Why it cannot be done as things stand. */
export interface ConsoleProblem {
  readonly path: 'action' | 'to';
  readonly message: string;
}

type Outcome = Holding | { readonly problem: ConsoleProblem };
type Held = Exclude<Holding, { state: 'free' }>;
type Transition<From extends Holding> = (holding: From, request: ConsoleRequest) => Outcome;
type Row<From extends Holding> = Readonly<Record<ConsoleAction['action'], Transition<From>>>;

const refuse = (message: string, path: ConsoleProblem['path'] = 'action'): Outcome => ({ problem: { path, message } });

const held = (holder: UserId, since: Utc): Holding => ({ state: 'held', holder, since });

const nobodyHolds: Transition<Holding> = (_, { action }) =>
  refuse(`expected a console that somebody holds, found one that nobody holds: ${action.action} needs a holder`);

const byHolder =
  <From extends Held>(transition: Transition<From>): Transition<From> =>
  (holding, request) =>
    request.by === holding.holder
      ? transition(holding, request)
      : refuse(`expected the holder, ${holding.holder}, found ${request.by}`);

/** Asked again by who has it already, since an answer was lost say: nothing changes. */
const takeHeld: Transition<Held> = (holding, { by }) =>
  by === holding.holder
    ? holding
    : refuse(`expected a console that nobody holds, found one that ${holding.holder} holds: a hand-over is offered`);

const offer: Transition<Held> = ({ holder, since }, { action }) => {
  if (action.action !== 'offer') return refuse(`expected an offer, found ${action.action}`);
  return action.to === holder
    ? refuse('expected somebody else, found the holder', 'to')
    : { state: 'offered', holder, since, offeredTo: action.to };
};

const table: { readonly [State in Holding['state']]: Row<Extract<Holding, { state: State }>> } = {
  free: {
    take: (_, { by, at }) => held(by, at),
    offer: nobodyHolds,
    withdraw: nobodyHolds,
    accept: nobodyHolds,
    leave: nobodyHolds,
  },
  held: {
    take: takeHeld,
    offer: byHolder(offer),
    withdraw: byHolder(() => refuse('expected an offer to withdraw, found none')),
    accept: (_, { by }) => refuse(`expected an offer to ${by}, found none`),
    leave: byHolder(() => ({ state: 'free' })),
  },
  offered: {
    take: takeHeld,
    // To somebody else than before.
    offer: byHolder(offer),
    withdraw: byHolder(({ holder, since }) => held(holder, since)),
    accept: ({ offeredTo }, { by, at }) =>
      by === offeredTo ? held(by, at) : refuse(`expected ${offeredTo}, to whom it is offered, found ${by}`),
    leave: byHolder(() => ({ state: 'free' })),
  },
};

/** The holding after the action, the very same where nothing changes; or why it cannot be done. */
export function stepConsole(holding: Holding, request: ConsoleRequest): Outcome {
  const transition = table[holding.state][request.action.action] as Transition<Holding>;
  return transition(holding, request);
}
