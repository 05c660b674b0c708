import { type TelecommandLink } from '@app/contracts';
import {
  CommandBits,
  type DemodulatedCltu,
  GaussianNoise,
  type Iq,
  LinearDemodulator,
  type LinearWaveform,
} from '@app/radio';
import { formatUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { type CommandCounts } from '../channel/uplink-counts.js';
import { hashOf } from '../prng.js';
import { type CommandReceiverSink, type OnBoardReceiver } from '../spacecraft/command-receiver.js';
import { type TelecommandLog } from '../telecommand-log.js';
import { CarrierDetector, DETECTOR_OVERSAMPLING, DETECTOR_SYMBOLS } from './carrier-detector.js';
import { SignalCarrier } from './signal-carrier.js';
import { type UplinkSignalPath } from './uplink-signal-path.js';

/** Carriers that it finds, from minus to plus this around what it is tuned to, in symbol rates. */
export const PULL_IN = 0.1;
/** A carrier that is further off than this is tuned to, in symbol rates, as long as no bits come. */
const RETUNED_FROM = 0.02;
/** The demodulator looks for carriers so near, in symbol rates: the acquisition sequence 0101… has lines elsewhere. */
const KNOWN_CARRIER = 0.05;
/** Samples behind a block that filters need. */
const LOOK_AHEAD = 32;
/** Without anything radiated it listens on for so long, seconds: what had come in has been worked through by then. */
const LISTENS_ON_S = 1.5;
/** No decisions for so many symbols: there are no bits any more. */
const BITS_LOST_SYMBOLS = 1024;
const NOISE_SIGMA = Math.SQRT1_2;

export interface CommandSignalReceiverParts {
  readonly spacecraft: string;
  readonly link: Pick<TelecommandLink, 'bch' | 'randomizer'>;
  readonly waveform: LinearWaveform & { readonly modulation: 'BPSK' };
  readonly seed: number;
  readonly log: TelecommandLog;
  readonly counts: Pick<CommandCounts, 'cltusReceived'>;
  readonly sink: CommandReceiverSink;
}

/** What goes on while something is received. */
interface Listening {
  readonly noise: GaussianNoise;
  carrier: SignalCarrier | undefined;
  /** While the carrier is modulated. */
  bits: BitReception | undefined;
  quietS: number;
}

interface BitReception {
  readonly since: Tai;
  readonly demodulator: LinearDemodulator;
  readonly bits: CommandBits;
  /** Samples that the demodulator was given, and had been when the last decisions came. */
  samples: number;
  decidedAt: number;
  bitLock: boolean;
  /** Of the carrier, as the demodulator sees it. */
  carrierHz: number;
}

/**
 * A spacecraft's receiver of samples: what every antenna radiates comes in added up, in white noise of the receiver's own; a carrier is
 * found near the one it is tuned to, and followed there while it is alone, so that a sweep brings it in; bits are demodulated and read in
 * both senses. It works in blocks: what a block says is known at its end, and a CLTU some hundred bits after its last one, as it takes
 * that long to know that bits are bits. What comes out depends on geometry, seed and what the antennas radiated, not on when it is called.
 */
export class CommandSignalReceiver implements OnBoardReceiver {
  private readonly sampleRateHz: number;
  private readonly blockSamples = DETECTOR_OVERSAMPLING * DETECTOR_SYMBOLS;
  private readonly detector = new CarrierDetector(PULL_IN);
  private readonly origin: Tai;
  /** Blocks that are done, from the origin on. */
  private block = 0;
  private tunedHz = 0;
  private listening: Listening | undefined;

  constructor(
    private readonly parts: CommandSignalReceiverParts,
    private readonly paths: readonly UplinkSignalPath[],
    since: Tai,
  ) {
    this.origin = since;
    this.sampleRateHz = DETECTOR_OVERSAMPLING * parts.waveform.symbolRateHz;
  }

  /** Whether something is received, or may be soon. */
  get isBusy(): boolean {
    return this.listening !== undefined || this.isArrivingAfter(this.instantOf(this.block));
  }

  /** Works through all blocks that have come in by `until`. */
  advanceTo(until: Tai): void {
    for (;;) {
      const from = this.instantOf(this.block);
      const known = plusSeconds(this.instantOf(this.block + 1), LOOK_AHEAD / this.sampleRateHz);
      if (known > until) return;
      if (this.listening === undefined && !this.isArriving(from, known)) {
        this.passOver(from, until);
        continue;
      }
      this.listening ??= this.begin(from);
      this.work(this.listening, from, known);
      this.block++;
    }
  }

  /** Nothing arrives in this block; where nothing was radiated at all, all that time is passed over. */
  private passOver(from: Tai, until: Tai): void {
    this.block++;
    if (this.isArrivingAfter(from)) return;
    const behindS = secondsBetween(this.origin, until) - LOOK_AHEAD / this.sampleRateHz;
    this.block = Math.max(this.block, Math.floor((behindS * this.sampleRateHz) / this.blockSamples));
  }

  private isArriving(from: Tai, until: Tai): boolean {
    return this.paths.some((path) => path.isArriving(from, until));
  }

  private isArrivingAfter(instant: Tai): boolean {
    return this.paths.some((path) => path.isArrivingAfter(instant));
  }

  private instantOf(block: number): Tai {
    return plusSeconds(this.origin, (block * this.blockSamples) / this.sampleRateHz);
  }

  private begin(since: Tai): Listening {
    const { seed, spacecraft } = this.parts;
    for (const path of this.paths) path.begin(since);
    this.detector.reset();
    this.tunedHz = 0;
    return {
      ...{ carrier: undefined, bits: undefined, quietS: 0 },
      noise: new GaussianNoise([hashOf('command receiver', seed, spacecraft), Number(since / 1_000_000n)]),
    };
  }

  private work(listening: Listening, from: Tai, known: Tai): void {
    const { sampleRateHz, blockSamples, tunedHz } = this;
    this.parts.sink.reach(known);
    const samples: Iq = new Float32Array(2 * blockSamples);
    const lookAheadS = LOOK_AHEAD / sampleRateHz;
    const span = { from, sampleRateHz, count: blockSamples, lookAheadS, tunedHz };
    for (const path of this.paths) path.addTo(samples, span);
    listening.noise.add(samples, 0, blockSamples, NOISE_SIGMA);
    const isLine = this.detector.take(samples);
    this.receiveBits(listening, samples, { from, known });
    this.look(listening, isLine, known);
    const isQuiet = !this.isArriving(from, known);
    listening.quietS = isQuiet ? listening.quietS + blockSamples / sampleRateHz : 0;
    if (listening.quietS > LISTENS_ON_S) this.end(listening, known);
  }

  /** Bits are looked for while there is modulation: a carrier alone has none, and a demodulator might take it for a long row of ones. */
  private receiveBits(
    listening: Listening,
    samples: Iq,
    { from, known }: { readonly from: Tai; readonly known: Tai },
  ): void {
    if (!this.detector.isModulated && listening.bits?.bitLock !== true) {
      if (listening.bits !== undefined) this.endBits(listening.bits, known);
      listening.bits = undefined;
      return;
    }
    listening.bits ??= this.beginBits(from);
    const { bits } = listening;
    const pieces = bits.demodulator.push(samples);
    bits.samples += samples.length / 2;
    for (const piece of pieces) {
      bits.decidedAt = bits.samples;
      bits.bitLock = piece.symbolLock && piece.carrierLock;
      bits.carrierHz = piece.estimate.carrierOffsetHz;
      for (const cltu of bits.bits.push(piece)) this.receive(cltu, bits, known);
    }
    if (bits.samples - bits.decidedAt > BITS_LOST_SYMBOLS * DETECTOR_OVERSAMPLING) bits.bitLock = false;
  }

  private beginBits(since: Tai): BitReception {
    const { waveform, link } = this.parts;
    const { sampleRateHz } = this;
    const maxCarrierOffsetHz = KNOWN_CARRIER * waveform.symbolRateHz;
    const demodulator = new LinearDemodulator({ waveform, sampleRateHz, maxCarrierOffsetHz });
    return {
      ...{ since, demodulator, bits: new CommandBits(link), samples: 0, decidedAt: 0, bitLock: false, carrierHz: 0 },
    };
  }

  /** What was held back, then nothing more. */
  private endBits(bits: BitReception, known: Tai): void {
    for (const piece of bits.demodulator.flush())
      for (const cltu of bits.bits.push(piece)) this.receive(cltu, bits, known);
    for (const cltu of bits.bits.lose()) this.receive(cltu, bits, known);
  }

  /** Carrier: found, followed, or lost. */
  private look(listening: Listening, isLine: boolean, known: Tai): void {
    const { detector, paths, parts } = this;
    const { symbolRateHz } = parts.waveform;
    const { bitLock = false, carrierHz = 0 } = listening.bits ?? {};
    const foundHz = detector.carrierOffset * symbolRateHz;
    const offsetHz = this.tunedHz + (bitLock ? carrierHz : foundHz);
    const isLocked = detector.carrierLock || bitLock;
    if (!isLocked) {
      listening.carrier = undefined;
      this.tunedHz = 0;
    } else {
      const measured = { at: known, levelDbm: Math.max(...paths.map(({ levelDbm }) => levelDbm)), offsetHz };
      listening.carrier ??= new SignalCarrier(measured);
      listening.carrier.measure(measured);
      if (isLine && !bitLock && Math.abs(foundHz) > RETUNED_FROM * symbolRateHz) this.tunedHz += foundHz;
    }
    parts.sink.link(known, listening.carrier, bitLock);
  }

  private receive(cltu: DemodulatedCltu, { since }: BitReception, known: Tai): void {
    const { log, spacecraft, counts, sink } = this.parts;
    const entry = { at: formatUtc(known, 9), spacecraft };
    if (cltu.kind === 'abandoned') {
      log.write({ event: 'cltu-abandoned', ...entry, reason: cltu.reason });
      return;
    }
    const { codeblocks, correctedBits, startErrors, inverted, frames, rest } = cltu;
    const utcOf = (sample: number): string => formatUtc(plusSeconds(since, sample / this.sampleRateHz), 9);
    counts.cltusReceived++;
    log.write({
      ...{ event: 'cltu-demodulated', ...entry, firstBit: utcOf(cltu.beginsAt), lastBit: utcOf(cltu.endsAt) },
      ...{ codeblocks, correctedBits, startErrors, inverted },
    });
    for (const bytes of frames) sink.frame(known, bytes);
    if (rest !== 'fill') log.write({ event: 'cltu-abandoned', ...entry, reason: rest });
  }

  private end({ bits }: Listening, known: Tai): void {
    if (bits !== undefined) this.endBits(bits, known);
    this.listening = undefined;
    this.parts.sink.link(known, undefined, false);
  }
}
