import type { Principal } from '@app/contracts';
import type { ReactNode } from 'react';
import type { ApiClient } from './api/api-client.js';
import type { ConsoleState } from './live/console-state.js';
import type { ConsoleStore } from './live/console-store.js';

/** What every panel is given. */
export interface PanelProps {
  readonly store: ConsoleStore;
  readonly state: ConsoleState;
  readonly api: ApiClient;
  readonly principal: Principal;
}

interface FrameProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Panel({ title, aside, testId, children }: FrameProps) {
  return (
    <section className="panel" aria-label={title} data-testid={testId}>
      <header>
        <h2>{title}</h2>
        {aside === undefined ? null : <div className="aside">{aside}</div>}
      </header>
      <div className="body">{children}</div>
    </section>
  );
}
