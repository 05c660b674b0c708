import { afterEach, describe, expect, it } from '@jest/globals';
import { ManualMissionClock } from '@app/platform';
import { parseUtc, secondsBetween } from '@app/time';
import { CarrierSource } from '../../testing/carrier-source.js';
import { RunningDifi, RunningRtlTcp, type RunningSdr } from '../../testing/running-sdr.js';
import { RtlDongle } from './rtl-dongle.js';

const start = parseUtc('2026-04-24T08:00:00Z');
const RATE_HZ = 250_000;
const running: RunningSdr[] = [];
afterEach(async () => {
  for (const sdr of running.splice(0)) await sdr.stop();
});

async function rtlTcp(carrierHz: number, settings: object) {
  const clock = new ManualMissionClock(start);
  const sdr = await RunningRtlTcp.start(
    new CarrierSource(carrierHz, start),
    clock,
    settings,
    { command: 'set-sample-rate', value: RATE_HZ },
    { command: 'set-frequency', value: 400_000_000 },
  );
  running.push(sdr);
  return { sdr, clock };
}

async function difi(carrierHz: number, settings: object, sampleRateHz = RATE_HZ) {
  const clock = new ManualMissionClock(start);
  const source = new CarrierSource(carrierHz, start);
  const sdr = await RunningDifi.start(source, clock, { centerHz: 400e6, sampleRateHz, ...settings });
  running.push(sdr);
  return { sdr, clock };
}

/** I and Q of the line at a frequency in the samples from one index to another. */
function line(samples: readonly number[], turnsPerSample: number, from: number, to: number): [number, number] {
  let [re, im] = [0, 0];
  for (let n = from; n < to; n++) {
    const [i, q] = [samples[2 * n]!, samples[2 * n + 1]!];
    const angle = 2 * Math.PI * turnsPerSample * (n - from);
    re += (i * Math.cos(angle) + q * Math.sin(angle)) / (to - from);
    im += (q * Math.cos(angle) - i * Math.sin(angle)) / (to - from);
  }
  return [re, im];
}

const db = ([re, im]: readonly [number, number]): number => 20 * Math.log10(Math.hypot(re, im));

/** Of the one carrier that there is, Hz by the nominal rate: phases of blocks, 4 ms each, that are turned back by about what is expected. */
function frequencyHz(samples: readonly number[], aboutHz: number, from = 0): number {
  const block = RATE_HZ / 250;
  const phases: number[] = [];
  for (let n = from; n + block <= samples.length / 2; n += block) {
    const [re, im] = line(samples, aboutHz / RATE_HZ, n, n + block);
    const turns = Math.atan2(im, re) / (2 * Math.PI) - (aboutHz * (n - from)) / RATE_HZ;
    const before = phases.at(-1) ?? turns;
    phases.push(turns + Math.round(before - turns));
  }
  return aboutHz + ((phases.at(-1)! - phases[0]!) * RATE_HZ) / (block * (phases.length - 1));
}

describe('the analogue part of an SDR', () => {
  /** In a window of so many samples the carrier has a whole number of turns, and no shorter period: rounding makes no lines. */
  const [WINDOW, TURNS] = [62_500, 2503];
  const carrierHz = 400e6 + (TURNS * RATE_HZ) / WINDOW;

  /** Levels of carrier, image and constant, decibels over full scale. */
  async function levels({ sdr }: { readonly sdr: RunningSdr }): Promise<readonly number[]> {
    await sdr.pass(0.3);
    expect(sdr.samples.length / 2).toBeGreaterThan(WINDOW);
    return [TURNS, -TURNS, 0].map((turns) => db(line(sdr.samples, turns / WINDOW, 0, WINDOW)));
  }

  // 20 lg |(1 - g e^-jφ) / (1 + g e^jφ)|, g = 1 dB: -22.83 dB with 5 degrees, -24.81 dB without; 5 degrees alone: 20 lg tan 2.5° = -27.20 dB.
  it.each([
    [{ dcOffsetDbfs: -20, gainImbalanceDb: 1, phaseImbalanceDeg: 5 }, -20, -22.83],
    [{ gainImbalanceDb: 1 }, -Infinity, -24.81],
    [{ phaseImbalanceDeg: -5 }, -Infinity, -27.2],
    [{ dcOffsetDbfs: -26 }, -26, -Infinity],
  ] as const)(
    '%j: the constant is so far below full scale, the image so far below the carrier',
    async (settings, dcDbfs, imageDb) => {
      for (const start of [rtlTcp, difi]) {
        const [carrier = 0, image = 0, constant = 0] = await levels(await start(carrierHz, settings));
        // The level that the automatic gain holds.
        expect(carrier).toBeCloseTo(20 * Math.log10(0.25), 1);
        if (Number.isFinite(dcDbfs)) expect(Math.abs(constant - dcDbfs)).toBeLessThan(0.05);
        else expect(constant).toBeLessThan(-65);
        if (Number.isFinite(imageDb)) expect(Math.abs(image - carrier - imageDb)).toBeLessThan(0.1);
        else expect(image - carrier).toBeLessThan(-55);
      }
    },
  );

  it('leaves a carrier as it is where nothing is set', async () => {
    const [carrier = 0, image = 0, constant = 0] = await levels(await difi(carrierHz, { itemBits: 16 }));
    expect(image - carrier).toBeLessThan(-100);
    expect(constant).toBeLessThan(-90);
  });
});

