import { describe, expect, it } from '@jest/globals';
import { bytesToHex, encodeCltu } from '@app/ccsds';
import { parseUtc, plusSeconds } from '@app/time';
import { seededOctets } from '../../../ccsds/src/testing/bits.js';
import { type LinearWaveform } from '../modulation/waveform.js';
import { GaussianNoise, noiseSigma } from '../signal/noise.js';
import { CommandReceiver } from './command-receiver.js';
import { TransmissionMachine } from '../transmission/transmission-machine.js';
import { TransmissionSignal } from '../transmission/transmission-signal.js';

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
    const parameters = { waveform, sampleRateHz: FS, bch: 'sec', randomized: true } as const;
    const receiver = new CommandReceiver(parameters);
    const noise = new GaussianNoise(4);
    const sigma = noiseSigma({ esN0Db, power: 0.25, symbolRateHz: RATE, sampleRateHz: FS });
    const received = [];
    for (let block = 0; block < 40; block++) {
      const from = plusSeconds(start, (block * 1500) / FS);
      machine.advance(plusSeconds(from, 1500 / FS + signal.lookAheadS(RATE)));
      const iq = signal.render(from, 1500);
      noise.add(iq, 0, 1500, sigma);
      received.push(...receiver.push(iq));
    }
    received.push(...receiver.flush());
    expect(received.map(({ delimited }) => bytesToHex(delimited.frames[0]!))).toEqual(frames.map(bytesToHex));
    let bits = 1000 + 8 * acquisitionOctets;
    received.forEach(({ firstBitAt }, n) => {
      expect(Math.abs(firstBitAt - bits * (FS / RATE))).toBeLessThan(0.5);
      bits += 8 * (cltus[n]!.length + 8);
    });
  });
});
