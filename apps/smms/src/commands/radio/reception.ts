import {
  CarrierProfile,
  type FrequencyWaveform,
  type ReceivedTelemetryFrame,
  RealToComplex,
  type SoftDecisions,
  SoftDecisionReceiver,
  type TelemetryCoding,
  TelemetryReceiver,
  type Waveform,
  bitsPerSymbol,
} from '@app/radio';

/** How the samples of a recording are to be taken. */
export interface ReceptionSettings {
  readonly waveform: Waveform;
  readonly coding: TelemetryCoding;
  readonly sampleRateHz: number;
  readonly complex: boolean;
  /** Complex: carrier in the band. Real: the intermediate frequency. */
  readonly centerHz: number;
  readonly audio: boolean;
  readonly inverted: boolean;
  /** MSK and GMSK by their phase. */
  readonly coherent: boolean;
  readonly isFrame?: (frame: Uint8Array) => boolean;
}

/** Pieces of a recording to frames. */
export interface Reception {
  push(piece: Float32Array): ReceivedTelemetryFrame[];
  flush(): ReceivedTelemetryFrame[];
  /** Frequencies are of a carrier. */
  readonly hasCarrier: boolean;
  /** What there is to say of the signal at the end. */
  signal(): string;
}

/** Reception of samples. Throws what the receiver throws of parameters. */
export function sampleReception(settings: ReceptionSettings): Reception {
  const { waveform, coding, sampleRateHz, complex, centerHz, audio, inverted, coherent, isFrame } = settings;
  const isIntermediate = !complex && !audio;
  const converter = isIntermediate ? new RealToComplex({ sampleRateHz, centerHz }) : null;
  const receiver = new TelemetryReceiver({
    waveform,
    sampleRateHz,
    coding,
    inverted,
    coherent,
    input: audio ? 'audio' : 'complex',
    ...(complex && centerHz !== 0 ? { correction: new CarrierProfile([{ atS: 0, hz: centerHz }]) } : {}),
    ...(isFrame === undefined ? {} : { isFrame }),
  });
  const samplesOf = (piece: Float32Array): Float32Array => {
    if (complex) return piece;
    return converter?.push(piece) ?? inPhase(piece);
  };
  let last = receiver.status;
  const remember = (): void => {
    if (receiver.status.estimate !== null) last = receiver.status;
  };
  return {
    hasCarrier: !audio,
    push: (piece) => {
      const frames = receiver.push(samplesOf(piece));
      remember();
      return frames;
    },
    flush: () => {
      const rest = converter === null ? [] : receiver.push(converter.flush());
      const frames = [...rest, ...receiver.flush()];
      remember();
      return frames;
    },
    signal: () => {
      const { estimate, decisions, carrierLock, symbolLock } = last;
      if (estimate === null) return 'signal: none found\n';
      const symbols = decisions / bitsPerSymbol(waveform.modulation);
      const carrier = audio ? '' : `, carrier ${(estimate.carrierOffsetHz + (complex ? centerHz : 0)).toFixed(1)} Hz`;
      const locks = `carrier lock ${carrierLock ? 'yes' : 'no'}, symbol lock ${symbolLock ? 'yes' : 'no'}`;
      return `signal: ${symbols} symbols, at the end ${estimate.symbolRateHz.toFixed(2)} symbols/s${carrier}, ${locks}\n`;
    },
  };
}

/** Reception of soft symbols: int8, one a symbol, two of QPSK and OQPSK. Places count symbols. */
export function softReception(
  waveform: Waveform | FrequencyWaveform,
  coding: TelemetryCoding,
  inverted: boolean,
  isFrame?: (frame: Uint8Array) => boolean,
): { push(octets: Uint8Array): ReceivedTelemetryFrame[]; flush(): ReceivedTelemetryFrame[]; signal(): string } {
  const { modulation } = waveform;
  const rails = bitsPerSymbol(modulation);
  const receiver = new SoftDecisionReceiver({ coding, modulation, ...(isFrame === undefined ? {} : { isFrame }) });
  let taken = 0;
  const unknown = { carrierOffsetHz: Number.NaN, symbolRateHz: Number.NaN, esN0Db: Number.NaN, level: Number.NaN };
  return {
    push: (octets) => {
      const symbols = new Int8Array(octets.buffer, octets.byteOffset, octets.length);
      const decisions = inverted ? symbols.map((symbol) => Math.min(127, -symbol)) : symbols;
      const piece: SoftDecisions = {
        decisions,
        firstSymbolAt: taken / rails,
        samplesPerSymbol: 1,
        continues: taken > 0,
        carrierLock: true,
        symbolLock: true,
        estimate: unknown,
      };
      taken += octets.length;
      return receiver.push(piece);
    },
    flush: () => receiver.flush(),
    signal: () => `signal: ${taken / rails} symbols\n`,
  };
}

function inPhase(values: Float32Array): Float32Array {
  const iq = new Float32Array(2 * values.length);
  for (let n = 0; n < values.length; n++) iq[2 * n] = values[n]!;
  return iq;
}
