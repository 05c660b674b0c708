import { describe, expect, it } from '@jest/globals';
import { CaduCodec, ConvolutionalEncoder, bytesToHex, randomizeTm } from '@app/ccsds';
import { seededOctets } from '../../../ccsds/src/testing/bits.js';
import { Modulator } from '../modulation/modulator.js';
import { type Modulation, bitsPerSymbol, usualWaveform } from '../modulation/waveform.js';
import { CarrierProfile } from '../signal/carrier-profile.js';
import { type Iq } from '../signal/iq.js';
import { GaussianNoise, noiseSigma } from '../signal/noise.js';
import { type ReceivedTelemetryFrame } from './received-telemetry-frame.js';
import { SoftDecisionReceiver } from './soft-decision-receiver.js';
import { type TelemetryCoding, codeRate, ebN0Db } from './telemetry-coding.js';
import { TelemetryReceiver } from './telemetry-receiver.js';
import { frameAt, shortCoding as coding } from './testing/telemetry-frames.js';

const RATE = 20_000;
const PREAMBLE = 6000;
const LEAD = 33.4;

/** CADUs in a row behind idle symbols, as packed channel bits. */
function channelBits(count: number, link: TelemetryCoding, preambleBits: number): Uint8Array {
  const codec = new CaduCodec(link.frameLength, link);
  const convolutional = link.convolutional && new ConvolutionalEncoder(link.convolutional);
  const parts = Array.from({ length: count }, (_, n) => codec.encode(frameAt(n, link.frameLength)));
  const coded = [...parts, seededOctets(200, 2)].map((octets) => convolutional?.encode(octets) ?? octets);
  return Uint8Array.from([seededOctets(preambleBits / 8, 1), ...coded].flatMap((octets) => [...octets]));
}

interface Sent {
  readonly modulation: Modulation;
  readonly sampleRateHz: number;
  readonly esN0Db: number;
  readonly count: number;
  readonly offsetHz?: number;
  readonly chirp?: number;
  readonly coherent?: boolean;
}

function samplesOf({ modulation, sampleRateHz, esN0Db, count, offsetHz = 0, chirp = 0 }: Sent): Iq {
  const modulator = new Modulator(usualWaveform(modulation, RATE));
  const rails = bitsPerSymbol(modulation);
  const bits = channelBits(count, coding, PREAMBLE * rails);
  modulator.append(bits, 8 * bits.length);
  modulator.silence(300);
  const slope = RATE / sampleRateHz;
  const length = Math.floor(((8 * bits.length) / rails + 200) / slope);
  const iq = new Float32Array(2 * length);
  modulator.render(iq, 0, length, {
    symbolPosition: [-LEAD, slope, 0, 0],
    carrierTurns: [0.3, offsetHz / sampleRateHz, chirp / sampleRateHz ** 2 / 2, 0],
    amplitude: 0.4,
  });
  const sigma = noiseSigma({ esN0Db, power: 0.16, symbolRateHz: RATE, sampleRateHz });
  new GaussianNoise(6).add(iq, 0, length, sigma);
  return iq;
}

const goodHex = (frames: readonly ReceivedTelemetryFrame[]): string[] =>
  frames.filter(({ quality }) => quality === 'good').map(({ frame }) => bytesToHex(frame));

