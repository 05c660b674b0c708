import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

/** Where Node tells of each TCP socket of this process. */
const CHANNELS = ['net.client.socket', 'net.server.socket'];
/** Turns of the event loop in which nothing is on its way, and what answers to what came has had its time. */
const QUIET_TURNS = 30;

/**
 * What is on its way between sockets of this process. A test that moves mission time waits until all has come in: a socket takes wall time,
 * how much is the machine's affair, and mission time must not run away from it.
 */
export class LoopbackTraffic {
  private readonly sockets = new Set<Socket>();
  private readonly onSocket = (message: unknown): void => {
    const { socket } = message as { socket?: unknown };
    if (socket instanceof Socket) this.sockets.add(socket.once('close', () => this.sockets.delete(socket)));
  };

  constructor() {
    for (const channel of CHANNELS) subscribe(channel, this.onSocket);
  }

  /** Until nothing is on its way, and nobody is busy with what came. */
  async settled(isBusy: () => boolean): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = this.isUnderWay() || isBusy() ? 0 : quiet + 1) await turn();
  }

  close(): void {
    for (const channel of CHANNELS) unsubscribe(channel, this.onSocket);
  }

  private isUnderWay(): boolean {
    const live = [...this.sockets].filter(({ destroyed }) => !destroyed);
    // Who is asked for its port before it has one does not know it later either.
    if (live.some(({ connecting }) => connecting)) return true;
    return live.some((from) => {
      const to = live.find(
        ({ localPort, remotePort }) => localPort === from.remotePort && remotePort === from.localPort,
      );
      return to !== undefined && to.bytesRead < from.bytesWritten;
    });
  }
}
