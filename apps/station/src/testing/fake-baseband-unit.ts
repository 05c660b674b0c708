import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type BasebandMessage, BasebandMessageReader, encodeBasebandMessage, type TelemetryBits } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import type { Address } from '../hardware-addresses.js';
import { FakeModulator } from './fake-modulator.js';

/** A baseband unit over TCP that delivers messages made beforehand, cut up as TCP pleases, while it is told to receive. */
export class FakeBasebandUnit {
  readonly orders: BasebandMessage[] = [];
  accepted = 0;
  /** The next message to deliver; a test that moves it back has the unit deliver something twice. */
  cursor = 0;
  /** Messages from this one on are not delivered before the order to stop. */
  limit = Infinity;
  /** Whether bits that came in before it was told to receive are lost, as they are to a real one. */
  receivesFromNow = false;
  /** Whether the unit says that it has delivered everything. */
  saysEnded = true;
  /** Numbers of the frames that a station must have by now: whole, and confirmed by the marker after them. */
  readonly confirmed = new Set<number>();
  readonly modulator = new FakeModulator((message) => this.send(message));
  private connection: Socket | undefined;
  private receptionFromBit = 0;
  private receiving = false;
  private now: Tai = 0n;

  private constructor(
    private readonly server: Server,
    private readonly messages: readonly TelemetryBits[],
    private readonly caduBits: number,
  ) {
    server.on('connection', (socket) => this.onConnection(socket));
  }

  static async listen(messages: readonly TelemetryBits[], caduBits: number): Promise<FakeBasebandUnit> {
    const server = createServer();
    const unit = new FakeBasebandUnit(server, messages, caduBits);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return unit;
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  /** It is this time: delivers what has been received by now. */
  tick(now: Tai): void {
    this.now = now;
    this.modulator.tick(now);
    if (this.receiving) this.deliver(this.limit);
  }

  disconnect(): void {
    this.receiving = false;
    this.connection?.destroy();
    this.connection = undefined;
    this.modulator.leaveAlone();
  }

  async close(): Promise<void> {
    this.disconnect();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private onConnection(socket: Socket): void {
    this.accepted++;
    this.connection = socket;
    const reader = new BasebandMessageReader();
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.connection !== socket) return;
      this.receiving = false;
      this.connection = undefined;
      this.modulator.leaveAlone();
    });
    this.modulator.tellKept();
    socket.on('data', (chunk: Uint8Array) => {
      for (const order of reader.push(chunk)) this.onOrder(order);
    });
  }

  private onOrder(order: BasebandMessage): void {
    this.orders.push(order);
    this.modulator.take(order);
    if (order.type === 'configure-reception') {
      this.receiving = true;
      const first = this.messages.findIndex(({ firstBitTime }) => firstBitTime >= this.now);
      if (this.receivesFromNow) this.cursor = first < 0 ? this.messages.length : Math.max(this.cursor, first);
      this.receptionFromBit = this.bitsBefore(this.cursor);
      this.deliver(this.limit);
    }
    if (order.type === 'stop-reception') {
      this.deliver(Infinity);
      this.receiving = false;
      if (this.saysEnded) this.send({ type: 'reception-ended', sequence: 0, bitCount: 0 });
    }
  }

  private deliver(limit: number): void {
    for (; this.cursor < limit; this.cursor++) {
      const message = this.messages[this.cursor];
      if (message === undefined) return;
      if (plusSeconds(message.firstBitTime, message.bitCount / message.bitRateBps) > this.now) return;
      this.send(message);
      this.confirm(this.bitsBefore(this.cursor + 1));
    }
  }

  private bitsBefore(index: number): number {
    return this.messages.slice(0, index).reduce((sum, { bitCount }) => sum + bitCount, 0);
  }

  private confirm(untilBit: number): void {
    const first = Math.ceil(this.receptionFromBit / this.caduBits);
    for (let n = first; (n + 1) * this.caduBits + 32 <= untilBit; n++) this.confirmed.add(n);
  }

  private send(message: BasebandMessage): boolean {
    if (this.connection === undefined) return false;
    const bytes = encodeBasebandMessage(message);
    const cut = Math.floor(bytes.length / 3);
    this.connection.write(bytes.subarray(0, cut));
    this.connection.write(bytes.subarray(cut));
    return true;
  }
}
