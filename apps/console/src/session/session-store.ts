import type { Session } from '@app/contracts';
import type { ApiClient } from '../api/api-client.js';
import { Store } from '../store.js';

const KEY = 'smms.session';
/** Renewed so long before it ends, and never more often than this. */
const RENEW_BEFORE_MS = 120_000;
const SOONEST_MS = 10_000;

export interface SessionState {
  readonly session: Session | null;
  /** Why one has to sign in (again), if there is something to say. */
  readonly notice: string | null;
}

/** Who is signed in, in this tab. The token lives as long as the tab; it is renewed while the page is open and as long as that helps. */
export class SessionStore extends Store<SessionState> {
  private timer: number | undefined;
  /** Counts beginnings and ends: an answer that belongs to an earlier one is not heard. */
  private generation = 0;

  constructor(private readonly api: ApiClient) {
    super({ session: null, notice: null });
    api.onSignedOut = () => this.end('The session has ended. Sign in again.');
    const kept = sessionStorage.getItem(KEY);
    if (kept !== null) this.begin(JSON.parse(kept) as Session);
  }

  async signIn(user: string, password: string): Promise<void> {
    const { generation } = this;
    const session = await this.api.post<Session>('/api/session', { user, password });
    if (generation === this.generation) this.begin(session);
  }

  end(notice: string | null = null): void {
    this.generation++;
    window.clearTimeout(this.timer);
    sessionStorage.removeItem(KEY);
    this.api.use(undefined);
    this.set({ session: null, notice });
  }

  private begin(session: Session): void {
    this.generation++;
    const lastEnd = this.state.session?.expiresAt;
    sessionStorage.setItem(KEY, JSON.stringify(session));
    this.api.use(session.token);
    this.set({ session, notice: null });
    window.clearTimeout(this.timer);
    // Near the end of the longest session a new token ends no later than the old one: then it is over when it is over.
    if (session.expiresAt !== lastEnd)
      this.renewIn(Date.parse(session.expiresAt) - this.api.serverNowMs() - RENEW_BEFORE_MS);
  }

  private renewIn(ms: number): void {
    const { generation } = this;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(
      () => {
        const answer = this.api.post<Session>('/api/session/renewal');
        // A refusal has ended the session by then; a line that is down is tried again.
        answer.then(
          (session) => generation === this.generation && this.begin(session),
          () => generation === this.generation && this.renewIn(SOONEST_MS),
        );
      },
      Math.max(SOONEST_MS, ms),
    );
  }
}
