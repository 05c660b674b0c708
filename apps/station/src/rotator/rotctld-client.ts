import { connect, type Socket } from 'node:net';
import { formatAddress, type Address } from '../hardware-addresses.js';
import {
  RotatorConnectionError,
  type RotatorError,
  RotatorProtocolError,
  RotatorRefusedError,
  RotatorTimeoutError,
} from './rotator.errors.js';
import { type AntennaPosition, Rotator, type RotatorLimits } from './rotator.port.js';
import {
  meaningOf,
  MORE,
  parseDumpState,
  parseInfo,
  parsePosition,
  parseReport,
  type ReplyParser,
} from './rotctld-replies.js';

const LONGEST_REPLY = 8192;

interface Pending {
  readonly command: string;
  /** What settles the command by this reply, once it is complete. Throws a RotatorError. */
  readonly take: (lines: readonly string[]) => (() => void) | typeof MORE;
  readonly fail: (error: RotatorError) => void;
}

/**
 * A client of Hamlib's rotctld. One command is under way at a time; the others wait in order. The connection is made by the first
 * command and, after a failure, by the next: the caller decides when to try again. Closing it for good sends nothing.
 */
export class RotctldClient extends Rotator {
  private readonly name: string;
  private socket: Socket | undefined;
  private pending: Pending | undefined;
  private received = '';
  private tail: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly address: Address,
    /** Milliseconds of wall time without an octet, for connecting and for each answer. */
    private readonly timeoutMs = 2000,
  ) {
    super();
    this.name = formatAddress(address);
  }

  override limits(): Promise<RotatorLimits> {
    return this.ask('\\dump_state', parseDumpState);
  }

  override position(): Promise<AntennaPosition> {
    return this.ask('p', parsePosition);
  }

  override pointAt({ azimuthDeg, elevationDeg }: AntennaPosition): Promise<void> {
    return this.ask(`P ${azimuthDeg.toFixed(6)} ${elevationDeg.toFixed(6)}`, parseReport);
  }

  override stop(): Promise<void> {
    return this.ask('S', parseReport);
  }

  override park(): Promise<void> {
    return this.ask('K', parseReport);
  }

  override describe(): Promise<string> {
    return this.ask('_', parseInfo);
  }

  override close(): void {
    this.closed = true;
    this.drop(new RotatorConnectionError(this.name, 'closed by the station'));
  }

  private ask<T>(command: string, parse: ReplyParser<T>): Promise<T> {
    const answer = this.tail.then(() => this.exchange(command, parse));
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  private async exchange<T>(command: string, parse: ReplyParser<T>): Promise<T> {
    const socket = await this.connected();
    return new Promise<T>((resolve, reject) => {
      this.pending = {
        command,
        fail: reject,
        take: (lines) => {
          const parsed = parse(lines);
          if (parsed === MORE) return MORE;
          if (parsed.kind === 'malformed')
            throw new RotatorProtocolError(this.name, command, parsed.expected, parsed.found);
          if (parsed.kind === 'value') return () => resolve(parsed.value);
          return () => reject(new RotatorRefusedError(this.name, command, parsed.code, meaningOf(parsed.code)));
        },
      };
      socket.setTimeout(this.timeoutMs);
      socket.write(`${command}\n`);
    });
  }

  private async connected(): Promise<Socket> {
    if (this.closed) throw new RotatorConnectionError(this.name, 'closed by the station');
    if (this.socket !== undefined) return this.socket;
    const socket = connect({ host: this.address.host, port: this.address.port, noDelay: true });
    this.socket = socket;
    this.received = '';
    socket.setEncoding('latin1').setTimeout(this.timeoutMs);
    return new Promise<Socket>((resolve, reject) => {
      this.pending = { command: 'connect', take: () => MORE, fail: reject };
      socket.once('connect', () => {
        socket.setTimeout(0);
        this.pending = undefined;
        resolve(socket);
      });
      socket.on('data', (text: string) => this.onData(socket, text));
      socket.on('timeout', () => {
        const command = this.pending?.command ?? '';
        this.dropIf(socket, new RotatorTimeoutError(this.name, command, this.timeoutMs));
      });
      socket.on('error', (error) => this.dropIf(socket, new RotatorConnectionError(this.name, error.message)));
      socket.on('close', () => this.dropIf(socket, new RotatorConnectionError(this.name, 'the connection ended')));
    });
  }

  private onData(socket: Socket, text: string): void {
    if (this.socket !== socket) return;
    this.received += text;
    if (this.pending === undefined)
      return this.drop(new RotatorProtocolError(this.name, '', 'nothing without a command', text));
    try {
      if (this.takeReply(this.pending)) {
        this.received = '';
        this.pending = undefined;
        socket.setTimeout(0);
      }
    } catch (error) {
      this.drop(error as RotatorError);
    }
  }

  /** Whether the octets so far are a whole reply. Octets beyond it mean that the two sides are out of step. */
  private takeReply({ command, take }: Pending): boolean {
    const lines = this.received.split('\n').map(withoutCarriageReturn);
    const rest = lines.pop() ?? '';
    for (let count = 1; count <= lines.length; count++) {
      const settle = take(lines.slice(0, count));
      if (settle === MORE) continue;
      if (count < lines.length || rest !== '')
        throw new RotatorProtocolError(this.name, command, 'nothing after the answer', lines[count] ?? rest);
      settle();
      return true;
    }
    if (this.received.length > LONGEST_REPLY)
      throw new RotatorProtocolError(this.name, command, `at most ${LONGEST_REPLY} octets`, rest.slice(0, 40));
    return false;
  }

  private dropIf(socket: Socket, error: RotatorError): void {
    if (this.socket === socket) this.drop(error);
  }

  private drop(error: RotatorError): void {
    const { socket, pending } = this;
    this.socket = undefined;
    this.pending = undefined;
    socket?.destroy();
    pending?.fail(error);
  }
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
