import type { Principal } from '@app/contracts';
import { AlarmList } from './alarms/alarm-list.js';
import type { ApiClient } from './api/api-client.js';
import { CommandForm } from './commanding/command-form.js';
import { CommandHistory } from './commanding/command-history.js';
import { ConsoleHolder } from './commanding/console-holder.js';
import { Cop1Panel } from './commanding/cop1-panel.js';
import { NextContacts } from './contacts/next-contacts.js';
import { ErrorBoundary } from './error-boundary.js';
import type { ConsoleStore } from './live/console-store.js';
import { PassInProgress } from './pass/pass-in-progress.js';
import { ModeBanner } from './shell/mode-banner.js';
import { StaleNotice } from './shell/stale-notice.js';
import { StatusBar } from './shell/status-bar.js';
import { useStore } from './store.js';
import { Plots } from './telemetry/plots.js';

interface ConsoleProps {
  readonly store: ConsoleStore;
  readonly api: ApiClient;
  readonly principal: Principal;
  readonly onSignOut: () => void;
}

/** One spacecraft, one page: what is coming, what is going on, what it says, what is wrong, and commanding. */
export function Console({ store, api, principal, onSignOut }: ConsoleProps) {
  const state = useStore(store);
  const parts = { store, state, api, principal };
  return (
    <div className={`page mode-${state.system?.mode ?? 'unknown'} ${state.connection === 'live' ? '' : 'stale'}`}>
      <ModeBanner mode={state.system?.mode ?? null} />
      <StatusBar store={store} state={state} principal={principal} onSignOut={onSignOut} />
      <StaleNotice state={state} />
      <main className="grid">
        <div className="column now">
          {state.spacecraft === null ? null : (
            <ErrorBoundary title="The pass">
              <PassInProgress {...parts} />
            </ErrorBoundary>
          )}
          <ErrorBoundary title="The next contacts">
            <NextContacts {...parts} />
          </ErrorBoundary>
          {state.spacecraft === null ? null : (
            <ErrorBoundary title="Alarms">
              <AlarmList state={state} />
            </ErrorBoundary>
          )}
        </div>
        {state.spacecraft === null ? null : (
          <>
            <div className="column telemetry">
              <ErrorBoundary title="Telemetry" key={state.spacecraft?.id}>
                <Plots store={store} state={state} />
              </ErrorBoundary>
            </div>
            <div className="column commanding">
              <ErrorBoundary title="The console" key={state.spacecraft?.id}>
                <ConsoleHolder {...parts} />
              </ErrorBoundary>
              <ErrorBoundary title="The command form" key={state.spacecraft?.id}>
                <CommandForm {...parts} />
              </ErrorBoundary>
              <ErrorBoundary title="COP-1" key={state.spacecraft?.id}>
                <Cop1Panel {...parts} />
              </ErrorBoundary>
            </div>
            <div className="column history">
              <ErrorBoundary title="The commands" key={state.spacecraft?.id}>
                <CommandHistory {...parts} />
              </ErrorBoundary>
            </div>
          </>
        )}
      </main>
    </div>
  );
}
