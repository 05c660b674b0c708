// gr-satellites 4.4 receives what we modulate. Contents are compared: that a Reed-Solomon codeword is good does not make it the frame that
// was sent. Its own loss at these settings is about 1 dB with the convolutional code, 0.1 dB without.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ReedSolomonParameters, SymbolOrder } from '@app/ccsds';
import { usualWaveform } from '@app/radio';
import { type Verdict, describeWith, framesByGrSatellites, inFolder, verdict } from './judge.js';
import { type Link, renderLink } from './rendered-link.js';

const SAMPLE_RATE_HZ = 250_000;
const SYMBOL_RATE_HZ = 50_000;
const FRAME_OCTETS = 223;

interface Case {
  readonly interleave?: ReedSolomonParameters['interleave'];
  readonly basis?: ReedSolomonParameters['basis'];
  readonly order?: SymbolOrder;
  readonly nrzM?: boolean;
  readonly modulation?: 'BPSK' | 'GMSK' | 'FSK';
  readonly symbolRateHz?: number;
  readonly offsetHz?: number;
  readonly preambleSymbols?: number;
  readonly frames?: number;
}

async function judged(
  esN0Db: number,
  isConcatenated: boolean,
  one: Case,
  options: readonly string[] = [],
): Promise<Verdict> {
  const { interleave = 1, basis = 'dual', order = 'ccsds', modulation = 'BPSK', symbolRateHz = SYMBOL_RATE_HZ } = one;
  const link: Link = {
    waveform: usualWaveform(modulation, symbolRateHz),
    sampleRateHz: SAMPLE_RATE_HZ,
    coding: { asm: '1acffc1d', randomizer: 'ccsds-255', reedSolomon: { e: 16, interleave, basis, virtualFill: 0 } },
    frameOctets: FRAME_OCTETS * interleave,
    frames: one.frames ?? (interleave === 1 ? 100 : 20),
    ...(isConcatenated && { convolutional: { rate: '1/2', order } }),
    nrzM: one.nrzM ?? false,
    ...{ esN0Db, offsetHz: one.offsetHz ?? 0, seed: 1 },
    ...(one.preambleSymbols && { preambleSymbols: one.preambleSymbols }),
  };
  const { samples, frames, idleFrames } = renderLink(link);
  return inFolder(async (folder) => {
    const file = join(folder, 'downlink.cf32');
    writeFileSync(file, new Uint8Array(samples.buffer));
    const got = await framesByGrSatellites(file, [
      ...['--fs', String(SAMPLE_RATE_HZ), '--rate', String(symbolRateHz)],
      ...['--framing', isConcatenated ? 'conc' : 'rs', '--frame-size', String(link.frameOctets)],
      ...['--interleave', String(interleave), '--basis', basis],
      ...['--convolutional', order === 'ccsds' ? 'CCSDS' : 'NASA-DSN'],
      ...['--clk-bw', isConcatenated ? '0.005' : '0.01'],
      ...(link.nrzM ? ['--precoding', 'differential'] : []),
      ...options,
    ]);
    return verdict(got, frames, idleFrames);
  });
}

const all = (expected: number): Verdict => ({ decoded: expected, expected, false: 0 });

describeWith(['gr-satellites', 'gnuradio'], 'gr-satellites receives our concatenated code', () => {
  it('at Es/N0 3 dB, every frame', async () => {
    expect(await judged(3, true, {})).toEqual(all(100));
  });

  it('at 1 dB, 95 of 100 and more', async () => {
    const found = await judged(1, true, {});
    expect(found.decoded).toBeGreaterThanOrEqual(95);
    expect(found.false).toBe(0);
  });

  it('at -2 dB, none: the noise is as strong as it says', async () => {
    expect(await judged(-2, true, {})).toEqual({ decoded: 0, expected: 100, false: 0 });
  });

  it('with five codewords side by side', async () => {
    expect(await judged(3, true, { interleave: 5 })).toEqual(all(20));
  });

  it('with NRZ-M before the convolutional code', async () => {
    expect(await judged(4, true, { nrzM: true, frames: 40 })).toEqual(all(40));
  });

  it('in the order of symbols of NASA-DSN', async () => {
    expect(await judged(3, true, { order: 'nasa-dsn', frames: 40 })).toEqual(all(40));
  });

  it('in the conventional basis, and none where it looks for the dual one', async () => {
    expect(await judged(3, true, { basis: 'conventional', frames: 40 })).toEqual(all(40));
    const wrong = await judged(3, true, { basis: 'conventional', frames: 40 }, ['--basis', 'dual']);
    expect(wrong.decoded).toBe(0);
  });

  it('1.5 kHz beside the middle of the band, which takes it longer to find', async () => {
    expect(await judged(3, true, { offsetHz: 1500, preambleSymbols: 24_576, frames: 40 })).toEqual(all(40));
  });
});

describeWith(['gr-satellites', 'gnuradio'], 'gr-satellites receives our Reed-Solomon code', () => {
  it('at Es/N0 6 dB, every frame', async () => {
    expect(await judged(6, false, {})).toEqual(all(100));
  });

  it('at 4 dB, 5 of 100 or fewer', async () => {
    const found = await judged(4, false, {});
    expect(found.decoded).toBeLessThanOrEqual(5);
    expect(found.false).toBe(0);
  });

  it('with five codewords side by side', async () => {
    expect(await judged(6, false, { interleave: 5 })).toEqual(all(20));
  });

  it('and takes other contents for good where it does not take the randomizer off: the sequence is a codeword itself', async () => {
    const found = await judged(9, false, { frames: 20 }, ['--scrambler', 'none']);
    expect(found.decoded).toBe(0);
    expect(found.false).toBeGreaterThanOrEqual(20);
  });
});

describeWith(['gr-satellites', 'gnuradio'], 'gr-satellites receives our frequency modulations', () => {
  const RATE_HZ = 25_000;
  const options = ['--modulation', 'FSK', '--deviation', String(RATE_HZ / 4)];

  it('GMSK and Reed-Solomon at Es/N0 13 dB', async () => {
    expect(await judged(13, false, { modulation: 'GMSK', symbolRateHz: RATE_HZ, frames: 40 }, options)).toEqual(
      all(40),
    );
  });

  it('GMSK and Reed-Solomon at 8 dB, none', async () => {
    const found = await judged(8, false, { modulation: 'GMSK', symbolRateHz: RATE_HZ, frames: 40 }, options);
    expect(found).toEqual({ decoded: 0, expected: 40, false: 0 });
  });

  it('GMSK and the concatenated code at 10 dB', async () => {
    expect(await judged(10, true, { modulation: 'GMSK', symbolRateHz: RATE_HZ, frames: 40 }, options)).toEqual(all(40));
  });

  it('FSK and Reed-Solomon at 13 dB', async () => {
    expect(await judged(13, false, { modulation: 'FSK', symbolRateHz: RATE_HZ, frames: 40 }, options)).toEqual(all(40));
  });
});
