import type { ConsoleAction, ConsoleHolding } from '@app/contracts';
import { useState } from 'react';
import { explain } from '../api/api-client.js';
import { type PanelProps, Panel } from '../panel.js';

type Act = ConsoleAction extends infer One ? (One extends ConsoleAction ? Omit<One, 'mode'> : never) : never;

/** Who commands this spacecraft; a hand-over is offered by one and taken by the other. */
export function ConsoleHolder({ store, state, api, principal }: PanelProps) {
  const [to, setTo] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { holding, spacecraft, system } = state;
  const act = (action: Act): void => {
    if (spacecraft === null || system === null) return;
    setProblem(null);
    api
      .post<ConsoleHolding>(`/api/telemetry-command/spacecraft/${spacecraft.id}/console`, {
        ...action,
        mode: system.mode,
      })
      .then(
        (next) => store.note({ holding: next }),
        (error: unknown) => setProblem(explain(error)),
      );
  };
  const holder = holding?.holder ?? null;
  const offeredTo = holding?.offeredTo ?? null;
  const mine = holder === principal.user;
  const mayHold = principal.roles.some((role) => role === 'controller' || role === 'trainee');
  return (
    <Panel title="Console" testId="console">
      <p className="headline" data-testid="holder" data-holder={holder ?? ''}>
        {holding === null
          ? 'Not known yet.'
          : holder === null
            ? 'Nobody commands this spacecraft.'
            : mine
              ? 'You are the commander.'
              : `${holder} is the commander.`}
      </p>
      {offeredTo === null ? null : (
        <p>
          Hand-over offered to <strong>{offeredTo}</strong>.
        </p>
      )}
      <div className="row">
        {mine || holding === null || !mayHold ? null : (
          <button
            type="button"
            title={holder === null ? undefined : 'Refused, unless the account of the commander is gone'}
            onClick={() => act({ action: 'take' })}
          >
            Take the console
          </button>
        )}
        {mine ? (
          <>
            <label className="inline">
              <span className="visually-hidden">Hand over to</span>
              <input value={to} placeholder="user" onChange={(event) => setTo(event.target.value)} />
            </label>
            <button type="button" disabled={to === ''} onClick={() => act({ action: 'offer', to: to as never })}>
              Offer hand-over
            </button>
            {offeredTo === null ? null : (
              <button type="button" onClick={() => act({ action: 'withdraw' })}>
                Withdraw
              </button>
            )}
            <button type="button" onClick={() => act({ action: 'leave' })}>
              Leave
            </button>
          </>
        ) : null}
        {offeredTo === principal.user ? (
          <button type="button" className="primary" onClick={() => act({ action: 'accept' })}>
            Accept the console
          </button>
        ) : null}
      </div>
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </Panel>
  );
}
