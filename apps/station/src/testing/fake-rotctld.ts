import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Address } from '../hardware-addresses.js';

/** What a test makes of one command line: octets to answer with, or `silence`, or `disconnect`. */
export type RotctldReaction = string;
export type RotctldScript = (command: string, index: number) => RotctldReaction;

/** A rotctld over TCP that answers as its script says and keeps what it was asked. */
export class FakeRotctld {
  readonly commands: string[] = [];
  readonly connections = new Set<Socket>();
  accepted = 0;
  /** Whether each answer comes in two pieces. */
  inTwo = true;

  private constructor(
    private readonly server: Server,
    public script: RotctldScript,
  ) {
    server.on('connection', (socket) => {
      this.accepted++;
      this.connections.add(socket);
      let text = '';
      socket.setEncoding('latin1').setNoDelay(true);
      socket.on('error', () => undefined).on('close', () => this.connections.delete(socket));
      socket.on('data', (chunk: string) => {
        text += chunk;
        for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n')) {
          const command = text.slice(0, end);
          text = text.slice(end + 1);
          this.react(socket, command);
        }
      });
    });
  }

  static async listen(script: RotctldScript, port = 0): Promise<FakeRotctld> {
    const server = createServer();
    const fake = new FakeRotctld(server, script);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return fake;
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  disconnectAll(): void {
    for (const socket of this.connections) socket.destroy();
  }

  async close(): Promise<void> {
    this.disconnectAll();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private react(socket: Socket, command: string): void {
    const reaction = this.script(command, this.commands.push(command) - 1);
    if (reaction === 'silence') return;
    if (reaction === 'disconnect') {
      socket.destroy();
      return;
    }
    if (!this.inTwo) {
      socket.write(reaction);
      return;
    }
    const half = Math.floor(reaction.length / 2);
    socket.write(reaction.slice(0, half));
    setImmediate(() => socket.write(reaction.slice(half)));
  }
}

export const DUMP_STATE_1 =
  '1\n1\nmin_az=-180.000000\nmax_az=450.000000\nmin_el=0.000000\nmax_el=90.000000\nsouth_zero=0\nrot_type=AzEl\ndone\n';

/** An antenna that is where it was told to be, at once, and refuses what lies outside its limits, in rotctld's words. */
export function obedientRotator(azimuthDeg = 0, elevationDeg = 0): RotctldScript {
  let [azimuth, elevation] = [azimuthDeg, elevationDeg];
  return (command) => {
    if (command === '\\dump_state') return DUMP_STATE_1;
    if (command === 'p') return `${azimuth.toFixed(2)}\n${elevation.toFixed(2)}\n`;
    if (command === '_') return 'Dummy rotator\n';
    if (command === 'S' || command === 'K') return 'RPRT 0\n';
    const target = /^P (\S+) (\S+)$/.exec(command);
    if (target === null) return 'RPRT -1\n';
    const [az, el] = [Number(target[1]), Number(target[2])];
    if (az < -180 || az > 450 || el < 0 || el > 90) return 'RPRT -1\n';
    [azimuth, elevation] = [az, el];
    return 'RPRT 0\n';
  };
}
