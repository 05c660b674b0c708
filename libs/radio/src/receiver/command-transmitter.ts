import { CLTU_FILL, acquisitionSequence } from '@app/ccsds';
import { Modulator } from '../modulation/modulator.js';
import { type LinearWaveform } from '../modulation/waveform.js';
import { type Iq, type SamplePolynomial, shifted } from '../signal/iq.js';

export interface CommandTransmitterParameters {
  /** Direct BPSK, NRZ-L. */
  readonly waveform: LinearWaveform & { readonly modulation: 'BPSK' };
  readonly sampleRateHz: number;
  /** Root of the mean power. */
  readonly amplitude: number;
  /** Carrier alone before the first bit, whole bit durations. */
  readonly carrierBits: number;
  /** Octets of the acquisition sequence: 16 or more. */
  readonly acquisitionOctets: number;
  /** Octets of the idle sequence between two CLTUs, at least 1. */
  readonly idleOctets: number;
}

/** Bits that a pulse may reach over: while it begins the carrier goes down. */
const RAMP_BITS = 16;

/**
 * A telecommand transmission as samples: carrier alone, acquisition sequence, CLTUs as they are given, the idle sequence whenever there is none.
 * Always forward; it ends when the caller takes no more. For transmissions that go by the clock see `TransmissionSignal`.
 */
export class CommandTransmitter {
  private readonly modulator: Modulator;
  private readonly position: SamplePolynomial;
  private readonly waiting: Uint8Array[] = [];
  private rendered = 0;

  /** Throws SignalError, CltuError. */
  constructor(private readonly parameters: CommandTransmitterParameters) {
    const { waveform, sampleRateHz, acquisitionOctets, carrierBits } = parameters;
    this.modulator = new Modulator(waveform);
    this.position = [-carrierBits, waveform.symbolRateHz / sampleRateHz, 0, 0];
    this.append(acquisitionSequence(acquisitionOctets));
  }

  /** A whole CLTU, behind those that wait. */
  send(cltu: Uint8Array): void {
    this.waiting.push(cltu);
  }

  /** CLTUs whose first bit was not made yet. */
  get waitingCltus(): number {
    return this.waiting.length;
  }

  /** The next samples. */
  next(count: number): Iq {
    const { modulator, parameters } = this;
    const symbolPosition = shifted(this.position, this.rendered);
    const needed = modulator.symbolsNeeded(symbolPosition[0] + count * symbolPosition[1]);
    while (modulator.symbolCount < needed) this.append(this.nextOctets());
    const iq = new Float32Array(2 * count);
    const { amplitude } = parameters;
    modulator.render(iq, 0, count, { symbolPosition, carrierTurns: [0, 0, 0, 0], amplitude });
    this.addCarrier(iq, symbolPosition);
    this.rendered += count;
    return iq;
  }

  private nextOctets(): Uint8Array {
    const cltu = this.waiting.shift();
    const idle = new Uint8Array(this.parameters.idleOctets).fill(CLTU_FILL);
    if (cltu === undefined) return idle;
    const octets = new Uint8Array(cltu.length + idle.length);
    octets.set(cltu);
    octets.set(idle, cltu.length);
    return octets;
  }

  private append(octets: Uint8Array): void {
    this.modulator.append(octets, 8 * octets.length);
  }

  /** The carrier before the first bit, which its pulse takes over. */
  private addCarrier(iq: Iq, [first, slope]: SamplePolynomial): void {
    const { amplitude } = this.parameters;
    for (let n = 0; n < iq.length / 2 && first + n * slope < 0; n++) {
      const left = -(first + n * slope);
      iq[2 * n]! += amplitude * Math.min(1, left / RAMP_BITS);
    }
  }
}
