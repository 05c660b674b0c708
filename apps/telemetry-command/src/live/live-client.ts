import { isDeepStrictEqual } from 'node:util';
import type { AlarmEvent, ParameterUpdate, Principal, SpacecraftId } from '@app/contracts';
import type { OpenSession, Refusal } from '@app/platform';
import type { ServerMessage, SpacecraftNews, Subscribe } from './live.messages.js';

/** What a live client needs of its socket; a `WebSocket` of the ws package fits. */
export interface LiveSocket {
  readonly readyState: number;
  /** Octets that wait to be sent. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** A token that was accepted, and what it opened. */
export interface LiveSession extends OpenSession {
  readonly token: string;
}

const OPEN = 1;
/** Octets that may wait for a slow client before it is let go. */
export const MAX_WAITING_OCTETS = 1024 * 1024;
/** RFC 6455 registry: try again later. */
const TRY_AGAIN_LATER = 1013;
/** In the range for private use (RFC 6455, 7.4.2); as HTTP's 401. */
export const NOT_SIGNED_IN = 4401;

/** One connection: who is there, and what it watches. */
export class LiveClient {
  private readonly subscriptions = new Map<
    SpacecraftId,
    { parameters: ReadonlySet<string> | undefined; playback: boolean }
  >();
  private current: LiveSession | undefined;
  private ended = false;

  constructor(
    private readonly socket: LiveSocket,
    private readonly onDropped: (waitingOctets: number) => void,
  ) {}

  /** Undefined until the first message has brought a valid token. */
  get session(): LiveSession | undefined {
    return this.current;
  }

  get principal(): Principal | null {
    return this.current?.principal ?? null;
  }

  /** Let go: what it still says is not heard. */
  get over(): boolean {
    return this.ended;
  }

  /** A newer token keeps the subscriptions; another person has none yet. */
  authenticate(session: LiveSession): void {
    if (!isDeepStrictEqual(this.current?.principal, session.principal)) this.subscriptions.clear();
    this.current = session;
  }

  subscribe({ spacecraft, parameters, playback }: Subscribe): void {
    this.subscriptions.set(spacecraft, {
      parameters: parameters === undefined ? undefined : new Set(parameters),
      playback,
    });
  }

  unsubscribe(spacecraft: SpacecraftId): void {
    this.subscriptions.delete(spacecraft);
  }

  /** Played-back values reach only those who asked for them. */
  parameters(update: ParameterUpdate): void {
    const subscription = this.subscriptions.get(update.spacecraft);
    if (subscription === undefined || (update.source === 'playback' && !subscription.playback)) return;
    const { parameters } = subscription;
    const values =
      parameters === undefined ? update.values : update.values.filter((one) => parameters.has(one.parameter));
    if (values.length > 0) this.send({ event: 'parameters', data: { ...update, values } });
  }

  alarm(alarm: AlarmEvent): void {
    const subscription = this.subscriptions.get(alarm.spacecraft);
    if (subscription === undefined || subscription.parameters?.has(alarm.parameter) === false) return;
    this.send({ event: 'alarm', data: alarm });
  }

  news(news: SpacecraftNews): void {
    if (this.subscriptions.has(news.data.spacecraft)) this.send(news);
  }

  /** Sends, unless too much waits already: then the client is let go with the reason, rather than memory growing. */
  send(message: ServerMessage): void {
    if (this.ended || this.socket.readyState !== OPEN) return;
    const { bufferedAmount } = this.socket;
    if (bufferedAmount > MAX_WAITING_OCTETS) {
      this.ended = true;
      this.socket.close(TRY_AGAIN_LATER, `too slow: ${bufferedAmount} octets wait`);
      this.onDropped(bufferedAmount);
      return;
    }
    this.socket.send(JSON.stringify(message));
  }

  refuse({ title, errors }: Refusal): void {
    this.send({ event: 'error', data: { title, errors } });
  }

  /** Says why, and lets go a client of which it is not known (any more) who it is. It hears nothing after that. */
  turnAway(refusal: Refusal): void {
    if (this.ended) return;
    this.refuse(refusal);
    this.ended = true;
    this.current = undefined;
    this.subscriptions.clear();
    this.socket.close(NOT_SIGNED_IN, refusal.title);
  }
}
