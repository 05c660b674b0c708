// A downlink as samples: frames from a seed, coded as a spacecraft codes them, modulated, in noise that is measured.
import { CaduCodec, ConvolutionalEncoder, crc16 } from '../../dist/libs/ccsds/src/index.js';
import { GaussianNoise, Modulator, bitsPerSymbol, noiseSigma, usualWaveform } from '../../dist/libs/radio/src/index.js';

/** Symbols at random before the first frame: loops pull in. */
export const PREAMBLE_SYMBOLS = 8192;
const SILENT_SYMBOLS = 64;
const BLOCK = 32_768;

export function octets(length, seed) {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x85ebca6b) >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 16) & 0xff;
  });
}

/** Reed-Solomon (255,223) in dual basis with FECF, `interleave` codewords a frame; with the convolutional code: concatenated. */
export function codingOf(interleave, concatenated) {
  return {
    frameLength: 223 * interleave,
    asm: '1acffc1d',
    randomizer: 'ccsds-255',
    reedSolomon: { e: 16, interleave, basis: 'dual', virtualFill: 0 },
    convolutional: concatenated ? { rate: '1/2', order: 'ccsds' } : null,
    differential: false,
    fecf: true,
  };
}

export function frameOf(coding, n, seed) {
  const frame = octets(coding.frameLength, seed * 100_003 + n);
  const fecf = crc16(frame, 0, frame.length - 2);
  frame.set([fecf >>> 8, fecf & 0xff], frame.length - 2);
  return frame;
}

/** Frames, and the channel bits that they become, packed, behind a preamble and before 256 octets at random. */
export function codedFrames(coding, count, seed, preambleBits) {
  const codec = new CaduCodec(coding.frameLength, coding);
  const perBit = coding.convolutional === null ? 1 : 2;
  const frames = Array.from({ length: count }, (_, n) => frameOf(coding, n, seed));
  const sent = Buffer.concat([
    octets(preambleBits / 8 / perBit, seed + 1),
    ...frames.map((frame) => codec.encode(frame)),
    octets(256, seed + 2),
  ]);
  const bits =
    coding.convolutional === null ? new Uint8Array(sent) : new ConvolutionalEncoder(coding.convolutional).encode(sent);
  return { frames, bits };
}

/**
 * Packed bits as samples, given in pieces that the next call overwrites. `measured()`: Es/N0 of what was given so far, decibels, by the
 * powers of the signal and of the noise that was added.
 */
export function signalOf({ modulation, bits, samplesPerSymbol, esN0Db, offset = 0, phase = 0.1, seed }) {
  const waveform = usualWaveform(modulation, 1);
  const modulator = new Modulator(waveform);
  const symbols = (8 * bits.length) / bitsPerSymbol(modulation);
  modulator.append(bits, 8 * bits.length);
  modulator.silence(4 * SILENT_SYMBOLS);
  const count = Math.floor((symbols + 2 * SILENT_SYMBOLS) * samplesPerSymbol);
  const sigma = noiseSigma({ esN0Db, power: 1, symbolRateHz: 1, sampleRateHz: samplesPerSymbol });
  const noise = new GaussianNoise([seed, Math.round(1000 * esN0Db)]);
  const [samples, added] = [new Float32Array(2 * BLOCK), new Float32Array(2 * BLOCK)];
  const slope = 1 / samplesPerSymbol;
  let [signalPower, noisePower] = [0, 0];
  function* pieces() {
    for (let at = 0; at < count; at += BLOCK) {
      const length = Math.min(BLOCK, count - at);
      samples.fill(0);
      added.fill(0);
      modulator.render(samples, 0, length, {
        symbolPosition: [at * slope - SILENT_SYMBOLS, slope, 0, 0],
        carrierTurns: [(phase + at * offset * slope) % 1, offset * slope, 0, 0],
        amplitude: 1,
      });
      noise.add(added, 0, length, sigma);
      for (let n = 0; n < 2 * length; n++) {
        signalPower += samples[n] ** 2;
        noisePower += added[n] ** 2;
        samples[n] += added[n];
      }
      yield samples.subarray(0, 2 * length);
    }
  }
  return {
    count,
    /** Leading edge of the first symbol, samples. */
    firstSymbolAt: SILENT_SYMBOLS * samplesPerSymbol,
    pieces,
    measured: () => 10 * Math.log10(signalPower / symbols / (noisePower / count)),
  };
}

/** All of it at once. */
export function samplesOf(parameters) {
  const signal = signalOf(parameters);
  const samples = new Float32Array(2 * signal.count);
  let at = 0;
  for (const piece of signal.pieces()) {
    samples.set(piece, at);
    at += piece.length;
  }
  return { ...signal, samples, esN0Db: signal.measured() };
}