describe('telemetry receiver', () => {
  it.each<[Sent]>([
    [{ modulation: 'BPSK', sampleRateHz: 100_000, esN0Db: 3, count: 6, offsetHz: 900 }],
    [{ modulation: 'QPSK', sampleRateHz: 80_000, esN0Db: 6, count: 6, offsetHz: -900 }],
    [{ modulation: 'OQPSK', sampleRateHz: 100_000, esN0Db: 6, count: 6 }],
    [{ modulation: 'GMSK', sampleRateHz: 100_000, esN0Db: 11, count: 6, offsetHz: 2000 }],
    [{ modulation: 'GMSK', sampleRateHz: 100_000, esN0Db: 5, count: 6, offsetHz: 2000, coherent: true }],
    // Decimated by two stages.
    [{ modulation: 'GMSK', sampleRateHz: 1_000_000, esN0Db: 5, count: 3, offsetHz: 2000, coherent: true }],
    [{ modulation: 'BPSK', sampleRateHz: 1_000_000, esN0Db: 4, count: 3, offsetHz: 500 }],
  ])('%j: every frame, and where its first bit was', (sent) => {
    const { modulation, sampleRateHz, count, esN0Db, offsetHz = 0, coherent = false } = sent;
    const waveform = usualWaveform(modulation, RATE);
    const receiver = new TelemetryReceiver({ waveform, sampleRateHz, coding, coherent });
    const iq = samplesOf(sent);
    const frames: ReceivedTelemetryFrame[] = [];
    for (let at = 0; at < iq.length; at += 2 * 9999) frames.push(...receiver.push(iq.subarray(at, at + 2 * 9999)));
    const { carrierLock, symbolLock } = receiver.status;
    frames.push(...receiver.flush());
    expect([carrierLock, symbolLock]).toEqual([true, true]);
    expect(goodHex(frames)).toEqual(Array.from({ length: count }, (_, n) => bytesToHex(frameAt(n))));
    const caduSymbols = (2 * 8 * (4 + 160)) / bitsPerSymbol(modulation);
    frames.forEach((frame, n) => {
      const expected = ((LEAD + PREAMBLE + n * caduSymbols) * sampleRateHz) / RATE;
      expect(Math.abs(frame.firstBitAt - expected)).toBeLessThan((0.12 * sampleRateHz) / RATE);
      expect(Math.abs(frame.carrierOffsetHz - offsetHz)).toBeLessThan(modulation === 'GMSK' && !coherent ? 600 : 20);
      expect(Math.abs(frame.esN0Db - esN0Db)).toBeLessThan(1.3);
      // Rate 1/2 and 128 of 160 octets.
      const bits = bitsPerSymbol(modulation) * 0.5 * 0.8;
      expect(frame.ebN0Db - frame.esN0Db).toBeCloseTo(-10 * Math.log10(bits), 6);
    });
  });

  it('a carrier that moves fast is followed by what is known of it', () => {
    const sent = {
      modulation: 'BPSK',
      sampleRateHz: 100_000,
      esN0Db: 4,
      count: 6,
      offsetHz: -9000,
      chirp: 15_000,
    } as const;
    const duration = samplesOf(sent).length / 2 / 100_000;
    const knots = [0, duration].map((atS) => ({ atS, hz: -9000 + 15_000 * atS }));
    const parameters = { waveform: usualWaveform('BPSK', RATE), sampleRateHz: 100_000, coding };
    const receiver = new TelemetryReceiver({ ...parameters, correction: new CarrierProfile(knots) });
    const frames = [...receiver.push(samplesOf(sent)), ...receiver.flush()];
    expect(goodHex(frames)).toHaveLength(6);
    for (const { carrierOffsetHz } of frames) expect(Math.abs(carrierOffsetHz)).toBeLessThan(20);
  });
});

