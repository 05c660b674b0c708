import { useEffect, useMemo } from 'react';
import { ApiClient } from './api/api-client.js';
import { Console } from './console.js';
import { ConsoleStore } from './live/console-store.js';
import { SessionStore } from './session/session-store.js';
import { SignIn } from './session/sign-in.js';
import { useStore } from './store.js';

const api = new ApiClient();
const sessions = new SessionStore(api);

export function App() {
  const { session, notice } = useStore(sessions);
  const user = session?.principal.user;
  const member = session?.principal.member;
  const store = useMemo(
    () =>
      user === undefined || member === undefined
        ? undefined
        : new ConsoleStore(api, member, () => sessions.get().session?.token),
    [user, member],
  );
  useEffect(() => {
    store?.start();
    return () => store?.stop();
  }, [store]);
  useEffect(() => store?.authenticate(), [store, session?.token]);
  if (session === null || store === undefined) return <SignIn sessions={sessions} notice={notice} api={api} />;
  return <Console store={store} api={api} principal={session.principal} onSignOut={() => sessions.end()} />;
}
