import { CoherentGmskDemodulator } from '../demodulation/coherent-gmsk-demodulator.js';
import { type Demodulator, type SignalEstimate, type SoftDecisions } from '../demodulation/demodulator.js';
import { FrequencyDemodulator } from '../demodulation/frequency/frequency-demodulator.js';
import { LinearDemodulator } from '../demodulation/linear/linear-demodulator.js';
import { type Waveform } from '../modulation/waveform.js';
import { type CarrierProfile } from '../signal/carrier-profile.js';
import { type Iq } from '../signal/iq.js';
import { reversed, rotate } from '../signal/mixer.js';
import { SignalError } from '../signal/signal-error.js';
import { DecimationChain } from './decimation-chain.js';
import { type ReceivedTelemetryFrame } from './received-telemetry-frame.js';
import { SoftDecisionReceiver } from './soft-decision-receiver.js';
import { type TelemetryCoding } from './telemetry-coding.js';

export interface TelemetryReceiverParameters {
  readonly waveform: Waveform;
  readonly sampleRateHz: number;
  readonly coding: TelemetryCoding;
  /** Carrier that is taken off before demodulation: time 0 is the instant of the first sample. */
  readonly correction?: CarrierProfile;
  /** Carriers that are looked for around the middle. */
  readonly maxCarrierOffsetHz?: number;
  /** 'audio': what an FM discriminator made of the signal, in I (FSK and GMSK). Usual: 'complex'. */
  readonly input?: 'complex' | 'audio';
  /** FSK and GMSK: bit 1 is the lower frequency. */
  readonly inverted?: boolean;
  /** MSK and GMSK by their phase and not by their frequency: see `CoherentGmskDemodulator`. Usual: false. */
  readonly coherent?: boolean;
  /** What a frame must be beside its coding, by its octets. */
  readonly isFrame?: (frame: Uint8Array) => boolean;
}

export interface TelemetryReceiverStatus {
  readonly carrierLock: boolean;
  readonly symbolLock: boolean;
  readonly frameLock: boolean;
  /** Of the last decisions; null before there were any. */
  readonly estimate: SignalEstimate | null;
  /** Decisions so far. */
  readonly decisions: number;
}

/** Samples a symbol that are left after decimation, at least. */
const LEAST_SPACING = 6;
/** Half of what a symbol of OQPSK has. */
const LEAST_COHERENT_SPACING = 4;

/** Samples of a telemetry signal to transfer frames: correction, decimation, demodulation, synchronisation, decoding. Streaming. */
export class TelemetryReceiver {
  private readonly demodulator: Demodulator;
  private readonly frames: SoftDecisionReceiver;
  private readonly decimation: DecimationChain | null;
  private taken = 0;
  private last: SoftDecisions | null = null;
  private decisions = 0;

  /** Throws what its parts throw: SignalError, FrequencyDemodulatorError, CaduError, ReedSolomonError, ConvolutionalError. */
  constructor(private readonly parameters: TelemetryReceiverParameters) {
    const { waveform, sampleRateHz, coding, input = 'complex', coherent = false, isFrame } = parameters;
    const least = coherent && !('pulse' in waveform) ? LEAST_COHERENT_SPACING : LEAST_SPACING;
    const factor = input === 'audio' ? 1 : Math.floor(sampleRateHz / waveform.symbolRateHz / least);
    this.decimation = factor > 1 ? new DecimationChain(factor) : null;
    const positionScale = this.decimation?.factor ?? 1;
    this.demodulator = demodulatorOf(parameters, sampleRateHz / positionScale);
    this.frames = new SoftDecisionReceiver({
      coding,
      modulation: waveform.modulation,
      positionScale,
      ...(isFrame === undefined ? {} : { isFrame }),
    });
  }

  get status(): TelemetryReceiverStatus {
    const { last } = this;
    return {
      carrierLock: last?.carrierLock ?? false,
      symbolLock: last?.symbolLock ?? false,
      frameLock: this.frames.isLocked,
      estimate: last?.estimate ?? null,
      decisions: this.decisions,
    };
  }

  /** The frames that these samples complete. */
  push(samples: Iq): ReceivedTelemetryFrame[] {
    const corrected = this.corrected(samples);
    this.taken += samples.length >>> 1;
    const pieces = this.decimation?.push(corrected) ?? [corrected];
    const frames = pieces.flatMap((piece) => this.take(this.demodulator.push(piece)));
    frames.push(...this.frames.drain());
    return frames;
  }

  /** The input has ended: what was held back. The receiver begins afresh, positions and times count from 0. */
  flush(): ReceivedTelemetryFrame[] {
    const rest = this.decimation?.flush() ?? [];
    const frames = rest.flatMap((piece) => this.take(this.demodulator.push(piece)));
    frames.push(...this.take(this.demodulator.flush()), ...this.frames.flush());
    this.taken = 0;
    this.last = null;
    return frames;
  }

  private corrected(samples: Iq): Iq {
    const { correction, sampleRateHz } = this.parameters;
    if (correction === undefined) return samples;
    const result = samples.slice();
    let at = 0;
    for (const { count, turns } of correction.turnsOver(
      this.taken / sampleRateHz,
      sampleRateHz,
      samples.length >>> 1,
    )) {
      rotate(result, at, count, reversed(turns));
      at += count;
    }
    return result;
  }

  private take(pieces: readonly SoftDecisions[]): ReceivedTelemetryFrame[] {
    return pieces.flatMap((piece) => {
      this.last = piece;
      this.decisions += piece.decisions.length;
      return this.frames.push(piece);
    });
  }
}

function demodulatorOf(parameters: TelemetryReceiverParameters, sampleRateHz: number): Demodulator {
  const { waveform, input, inverted, maxCarrierOffsetHz, coherent = false } = parameters;
  const offset = maxCarrierOffsetHz === undefined ? {} : { maxCarrierOffsetHz };
  if ('pulse' in waveform) return new LinearDemodulator({ waveform, sampleRateHz, ...offset });
  if (coherent) {
    if (input === 'audio') throw new SignalError('coherent', 'complex samples', input);
    return new CoherentGmskDemodulator({ waveform, sampleRateHz, ...offset, inverted: inverted === true });
  }
  return new FrequencyDemodulator({
    waveform,
    sampleRateHz,
    ...(input === undefined ? {} : { input }),
    ...(inverted === undefined ? {} : { inverted }),
    ...offset,
  });
}
