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

const free: Holding = { state: 'free' };
const held: Holding = { state: 'held', holder: wangLei, since };
const offered: Holding = { state: 'offered', holder: wangLei, since, offeredTo: liNa };
const newly = (holder: UserId): Holding => ({ state: 'held', holder, since: at });
/** What each may do in each state; everything else is refused. */
const allowed: readonly [Holding, UserId, ConsoleAction['action'], Holding][] = [
  [free, wangLei, 'take', newly(wangLei)],
  [free, liNa, 'take', newly(liNa)],
  [free, zhaoMin, 'take', newly(zhaoMin)],
  [held, wangLei, 'take', held],
  [held, wangLei, 'offer', offered],
  [held, wangLei, 'leave', free],
  [offered, wangLei, 'take', offered],
  [offered, wangLei, 'offer', offered],
  [offered, wangLei, 'withdraw', held],
  [offered, wangLei, 'leave', free],
  [offered, liNa, 'accept', newly(liNa)],
];
const names: ConsoleAction['action'][] = ['take', 'offer', 'withdraw', 'accept', 'leave'];
const cells = [free, held, offered].flatMap((holding) =>
  users.flatMap((by) => names.map((name) => ({ holding, by, name, state: holding.state }))),
);

describe('who holds the console', () => {
  it.each(cells)('$state: $name by $by', ({ holding, by, name }) => {
    const outcome = stepConsole(holding, { action: action(name), by, at });
    const next = allowed.find(([from, who, what]) => from === holding && who === by && what === name)?.[3];
    if (next === undefined)
      expect(outcome).toEqual({ problem: { path: 'action', message: expect.stringMatching(/expected .*found/) } });
    else expect(outcome).toEqual(next);
  });

  it('refuses an offer to oneself', () => {
    expect(stepConsole(held, { action: action('offer', wangLei), by: wangLei, at })).toMatchObject({
      problem: { path: 'to' },
    });
  });

  it('never passes from one to another but by an offer that the other accepts', () => {
    const request = fc.record({
      action: fc
        .constantFrom(...names, ...names)
        .chain((name) => fc.constantFrom(...users).map((to) => action(name, to))),
      by: fc.constantFrom(...users),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        let holding: Holding = free;
        for (const { action, by } of requests) {
          const before: Holding = holding;
          const outcome = stepConsole(before, { action, by, at });
          if ('problem' in outcome) continue;
          holding = outcome;
          if (before.state === 'free' || holding.state === 'free' || before.holder === holding.holder) continue;
          expect(before).toMatchObject({ state: 'offered', offeredTo: by });
          expect([action.action, holding.holder]).toEqual(['accept', by]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
