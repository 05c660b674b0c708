/**
 * Who holds a spacecraft's console: `stepConsole(holding, asked) → holding | refusal`, a table of state and action. One person at a time;
 * a hand-over is offered by the holder and taken by the other, so that at no moment nobody or both command. Who may not hold it any more
 * counts as absent: anybody may take it from him.
 *
 * Holdings are numbered. To take the console begins a new one; a hand-over goes on with the old one, and with what was commanded in it.
 */
import type { ConsoleAction, UserId, Utc } from '@app/contracts';

/** `account`: the version of the holder's account when the console came to him. `since` is wall time. */
interface Holder {
  readonly holder: UserId;
  readonly account: number;
  readonly since: Utc;
}

/** `number`: of the holding, the latest one where the console is free; 0 before the first. */
export type Holding = { readonly number: number } & (
  | { readonly state: 'free' }
  | ({ readonly state: 'held' } & Holder)
  | ({ readonly state: 'offered'; readonly offeredTo: UserId } & Holder)
);

/** Somebody, with his account at this version, does something at a wall time. */
export interface ConsoleRequest {
  readonly action: ConsoleAction;
  readonly by: UserId;
  readonly account: number;
  readonly at: Utc;
  /** Who holds the console may not hold it any more. */
  readonly holderAbsent: boolean;
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

const held = (number: number, { by, account, at }: ConsoleRequest): Holding => ({
  number,
  state: 'held',
  holder: by,
  account,
  since: at,
});

const takeNew: Transition<Holding> = ({ number }, request) => held(number + 1, request);
const free: Transition<Holding> = ({ number }) => ({ number, state: 'free' });

const nobodyHolds: Transition<Holding> = (_, { action }) =>
  refuse(`expected a console that somebody holds, found one that nobody holds: ${action.action} needs a holder`);

const byHolder =
  <From extends Held>(transition: Transition<From>): Transition<From> =>
  (holding, request) =>
    request.by === holding.holder
      ? transition(holding, request)
      : refuse(`expected the holder, ${holding.holder}, found ${request.by}`);

/** Who only has the holder's name, or had his account changed since, hands nothing over. */
const bySameAccount = <From extends Held>(transition: Transition<From>): Transition<From> =>
  byHolder((holding, request) =>
    request.account === holding.account
      ? transition(holding, request)
      : refuse(
          `expected the account of ${holding.holder} as it was, found it changed: the console is to be taken anew`,
        ),
  );

/** Asked again by who has it already, since an answer was lost say: nothing changes. */
const takeHeld: Transition<Held> = (holding, request) => {
  if (request.holderAbsent) return takeNew(holding, request);
  return request.by === holding.holder
    ? holding
    : refuse(`expected a console that nobody holds, found one that ${holding.holder} holds: a hand-over is offered`);
};

const offer: Transition<Held> = ({ number, holder, account, since }, { action }) => {
  if (action.action !== 'offer') return refuse(`expected an offer, found ${action.action}`);
  return action.to === holder
    ? refuse('expected somebody else, found the holder', 'to')
    : { number, state: 'offered', holder, account, since, offeredTo: action.to };
};

const table: { readonly [State in Holding['state']]: Row<Extract<Holding, { state: State }>> } = {
  free: {
    take: takeNew,
    offer: nobodyHolds,
    withdraw: nobodyHolds,
    accept: nobodyHolds,
    leave: nobodyHolds,
  },
  held: {
    take: takeHeld,
    offer: bySameAccount(offer),
    withdraw: bySameAccount(() => refuse('expected an offer to withdraw, found none')),
    accept: (_, { by }) => refuse(`expected an offer to ${by}, found none`),
    leave: byHolder(free),
  },
  offered: {
    take: takeHeld,
    // To somebody else than before.
    offer: bySameAccount(offer),
    withdraw: bySameAccount(({ offeredTo: _, ...holding }) => ({ ...holding, state: 'held' })),
    accept: ({ number, offeredTo }, request) =>
      request.by === offeredTo
        ? held(number, request)
        : refuse(`expected ${offeredTo}, to whom it is offered, found ${request.by}`),
    leave: byHolder(free),
  },
};

/** The holding after the action, the very same where nothing changes; or why it cannot be done. */
export function stepConsole(holding: Holding, request: ConsoleRequest): Outcome {
  const transition = table[holding.state][request.action.action] as Transition<Holding>;
  return transition(holding, request);
}
