import { describe, expect, it } from '@jest/globals';
import { bytesToHex, encodeCltu } from '@app/ccsds';
import { parseUtc, plusSeconds } from '@app/time';
import { seededOctets } from '../../../ccsds/src/testing/bits.js';
import { LinearDemodulator } from '../demodulation/linear/linear-demodulator.js';
import { type LinearWaveform } from '../modulation/waveform.js';
import { GaussianNoise, noiseSigma } from '../signal/noise.js';
import { TransmissionMachine } from '../transmission/transmission-machine.js';
import { TransmissionSignal } from '../transmission/transmission-signal.js';
import { CommandBits } from './command-bits.js';

const RATE = 4000;
const FS = 20_000;
const rectangular = {
  modulation: 'BPSK',
  symbolRateHz: RATE,
  pulse: { kind: 'rectangular' },
} as const satisfies LinearWaveform;
const rounded = { ...rectangular, pulse: { kind: 'rrc', rollOff: 0.5 } } as const;

/** A frame whose length field says how long it is: what delimits it in a CLTU. */
function frameOf(length: number, seed: number): Uint8Array {
  const frame = seededOctets(length, seed);
  frame[0] = 0x00;
  frame[2] = (frame[2]! & 0xfc) | ((length - 1) >>> 8);
  frame[3] = (length - 1) & 0xff;
  return frame;
}

describe('telecommands: CLTUs to samples and back', () => {
  it.each([
    ['rectangular pulses', rectangular, 9],
    ['root-raised-cosine pulses', rounded, 9],
  ] as const)('%s: every frame, with the place of its start sequence', (_, waveform, esN0Db) => {
    const acquisitionOctets = 512;
    const start = parseUtc('2026-04-24T08:00:00Z');
    const machine = new TransmissionMachine();
    const signal = new TransmissionSignal(machine, { waveform, sampleRateHz: FS, centerHz: 2e9, amplitude: 0.5 });
    machine.start(start, { carrierHz: 2e9, bitRateBps: RATE, carrierOnlyS: 0.25, acquisitionOctets });
    const frames = [20, 57, 130].map((length, n) => frameOf(length, n + 1));
    const cltus = frames.map((frame) => encodeCltu(frame, { randomize: true }));
    for (const [n, bits] of cltus.entries())
      machine.take(start, { identifier: BigInt(n), bits, bitCount: 8 * bits.length });
    // The acquisition sequence 0101… has lines at half of the bit rate.
    const demodulator = new LinearDemodulator({ waveform, sampleRateHz: FS, maxCarrierOffsetHz: RATE / 10 });
    const bits = new CommandBits({ bch: 'sec', randomizer: true });
    const noise = new GaussianNoise(4);
    const sigma = noiseSigma({ esN0Db, power: 0.25, symbolRateHz: RATE, sampleRateHz: FS });
    const received = [];
    for (let block = 0; block < 40; block++) {
      const from = plusSeconds(start, (block * 1500) / FS);
      machine.advance(plusSeconds(from, 1500 / FS + signal.lookAheadS(RATE)));
      const iq = signal.render(from, 1500);
      noise.add(iq, 0, 1500, sigma);
      received.push(...demodulator.push(iq).flatMap((piece) => bits.push(piece)));
    }
    received.push(...demodulator.flush().flatMap((piece) => bits.push(piece)));
    const whole = received.flatMap((one) => (one.kind === 'cltu' ? [one] : []));
    expect(received).toHaveLength(whole.length);
    expect(whole.map((one) => bytesToHex(one.frames[0]!))).toEqual(frames.map(bytesToHex));
    let first = 1000 + 8 * acquisitionOctets;
    whole.forEach(({ beginsAt, endsAt }, n) => {
      expect(Math.abs(beginsAt - first * (FS / RATE))).toBeLessThan(0.5);
      first += 8 * cltus[n]!.length;
      expect(Math.abs(endsAt - first * (FS / RATE))).toBeLessThan(0.5);
      first += 8 * 8;
    });
  });
});