describe('receiver behind the demodulator', () => {
  const piece = (symbols: Int8Array, firstSymbolAt: number, continues: boolean) => ({
    decisions: symbols,
    firstSymbolAt,
    samplesPerSymbol: 4,
    continues,
    carrierLock: true,
    symbolLock: true,
    estimate: { carrierOffsetHz: 5, symbolRateHz: RATE, esN0Db: 6, level: 0.1 },
  });
  const symbolsOf = (bits: Uint8Array): Int8Array =>
    Int8Array.from({ length: 8 * bits.length }, (_, n) => ((bits[n >> 3]! >> (7 - (n & 7))) & 1 ? 60 : -60));
  const uncoded: TelemetryCoding = { ...coding, convolutional: null };
  const withoutFecf: TelemetryCoding = { ...uncoded, fecf: false };

  it('without a FECF a codeword cut up to sixteen octets off decodes, and is no frame', () => {
    const whole: TelemetryCoding = {
      ...withoutFecf,
      frameLength: 223,
      reedSolomon: { e: 16, interleave: 1, basis: 'dual', virtualFill: 0 },
    };
    const codec = new CaduCodec(223, whole);
    const asm = [0x1a, 0xcf, 0xfc, 0x1d];
    for (const early of [4, 6, 9, 15]) {
      const stream = [...seededOctets(40, 1), ...codec.encode(frameAt(0, 223)), ...seededOctets(300, 2)];
      // A marker in the noise before the frame.
      stream.splice(40 - early, 4, ...asm);
      expect(codec.decode(Uint8Array.from(stream.slice(44 - early, 299 - early))).kind).toBe('decoded');
      const receiver = new SoftDecisionReceiver({ coding: whole });
      const frames = [...receiver.push(piece(symbolsOf(Uint8Array.from(stream)), 0, false)), ...receiver.flush()];
      expect(goodHex(frames)).toEqual([bytesToHex(frameAt(0, 223))]);
    }
  });

  it('data that look like a marker once they are randomized neither hide a frame nor make another', () => {
    const codec = new CaduCodec(uncoded.frameLength, uncoded);
    for (const at of [2, 9, 60, 120]) {
      const frame = frameAt(0);
      const zeros = randomizeTm(new Uint8Array(128));
      [0x1a, 0xcf, 0xfc, 0x1d].forEach((octet, n) => (frame[at + n] = octet ^ zeros[at + n]!));
      const stream = [...seededOctets(40, 1), ...codec.encode(frame), ...seededOctets(300, 2)];
      const receiver = new SoftDecisionReceiver({ coding: withoutFecf });
      const frames = [...receiver.push(piece(symbolsOf(Uint8Array.from(stream)), 0, false)), ...receiver.flush()];
      expect(goodHex(frames)).toEqual([bytesToHex(frame)]);
    }
  });

  it('a break in the stream costs what it cuts, and places go on behind it', () => {
    const bits = channelBits(4, uncoded, 800);
    const symbols = symbolsOf(bits);
    const cut = 800 + 8 * 164 + 300;
    const receiver = new SoftDecisionReceiver({ coding: uncoded });
    const frames = [
      ...receiver.push(piece(symbols.slice(0, cut), 10.5, false)),
      ...receiver.push(piece(symbols.slice(cut + 7), 100_000.25, false)),
      ...receiver.flush(),
    ];
    expect(goodHex(frames)).toEqual([0, 2, 3].map((n) => bytesToHex(frameAt(n))));
    const firsts = frames.map(({ firstBitAt }) => firstBitAt);
    expect(firsts[0]).toBe(10.5 + 4 * 800);
    expect(firsts[1]).toBe(100_000.25 + 4 * (800 + 2 * 8 * 164 - cut - 7));
  });

  it('a frame that is not to be saved is told from a good one', () => {
    const bits = channelBits(3, uncoded, 800);
    bits.set(seededOctets(60, 77), 100 + 164 + 20);
    const receiver = new SoftDecisionReceiver({ coding: uncoded });
    const frames = [...receiver.push(piece(symbolsOf(bits), 0, false)), ...receiver.flush()];
    expect(frames.map(({ quality }) => quality)).toEqual(['good', 'uncorrectable', 'good']);
    expect(frames[1]).toMatchObject({ correctedSymbols: ['uncorrectable'], asmErrors: 0, syncState: 'locked' });
    expect(frames[1]?.frame).toHaveLength(128);
  });

  it('energy of a bit by the rate of the codes', () => {
    expect(codeRate({ convolutional: null, reedSolomon: null })).toBe(1);
    const full = { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 } as const;
    // Known: 0.58 dB for Reed-Solomon (255, 223), 3.59 dB with rate 1/2 (research, radio, section 5).
    expect(ebN0Db(0, 'BPSK', { ...coding, convolutional: null, reedSolomon: full })).toBeCloseTo(0.58, 2);
    expect(ebN0Db(0, 'BPSK', { ...coding, reedSolomon: full })).toBeCloseTo(3.59, 2);
    expect(ebN0Db(3, 'QPSK', { ...coding, reedSolomon: null })).toBeCloseTo(3, 9);
  });
});
