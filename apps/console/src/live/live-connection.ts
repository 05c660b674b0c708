import type { LiveMessage } from './live-messages.js';

export type ConnectionState = 'connecting' | 'live' | 'cut';

/** The clock comes every second: so long without any message, the line is dead whatever TCP says. */
const SILENCE_MS = 4_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

export interface LiveConnectionParts {
  readonly token: () => string | undefined;
  readonly onMessage: (message: LiveMessage) => void;
  readonly onState: (state: ConnectionState) => void;
}

/** One WebSocket to the live door, made again after every cut, for one spacecraft at a time. */
export class LiveConnection {
  private socket: WebSocket | undefined;
  private spacecraft: string | undefined;
  private retryMs = FIRST_RETRY_MS;
  private retry: number | undefined;
  private silence: number | undefined;
  private closed = false;

  constructor(private readonly parts: LiveConnectionParts) {}

  open(): void {
    this.closed = false;
    this.connect();
  }

  /** Goes on with a new token before the old one ends. */
  authenticate(): void {
    const token = this.parts.token();
    if (token !== undefined) this.send({ event: 'authenticate', data: { token } });
  }

  watch(spacecraft: string): void {
    const before = this.spacecraft;
    this.spacecraft = spacecraft;
    if (before !== undefined && before !== spacecraft)
      this.send({ event: 'unsubscribe', data: { spacecraft: before } });
    this.send({ event: 'subscribe', data: { spacecraft } });
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.retry);
    window.clearTimeout(this.silence);
    this.socket?.close();
    this.socket = undefined;
  }

  private connect(): void {
    const { protocol, host } = window.location;
    const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/telemetry-command/live`);
    this.socket = socket;
    this.listenForSilence(socket);
    socket.onopen = () => this.authenticate();
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.listenForSilence(socket);
      this.take(JSON.parse(String(data)) as LiveMessage);
    };
    socket.onclose = () => this.lose(socket);
  }

  private take(message: LiveMessage): void {
    if (message.event === 'authenticated') {
      this.retryMs = FIRST_RETRY_MS;
      if (this.spacecraft !== undefined) this.send({ event: 'subscribe', data: { spacecraft: this.spacecraft } });
      this.parts.onState('live');
    }
    this.parts.onMessage(message);
  }

  private listenForSilence(socket: WebSocket): void {
    window.clearTimeout(this.silence);
    this.silence = window.setTimeout(() => {
      socket.close();
      this.lose(socket);
    }, SILENCE_MS);
  }

  private lose(socket: WebSocket): void {
    if (socket !== this.socket || this.closed) return;
    this.socket = undefined;
    window.clearTimeout(this.silence);
    this.parts.onState('cut');
    this.retry = window.setTimeout(() => this.connect(), this.retryMs);
    this.retryMs = Math.min(LONGEST_RETRY_MS, this.retryMs * 2);
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
