import { connect, type Socket } from 'node:net';
import type { MissionClock } from '@app/platform';
import { BasebandMessageReader, encodeBasebandMessage } from '@app/radio';
import { type Address, formatAddress } from '../hardware-addresses.js';
import { Baseband, type BasebandEvents, type BasebandOrder } from './baseband.port.js';

/** The connection to a baseband unit failed or ended. */
export class BasebandConnectionError extends Error {
  override readonly name = 'BasebandConnectionError';
  constructor(
    readonly address: string,
    readonly reason: string,
  ) {
    super(`${address}: ${reason}`);
  }
}

export interface BasebandLinkParts extends Pick<BasebandEvents, 'onUp' | 'onDown' | 'onMessage'> {
  readonly address: Address;
  readonly clock: MissionClock;
}

const CONNECT_TIMEOUT_MS = 5000;
const RETRY_WALL_S = 1;

/** The connection to one baseband unit, made anew for as long as it is wanted. */
export class BasebandLink extends Baseband {
  private socket: Socket | undefined;
  private sequence = 0;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: BasebandLinkParts) {
    super();
  }

  override start(): void {
    this.running ??= this.run();
  }

  override send(order: BasebandOrder): boolean {
    if (this.socket?.writable !== true) return false;
    this.socket.write(encodeBasebandMessage({ ...order, sequence: this.sequence++ }));
    return true;
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    this.socket?.destroy();
    await this.running;
  }

  private async run(): Promise<void> {
    const { clock, onDown } = this.parts;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.converse();
      } catch (error) {
        this.socket?.destroy();
        this.socket = undefined;
        if (signal.aborted) return;
        onDown(error instanceof Error ? error.message : String(error));
      }
      await clock.sleep(RETRY_WALL_S * clock.rate, signal);
    }
  }

  /** One connection, from its beginning to its end; it always ends with an error. */
  private async converse(): Promise<never> {
    const name = formatAddress(this.parts.address);
    const socket = await connected(this.parts.address, name, this.stopping.signal);
    this.socket = socket;
    this.parts.onUp();
    const reader = new BasebandMessageReader();
    try {
      for await (const chunk of socket)
        for (const message of reader.push(chunk as Uint8Array)) await this.parts.onMessage(message);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      throw new BasebandConnectionError(name, error.message);
    }
    throw new BasebandConnectionError(name, 'the connection ended');
  }
}

async function connected({ host, port }: Address, name: string, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 5000 });
  let fail: (error: BasebandConnectionError) => void = () => undefined;
  const giveUp = (): void => fail(new BasebandConnectionError(name, 'closed by the station'));
  const late = (): void => fail(new BasebandConnectionError(name, `no connection within ${CONNECT_TIMEOUT_MS} ms`));
  // It stays: what fails later is said by the stream, and must not be fatal between two reads.
  socket.on('error', (error) => fail(new BasebandConnectionError(name, error.message)));
  signal.addEventListener('abort', giveUp);
  socket.setTimeout(CONNECT_TIMEOUT_MS, late);
  try {
    await new Promise<void>((resolve, reject) => {
      fail = reject;
      socket.once('connect', resolve);
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
    socket.setTimeout(0).off('timeout', late);
  }
}
