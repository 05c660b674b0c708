import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { TransmissionMachine } from './transmission-machine.js';
import { TransmissionSignal } from './transmission-signal.js';

const start = parseUtc('2026-04-24T08:00:00Z');
const at = (seconds: number): Tai => plusSeconds(start, seconds);
const BIT_RATE = 4000;
const parameters = {
  waveform: { modulation: 'BPSK', symbolRateHz: BIT_RATE, pulse: { kind: 'rectangular' } },
  sampleRateHz: 64_000,
  centerHz: 2_067_000_000,
  amplitude: 0.5,
} as const;
const tuning = { carrierHz: 2_067_001_000, bitRateBps: BIT_RATE, carrierOnlyS: 0.25, acquisitionOctets: 16 };
const cltu = { identifier: 1n, bitCount: 24, bits: Uint8Array.of(0xeb, 0x90, 0x37) };

/** A carrier of 1 kHz from 0.1 s to 0.6 s, a CLTU in it, rendered in pieces; with the machine as it was. */
function radiated(pieces: readonly number[]) {
  const machine = new TransmissionMachine();
  const signal = new TransmissionSignal(machine, parameters);
  const lookAheadS = signal.lookAheadS(BIT_RATE);
  machine.start(at(0.1), tuning);
  machine.take(at(0.2), cltu);
  const samples: number[] = [];
  for (const piece of pieces) {
    const until = (samples.length / 2 + piece) / parameters.sampleRateHz;
    if (until + lookAheadS >= 0.6) machine.stop(at(0.6));
    machine.advance(at(until + lookAheadS));
    samples.push(...signal.render(at(samples.length / 2 / parameters.sampleRateHz), piece));
  }
  return { samples, machine };
}

/** Sample `k` with the carrier of 1 kHz taken off, which began at 0.1 s. */
function upright(samples: readonly number[], k: number): readonly [number, number] {
  const angle = -2 * Math.PI * 1000 * (k / parameters.sampleRateHz - 0.1);
  const [i, q] = [samples[2 * k]!, samples[2 * k + 1]!];
  return [i * Math.cos(angle) - q * Math.sin(angle), i * Math.sin(angle) + q * Math.cos(angle)];
}

describe('the signal of a transmission', () => {
  const { samples, machine } = radiated(Array.from({ length: 80 }, () => 640));
  const sampleAt = (seconds: number) => upright(samples, Math.round(seconds * parameters.sampleRateHz));

  it('is nothing, then the carrier alone, and nothing again when it is down', () => {
    expect(samples.slice(0, 2 * 6400).every((x) => x === 0)).toBe(true);
    for (const seconds of [0.1, 0.2, 0.3]) {
      expect(sampleAt(seconds)[0]).toBeCloseTo(0.5, 3);
      expect(sampleAt(seconds)[1]).toBeCloseTo(0, 3);
    }
    expect(samples.slice(2 * 0.6 * 64_000).every((x) => x === 0)).toBe(true);
  });

  it('carries acquisition sequence, CLTU and idle sequence, each bit in its time', () => {
    const bit = (n: number): number => (sampleAt(0.35 + (n + 0.5) / BIT_RATE)[0] > 0 ? 1 : 0);
    const [transmission] = machine.transmissions;
    const [sent] = transmission!.cltus;
    const first = transmission!.clocks[0]!.firstFrom(sent!.firstBit);
    expect(first).toBe(8 * tuning.acquisitionOctets);
    const octets = (from: number, count: number): string =>
      Array.from({ length: count }, (_, o) =>
        Array.from({ length: 8 }, (_b, b) => bit(from + 8 * o + b)).reduce((sum, one) => 2 * sum + one, 0),
      )
        .map((octet) => octet.toString(16))
        .join(' ');
    expect(octets(0, 16)).toBe(Array.from({ length: 16 }, () => '55').join(' '));
    expect(octets(first, 3)).toBe('eb 90 37');
    expect(octets(first + 24, 8)).toBe('55 55 55 55 55 55 55 55');
  });

  it('is the same however it is cut', () => {
    const cut = radiated([1, 6399, 10_000, 7, 20_000, 14_793]).samples;
    expect(cut.length).toBe(samples.length);
    expect(Math.max(...cut.map((x, i) => Math.abs(x - samples[i]!)))).toBeLessThan(1e-3);
  });
});
