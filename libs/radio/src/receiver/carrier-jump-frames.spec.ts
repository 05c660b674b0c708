import { describe, expect, it } from '@jest/globals';
import { CaduCodec, ConvolutionalEncoder, bytesToHex } from '@app/ccsds';
import { seededOctets } from '../../../ccsds/src/testing/bits.js';
import { Modulator } from '../modulation/modulator.js';
import type { LinearWaveform } from '../modulation/waveform.js';
import { GaussianNoise, noiseSigma } from '../signal/noise.js';
import { TelemetryReceiver } from './telemetry-receiver.js';
import { frameAt, shortCoding as coding } from './testing/telemetry-frames.js';

const RATE = 20_000;
const SPACING = 4;
const JUMP = 0.0075; // of the symbol rate
const GAP = 1400;
const IDLE_OCTETS = 400;

/** Frames as packed channel bits, idle symbols before and behind. */
function channelBits(first: number, count: number): Uint8Array {
  const codec = new CaduCodec(coding.frameLength, coding);
  const encoder = new ConvolutionalEncoder(coding.convolutional!);
  const frames = Array.from({ length: count }, (_, n) => codec.encode(frameAt(first + n)));
  const octets = [seededOctets(IDLE_OCTETS, 1), ...frames, seededOctets(IDLE_OCTETS, 2)];
  return Uint8Array.from(octets.flatMap((part) => [...encoder.encode(part)]));
}

/** Which frames come of two signals, the second beside the frequency of the first behind a short silence. */
function received(waveform: LinearWaveform, esN0Db: number, before: number, behind: number): number[] {
  const signals = [channelBits(0, before), channelBits(before, behind)];
  const starts = [200, 200 + 4 * signals[0]!.length + GAP]; // symbols; two bits each
  const samples = new Float32Array(2 * SPACING * (starts[1]! + 4 * signals[1]!.length + 200));
  signals.forEach((bits, n) => {
    const modulator = new Modulator(waveform);
    modulator.append(bits, 8 * bits.length);
    modulator.silence(100);
    modulator.render(samples, SPACING * starts[n]!, SPACING * 4 * bits.length, {
      symbolPosition: [0, 1 / SPACING, 0, 0],
      carrierTurns: [0, (n * JUMP) / SPACING, 0, 0],
      amplitude: 1,
    });
  });
  const sampleRateHz = SPACING * RATE;
  const sigma = noiseSigma({ esN0Db, power: 1, symbolRateHz: RATE, sampleRateHz });
  new GaussianNoise(5).add(samples, 0, samples.length / 2, sigma);
  const receiver = new TelemetryReceiver({ waveform, sampleRateHz, coding });
  const numbers = new Map(Array.from({ length: before + behind }, (_, n) => [bytesToHex(frameAt(n)), n]));
  return [...receiver.push(samples), ...receiver.flush()]
    .filter(({ quality }) => quality === 'good')
    .map(({ frame }) => numbers.get(bytesToHex(frame)) ?? NaN);
}

describe('frames of a signal that comes back beside its frequency after a short silence', () => {
  it.each([0.2, 0.35, 0.5].flatMap((rollOff) => [3, 9, 15].map((esN0Db) => [rollOff, esN0Db] as const)))(
    'OQPSK of roll-off %p at Es/N0 %p dB: every one, of both signals',
    (rollOff, esN0Db) => {
      const waveform = { modulation: 'OQPSK', symbolRateHz: RATE, pulse: { kind: 'rrc', rollOff } } as const;
      expect(received(waveform, esN0Db, 8, 16)).toEqual(Array.from({ length: 24 }, (_, n) => n));
    },
  );
});
