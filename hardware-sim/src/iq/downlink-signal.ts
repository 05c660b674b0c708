import { ConvolutionalEncoder, NrzMCodec } from '@app/ccsds';
import { downlinkWaveform } from '@app/contracts';
import { bitsPerSymbol, type Iq, Modulator, type SamplePolynomial, shifted, valueAt } from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { type LineOfSight } from '../channel/line-of-sight.js';
import { frequencyRatio } from '../oscillator-error.js';
import { SimulationSetupError } from '../simulation-errors.js';
import { type Downlink, type EmittedCadu, type Listener } from '../spacecraft/downlink.js';
import { type SignalDelay } from './signal-delay.js';

/** No visible spacecraft is further away than this, in light time. */
const LONGEST_DELAY_S = 0.05;

export interface DownlinkSignalParts {
  readonly downlink: Downlink;
  readonly lineOfSight: LineOfSight;
  /** Of what is received, counted from `origin`. */
  readonly delay: SignalDelay;
  /** Where times of reception are counted from. */
  readonly origin: Tai;
  /** From this instant of reception on it is listened to. */
  readonly begin: Tai;
  /** Told of each CADU that is on its way. */
  readonly onCadu?: (cadu: EmittedCadu) => void;
}

/** How samples are taken: the first one's instant counts from the signal's origin. */
export interface Sampling {
  readonly fromS: number;
  readonly sampleRateHz: number;
  /** The frequency that comes out as 0 Hz. */
  readonly centerHz: number;
  /** What oscillators are off: phase at the first sample, and frequency. */
  readonly shift: { readonly turns: number; readonly hz: number };
}

/**
 * What one spacecraft's transmitter brings to one antenna, as complex samples: its CADUs, coded and modulated, with the light time of each
 * instant, so that carrier and symbols carry Doppler, smooth in phase. It is a listener of the transmitter while it lasts.
 */
export class DownlinkSignal {
  readonly symbolRateHz: number;
  private readonly modulator: Modulator;
  private readonly nrzM: NrzMCodec | null;
  private readonly encoder: ConvolutionalEncoder | null;
  private readonly listener: Listener;
  /** Seconds from the origin to the emission of the first symbol that the modulator was given. */
  private readonly firstSymbolS: number;
  private readonly symbolsOfCadu: number;
  private nextCadu: number;

  /** Throws SimulationSetupError for a link that is not made of samples. */
  constructor(private readonly parts: DownlinkSignalParts) {
    const { downlink, lineOfSight, origin, begin } = parts;
    const { profile, timeline } = downlink;
    const { convolutional, differential } = profile.downlink.frame;
    const waveform = downlinkWaveform(profile);
    if (waveform === undefined)
      throw new SimulationSetupError(
        `link profile ${profile.id}, downlink.modulation`,
        'BPSK, QPSK, OQPSK, FSK or GMSK: nothing else is made of samples',
        profile.downlink.modulation,
      );
    this.symbolRateHz = waveform.symbolRateHz;
    this.modulator = new Modulator(waveform);
    this.nrzM = differential ? new NrzMCodec() : null;
    this.encoder = convolutional === null ? null : new ConvolutionalEncoder(convolutional);
    this.nextCadu = timeline.firstFrom(plusSeconds(begin, -LONGEST_DELAY_S)) - 1;
    this.firstSymbolS = secondsBetween(origin, timeline.emissionOf(this.nextCadu));
    this.symbolsOfCadu = (timeline.caduBits * (convolutional === null ? 1 : 2)) / bitsPerSymbol(waveform.modulation);
    this.listener = { since: begin, lineOfSight, nextCadu: () => this.nextCadu };
    downlink.addListener(this.listener);
  }

  close(): void {
    this.parts.downlink.removeListener(this.listener);
  }

