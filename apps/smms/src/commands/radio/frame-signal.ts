import { ASM_LENGTH, CaduCodec, ConvolutionalEncoder, NrzMCodec } from '@app/ccsds';
import {
  GaussianNoise,
  type Iq,
  Modulator,
  type SamplePolynomial,
  type TelemetryCoding,
  type Waveform,
  bitsPerSymbol,
  noiseSigma,
  shifted,
} from '@app/radio';

export interface FrameSignalParameters {
  readonly waveform: Waveform;
  readonly sampleRateHz: number;
  readonly coding: TelemetryCoding;
  /** Energy of a modulated symbol over noise density, decibels; null: no noise. */
  readonly esN0Db: number | null;
  readonly offsetHz: number;
  readonly dopplerRateHzPerSecond: number;
  readonly clockPpm: number;
  readonly preambleSymbols: number;
  readonly seed: number;
}

/** Root of the mean power of signal and noise together: far enough below full scale for integers. */
const LEVEL = 0.2;
/** Idle symbols behind the last frame; then the carrier is off for so many. */
const IDLE_BEHIND = 1024;
const SILENT_BEHIND = 64;
const BLOCK = 16_384;

/** Pseudo-random octets, the same ones for the same seed. */
function randomOctets(seed: number, length: number): Uint8Array {
  let state = (Math.imul(seed, 0x9e3779b9) ^ 0x5bd1e995) >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 24;
  });
}

/** The signal of frames: idle symbols, contiguous CADUs, idle symbols; in noise. Block by block, always the same for the same seed. */
export class FrameSignal {
  readonly sampleCount: number;
  private readonly modulator: Modulator;
  private readonly noise: GaussianNoise;
  private readonly symbols: number;
  private readonly position: SamplePolynomial;
  private readonly turns: SamplePolynomial;
  private readonly amplitude: number;
  private readonly sigma: number;
  private readonly coded: CodedBits;
  private signalEnergy = 0;
  private noiseEnergy = 0;

  /** Throws SignalError, CaduError, ReedSolomonError, ConvolutionalError. */
  constructor(
    private readonly parameters: FrameSignalParameters,
    private readonly frames: readonly Uint8Array[],
  ) {
    const { waveform, sampleRateHz, coding, esN0Db, clockPpm, offsetHz, dopplerRateHzPerSecond, seed } = parameters;
    const symbolsPerSample = (waveform.symbolRateHz / sampleRateHz) * (1 + clockPpm * 1e-6);
    const ratio = esN0Db === null ? Infinity : 10 ** (esN0Db / 10) * (waveform.symbolRateHz / sampleRateHz);
    this.amplitude = LEVEL / Math.sqrt(1 + 1 / ratio);
    const power = this.amplitude ** 2;
    const { symbolRateHz } = waveform;
    this.sigma = esN0Db === null ? 0 : noiseSigma({ esN0Db, power, symbolRateHz, sampleRateHz });
    this.modulator = new Modulator(waveform);
    this.noise = new GaussianNoise([seed, 1]);
    // Pulses of the first symbol begin before it.
    const before = 16;
    this.position = [-before, symbolsPerSample, 0, 0];
    this.turns = [0, offsetHz / sampleRateHz, dopplerRateHzPerSecond / sampleRateHz ** 2 / 2, 0];
    this.coded = codedBits(coding);
    const caduBits = 8 * frames.length * this.coded.caduOctets;
    this.symbols = parameters.preambleSymbols + Math.ceil(caduBits / bitsPerSymbol(waveform.modulation)) + IDLE_BEHIND;
    this.sampleCount = Math.ceil((this.symbols + before + 16) / symbolsPerSample);
  }

  /** Of what was made so far: the energy of a symbol over the density of the noise that was added, decibels. Infinite without noise. */
  get measuredEsN0Db(): number {
    // Both counted in samples: a density is the power of a sample, which fills the sample rate.
    return 10 * Math.log10(this.signalEnergy / this.symbols / (this.noiseEnergy / this.sampleCount));
  }

  /** The samples, in blocks. */
  *blocks(): Generator<Iq> {
    const { modulator, position } = this;
    const bits = this.bits();
    for (let from = 0; from < this.sampleCount; from += BLOCK) {
      const count = Math.min(BLOCK, this.sampleCount - from);
      const symbolPosition = shifted(position, from);
      const needed = modulator.symbolsNeeded(symbolPosition[0] + count * position[1]);
      while (modulator.symbolCount < needed) {
        const next = bits.next();
        if (next.done === true) modulator.silence(SILENT_BEHIND);
        else modulator.append(next.value, 8 * next.value.length);
      }
      const [c0, c1, c2, c3] = shifted(this.turns, from);
      const iq = new Float32Array(2 * count);
      modulator.render(iq, 0, count, { symbolPosition, carrierTurns: [c0 % 1, c1, c2, c3], amplitude: this.amplitude });
      this.signalEnergy += energyOf(iq);
      if (this.sigma > 0) {
        const noise = new Float32Array(2 * count);
        this.noise.add(noise, 0, count, this.sigma);
        this.noiseEnergy += energyOf(noise);
        for (let i = 0; i < iq.length; i++) iq[i]! += noise[i]!;
      }
      yield iq;
    }
  }

  private *bits(): Generator<Uint8Array, void> {
    const { waveform, preambleSymbols, seed } = this.parameters;
    const perSymbol = bitsPerSymbol(waveform.modulation);
    const preamble = randomOctets(seed, Math.ceil((preambleSymbols * perSymbol) / 8));
    // The first of the preamble's octets may be needed in part only.
    const spare = 8 * preamble.length - preambleSymbols * perSymbol;
    if (preamble.length > 0) {
      this.modulator.append(Uint8Array.of((preamble[0]! << spare) & 0xff), 8 - spare);
      if (preamble.length > 1) yield preamble.subarray(1);
    }
    for (const frame of this.frames) yield this.coded.encode(frame);
    yield this.coded.idle(randomOctets(seed + 1, Math.ceil((IDLE_BEHIND * perSymbol) / 8)));
  }
}

interface CodedBits {
  /** Octets of channel symbols of a frame. */
  readonly caduOctets: number;
  encode(frame: Uint8Array): Uint8Array;
  /** Octets through the same coders, so that decoders find their way to the end of the last frame. */
  idle(octets: Uint8Array): Uint8Array;
}

function codedBits(coding: TelemetryCoding): CodedBits {
  const codec = new CaduCodec(coding.frameLength, coding);
  const nrzM = coding.differential ? new NrzMCodec() : null;
  const convolutional = coding.convolutional && new ConvolutionalEncoder(coding.convolutional);
  const onLine = (octets: Uint8Array): Uint8Array => {
    const levels = nrzM?.encode(octets) ?? octets;
    return convolutional?.encode(levels) ?? levels;
  };
  return {
    caduOctets: (convolutional === null ? 1 : 2) * (ASM_LENGTH + codec.codeblockLength),
    encode: (frame) => onLine(codec.encode(frame)),
    idle: (octets) => onLine(convolutional === null ? octets : octets.subarray(0, Math.ceil(octets.length / 2))),
  };
}

function energyOf(iq: Iq): number {
  let sum = 0;
  for (let i = 0; i < iq.length; i++) sum += iq[i]! * iq[i]!;
  return sum;
}
