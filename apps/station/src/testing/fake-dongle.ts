import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import {
  encodeRtlTcpGreeting,
  GaussianNoise,
  type Iq,
  Modulator,
  noiseSigma,
  SampleEncoder,
  usualWaveform,
} from '@app/radio';
import { secondsBetween, type Tai } from '@app/time';
import type { Address } from '../hardware-addresses.js';
import { SAMPLE_BIT_RATE } from './sample-contact.js';

export const DONGLE_RATE = 64_000;
const SPACING = DONGLE_RATE / SAMPLE_BIT_RATE;
const AMPLITUDE = 0.3;

/** A signal, and the noise that there is without it, as unsigned octets. */
export interface DongleSignal {
  readonly octets: Uint8Array;
  readonly noise: Uint8Array;
}

/** A BPSK signal in noise, right on the carrier. */
export function dongleSignal(bits: Uint8Array, esN0Db: number): DongleSignal {
  const modulator = new Modulator(usualWaveform('BPSK', SAMPLE_BIT_RATE));
  modulator.append(bits, 8 * bits.length);
  modulator.silence(100);
  const count = 8 * bits.length * SPACING;
  const iq: Iq = new Float32Array(2 * count);
  modulator.render(iq, 0, count, {
    symbolPosition: [0, 1 / SPACING, 0, 0],
    carrierTurns: [0.1, 0, 0, 0],
    amplitude: AMPLITUDE,
  });
  const sigma = noiseSigma({
    ...{ esN0Db, power: AMPLITUDE ** 2, symbolRateHz: SAMPLE_BIT_RATE, sampleRateHz: DONGLE_RATE },
  });
  const noise: Iq = new Float32Array(2 * DONGLE_RATE);
  const source = new GaussianNoise(3);
  source.add(noise, 0, DONGLE_RATE, sigma);
  source.add(iq, 0, count, sigma);
  const encoder = new SampleEncoder('cu8');
  return { octets: encoder.encode(iq), noise: encoder.encode(noise) };
}

/** An SDR behind rtl_tcp on whose antenna a signal arrives from an instant on; around it there is silence. */
export class FakeDongle {
  /** Nothing is sent while it is set; what is received then is lost. */
  stalled = false;
  /** Octets of samples that a client was sent. */
  sent = 0;
  private socket: Socket | undefined;
  private last: Tai | undefined;

  private constructor(
    private readonly server: Server,
    private readonly signal: DongleSignal,
    private readonly from: Tai,
  ) {
    server.on('connection', (socket) => {
      this.socket = socket;
      socket.on('error', () => undefined).on('close', () => (this.socket = undefined));
      socket.resume();
      socket.write(encodeRtlTcpGreeting({ tuner: 'R820T', gainCount: 29 }));
    });
  }

  static async listen(signal: DongleSignal, from: Tai): Promise<FakeDongle> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FakeDongle(server, signal, from);
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }

  /** Sends what has been received since it was asked last. */
  tick(now: Tai): void {
    const before = this.last ?? now;
    this.last = now;
    const { socket } = this;
    if (socket === undefined || this.stalled) return;
    const place = (instant: Tai): number => 2 * Math.round(secondsBetween(this.from, instant) * DONGLE_RATE);
    const { octets: sent, noise } = this.signal;
    const octets = new Uint8Array(place(now) - place(before));
    for (let at = 0, from = place(before); at < octets.length; at++, from++)
      octets[at] = from >= 0 && from < sent.length ? sent[from]! : noise[at % noise.length]!;
    this.sent += octets.length;
    socket.write(octets);
  }

  async close(): Promise<void> {
    this.socket?.destroy();
    if (this.server.listening) await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
