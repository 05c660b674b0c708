import { useEffect, useState } from 'react';
import type { ConsoleState } from '../live/console-state.js';

/** While the line is cut everything below is old, and says so until it is live again. */
export function StaleNotice({
  state: { connection, heardAt, failure, system, fleet },
}: {
  readonly state: ConsoleState;
}) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => tick((n) => n + 1), 1000);
    return () => window.clearInterval(timer);
  }, []);
  if (connection === 'cut') {
    const age = heardAt === null ? '' : `; everything below is ${Math.round((Date.now() - heardAt) / 1000)} s old`;
    return (
      <div className="stale-notice" role="alert" data-testid="stale">
        STALE — the connection to the ground segment is cut, trying again{age}
      </div>
    );
  }
  if (failure !== null)
    return (
      <div className="failure-notice" role="alert">
        {failure}
      </div>
    );
  if (system !== null && fleet.length === 0)
    return (
      <div className="failure-notice" role="status">
        Your member operates no spacecraft in orbit: below are the contacts of the network.
      </div>
    );
  return null;
}
