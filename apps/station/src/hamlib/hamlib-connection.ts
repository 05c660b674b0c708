import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { formatAddress, type Address } from '../hardware-addresses.js';
import { type BackOff, backOffMs, noRetries } from './back-off.js';
import { isPassing, meaningOf, MORE, type ReplyParser } from './hamlib-replies.js';

const LONGEST_REPLY = 16_384;

/** The errors of one kind of device. */
export interface HamlibErrors {
  /** Nothing listens there, or the connection ended. */
  connection(address: string, reason: string): Error;
  timeout(address: string, command: string, timeoutMs: number): Error;
  refused(address: string, command: string, code: number, meaning: string): Error;
  protocol(address: string, command: string, expected: string, found: string): Error;
}

export interface HamlibOptions {
  /** Milliseconds of wall time without an octet, for connecting and for each answer. */
  readonly timeoutMs: number;
  /** For what may go by: no connection, no answer, a daemon that could not speak with its device. Refusals are not repeated. */
  readonly backOff?: BackOff;
}

interface Pending {
  readonly command: string;
  /** What settles the command by this reply, once it is complete. Throws an error of `HamlibErrors`. */
  readonly take: (lines: readonly string[]) => (() => void) | typeof MORE;
  readonly fail: (error: Error, goesBy: boolean) => void;
}

/** How one attempt ended; `goesBy`: another one may do better. */
type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error; readonly goesBy: boolean };

/**
 * A connection to a daemon of Hamlib's. One command is under way at a time; the others wait in order. The connection is made by the
 * first command and, after a failure, by the next. One whose answer is late or makes no sense is given up, so that no answer is ever
 * taken for another command's. Closing it for good sends nothing.
 */
export class HamlibConnection {
  private readonly name: string;
  private socket: Socket | undefined;
  private pending: Pending | undefined;
  private received = '';
  private tail: Promise<unknown> = Promise.resolve();
  private readonly closing = new AbortController();

  constructor(
    private readonly address: Address,
    private readonly options: HamlibOptions,
    private readonly errors: HamlibErrors,
  ) {
    this.name = formatAddress(address);
  }

  /** Sends a command, without its line feed. */
  ask<T>(command: string, parse: ReplyParser<T>): Promise<T> {
    const answer = this.tail.then(() => this.persist(command, parse));
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  close(): void {
    this.closing.abort();
    this.drop(this.errors.connection(this.name, 'closed by the station'));
  }

  private async persist<T>(command: string, parse: ReplyParser<T>): Promise<T> {
    const backOff = this.options.backOff ?? noRetries;
    const { signal } = this.closing;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.exchange(command, parse);
      if (outcome.ok) return outcome.value;
      if (!outcome.goesBy || attempt >= backOff.attempts || signal.aborted) throw outcome.error;
      await delay(backOffMs(backOff, attempt), undefined, { signal }).catch(() => undefined);
    }
  }

  private async exchange<T>(command: string, parse: ReplyParser<T>): Promise<Outcome<T>> {
    const connected = await this.connected();
    if (!connected.ok) return connected;
    const socket = connected.value;
    return new Promise<Outcome<T>>((resolve) => {
      this.pending = {
        command,
        fail: (error, goesBy) => resolve({ ok: false, error, goesBy }),
        take: (lines) => {
          const parsed = parse(lines);
          if (parsed === MORE) return MORE;
          if (parsed.kind === 'malformed')
            throw this.errors.protocol(this.name, command, parsed.expected, parsed.found);
          if (parsed.kind === 'value') return () => resolve({ ok: true, value: parsed.value });
          const error = this.errors.refused(this.name, command, parsed.code, meaningOf(parsed.code));
          return () => resolve({ ok: false, error, goesBy: isPassing(parsed.code) });
        },
      };
      socket.setTimeout(this.options.timeoutMs);
      socket.write(`${command}\n`);
    });
  }

  private async connected(): Promise<Outcome<Socket>> {
    if (this.closing.signal.aborted)
      return { ok: false, error: this.errors.connection(this.name, 'closed by the station'), goesBy: false };
    if (this.socket !== undefined) return { ok: true, value: this.socket };
    const socket = connect({ host: this.address.host, port: this.address.port, noDelay: true });
    this.socket = socket;
    this.received = '';
    socket.setEncoding('latin1').setTimeout(this.options.timeoutMs);
    return new Promise<Outcome<Socket>>((resolve) => {
      this.pending = {
        command: 'connect',
        take: () => MORE,
        fail: (error, goesBy) => resolve({ ok: false, error, goesBy }),
      };
      socket.once('connect', () => {
        socket.setTimeout(0);
        this.pending = undefined;
        resolve({ ok: true, value: socket });
      });
      socket.on('data', (text: string) => this.onData(socket, text));
      socket.on('timeout', () => {
        const command = this.pending?.command ?? '';
        this.dropIf(socket, this.errors.timeout(this.name, command, this.options.timeoutMs));
      });
      socket.on('error', (error) => this.dropIf(socket, this.errors.connection(this.name, error.message)));
      socket.on('close', () => this.dropIf(socket, this.errors.connection(this.name, 'the connection ended')));
    });
  }

  private onData(socket: Socket, text: string): void {
    if (this.socket !== socket) return;
    this.received += text;
    if (this.pending === undefined)
      return this.drop(this.errors.protocol(this.name, '', 'nothing without a command', text));
    try {
      if (this.takeReply(this.pending)) {
        this.received = '';
        this.pending = undefined;
        socket.setTimeout(0);
      }
    } catch (error) {
      this.drop(error as Error, false);
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
        throw this.errors.protocol(this.name, command, 'nothing after the answer', lines[count] ?? rest);
      settle();
      return true;
    }
    if (this.received.length > LONGEST_REPLY)
      throw this.errors.protocol(this.name, command, `at most ${LONGEST_REPLY} octets`, rest.slice(0, 40));
    return false;
  }

  private dropIf(socket: Socket, error: Error): void {
    if (this.socket === socket) this.drop(error);
  }

  private drop(error: Error, goesBy = true): void {
    const { socket, pending } = this;
    this.socket = undefined;
    this.pending = undefined;
    socket?.destroy();
    pending?.fail(error, goesBy);
  }
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
