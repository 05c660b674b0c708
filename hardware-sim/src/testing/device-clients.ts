import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type BasebandMessage, BasebandMessageReader, encodeBasebandMessage, type TelemetryBits } from '@app/radio';

async function connectTo(address: string): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: Number(address.split(':')[1]), noDelay: true });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** A station's side of rotctld: one command, one answer. */
export class RotctlClient {
  private answers = '';
  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string | Buffer) => (this.answers += text.toString()));
  }

  static async open(address: string): Promise<RotctlClient> {
    return new RotctlClient(await connectTo(address));
  }

  /** Waits for an answer of `lines` lines. */
  async ask(command: string, lines = 1): Promise<string> {
    this.answers = '';
    this.socket.write(`${command}\n`);
    while (this.answers.split('\n').length <= lines) await once(this.socket, 'data');
    return this.answers;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** A station's side of a baseband unit: keeps all that it is sent. */
export class BasebandClient {
  readonly pieces: TelemetryBits[] = [];
  private readonly reader = new BasebandMessageReader();
  private ended: number | undefined;
  private sequence = 0;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Uint8Array) => this.reader.push(chunk).forEach((message) => this.take(message)));
  }

  static async open(address: string): Promise<BasebandClient> {
    return new BasebandClient(await connectTo(address));
  }

  configure(carrierHz: number, bitRateBps: number): void {
    this.socket.write(
      encodeBasebandMessage({ type: 'configure-reception', sequence: this.sequence++, carrierHz, bitRateBps }),
    );
  }

  /** Stops the reception and waits for all that is left of it; gives the bits that the unit says it delivered. */
  async stop(): Promise<number> {
    this.ended = undefined;
    this.socket.write(encodeBasebandMessage({ type: 'stop-reception', sequence: this.sequence++ }));
    while (this.ended === undefined) await once(this.socket, 'data');
    return this.ended;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(message: BasebandMessage): void {
    if (message.type === 'telemetry-bits') this.pieces.push(message);
    if (message.type === 'reception-ended') this.ended = message.bitCount;
  }
}
