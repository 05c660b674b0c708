import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  type BasebandMessage,
  BasebandMessageReader,
  encodeBasebandMessage,
  type TelecommandRadiated,
  type TelemetryBits,
  type TransmissionStart,
  type TransmissionStatus,
} from '@app/radio';

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
  readonly radiated: TelecommandRadiated[] = [];
  readonly statuses: TransmissionStatus[] = [];
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

  /** Carrier up, or retuned; waits for the unit's answer, by which it has also taken all that was sent before. */
  async startTransmission(tuning: Omit<TransmissionStart, 'type' | 'sequence'>): Promise<TransmissionStatus> {
    this.socket.write(encodeBasebandMessage({ type: 'start-transmission', sequence: this.sequence++, ...tuning }));
    return this.nextStatus();
  }

  async stopTransmission(): Promise<TransmissionStatus> {
    this.socket.write(encodeBasebandMessage({ type: 'stop-transmission', sequence: this.sequence++ }));
    return this.nextStatus();
  }

  telecommand(identifier: bigint, bits: Uint8Array): void {
    const bitCount = 8 * bits.length;
    this.socket.write(
      encodeBasebandMessage({ type: 'telecommand', sequence: this.sequence++, identifier, bitCount, bits }),
    );
  }

  close(): void {
    this.socket.destroy();
  }

  private async nextStatus(): Promise<TransmissionStatus> {
    const before = this.statuses.length;
    while (this.statuses.length === before) await once(this.socket, 'data');
    return this.statuses[before] as TransmissionStatus;
  }

  private take(message: BasebandMessage): void {
    if (message.type === 'telemetry-bits') this.pieces.push(message);
    if (message.type === 'telecommand-radiated') this.radiated.push(message);
    if (message.type === 'transmission-status') this.statuses.push(message);
    if (message.type === 'reception-ended') this.ended = message.bitCount;
  }
}
