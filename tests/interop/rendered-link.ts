// A downlink as samples: frames coded as a spacecraft codes them, modulated, with an offset, in noise of a known ratio.
import {
  CaduCodec,
  ConvolutionalEncoder,
  type ConvolutionalParameters,
  NrzMCodec,
  type TmCodingParameters,
} from '@app/ccsds';
import { GaussianNoise, type Iq, Modulator, type Waveform, noiseSigma } from '@app/radio';

/** Frames and how they are coded. */
export interface CodedLink {
  readonly coding: TmCodingParameters;
  readonly frameOctets: number;
  readonly frames: number;
  readonly convolutional?: ConvolutionalParameters;
  readonly nrzM?: boolean;
  readonly seed: number;
  /** Channel bits at random before the first frame; default 8192. */
  readonly preambleSymbols?: number;
}

export interface Link extends CodedLink {
  readonly waveform: Waveform;
  readonly sampleRateHz: number;
  readonly esN0Db: number;
  /** Of the carrier from the middle of the band. */
  readonly offsetHz?: number;
}

export interface SentFrames {
  readonly frames: readonly Uint8Array[];
  /** The two that go before: a receiver may still be pulling in. */
  readonly idleFrames: readonly Uint8Array[];
}

const IDLE_FRAMES = 2;
const PREAMBLE_SYMBOLS = 8192;
const TAIL_OCTETS = 256;
const BLOCK = 65_536;

/** Octets from a seed (xorshift). */
export function seededOctets(seed: number, length: number): Uint8Array {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 16) & 0xff;
  });
}

/** Channel symbols, packed, most significant first. */
function channelOctets(link: CodedLink, frames: readonly Uint8Array[]): Uint8Array {
  const cadus = new CaduCodec(link.frameOctets, link.coding);
  const rate = link.convolutional ? 2 : 1;
  const preamble = seededOctets(link.seed + 1000, (link.preambleSymbols ?? PREAMBLE_SYMBOLS) / 8 / rate);
  const pieces = [preamble, ...frames.map((frame) => cadus.encode(frame)), seededOctets(link.seed + 2000, TAIL_OCTETS)];
  let octets: Uint8Array = Uint8Array.from(Buffer.concat(pieces));
  if (link.nrzM) octets = new NrzMCodec().encode(octets);
  return link.convolutional ? new ConvolutionalEncoder(link.convolutional).encode(octets) : octets;
}

/** Frames from a seed, and the channel bits that they become, packed. */
export function codedLink(link: CodedLink): SentFrames & { readonly octets: Uint8Array } {
  const frames = Array.from({ length: IDLE_FRAMES + link.frames }, (_, n) =>
    seededOctets(link.seed * 100_003 + n, link.frameOctets),
  );
  const octets = channelOctets(link, frames);
  return { octets, frames: frames.slice(IDLE_FRAMES), idleFrames: frames.slice(0, IDLE_FRAMES) };
}

/** The same as samples, I and Q, of mean power 1 without the noise. */
export function renderLink(link: Link): SentFrames & { readonly samples: Iq } {
  const { octets, ...sent } = codedLink(link);
  return { samples: modulated(link, octets), ...sent };
}

/** Silence of 32 symbols before and behind. */
function modulated({ waveform, sampleRateHz, esN0Db, offsetHz = 0, seed }: Link, octets: Uint8Array): Iq {
  const SILENT = 32;
  const modulator = new Modulator(waveform);
  modulator.append(octets, 8 * octets.length);
  const symbols = modulator.symbolCount;
  modulator.silence(4 * SILENT);
  const perSample = waveform.symbolRateHz / sampleRateHz;
  const count = Math.floor((symbols + 2 * SILENT) / perSample);
  const samples: Iq = new Float32Array(2 * count);
  const noise = new GaussianNoise([seed, esN0Db]);
  const sigma = noiseSigma({ esN0Db, power: 1, symbolRateHz: waveform.symbolRateHz, sampleRateHz });
  for (let at = 0; at < count; at += BLOCK) {
    const some = Math.min(BLOCK, count - at);
    modulator.render(samples, at, some, {
      symbolPosition: [at * perSample - SILENT, perSample, 0, 0],
      carrierTurns: [(at * offsetHz) / sampleRateHz + 0.1, offsetHz / sampleRateHz, 0, 0],
      amplitude: 1,
    });
    noise.add(samples, at, some, sigma);
  }
  return samples;
}