describe('the crystal of an RTL-SDR', () => {
  it('moves the band and the beat of the samples, and a correction moves both back', async () => {
    // 50 ppm of 400 MHz are 20 kHz.
    const { sdr } = await rtlTcp(400e6 + 30_000, { oscillatorPpm: 50 });
    await sdr.pass(2);
    const before = sdr.samples.length / 2;
    expect(Math.abs(before - 2 * RATE_HZ * 1.00005)).toBeLessThanOrEqual(1);
    expect(frequencyHz(sdr.samples, 10_000)).toBeCloseTo(10_000 / 1.00005, 2);
    await sdr.command({ command: 'set-frequency-correction', value: 50 });
    await sdr.pass(2);
    // Steps of the resampler are 0.06 ppm.
    expect(Math.abs(sdr.samples.length / 2 - before - 2 * RATE_HZ)).toBeLessThanOrEqual(1);
    expect(Math.abs(frequencyHz(sdr.samples, 30_000, before) - 30_000)).toBeLessThan(0.01);
  });

  it('is corrected by whole steps of 2^-24, towards zero, as the register has them', () => {
    const dongle = new RtlDongle({ lnbLoHz: 0, oscillatorPpm: 10 });
    expect(dongle.sampleClockPpm).toBeCloseTo(10, 9);
    // rtlsdr_set_sample_freq_correction(10): -167.77 is written as -167.
    dongle.obey({ command: 'set-frequency-correction', value: 10 });
    expect(dongle.sampleClockPpm).toBeCloseTo((1.00001 * (1 - 167 / 16_777_216) - 1) * 1e6, 6);
    expect(dongle.tuning.centerHz).toBe(100e6);
    dongle.obey({ command: 'set-frequency-correction', value: -10 });
    expect(dongle.sampleClockPpm).toBeCloseTo(19.954, 3);
    expect(dongle.tuning.centerHz).toBeCloseTo((100e6 * 1.00001) / 0.99999, 6);
  });
});

describe('the sample clock of a digitiser', () => {
  it.each([100, -100])(
    '%p ppm off: more samples, their stamps by its own clock, each taken when it was',
    async (ppm) => {
      const { sdr, clock } = await difi(400e6 + 10_000, { sampleClockPpm: ppm });
      await sdr.pass(4);
      const ratio = 1 + ppm * 1e-6;
      const count = sdr.samples.length / 2;
      // Of the last packet, which need not be full.
      expect(4 * RATE_HZ * ratio - count).toBeGreaterThanOrEqual(0);
      expect(4 * RATE_HZ * ratio - count).toBeLessThan(1408 / 2);
      expect(frequencyHz(sdr.samples, 10_000)).toBeCloseTo(10_000 / ratio, 2);
      for (const { n, at } of sdr.stamps) {
        expect(at).toBe(start + BigInt(n) * 4000n);
        // The carrier's phase tells true time.
        const [re, im] = line(sdr.samples, 10_000 / ratio / RATE_HZ, n, n + 25);
        const turns = (10_000 * secondsBetween(start, at)) / ratio;
        expect(Math.abs(((Math.atan2(im, re) / (2 * Math.PI) - turns + 1e6 + 0.5) % 1) - 0.5)).toBeLessThan(3e-3);
      }
      expect(Math.abs(secondsBetween(clock.now(), sdr.stamps.at(-1)!.at) - 4 * ppm * 1e-6)).toBeLessThan(0.006);
      expect(sdr.contexts.length).toBeGreaterThan(4);
      for (const { sampleRateHz, state } of sdr.contexts)
        expect({ sampleRateHz, ...state }).toMatchObject({
          ...{ sampleRateHz: RATE_HZ, referenceLock: false, calibratedTime: false },
        });
    },
  );

  it('says that it is locked where it is right', async () => {
    const { sdr } = await difi(400e6, {});
    await sdr.pass(0.1);
    expect(sdr.contexts[0]?.state).toMatchObject({ referenceLock: true, calibratedTime: true });
  });
});
