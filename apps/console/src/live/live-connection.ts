import type { LiveMessage } from './live-messages.js';

/** The ground segment does not take the token (any more). */
const NOT_SIGNED_IN = 4401;
/** The clock comes every second: so long without any message, the line is dead whatever TCP says. */
const SILENCE_MS = 4_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

export interface LiveConnectionParts {
  readonly token: () => string | undefined;
  readonly onMessage: (message: LiveMessage) => void;
  readonly onCut: () => void;
  readonly onRefused: () => void;
}

/** One WebSocket to the live door, made again after every cut, for one spacecraft at a time. */
export class LiveConnection {
  private socket: WebSocket | undefined;
  private spacecraft: string | undefined;
  private retryMs = FIRST_RETRY_MS;
  private retry: number | undefined;
  private silence: number | undefined;
  private closed = false;
  /** Nothing but a token may be said before it is taken. */
  private authenticated = false;

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
    if (!this.authenticated) return;
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
    this.authenticated = false;
    this.listenForSilence(socket);
    socket.onopen = () => this.authenticate();
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.listenForSilence(socket);
      this.take(JSON.parse(String(data)) as LiveMessage);
    };
    socket.onclose = ({ code }) => {
      if (code === NOT_SIGNED_IN && socket === this.socket) this.parts.onRefused();
      this.lose(socket);
    };
  }

  private take(message: LiveMessage): void {
    if (message.event === 'authenticated') {
      this.retryMs = FIRST_RETRY_MS;
      const first = !this.authenticated;
      this.authenticated = true;
      if (first && this.spacecraft !== undefined)
        this.send({ event: 'subscribe', data: { spacecraft: this.spacecraft } });
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
    this.parts.onCut();
    this.retry = window.setTimeout(() => this.connect(), this.retryMs);
    this.retryMs = Math.min(LONGEST_RETRY_MS, this.retryMs * 2);
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
