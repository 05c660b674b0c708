// The way back: what GNU Radio modulates and sends through its channel model, our demodulators receive. Contents are compared.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { TmCodingParameters } from '@app/ccsds';
import { type ReceivedTelemetryFrame, TelemetryReceiver, usualWaveform } from '@app/radio';
import { JudgeError, type Verdict, describeWith, inFolder, runPython, verdict } from './judge.js';
import { type CodedLink, codedLink } from './rendered-link.js';

const SYMBOL_RATE_HZ = 50_000;
const CHUNK_SAMPLES = 20_000;
const FRAME_OCTETS = 223;
const CADU_BITS = 8 * (4 + 255);
const coding: TmCodingParameters = {
  ...{ asm: '1acffc1d', randomizer: 'ccsds-255' },
  reedSolomon: { e: 16, interleave: 1, basis: 'dual', virtualFill: 0 },
};

interface Sent {
  readonly modulation: 'BPSK' | 'QPSK' | 'GMSK';
  readonly samplesPerSymbol: number;
  readonly esN0Db: number;
  readonly offsetHz: number;
  readonly clockErrorPpm?: number;
  readonly isConcatenated: boolean;
  readonly frames: number;
}

/** GNU Radio's samples of these octets. */
async function modulatedByGnuRadio(octets: Uint8Array, sent: Sent): Promise<Float32Array> {
  return inFolder(async (folder) => {
    const [bits, out] = [join(folder, 'bits'), join(folder, 'out.cf32')];
    writeFileSync(bits, octets);
    const { code, stdout, stderr } = await runPython('peers/gnuradio_modulate.py', [
      ...['--bits', bits, '--out', out, '--modulation', sent.modulation, '--sps', String(sent.samplesPerSymbol)],
      ...['--esn0', String(sent.esN0Db), '--ppm', String(sent.clockErrorPpm ?? 0)],
      ...['--offset', String(sent.offsetHz / (SYMBOL_RATE_HZ * sent.samplesPerSymbol))],
    ]);
    if (code !== 0) throw new JudgeError('gnuradio_modulate.py', code, stdout + stderr);
    return new Float32Array(Uint8Array.from(readFileSync(out)).buffer);
  });
}

interface Received {
  readonly verdict: Verdict;
  readonly frames: readonly ReceivedTelemetryFrame[];
}

async function received(sent: Sent): Promise<Received> {
  const { modulation, samplesPerSymbol, isConcatenated } = sent;
  const convolutional = { rate: '1/2', order: 'ccsds' } as const;
  const link: CodedLink = {
    ...{ coding, frameOctets: FRAME_OCTETS, frames: sent.frames, seed: 5, preambleSymbols: 8192 },
    ...(isConcatenated && { convolutional }),
  };
  const { octets, frames, idleFrames } = codedLink(link);
  const samples = await modulatedByGnuRadio(octets, sent);
  const receiver = new TelemetryReceiver({
    waveform: usualWaveform(modulation, SYMBOL_RATE_HZ),
    sampleRateHz: samplesPerSymbol * SYMBOL_RATE_HZ,
    coding: {
      ...coding,
      frameLength: FRAME_OCTETS,
      convolutional: isConcatenated ? convolutional : null,
      differential: false,
    },
    maxCarrierOffsetHz: SYMBOL_RATE_HZ / 4,
  });
  const all: ReceivedTelemetryFrame[] = [];
  for (let at = 0; at < samples.length; at += 2 * CHUNK_SAMPLES)
    all.push(...receiver.push(samples.subarray(at, at + 2 * CHUNK_SAMPLES)));
  all.push(...receiver.flush());
  const good = all.filter(({ quality }) => quality === 'good');
  const found = good.map(({ frame }) => Buffer.from(frame).toString('hex'));
  return { verdict: verdict(found, frames, idleFrames), frames: good };
}

const all = (expected: number): Verdict => ({ decoded: expected, expected, false: 0 });

describeWith(['gnuradio'], 'we receive what GNU Radio modulates', () => {
  it('BPSK, concatenated, at Es/N0 3 dB, 4 kHz off, its clock 20 ppm wrong', async () => {
    const sent = { modulation: 'BPSK', samplesPerSymbol: 5, esN0Db: 3, offsetHz: 4000, clockErrorPpm: 20 } as const;
    const { verdict: found, frames } = await received({ ...sent, isConcatenated: true, frames: 60 });
    expect(found).toEqual(all(60));
    const [first, last] = [frames[0]!, frames.at(-1)!];
    expect(Math.abs(last.carrierOffsetHz - 4000)).toBeLessThan(100);
    expect(Math.abs(last.esN0Db - 3)).toBeLessThan(0.7);
    // Its resampler reads faster where the ratio is above 1: frames come closer.
    const spacing = (last.firstBitAt - first.firstBitAt) / (frames.length - 1);
    expect(spacing / (2 * CADU_BITS * 5 * (1 - 20e-6))).toBeCloseTo(1, 5);
  });

  it('BPSK, Reed-Solomon alone, at 7 dB and 4 samples a symbol', async () => {
    const sent = { modulation: 'BPSK', samplesPerSymbol: 4, esN0Db: 7, offsetHz: -2500, clockErrorPpm: -50 } as const;
    expect((await received({ ...sent, isConcatenated: false, frames: 60 })).verdict).toEqual(all(60));
  });

  it('BPSK at -3 dB, no frame: the noise is as strong as it says', async () => {
    const sent = { modulation: 'BPSK', samplesPerSymbol: 5, esN0Db: -3, offsetHz: 0 } as const;
    const { verdict: found } = await received({ ...sent, isConcatenated: true, frames: 20 });
    expect(found.decoded).toBe(0);
  });

  it('QPSK, concatenated, at 6 dB a symbol', async () => {
    const sent = { modulation: 'QPSK', samplesPerSymbol: 4, esN0Db: 6, offsetHz: 1000, clockErrorPpm: 10 } as const;
    expect((await received({ ...sent, isConcatenated: true, frames: 60 })).verdict).toEqual(all(60));
  });

  it('GMSK, Reed-Solomon, at 12 dB', async () => {
    const sent = { modulation: 'GMSK', samplesPerSymbol: 5, esN0Db: 12, offsetHz: 1000, clockErrorPpm: 20 } as const;
    expect((await received({ ...sent, isConcatenated: false, frames: 60 })).verdict).toEqual(all(60));
  });

  it('GMSK, concatenated, at 8 dB', async () => {
    const sent = { modulation: 'GMSK', samplesPerSymbol: 5, esN0Db: 8, offsetHz: 1000 } as const;
    expect((await received({ ...sent, isConcatenated: true, frames: 60 })).verdict).toEqual(all(60));
  });
});
