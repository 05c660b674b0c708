import type { Principal } from '@app/contracts';
import { AlarmList } from './alarms/alarm-list.js';
import type { ApiClient } from './api/api-client.js';
import { CommandForm } from './commanding/command-form.js';
import { CommandHistory } from './commanding/command-history.js';
import { ConsoleHolder } from './commanding/console-holder.js';
import { Cop1Panel } from './commanding/cop1-panel.js';
import { NextContacts } from './contacts/next-contacts.js';
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
          <PassInProgress {...parts} />
          <NextContacts {...parts} />
          <AlarmList state={state} />
        </div>
        <div className="column telemetry">
          <Plots store={store} state={state} />
        </div>
        <div className="column commanding">
          <ConsoleHolder {...parts} />
          <CommandForm {...parts} />
          <Cop1Panel {...parts} />
        </div>
        <div className="column history">
          <CommandHistory {...parts} />
        </div>
      </main>
    </div>
  );
}
