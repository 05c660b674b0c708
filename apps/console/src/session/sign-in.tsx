import type { SystemStatus } from '@app/contracts';
import { type FormEvent, useEffect, useState } from 'react';
import { type ApiClient, explain } from '../api/api-client.js';
import { ModeBanner } from '../shell/mode-banner.js';
import type { SessionStore } from './session-store.js';

interface SignInProps {
  readonly sessions: SessionStore;
  readonly notice: string | null;
  readonly api: ApiClient;
}

export function SignIn({ sessions, notice, api }: SignInProps) {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState(notice);
  const [busy, setBusy] = useState(false);
  const [system, setSystem] = useState<SystemStatus | null>(null);
  useEffect(() => {
    api.get<SystemStatus>('/api/system').then(setSystem, (error: unknown) => setProblem(explain(error)));
  }, [api]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    sessions
      .signIn(user, password)
      .catch((error: unknown) => setProblem(explain(error)))
      .finally(() => setBusy(false));
  };

  return (
    <>
      <ModeBanner mode={system?.mode ?? null} />
      <main className="sign-in">
        <form className="panel" onSubmit={submit} aria-label="Sign in">
          <h1>SMMS ground segment</h1>
          <p className="quiet">Eleven nations, one network.</p>
          <label>
            User
            <input
              name="user"
              autoComplete="username"
              autoFocus
              value={user}
              onChange={(e) => setUser(e.target.value)}
            />
          </label>
          <label>
            Password
            <input
              name="password"
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
          </label>
          <button type="submit" className="primary" disabled={busy || user === '' || password === ''}>
            {busy ? 'Signing in …' : 'Sign in'}
          </button>
          {problem === null ? null : (
            <p className="problem" role="alert">
              {problem}
            </p>
          )}
        </form>
      </main>
    </>
  );
}
