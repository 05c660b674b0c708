import type { AlarmEvent, ParameterUpdate, SpacecraftId, TelemetryGap } from '@app/contracts';
import type { ServerMessage, Subscribe } from './live.messages.js';

/** What a live client needs of its socket; a `WebSocket` of the ws package fits. */
export interface LiveSocket {
  readonly readyState: number;
  /** Octets that wait to be sent. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
}

const OPEN = 1;
/** Octets that may wait for a slow client before it is let go. */
export const MAX_WAITING_OCTETS = 1024 * 1024;
/** RFC 6455 registry: try again later. */
const TRY_AGAIN_LATER = 1013;

/** One connection and what it watches. */
export class LiveClient {
  private readonly subscriptions = new Map<
    SpacecraftId,
    { parameters: ReadonlySet<string> | undefined; playback: boolean }
  >();
  private dropped = false;

  constructor(
    private readonly socket: LiveSocket,
    private readonly onDropped: (waitingOctets: number) => void,
  ) {}

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

  gap(gap: TelemetryGap): void {
    if (this.subscriptions.has(gap.spacecraft)) this.send({ event: 'gap', data: gap });
  }

  /** Sends, unless too much waits already: then the client is let go with the reason, rather than memory growing. */
  send(message: ServerMessage): void {
    if (this.dropped || this.socket.readyState !== OPEN) return;
    const { bufferedAmount } = this.socket;
    if (bufferedAmount > MAX_WAITING_OCTETS) {
      this.dropped = true;
      this.socket.close(TRY_AGAIN_LATER, `too slow: ${bufferedAmount} octets wait`);
      this.onDropped(bufferedAmount);
      return;
    }
    this.socket.send(JSON.stringify(message));
  }
}
