import type { Principal, Session } from '@app/contracts';
import type { ApiClient } from '../api/api-client.js';
import { Store } from '../store.js';

const KEY = 'smms.session';
/** Renewed so long before it ends. */
const RENEW_BEFORE_MS = 120_000;
const RETRY_MS = 10_000;

export interface SessionState {
  readonly session: Session | null;
  /** Why one has to sign in (again), if there is something to say. */
  readonly notice: string | null;
}

/** Who is signed in, in this tab. The token lives as long as the tab; it is renewed while the page is open. */
export class SessionStore extends Store<SessionState> {
  private timer: number | undefined;

  constructor(private readonly api: ApiClient) {
    super({ session: null, notice: null });
    api.onSignedOut = () => this.end('The session has ended. Sign in again.');
    const kept = sessionStorage.getItem(KEY);
    if (kept !== null) this.begin(JSON.parse(kept) as Session);
  }

  get principal(): Principal | null {
    return this.state.session?.principal ?? null;
  }

  async signIn(user: string, password: string): Promise<void> {
    this.begin(await this.api.post<Session>('/api/session', { user, password }));
  }

  end(notice: string | null = null): void {
    window.clearTimeout(this.timer);
    sessionStorage.removeItem(KEY);
    this.api.use(undefined);
    this.set({ session: null, notice });
  }

  private begin(session: Session): void {
    sessionStorage.setItem(KEY, JSON.stringify(session));
    this.api.use(session.token);
    this.set({ session, notice: null });
    this.renewIn(Date.parse(session.expiresAt) - Date.now() - RENEW_BEFORE_MS);
  }

  private renewIn(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(
      () => {
        // A refusal has ended the session by then; a line that is down is tried again.
        this.api.post<Session>('/api/session/renewal').then(
          (session) => this.begin(session),
          () => this.state.session !== null && this.renewIn(RETRY_MS),
        );
      },
      Math.max(0, ms),
    );
  }
}
