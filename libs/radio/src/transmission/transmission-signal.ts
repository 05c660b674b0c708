import { secondsBetween, type Tai } from '@app/time';
import { IDLE_OCTET } from '../baseband/baseband-message.js';
import { Modulator } from '../modulation/modulator.js';
import type { LinearWaveform, Waveform } from '../modulation/waveform.js';
import type { Iq } from '../signal/iq.js';
import { rotate } from '../signal/mixer.js';
import type { BitClock } from './bit-clock.js';
import type { Transmission, TransmissionMachine } from './transmission-machine.js';

export interface TransmissionSignalParameters {
  /** Of the bits; its symbol rate is each transmission's own. */
  readonly waveform: LinearWaveform & { readonly modulation: 'BPSK' };
  readonly sampleRateHz: number;
  /** The radio frequency of a sample of constant phase. */
  readonly centerHz: number;
  /** Root of the mean power while the carrier is up. */
  readonly amplitude: number;
}

/**
 * What a transmitter radiates, as complex samples: carrier alone, acquisition sequence, CLTUs and the idle sequence between them, direct
 * BPSK on the carrier. Forward only. The machine must have been brought `lookAheadS` beyond the last sample: pulses begin before their
 * bits.
 */
export class TransmissionSignal {
  private turns = 0;
  /** The bit clock that is followed, and its modulator. */
  private followed: { readonly clock: BitClock; readonly modulator: Modulator } | undefined;

  constructor(
    private readonly machine: TransmissionMachine,
    private readonly parameters: TransmissionSignalParameters,
  ) {}

  /** How far the machine must be ahead of the samples, seconds. */
  lookAheadS(bitRateBps: number): number {
    return new Modulator(this.waveformOf(bitRateBps)).symbolsNeeded(0) / bitRateBps;
  }

  /** `count` samples from an instant on. */
  render(from: Tai, count: number): Iq {
    const out: Iq = new Float32Array(2 * count);
    for (let done = 0; done < count;) done += this.piece(out, done, count - done, from);
    return out;
  }

  /** Samples up to the next change, at most `most`; gives how many. */
  private piece(out: Iq, done: number, most: number, from: Tai): number {
    const { sampleRateHz, centerHz, amplitude } = this.parameters;
    const indexOf = (instant: Tai): number => secondsBetween(from, instant) * sampleRateHz;
    const transmission = this.machine.transmissions.findLast(({ up }) => indexOf(up) <= done);
    const changes = this.machine.transmissions.flatMap(({ up, down, clocks, carriers }) => [
      up,
      ...(down === undefined ? [] : [down]),
      ...clocks.map(({ origin }) => origin),
      ...carriers.map((carrier) => carrier.from),
    ]);
    const next = Math.min(...changes.map(indexOf).filter((index) => index > done));
    const count = Math.min(most, Number.isFinite(next) ? Math.max(1, Math.ceil(next) - done) : most);
    if (transmission === undefined || (transmission.down !== undefined && indexOf(transmission.down) <= done))
      return count;
    const clock = transmission.clocks.findLast(({ origin }) => indexOf(origin) <= done);
    if (clock === undefined) for (let k = done; k < done + count; k++) out[2 * k] = amplitude;
    else this.modulate(out, done, count, secondsBetween(clock.origin, from), transmission, clock);
    const { carrierHz } = transmission.carriers.findLast((one) => indexOf(one.from) <= done) ?? { carrierHz: centerHz };
    const step = (carrierHz - centerHz) / sampleRateHz;
    rotate(out, done, count, [this.turns, step, 0, 0]);
    this.turns = (this.turns + step * count) % 1;
    return count;
  }

  private modulate(
    out: Iq,
    done: number,
    count: number,
    fromOriginS: number,
    transmission: Transmission,
    clock: BitClock,
  ): void {
    const { sampleRateHz, amplitude } = this.parameters;
    const { bitRateBps } = clock;
    if (this.followed?.clock !== clock)
      this.followed = { clock, modulator: new Modulator(this.waveformOf(bitRateBps)) };
    const { modulator } = this.followed;
    const position = (index: number): number => (fromOriginS + index / sampleRateHz) * bitRateBps;
    const needed = modulator.symbolsNeeded(position(done + count - 1)) - modulator.symbolCount;
    if (needed > 0) modulator.append(bitsOf(transmission, clock, modulator.symbolCount, needed), needed);
    modulator.render(out, done, count, {
      symbolPosition: [position(done), bitRateBps / sampleRateHz, 0, 0],
      carrierTurns: [0, 0, 0, 0],
      amplitude,
    });
  }

  private waveformOf(symbolRateHz: number): Waveform {
    return { ...this.parameters.waveform, symbolRateHz };
  }
}

/** The idle sequence, and what CLTUs put in its place: bits from bit `first` of a clock on, packed. */
function bitsOf({ cltus, clocks }: Transmission, clock: BitClock, first: number, count: number): Uint8Array {
  const packed = new Uint8Array(Math.ceil(count / 8));
  const set = (n: number, bit: number): void => {
    if (bit === 1) packed[n >> 3]! |= 0x80 >> (n & 7);
    else packed[n >> 3]! &= ~(0x80 >> (n & 7));
  };
  for (let n = 0; n < count; n++) set(n, (IDLE_OCTET >> (7 - ((first + n) & 7))) & 1);
  const until = clocks[clocks.indexOf(clock) + 1]?.origin;
  for (const { firstBit, bitCount, bits } of cltus) {
    if (firstBit < clock.origin || (until !== undefined && firstBit >= until)) continue;
    const start = clock.firstFrom(firstBit) - first;
    for (let n = Math.max(0, start); n < Math.min(count, start + bitCount); n++) {
      const bit = n - start;
      set(n, (bits[bit >> 3]! >> (7 - (bit & 7))) & 1);
    }
  }
  return packed;
}
