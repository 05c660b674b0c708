import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ConsoleAction, UserId, Utc } from '@app/contracts';
import { type Holding, stepConsole } from './console.machine.js';

const users = ['wang.lei', 'li.na', 'zhao.min'] as UserId[];
const [wangLei, liNa, zhaoMin] = users as [UserId, UserId, UserId];
const since = '2026-11-22T10:00:00.000000Z' as Utc;
const at = '2026-11-22T11:00:00.000000Z' as Utc;
const mode = 'simulation' as const;
const action = (name: ConsoleAction['action'], to: UserId = liNa): ConsoleAction =>
  name === 'offer' ? { mode, action: name, to } : { mode, action: name };

const accountOf = (user: UserId): number => 3 + users.indexOf(user);
const account = accountOf(wangLei);
const asked = (by: UserId, what: ConsoleAction) => ({
  action: what,
  by,
  account: accountOf(by),
  at,
  holderAbsent: false,
});
const free: Holding = { number: 7, state: 'free' };
const held: Holding = { number: 7, state: 'held', holder: wangLei, account, since };
const offered: Holding = { number: 7, state: 'offered', holder: wangLei, account, since, offeredTo: liNa };
const taken = (holder: UserId): Holding => ({
  number: 8,
  state: 'held',
  holder,
  account: accountOf(holder),
  since: at,
});
const handedTo = (holder: UserId): Holding => ({
  number: 7,
  state: 'held',
  holder,
  account: accountOf(holder),
  since: at,
});
/** What each may do in each state; everything else is refused. */
const allowed: readonly [Holding, UserId, ConsoleAction['action'], Holding][] = [
  [free, wangLei, 'take', taken(wangLei)],
  [free, liNa, 'take', taken(liNa)],
  [free, zhaoMin, 'take', taken(zhaoMin)],
  [held, wangLei, 'take', held],
  [held, wangLei, 'offer', offered],
  [held, wangLei, 'leave', free],
  [offered, wangLei, 'take', offered],
  [offered, wangLei, 'offer', offered],
  [offered, wangLei, 'withdraw', held],
  [offered, wangLei, 'leave', free],
  [offered, liNa, 'accept', handedTo(liNa)],
];
const names: ConsoleAction['action'][] = ['take', 'offer', 'withdraw', 'accept', 'leave'];
const cells = [free, held, offered].flatMap((holding) =>
  users.flatMap((by) => names.map((name) => ({ holding, by, name, state: holding.state }))),
);

describe('who holds the console', () => {
  it.each(cells)('$state: $name by $by', ({ holding, by, name }) => {
    const outcome = stepConsole(holding, asked(by, action(name)));
    const next = allowed.find(([from, who, what]) => from === holding && who === by && what === name)?.[3];
    if (next === undefined)
      expect(outcome).toEqual({ problem: { path: 'action', message: expect.stringMatching(/expected .*found/) } });
    else expect(outcome).toEqual(next);
  });

  it('refuses an offer to oneself', () => {
    expect(stepConsole(held, asked(wangLei, action('offer', wangLei)))).toMatchObject({
      problem: { path: 'to' },
    });
  });

  it.each([held, offered].flatMap((holding) => users.map((by) => ({ holding, by, state: holding.state }))))(
    '$state by somebody who is absent: taken by $by, in a new holding',
    ({ holding, by }) => {
      const absent = { ...asked(by, action('take')), holderAbsent: true };
      expect(stepConsole(holding, absent)).toEqual(taken(by));
      // It is no way round an offer.
      if (by === zhaoMin)
        expect(stepConsole(holding, { ...absent, action: action('accept') })).toHaveProperty('problem');
    },
  );

  it('is handed over by the holder’s account alone, but may be left under his name', () => {
    const heir = (what: ConsoleAction['action']) => ({ ...asked(wangLei, action(what)), account: account + 1 });
    expect(stepConsole(held, heir('offer'))).toMatchObject({ problem: { path: 'action' } });
    expect(stepConsole(offered, heir('offer'))).toMatchObject({ problem: { path: 'action' } });
    expect(stepConsole(offered, heir('withdraw'))).toMatchObject({ problem: { path: 'action' } });
    expect(stepConsole(held, heir('leave'))).toEqual(free);
  });

  it('begins a new holding by each take, and by nothing else; passes from one to another by an accepted offer only', () => {
    const request = fc.record({
      action: fc
        .constantFrom(...names, ...names)
        .chain((name) => fc.constantFrom(...users).map((to) => action(name, to))),
      by: fc.constantFrom(...users),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        let holding: Holding = { number: 0, state: 'free' };
        for (const { action, by } of requests) {
          const before: Holding = holding;
          const outcome = stepConsole(before, asked(by, action));
          if ('problem' in outcome) continue;
          holding = outcome;
          const begins = before.state === 'free' && action.action === 'take';
          expect(holding.number).toBe(before.number + (begins ? 1 : 0));
          if (before.state === 'free' || holding.state === 'free' || before.holder === holding.holder) continue;
          expect(before).toMatchObject({ state: 'offered', offeredTo: by });
          expect([action.action, holding.holder]).toEqual(['accept', by]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