  /**
   * Adds `count` samples from sample `at` of `out` on; `amplitude`, the root of the signal's power, counts from the first of them. Times
   * only go forward.
   */
  addTo(out: Iq, at: number, count: number, sampling: Sampling, amplitude: SamplePolynomial): void {
    const { delay, downlink } = this.parts;
    const { fromS, sampleRateHz, centerHz, shift } = sampling;
    const { carrierHz } = downlink;
    const symbolRateHz = this.symbolRateHz * frequencyRatio(downlink.oscillatorPpm);
    for (let done = 0; done < count;) {
      const seconds = fromS + done / sampleRateHz;
      const stretch = delay.from(seconds);
      // An orbit that ends has no signal any more.
      if (stretch === undefined) return;
      const left = Math.max(1, Math.ceil((stretch.untilS - seconds) * sampleRateHz - 1e-6));
      const samples = Math.min(count - done, left);
      const lightTimeS = perSample(stretch.polynomialS, sampleRateHz);
      const symbolPosition = emissionPosition(lightTimeS, seconds - this.firstSymbolS, sampleRateHz, symbolRateHz);
      this.fill(valueAt(symbolPosition, samples - 1));
      this.modulator.render(out, at + done, samples, {
        symbolPosition,
        carrierTurns: turned(carrierTurns(lightTimeS, seconds, sampleRateHz, carrierHz, centerHz), {
          turns: shift.turns + (shift.hz * done) / sampleRateHz,
          perSample: shift.hz / sampleRateHz,
        }),
        amplitude: shifted(amplitude, done),
      });
      done += samples;
    }
  }

  /** Gives the modulator what it needs to render up to a position: CADUs are made as late as can be. */
  private fill(position: number): void {
    const needed = this.modulator.symbolsNeeded(position);
    while (this.modulator.symbolCount < needed) {
      // The transmitter forgets what is behind the next one that is asked for.
      const cadu = this.parts.downlink.caduAt(this.nextCadu);
      this.nextCadu++;
      if (cadu === undefined) this.modulator.silence(this.symbolsOfCadu);
      else {
        this.append(cadu.bytes);
        this.parts.onCadu?.(cadu);
      }
    }
  }

  private append(cadu: Uint8Array): void {
    const bits = this.nrzM === null ? cadu : this.nrzM.encode(cadu);
    const symbols = this.encoder === null ? bits : this.encoder.encode(bits);
    this.modulator.append(symbols, 8 * symbols.length);
  }
}

/** A polynomial of seconds as one of samples. */
function perSample([c0, c1, c2, c3]: SamplePolynomial, sampleRateHz: number): SamplePolynomial {
  return [c0, c1 / sampleRateHz, c2 / sampleRateHz ** 2, c3 / sampleRateHz ** 3];
}

/** Time of emission (reception less light time), in units of `rateHz`. */
function emissionPosition(
  [c0, c1, c2, c3]: SamplePolynomial,
  seconds: number,
  sampleRateHz: number,
  rateHz: number,
): SamplePolynomial {
  return [(seconds - c0) * rateHz, (1 / sampleRateHz - c1) * rateHz, -c2 * rateHz, -c3 * rateHz];
}

/** Phase of the carrier as received, less that of the frequency that samples are taken at. */
function carrierTurns(
  [c0, c1, c2, c3]: SamplePolynomial,
  seconds: number,
  sampleRateHz: number,
  carrierHz: number,
  centerHz: number,
): SamplePolynomial {
  const offsetHz = carrierHz - centerHz;
  const turns = offsetHz * seconds - carrierHz * c0;
  return [turns - Math.floor(turns), offsetHz / sampleRateHz - carrierHz * c1, -carrierHz * c2, -carrierHz * c3];
}

function turned(
  [c0, c1, c2, c3]: SamplePolynomial,
  { turns, perSample }: { readonly turns: number; readonly perSample: number },
): SamplePolynomial {
  return [c0 + turns, c1 + perSample, c2, c3];
}
