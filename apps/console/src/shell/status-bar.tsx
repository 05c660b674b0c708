import type { Contact, Principal, Spacecraft } from '@app/contracts';
import { useEffect, useState } from 'react';
import type { ConsoleState } from '../live/console-state.js';
import type { ConsoleStore } from '../live/console-store.js';
import { dayOfYear, duration, utc } from '../time/mission-time.js';

interface StatusBarProps {
  readonly store: ConsoleStore;
  readonly state: ConsoleState;
  readonly principal: Principal;
  readonly onSignOut: () => void;
}

/** The mission clock in the milliseconds of its own ticking: read anew every quarter of a second. */
export function useMissionNow(store: ConsoleStore): number | undefined {
  const [now, setNow] = useState(store.missionTime.nowMs());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(store.missionTime.nowMs()), 250);
    return () => window.clearInterval(timer);
  }, [store]);
  return now;
}

export function StatusBar({ store, state, principal, onSignOut }: StatusBarProps) {
  const now = useMissionNow(store);
  const rate = state.system?.rate;
  return (
    <rux-global-status-bar app-domain="SMMS" app-name="Pass console">
      <label slot="left-side" className="spacecraft-choice" hidden={state.fleet.length === 0}>
        <span className="visually-hidden">Spacecraft</span>
        <select value={state.spacecraft?.id ?? ''} onChange={(event) => store.select(event.target.value)}>
          {state.fleet.map(({ id, name }: Spacecraft) => (
            <option key={id} value={id}>
              {id} · {name}
            </option>
          ))}
        </select>
      </label>
      <div className="clock" role="timer" aria-label="Mission clock">
        <strong data-testid="mission-clock">{now === undefined ? '---------- --:--:--' : utc(now)}</strong>
        <span className="quiet">
          {now === undefined ? '' : `day ${dayOfYear(now)}`}
          {rate === undefined ? '' : rate === 0 ? ' · STANDS' : ` · ×${rate}`}
        </span>
      </div>
      <NextAos contacts={state.contacts} now={now} />
      <Attention state={state} />
      <div slot="right-side" className="who">
        <Connection state={state} />
        <span>
          {principal.name} · {principal.member}
          <span className="quiet roles"> {principal.roles.join(', ')}</span>
        </span>
        <button type="button" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </rux-global-status-bar>
  );
}

/** What calls for a person, wherever the page is scrolled to. */
function Attention({ state: { alarms, groundAlarms, commands } }: { readonly state: ConsoleState }) {
  const active =
    alarms.filter(({ to }) => to !== 'in-limits' && to !== 'unmonitored').length +
    groundAlarms.filter(({ raised }) => raised).length;
  const waiting = commands.filter(({ state }) => state === 'awaiting-approval').length;
  const words = [
    ...(active === 0 ? [] : [`${active} ${active === 1 ? 'alarm' : 'alarms'}`]),
    ...(waiting === 0 ? [] : [`${waiting} to approve`]),
  ];
  return words.length === 0 ? null : (
    <span className="attention" role="status">
      {words.join(' · ')}
    </span>
  );
}

function NextAos({ contacts, now }: { readonly contacts: readonly Contact[]; readonly now: number | undefined }) {
  if (now === undefined) return null;
  const next = contacts.find(({ window: { aos } }) => Date.parse(aos) > now);
  if (next === undefined) return <span className="next-aos quiet">no contact booked</span>;
  return (
    <span className="next-aos">
      <span className="quiet">next AOS</span> {next.antenna}{' '}
      <strong>T−{duration(Date.parse(next.window.aos) - now)}</strong>
    </span>
  );
}

function Connection({ state: { connection, heardAt } }: { readonly state: ConsoleState }) {
  const words = { connecting: 'connecting', live: 'live', cut: 'connection cut' } as const;
  const status = { connecting: 'standby', live: 'normal', cut: 'critical' } as const;
  return (
    <span className="connection" data-testid="connection" data-state={connection} data-heard={heardAt ?? ''}>
      <rux-status status={status[connection]} aria-label={`Live connection: ${words[connection]}`} role="img" />
      {words[connection]}
    </span>
  );
}
