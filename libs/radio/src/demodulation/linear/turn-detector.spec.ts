import { describe, expect, it } from '@jest/globals';
import { Modulator } from '../../modulation/modulator.js';
import { GaussianNoise, noiseSigma } from '../../signal/noise.js';
import { seededBits } from '../../testing/seeded-bits.js';
import { LinearDemodulator } from './linear-demodulator.js';
import { TurnDetector } from './turn-detector.js';

const RATE = 20_000;
const SPACING = 4;
const RANDOM = 8000;
const FILLED = 12_000;

describe('a constellation that turns is told from one that stands', () => {
  it('14 blocks of nothing are enough, 13 are not; what stands between takes back', () => {
    const detector = new TurnDetector();
    for (let n = 0; n < 51; n++) detector.add(n % 3 === 0 ? -0.5 : 1);
    expect([detector.turning, detector.blocks]).toEqual([false, 0]);
    for (let n = 0; n < 13; n++) detector.add(0);
    expect([detector.turning, detector.blocks]).toEqual([false, 13]);
    detector.add(0);
    expect([detector.turning, detector.blocks]).toEqual([true, 14]);
  });

  // Zeros without a randomizer, uncoded and from the convolutional encoder: the rails do not change for 46 blocks.
  it.each([
    [0x00, 2],
    [0x55, 2],
    [0x00, 12],
    [0x55, 12],
  ] as const)('OQPSK, octets %i over and over at Es/N0 %p dB are no loss', (octet, esN0Db) => {
    const symbols = RANDOM + FILLED + RANDOM;
    const bits = new Uint8Array(symbols / 4).fill(octet);
    const random = seededBits(2 * RANDOM, 3).packed;
    bits.set(random);
    bits.set(random, (RANDOM + FILLED) / 4);
    const waveform = { modulation: 'OQPSK', symbolRateHz: RATE, pulse: { kind: 'rrc', rollOff: 0.35 } } as const;
    const modulator = new Modulator(waveform);
    modulator.append(bits, 2 * symbols);
    modulator.silence(100);
    const samples = new Float32Array(2 * SPACING * symbols);
    modulator.render(samples, 0, SPACING * symbols, {
      symbolPosition: [0, 1 / SPACING, 0, 0],
      carrierTurns: [0, 0.01 / SPACING, 0, 0],
      amplitude: 1,
    });
    const sampleRateHz = SPACING * RATE;
    const sigma = noiseSigma({ esN0Db, power: 1, symbolRateHz: RATE, sampleRateHz });
    new GaussianNoise(5).add(samples, 0, samples.length / 2, sigma);
    const demodulator = new LinearDemodulator({ waveform, sampleRateHz });
    const pieces = [...demodulator.push(samples), ...demodulator.flush()];
    expect(pieces.filter(({ continues }) => !continues)).toHaveLength(1);
    expect(pieces.reduce((sum, { decisions }) => sum + decisions.length, 0)).toBeGreaterThanOrEqual(2 * symbols);
  });
});
